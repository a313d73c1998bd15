package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Groups;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Policies;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.magic.EntryPoint;

/** Nice values of processes, groups and users. */
final class PriorityCalls {
    private static final int PROCESS = 0;
    private static final int GROUP = 1;
    private static final int USER = 2;
    /** What {@code getpriority} counts down from, so that no result is negative. */
    private static final int BASE = 20;

    private PriorityCalls() {
    }

    private static Process first(int which, int who) {
        return switch (which) {
            case PROCESS -> Processes.findOrCurrent(who);
            case GROUP -> Groups.firstOf(who == 0 ? Process.current().leader.group : who);
            default -> nextOf(Processes.first(), who);
        };
    }

    private static Process next(int which, int who, Process process) {
        return switch (which) {
            case PROCESS -> null;
            case GROUP -> process.nextThread() != null ? process.nextThread()
                    : Groups.nextMember(process.leader);
            default -> process.nextThread() != null ? nextOf(process.nextThread(), who)
                    : nextOf(Processes.next(process.leader), who);
        };
    }

    private static Process nextOf(Process from, int who) {
        int user = who == 0 ? Process.current().credentials.uid : who;
        Process process = from;
        while (process != null && (process.credentials.uid != user || process.isKernels())) {
            process = process.nextThread() != null ? process.nextThread()
                    : Processes.next(process.leader);
        }
        return process;
    }

    @EntryPoint("sys_getpriority")
    static int get(int which, int who) {
        if (which < PROCESS || which > USER) {
            return -Errno.EINVAL;
        }
        int result = -Errno.ESRCH;
        for (Process process = first(which, who); process != null;
                process = next(which, who, process)) {
            result = Math.max(result, BASE - process.nice);
        }
        return result;
    }

    @EntryPoint("sys_setpriority")
    static int set(int which, int who, int value) {
        if (which < PROCESS || which > USER) {
            return -Errno.EINVAL;
        }
        int nice = Math.max(Policies.NICE_MIN, Math.min(value, Policies.NICE_MAX));
        int result = -Errno.ESRCH;
        for (Process process = first(which, who); process != null;
                process = next(which, who, process)) {
            int one = set(process, nice);
            result = result == -Errno.ESRCH || one < 0 ? one : result;
        }
        return result;
    }

    private static int set(Process process, int nice) {
        Credentials who = Process.current().credentials;
        Credentials of = process.credentials;
        if (!who.isRoot() && who.euid != of.uid && who.euid != of.euid) {
            return -Errno.EPERM;
        }
        if (nice < process.nice && !who.isRoot()
                && !process.limits.allow(Limits.NICE, BASE - nice)) {
            return -Errno.EACCES;
        }
        process.nice = nice;
        Policies.changed(process);
        return 0;
    }
}
