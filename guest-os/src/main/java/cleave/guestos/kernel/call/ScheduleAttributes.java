package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Policies;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/**
 * {@code sched_setattr} and {@code sched_getattr}: policy, priority and niceness at once. There are
 * no deadlines ({@code EINVAL}) and no bounds of use ({@code EOPNOTSUPP}).
 */
final class ScheduleAttributes {
    /** {@code struct sched_attr} as it was first, and with bounds of use. */
    private static final int FIRST_BYTES = 48;
    private static final int BYTES = 56;
    private static final int POLICY = 1;
    private static final int FLAGS = 2;
    private static final int NICE = 4;
    private static final int PRIORITY = 5;

    private static final int FLAG_RESET_ON_FORK = 1;
    private static final int FLAG_KEEP_POLICY = 8;
    private static final int FLAG_KEEP_PARAMETERS = 0x10;
    private static final int FLAG_BOUNDS = 0x60;
    private static final int FLAGS_ALL = 0x7f;

    private static final int[] ATTRIBUTES = new int[BYTES / Integer.BYTES];

    private ScheduleAttributes() {
    }

    @EntryPoint("sys_sched_setattr")
    static int set(int pid, int from, int flags) {
        if (from == 0 || pid < 0 || flags != 0) {
            return -Errno.EINVAL;
        }
        int result = read(from);
        if (result < 0) {
            return result;
        }
        int given = ATTRIBUTES[FLAGS];
        int policy = ATTRIBUTES[POLICY];
        int priority = ATTRIBUTES[PRIORITY];
        int nice = Math.max(Policies.NICE_MIN, Math.min(ATTRIBUTES[NICE], Policies.NICE_MAX));
        if (policy < 0 || (given & ~FLAGS_ALL) != 0) {
            return -Errno.EINVAL;
        }
        if ((given & FLAG_BOUNDS) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        Process process = Processes.findOrCurrent(pid);
        if (process == null) {
            return -Errno.ESRCH;
        }
        if ((given & (FLAG_KEEP_POLICY | FLAG_KEEP_PARAMETERS)) != 0) {
            policy = process.policy;
        }
        if ((given & FLAG_KEEP_PARAMETERS) != 0) {
            // With the parameters Linux keeps the policy as well: only the flag changes.
            priority = process.priority;
            nice = ScheduleCalls.KEEP_NICE;
        }
        int reset = (given & FLAG_RESET_ON_FORK) != 0 ? ScheduleCalls.RESET_ON_FORK : 0;
        return ScheduleCalls.set(pid, policy | reset, priority, nice);
    }

    private static int read(int from) {
        int result = UserMemory.readInt(from);
        if (result < 0) {
            return result;
        }
        int bytes = UserMemory.word() == 0 ? FIRST_BYTES : UserMemory.word();
        result = UserStructs.read(Address.of(ATTRIBUTES), BYTES, from, bytes, FIRST_BYTES);
        if (result == -Errno.E2BIG || result == -Errno.EINVAL) {
            // The program is told how long they are here.
            int told = UserMemory.writeInt(from, BYTES);
            return told < 0 ? told : -Errno.E2BIG;
        }
        return result < 0 || bytes >= BYTES || (ATTRIBUTES[FLAGS] & FLAG_BOUNDS) == 0 ? result
                : -Errno.EINVAL;
    }

    @EntryPoint("sys_sched_getattr")
    static int get(int pid, int to, int bytes, int flags) {
        if (to == 0 || pid < 0 || flags != 0 || Integer.compareUnsigned(bytes, FIRST_BYTES) < 0
                || Integer.compareUnsigned(bytes, Pte.PAGE_SIZE) > 0) {
            return -Errno.EINVAL;
        }
        Process process = Processes.findOrCurrent(pid);
        if (process == null) {
            return -Errno.ESRCH;
        }
        int size = Math.min(bytes, BYTES);
        int result = UserMemory.clear(to, size);
        if (result == 0) {
            fill(process, size);
            result = UserMemory.copyOut(to, Address.of(ATTRIBUTES), size);
        }
        return result;
    }

    private static void fill(Process process, int size) {
        for (int i = 0; i < ATTRIBUTES.length; i++) {
            ATTRIBUTES[i] = 0;
        }
        ATTRIBUTES[0] = size;
        ATTRIBUTES[POLICY] = process.policy;
        ATTRIBUTES[FLAGS] = process.is(Process.RESET_POLICY) ? FLAG_RESET_ON_FORK : 0;
        if (Policies.isRealTime(process.policy)) {
            ATTRIBUTES[PRIORITY] = process.priority;
        } else {
            ATTRIBUTES[NICE] = process.nice;
        }
    }
}
