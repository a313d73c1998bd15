package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** {@code prlimit64}: limits of 64 bits, where what does not fit into 32 is none. */
final class LimitCalls {
    private static final int WORDS = 4;
    private static final int[] BUFFER = new int[WORDS];

    private LimitCalls() {
    }

    @EntryPoint("sys_prlimit64")
    static int limit(int pid, int resource, int wanted, int former) {
        if (Integer.compareUnsigned(resource, Limits.COUNT) >= 0) {
            return -Errno.EINVAL;
        }
        int[] words = BUFFER;
        if (wanted != 0) {
            int result = UserMemory.copyIn(Address.of(words), wanted, WORDS * Integer.BYTES);
            if (result == 0) {
                result = UserMemory.copyIn(Address.of(words), wanted, WORDS * Integer.BYTES);
            }
            if (result < 0) {
                return result;
            }
        }
        int soft = narrow(words[0], words[1]);
        int hard = narrow(words[2], words[3]);
        Process process = Processes.findOrCurrent(pid);
        if (process == null) {
            return -Errno.ESRCH;
        }
        if (process != Process.current() && !mayChange(process.credentials)) {
            return -Errno.EPERM;
        }
        int formerSoft = process.limits.soft[resource];
        int formerHard = process.limits.hard[resource];
        if (wanted != 0) {
            int result = set(process, resource, soft, hard);
            if (result < 0) {
                return result;
            }
        }
        return former == 0 ? 0 : write(former, formerSoft, formerHard);
    }

    private static int narrow(int low, int high) {
        return high != 0 ? Limits.INFINITE : low;
    }

    private static boolean mayChange(Credentials of) {
        Credentials who = Process.current().credentials;
        return who.isRoot() || who.uid == of.uid && who.uid == of.euid && who.uid == of.suid
                && who.gid == of.gid && who.gid == of.egid && who.gid == of.sgid;
    }

    private static int set(Process process, int resource, int soft, int hard) {
        if (Integer.compareUnsigned(soft, hard) > 0) {
            return -Errno.EINVAL;
        }
        boolean more = Integer.compareUnsigned(hard, process.limits.hard[resource]) > 0;
        if (more && !Process.current().credentials.isRoot()
                || resource == Limits.FILES
                && Integer.compareUnsigned(hard, FileTable.MAXIMUM) > 0) {
            return -Errno.EPERM;
        }
        Limits own = Limits.own(process);
        if (own == null) {
            return -Errno.ENOMEM;
        }
        own.soft[resource] = soft;
        own.hard[resource] = hard;
        return 0;
    }

    private static int write(int to, int soft, int hard) {
        int[] words = BUFFER;
        words[0] = soft;
        words[1] = soft == Limits.INFINITE ? -1 : 0;
        words[2] = hard;
        words[3] = hard == Limits.INFINITE ? -1 : 0;
        return UserMemory.copyOut(to, Address.of(words), WORDS * Integer.BYTES);
    }
}
