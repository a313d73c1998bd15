package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.SystemNames;
import cleave.guestos.kernel.core.CoreName;
import cleave.guestos.kernel.file.Caches;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Reclaim;
import cleave.guestos.kernel.process.Identities;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;

/** What is below {@code /proc/sys}: single values, some of which can be written. */
final class Settings {
    /** Linux's on 32 bits; the numbers wrap here. */
    private static final int PID_MAX = 32768;
    private static final int FILES_MAX = 65536;
    private static final int GROUPS_MAX = 65536;
    private static final int LAST_CAPABILITY = 40;
    private static final int OVERCOMMIT_MAX = 1;
    private static final int DROP_MAX = 3;

    /** 0 or 1: memory is promised without looking, by either; refusing instead is not done. */
    private static int overcommit;
    /** What was dropped last. */
    private static int dropped;

    private Settings() {
    }

    static int pidMax(ProcText text, Process process) {
        text.decimal(PID_MAX).end();
        return 0;
    }

    static int hostName(ProcText text, Process process) {
        text.text(Address.of(SystemNames.NAMES.node)).end();
        return 0;
    }

    static int setHostName(Process process, Address value, int length) {
        if (length > SystemNames.HOST_MAX) {
            return -Errno.EINVAL;
        }
        SystemNames.set(Address.of(SystemNames.NAMES.node), value, length);
        return 0;
    }

    static int domainName(ProcText text, Process process) {
        text.text(Address.of(SystemNames.NAMES.domain)).end();
        return 0;
    }

    static int systemType(ProcText text, Process process) {
        text.text(Address.of(SystemNames.NAMES.system)).end();
        return 0;
    }

    static int release(ProcText text, Process process) {
        text.text(Address.of(SystemNames.NAMES.release)).end();
        return 0;
    }

    static int version(ProcText text, Process process) {
        text.text(Address.of(SystemNames.NAMES.version)).end();
        return 0;
    }

    static int threadsMax(ProcText text, Process process) {
        text.decimal(Identities.most()).end();
        return 0;
    }

    static int groupsMax(ProcText text, Process process) {
        text.decimal(GROUPS_MAX).end();
        return 0;
    }

    static int lastCapability(ProcText text, Process process) {
        text.decimal(LAST_CAPABILITY).end();
        return 0;
    }

    static int corePattern(ProcText text, Process process) {
        text.text(CoreName.patternText()).end();
        return 0;
    }

    static int setCorePattern(Process process, Address value, int length) {
        return CoreName.setPattern(value, length);
    }

    static int coreUsesPid(ProcText text, Process process) {
        text.decimal(CoreName.hasPid() ? 1 : 0).end();
        return 0;
    }

    static int setCoreUsesPid(Process process, Address value, int length) {
        int number = number(value, length);
        if (number < 0) {
            return -Errno.EINVAL;
        }
        CoreName.setPid(number != 0);
        return 0;
    }

    static int filesMax(ProcText text, Process process) {
        text.decimal(FILES_MAX).end();
        return 0;
    }

    static int overcommit(ProcText text, Process process) {
        text.decimal(overcommit).end();
        return 0;
    }

    static int setOvercommit(Process process, Address value, int length) {
        int number = number(value, length);
        if (number < 0 || number > OVERCOMMIT_MAX) {
            return -Errno.EINVAL;
        }
        overcommit = number;
        return 0;
    }

    static int dropCaches(ProcText text, Process process) {
        text.decimal(dropped).end();
        return 0;
    }

    /** As Linux: 1 for pages of files, 2 for names and inodes, 3 for both; only what is clean. */
    static int setDropCaches(Process process, Address value, int length) {
        int number = number(value, length);
        if (number < 1 || number > DROP_MAX) {
            return -Errno.EINVAL;
        }
        dropped = number;
        if ((number & 2) != 0) {
            Caches.forgetNames();
        }
        if ((number & 1) != 0) {
            Caches.forgetContents();
            Reclaim.spares();
        }
        return 0;
    }

    static int nothing(ProcText text, Process process) {
        return 0;
    }

    /** For tests: the allocation of a frame after the next n - 1 fails, once; 0 for none. */
    static int failAllocation(Process process, Address value, int length) {
        int number = number(value, length);
        if (number < 0) {
            return -Errno.EINVAL;
        }
        Frames.failIn(number);
        return 0;
    }

    /** A number of up to nine digits; -1 for anything else. */
    static int number(Address text, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.loadByte(i) - '0';
            if (digit < 0 || digit > 9 || i == 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return length == 0 ? -1 : number;
    }
}
