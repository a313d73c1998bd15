package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Futexes;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.process.RobustList;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.EntryPoint;

/** {@code futex} without the operations that inherit priorities, and what belongs to it. */
final class FutexCalls {
    private static final int WAIT = 0;
    private static final int WAKE = 1;
    private static final int REQUEUE = 3;
    private static final int CMP_REQUEUE = 4;
    private static final int WAKE_OP = 5;
    private static final int WAIT_BITSET = 9;
    private static final int WAKE_BITSET = 10;
    private static final int PRIVATE = 128;
    private static final int REAL_CLOCK = 256;

    private FutexCalls() {
    }

    @EntryPoint("sys_futex_time64")
    static int futex(int address, int operation, int value, int fourth, int second, int third) {
        boolean isPrivate = (operation & PRIVATE) != 0;
        int command = operation & ~(PRIVATE | REAL_CLOCK);
        if ((operation & REAL_CLOCK) != 0 && command != WAIT_BITSET) {
            return -Errno.ENOSYS;
        }
        return switch (command) {
            case WAIT -> sleep(address, value, Futexes.ANY, isPrivate, fourth, false, false);
            case WAIT_BITSET -> sleep(address, value, third, isPrivate, fourth, true,
                    (operation & REAL_CLOCK) != 0);
            case WAKE -> Futexes.wake(address, value, Futexes.ANY, isPrivate);
            case WAKE_BITSET -> Futexes.wake(address, value, third, isPrivate);
            case REQUEUE -> Futexes.requeue(address, value, second, fourth, isPrivate);
            case CMP_REQUEUE -> compareAndRequeue(address, value, second, fourth, third,
                    isPrivate);
            case WAKE_OP -> wakeAndChange(address, value, second, fourth, third, isPrivate);
            default -> -Errno.ENOSYS;
        };
    }

    private static int sleep(int address, int value, int bits, boolean isPrivate, int timeout,
            boolean absolute, boolean real) {
        long deadline = UserTime.NEVER;
        if (timeout != 0) {
            int result = UserTime.read(timeout);
            if (result < 0) {
                return result;
            }
            if (!absolute) {
                deadline = UserTime.deadline();
            } else if (real) {
                deadline = Clock.ticksOfReal(UserTime.seconds(), UserTime.nanoseconds());
            } else {
                deadline = Clock.ticksOf(UserTime.seconds(), UserTime.nanoseconds());
            }
        }
        int result = Futexes.sleep(address, value, bits, isPrivate, deadline);
        // Begun again, a limit that counts from now would count from the beginning.
        return result == Errors.RESTART && timeout != 0 && !absolute
                ? Errors.RESTART_UNLESS_HANDLED : result;
    }

    private static int compareAndRequeue(int address, int most, int target, int mostMoved,
            int expected, boolean isPrivate) {
        int result = UserMemory.readInt(address);
        if (result < 0) {
            return result;
        }
        return UserMemory.word() == expected
                ? Futexes.requeue(address, most, target, mostMoved, isPrivate) : -Errno.EAGAIN;
    }

    /** The operation: kind, comparison, and a signed number of 12 bits for each. */
    private static int wakeAndChange(int address, int most, int second, int mostSecond,
            int operation, boolean isPrivate) {
        int result = UserMemory.readInt(second);
        if (result < 0) {
            return result;
        }
        int former = UserMemory.word();
        int argument = operation << 8 >> 20;
        if (operation < 0) {
            argument = 1 << argument;
        }
        int changed = switch (operation >>> 28 & 7) {
            case 0 -> argument;
            case 1 -> former + argument;
            case 2 -> former | argument;
            case 3 -> former & ~argument;
            case 4 -> former ^ argument;
            default -> former;
        };
        if ((operation >>> 28 & 7) > 4 || (operation >>> 24 & 15) > 5) {
            return -Errno.ENOSYS;
        }
        result = UserMemory.writeInt(second, changed);
        if (result < 0) {
            return result;
        }
        int woken = Futexes.wake(address, most, Futexes.ANY, isPrivate);
        if (woken < 0 || !holds(operation >>> 24 & 15, former, operation << 20 >> 20)) {
            return woken;
        }
        result = Futexes.wake(second, mostSecond, Futexes.ANY, isPrivate);
        return result < 0 ? result : woken + result;
    }

    private static boolean holds(int comparison, int a, int b) {
        return switch (comparison) {
            case 0 -> a == b;
            case 1 -> a != b;
            case 2 -> a < b;
            case 3 -> a <= b;
            case 4 -> a > b;
            default -> a >= b;
        };
    }

    @EntryPoint("sys_set_robust_list")
    static int setRobustList(int head, int bytes) {
        if (bytes != RobustList.HEAD_SIZE) {
            return -Errno.EINVAL;
        }
        Process.current().robustList = head;
        return 0;
    }

    @EntryPoint("sys_get_robust_list")
    static int robustList(int pid, int to, int bytesTo) {
        Process process = Processes.findOrCurrent(pid);
        if (process == null) {
            return -Errno.ESRCH;
        }
        if (process != Process.current() && !Process.current().credentials.isRoot()) {
            return -Errno.EPERM;
        }
        int result = UserMemory.writeInt(bytesTo, RobustList.HEAD_SIZE);
        return result < 0 ? result : UserMemory.writeInt(to, process.robustList);
    }

    /** On one hart every process sees memory in its order; only private kinds must be announced. */
    @EntryPoint("sys_membarrier")
    static int memoryBarrier(int command, int flags, int hart) {
        int known = 1 | 2 | 4 | 8 | 16;
        if (flags != 0) {
            return -Errno.EINVAL;
        }
        if (command == 0) {
            return known;
        }
        return (command & known) == command && (command & command - 1) == 0 ? 0 : -Errno.EINVAL;
    }
}
