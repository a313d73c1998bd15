package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.poll.EventCounter;
import cleave.guestos.kernel.poll.Poll;
import cleave.guestos.kernel.poll.Select;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.signal.Signals;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.EntryPoint;

/** {@code ppoll_time64}, {@code pselect6_time64} and {@code eventfd2}. */
final class PollCalls {
    private static final int MASK_BYTES = 8;

    private PollCalls() {
    }

    @EntryPoint("sys_eventfd2")
    static int eventCounter(int count, int flags) {
        return EventCounter.create(count, flags);
    }

    @EntryPoint("sys_ppoll_time64")
    static int poll(int descriptors, int count, int timeout, int mask, int maskBytes) {
        long deadline = deadline(timeout);
        if (deadline < 0) {
            return (int) deadline;
        }
        int result = takeMask(mask, maskBytes);
        if (result != 0) {
            return result;
        }
        if (Integer.compareUnsigned(count, Process.current().limits.files()) > 0) {
            return -Errno.EINVAL;
        }
        return tellRest(Poll.poll(descriptors, count, deadline), timeout, deadline);
    }

    /** {@code mask} points to the address of a mask and its size. */
    @EntryPoint("sys_pselect6_time64")
    static int select(int count, int reads, int writes, int exceptions, int timeout, int mask) {
        long deadline = deadline(timeout);
        if (deadline < 0) {
            return (int) deadline;
        }
        int result = 0;
        if (mask != 0) {
            result = UserMemory.readInt(mask);
            int address = UserMemory.word();
            result |= UserMemory.readInt(mask + Integer.BYTES);
            result = result != 0 ? -Errno.EFAULT : takeMask(address, UserMemory.word());
        }
        if (result != 0) {
            return result;
        }
        return tellRest(Select.select(count, reads, writes, exceptions, deadline), timeout,
                deadline);
    }

    /** When to give up, in ticks; or an error. */
    static long deadline(int timeout) {
        if (timeout == 0) {
            return UserTime.NEVER;
        }
        int result = UserTime.read(timeout);
        return result != 0 ? result : UserTime.deadline();
    }

    /** Sets the signals to be blocked meanwhile. */
    static int takeMask(int mask, int bytes) {
        if (mask == 0) {
            return 0;
        }
        if (bytes != MASK_BYTES) {
            return -Errno.EINVAL;
        }
        int result = UserMemory.readInt(mask);
        int low = UserMemory.word();
        result |= UserMemory.readInt(mask + Integer.BYTES);
        int high = UserMemory.word();
        if (result != 0) {
            return -Errno.EFAULT;
        }
        Signals.maskUntilReturn((long) high << Integer.SIZE | low & 0xffff_ffffL);
        return 0;
    }

    /** Tells the program how much time was left, as Linux does; it need not be writable. */
    private static int tellRest(int result, int timeout, long deadline) {
        if (timeout != 0 && deadline != UserTime.NEVER) {
            UserTime.writeSpan(timeout, Math.max(deadline - Clock.ticks(), 0));
        }
        return result;
    }
}
