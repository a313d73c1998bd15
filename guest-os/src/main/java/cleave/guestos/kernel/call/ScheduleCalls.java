package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Policies;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.process.Scheduler;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** Scheduling policies (sched(7)) on a machine with one hart. */
final class ScheduleCalls {
    static final int RESET_ON_FORK = 0x4000_0000;
    private static final int NANOSECONDS_PER_MILLISECOND = 1_000_000;
    private static final int ROUND_ROBIN_MILLISECONDS = 100;

    static final int KEEP_NICE = Integer.MAX_VALUE;
    private static final int NICE_BASE = 20;

    private static final byte[] ONE = new byte[1];

    private ScheduleCalls() {
    }

    @EntryPoint("sys_sched_yield")
    static int yield() {
        Scheduler.yield();
        return 0;
    }

    private static boolean isKnown(int policy) {
        return policy >= Policies.OTHER && policy <= Policies.BATCH || policy == Policies.IDLE;
    }

    @EntryPoint("sys_sched_get_priority_max")
    static int priorityMax(int policy) {
        if (!isKnown(policy)) {
            return -Errno.EINVAL;
        }
        return Policies.isRealTime(policy) ? Policies.PRIORITY_MAX : 0;
    }

    @EntryPoint("sys_sched_get_priority_min")
    static int priorityMin(int policy) {
        if (!isKnown(policy)) {
            return -Errno.EINVAL;
        }
        return Policies.isRealTime(policy) ? 1 : 0;
    }

    @EntryPoint("sys_sched_getscheduler")
    static int policy(int pid) {
        Process process = pid < 0 ? null : Processes.findOrCurrent(pid);
        if (process == null) {
            return pid < 0 ? -Errno.EINVAL : -Errno.ESRCH;
        }
        return process.policy | (process.is(Process.RESET_POLICY) ? RESET_ON_FORK : 0);
    }

    @EntryPoint("sys_sched_getparam")
    static int parameters(int pid, int to) {
        Process process = pid < 0 || to == 0 ? null : Processes.findOrCurrent(pid);
        if (process == null) {
            return pid < 0 || to == 0 ? -Errno.EINVAL : -Errno.ESRCH;
        }
        return UserMemory.writeInt(to, process.priority);
    }

    @EntryPoint("sys_sched_setscheduler")
    static int setPolicy(int pid, int policy, int parameters) {
        return policy < 0 ? -Errno.EINVAL : set(pid, policy, parameters);
    }

    @EntryPoint("sys_sched_setparam")
    static int setParameters(int pid, int parameters) {
        return set(pid, -1, parameters);
    }

    private static int set(int pid, int policy, int parameters) {
        if (pid < 0 || parameters == 0) {
            return -Errno.EINVAL;
        }
        int result = UserMemory.readInt(parameters);
        return result < 0 ? result : set(pid, policy, UserMemory.word(), KEEP_NICE);
    }

    /**
     * Sets policy, priority and niceness of a process, as far as the caller may.
     *
     * @param policy with {@link #RESET_ON_FORK} or without; -1 for the one it has
     * @param nice   {@link #KEEP_NICE} for the one it has
     */
    static int set(int pid, int policy, int priority, int nice) {
        Process process = Processes.findOrCurrent(pid);
        if (process == null) {
            return -Errno.ESRCH;
        }
        int wanted = policy < 0 ? process.policy : policy & ~RESET_ON_FORK;
        boolean isRealTime = Policies.isRealTime(wanted);
        boolean isFair = wanted == Policies.OTHER || wanted == Policies.BATCH;
        if (!isKnown(wanted) || isRealTime != (priority != 0)
                || Integer.compareUnsigned(priority, Policies.PRIORITY_MAX) > 0) {
            return -Errno.EINVAL;
        }
        boolean reset = policy < 0 ? process.is(Process.RESET_POLICY)
                : (policy & RESET_ON_FORK) != 0;
        Credentials who = Process.current().credentials;
        if (!who.isRoot() && (who.euid != process.credentials.euid
                && who.euid != process.credentials.uid
                || isRealTime && priority > process.priority
                && !process.limits.allow(Limits.REALTIME, priority)
                || process.is(Process.RESET_POLICY) && !reset
                || isFair && nice < process.nice
                && !process.limits.allow(Limits.NICE, NICE_BASE - nice))) {
            return -Errno.EPERM;
        }
        if (nice != KEEP_NICE && isFair) {
            process.nice = nice;
        }
        process.flags = reset ? process.flags | Process.RESET_POLICY
                : process.flags & ~Process.RESET_POLICY;
        Scheduler.setPolicy(process, wanted, priority);
        return 0;
    }

    @EntryPoint("sys_sched_rr_get_interval_time64")
    static int interval(int pid, int to) {
        Process process = pid < 0 ? null : Processes.findOrCurrent(pid);
        if (process == null) {
            return pid < 0 ? -Errno.EINVAL : -Errno.ESRCH;
        }
        int milliseconds = switch (process.policy) {
            case Policies.FIFO -> 0;
            case Policies.ROUND_ROBIN -> ROUND_ROBIN_MILLISECONDS;
            default -> Policies.SLICE_MILLISECONDS;
        };
        int result = UserMemory.clear(to, 16);
        return result < 0 ? result
                : UserMemory.writeInt(to + 8, milliseconds * NANOSECONDS_PER_MILLISECOND);
    }

    /** The only hart is among those that are allowed; the bytes written. */
    @EntryPoint("sys_sched_getaffinity")
    static int affinity(int pid, int bytes, int to) {
        if (bytes < Integer.BYTES || (bytes & Integer.BYTES - 1) != 0) {
            return -Errno.EINVAL;
        }
        if (Processes.findOrCurrent(pid) == null) {
            return -Errno.ESRCH;
        }
        int result = UserMemory.writeInt(to, 1);
        return result < 0 ? result : Integer.BYTES;
    }

    @EntryPoint("sys_sched_setaffinity")
    static int setAffinity(int pid, int bytes, int from) {
        if (bytes == 0) {
            return -Errno.EINVAL;
        }
        int result = UserMemory.copyIn(Address.of(ONE), from, 1);
        if (result < 0) {
            return result;
        }
        boolean hasHart = (ONE[0] & 1) != 0;
        Process process = Processes.findOrCurrent(pid);
        if (process == null) {
            return -Errno.ESRCH;
        }
        Credentials who = Process.current().credentials;
        if (!who.isRoot() && who.euid != process.credentials.euid
                && who.euid != process.credentials.uid) {
            return -Errno.EPERM;
        }
        return hasHart ? 0 : -Errno.EINVAL;
    }
}
