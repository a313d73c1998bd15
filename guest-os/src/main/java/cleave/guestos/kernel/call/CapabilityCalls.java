package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** {@code capget} and {@code capset}: sets of 32 capabilities, or of 64 in two parts. */
final class CapabilityCalls {
    private static final int VERSION_1 = 0x1998_0330;
    private static final int VERSION_2 = 0x2007_1026;
    private static final int VERSION_3 = 0x2008_0522;
    private static final int PART_WORDS = 3;

    private static final int[] WORDS = new int[2 * PART_WORDS];

    private CapabilityCalls() {
    }

    /** How many parts a version has; for one that is unknown, the newest is told. */
    private static int parts(int header) {
        int result = UserMemory.readInt(header);
        if (result < 0) {
            return result;
        }
        int version = UserMemory.word();
        if (version == VERSION_1) {
            return 1;
        }
        if (version == VERSION_2 || version == VERSION_3) {
            return 2;
        }
        result = UserMemory.writeInt(header, VERSION_3);
        return result < 0 ? result : -Errno.EINVAL;
    }

    @EntryPoint("sys_capget")
    static int get(int header, int to) {
        int parts = parts(header);
        if (parts < 0) {
            return to == 0 && parts == -Errno.EINVAL ? 0 : parts;
        }
        int result = UserMemory.readInt(header + Integer.BYTES);
        if (result < 0) {
            return result;
        }
        int pid = UserMemory.word();
        if (pid < 0) {
            return -Errno.EINVAL;
        }
        Process process = Processes.findOrCurrent(pid);
        if (process == null) {
            return -Errno.ESRCH;
        }
        Credentials who = process.credentials;
        int[] words = WORDS;
        words[0] = who.effectiveLow;
        words[1] = who.permittedLow;
        words[2] = who.inheritableLow;
        words[3] = who.effectiveHigh;
        words[4] = who.permittedHigh;
        words[5] = who.inheritableHigh;
        return to == 0 ? 0
                : UserMemory.copyOut(to, Address.of(words), parts * PART_WORDS * Integer.BYTES);
    }

    @EntryPoint("sys_capset")
    static int set(int header, int from) {
        int parts = parts(header);
        if (parts < 0) {
            return parts;
        }
        int result = UserMemory.readInt(header + Integer.BYTES);
        if (result < 0) {
            return result;
        }
        int pid = UserMemory.word();
        if (pid != 0 && pid != Process.current().tid) {
            return -Errno.EPERM;
        }
        int[] words = WORDS;
        for (int i = 0; i < words.length; i++) {
            words[i] = 0;
        }
        int bytes = parts * PART_WORDS * Integer.BYTES;
        result = UserMemory.copyIn(Address.of(words), from, bytes);
        if (result == 0) {
            result = UserMemory.copyIn(Address.of(words), from, bytes);
        }
        return result < 0 ? result : set(words[0], words[3], words[1],
                words[4], words[2], words[5]);
    }

    private static int set(int effectiveLow, int effectiveHigh, int permittedLow,
            int permittedHigh, int inheritableLow, int inheritableHigh) {
        Credentials who = Process.current().credentials;
        boolean more = (permittedLow & ~who.permittedLow) != 0
                || (permittedHigh & ~who.permittedHigh) != 0
                || (effectiveLow & ~permittedLow) != 0 || (effectiveHigh & ~permittedHigh) != 0
                || (inheritableLow & ~(who.inheritableLow | who.boundingLow)) != 0
                || (inheritableHigh & ~(who.inheritableHigh | who.boundingHigh)) != 0;
        if (more) {
            return -Errno.EPERM;
        }
        Credentials own = Credentials.own();
        if (own == null) {
            return -Errno.ENOMEM;
        }
        own.effectiveLow = effectiveLow;
        own.effectiveHigh = effectiveHigh;
        own.permittedLow = permittedLow;
        own.permittedHigh = permittedHigh;
        own.inheritableLow = inheritableLow;
        own.inheritableHigh = inheritableHigh;
        return 0;
    }
}
