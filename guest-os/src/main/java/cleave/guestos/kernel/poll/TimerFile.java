package cleave.guestos.kernel.poll;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PollTable;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.Timeout;
import cleave.guestos.kernel.time.Timer;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/**
 * {@code timerfd_create}: a timer that is read (timerfd_create(2)). A read tells how often it has
 * expired since the last one, and waits for once. Times are ticks.
 */
public final class TimerFile extends Struct {
    private static final int FLAGS = OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;
    private static final FileOperations OPERATIONS = operations();

    private long count;
    /** The number that is on its way. */
    private long moved;
    private long interval;
    /** Whether absolute times are since 1970. */
    private boolean real;
    @Embedded
    private Timeout timeout;
    @Embedded
    private WaitQueue readers;

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.release = TimerFile::release;
        operations.read = TimerFile::read;
        operations.poll = TimerFile::poll;
        return operations;
    }

    /** The timer of an open file; null if that is none. */
    public static TimerFile of(OpenFile file) {
        return file.operations == OPERATIONS ? Struct.at(file.data, TimerFile.class) : null;
    }

    /** A descriptor of a new timer, or an error. */
    public static int create(boolean real, int flags) {
        if ((flags & ~FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        TimerFile timer = new TimerFile();
        if (timer == null) {
            return -Errno.ENOMEM;
        }
        timer.real = real;
        timer.timeout.expired = TimerFile::expired;
        timer.timeout.data = Address.of(timer);
        OpenFile file = AnonymousFiles.open(OPERATIONS, Address.of(timer),
                OpenFlags.O_RDWR | flags & OpenFlags.O_NONBLOCK);
        if (file == null) {
            Heap.free(timer, Struct.sizeOf(TimerFile.class));
        }
        return AnonymousFiles.describe(file, flags);
    }

    public boolean isReal() {
        return real;
    }

    public long interval() {
        return interval;
    }

    /** Ticks until it expires; 0 if it is not set. */
    public long left() {
        return timeout.left();
    }

    /** Sets it to expire at a tick, and then each interval; 0 for never. */
    public void set(long deadline, long every) {
        interval = every;
        count = 0;
        if (deadline == 0) {
            Timer.cancel(timeout);
        } else if (deadline <= Clock.ticks()) {
            Timer.cancel(timeout);
            timeout.deadline = deadline;
            expired(timeout, Clock.ticks());
        } else {
            Timer.set(timeout, deadline);
        }
    }

    private static void expired(Timeout timeout, long now) {
        TimerFile timer = Struct.at(timeout.data, TimerFile.class);
        timer.count++;
        if (timer.interval != 0) {
            timer.count += Timer.repeat(timeout, timer.interval, now);
        }
        timer.readers.wakeAll();
    }

    private static void release(OpenFile file) {
        TimerFile timer = of(file);
        Timer.cancel(timer.timeout);
        Heap.free(timer, Struct.sizeOf(TimerFile.class));
    }

    private static int read(OpenFile file, Transfer to) {
        TimerFile timer = of(file);
        if (to.remaining < Long.BYTES) {
            return -Errno.EINVAL;
        }
        while (timer.count == 0) {
            if (file.isNonBlocking()) {
                return -Errno.EAGAIN;
            }
            int result = timer.readers.sleep();
            if (result != 0) {
                return result;
            }
        }
        timer.moved = timer.count;
        timer.count = 0;
        int result = to.give(Struct.addressOf(timer, "moved"), Long.BYTES);
        return result == 0 ? Long.BYTES : result;
    }

    private static int poll(OpenFile file, PollTable table) {
        TimerFile timer = of(file);
        if (table != null) {
            table.add(Address.of(timer.readers));
        }
        return timer.count != 0 ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0;
    }
}
