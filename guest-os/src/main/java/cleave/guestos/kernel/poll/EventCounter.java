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
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** {@code eventfd2}: a counter of 64 bits that writes add to and reads take from (eventfd(2)). */
public final class EventCounter extends Struct {
    private static final int SEMAPHORE = 1;
    private static final int FLAGS = SEMAPHORE | OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;
    /** The greatest value is all ones but the last. */
    private static final long MAXIMUM = -2;
    private static final FileOperations OPERATIONS = operations();

    private long count;
    private boolean semaphore;
    /** The number that is on its way. */
    private long moved;
    @Embedded
    private WaitQueue readers;
    @Embedded
    private WaitQueue writers;

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.release = EventCounter::release;
        operations.read = EventCounter::read;
        operations.write = EventCounter::write;
        operations.poll = EventCounter::poll;
        return operations;
    }

    private static EventCounter of(OpenFile file) {
        return Struct.at(file.data, EventCounter.class);
    }

    /** A descriptor of a new counter, or an error. */
    public static int create(int count, int flags) {
        if ((flags & ~FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        EventCounter counter = new EventCounter();
        if (counter == null) {
            return -Errno.ENOMEM;
        }
        counter.count = count & 0xffff_ffffL;
        counter.semaphore = (flags & SEMAPHORE) != 0;
        OpenFile file = AnonymousFiles.open(OPERATIONS, Address.of(counter),
                OpenFlags.O_RDWR | flags & OpenFlags.O_NONBLOCK);
        if (file == null) {
            Heap.free(counter, Struct.sizeOf(EventCounter.class));
        }
        return AnonymousFiles.describe(file, flags);
    }

    private static void release(OpenFile file) {
        Heap.free(of(file), Struct.sizeOf(EventCounter.class));
    }

    private static int read(OpenFile file, Transfer to) {
        EventCounter counter = of(file);
        if (to.remaining < Long.BYTES) {
            return -Errno.EINVAL;
        }
        while (counter.count == 0) {
            if (file.isNonBlocking()) {
                return -Errno.EAGAIN;
            }
            int result = counter.readers.sleep();
            if (result != 0) {
                return result;
            }
        }
        counter.moved = counter.semaphore ? 1 : counter.count;
        counter.count -= counter.moved;
        int result = to.give(Struct.addressOf(counter, "moved"), Long.BYTES);
        counter.writers.wakeAll();
        return result == 0 ? Long.BYTES : result;
    }

    private static int write(OpenFile file, Transfer from) {
        EventCounter counter = of(file);
        if (from.remaining < Long.BYTES) {
            return -Errno.EINVAL;
        }
        int result = from.take(Struct.addressOf(counter, "moved"), Long.BYTES);
        if (result != 0) {
            return result;
        }
        long added = counter.moved;
        if (added == -1) {
            return -Errno.EINVAL;
        }
        while (Long.compareUnsigned(added, MAXIMUM - counter.count) > 0) {
            if (file.isNonBlocking()) {
                return -Errno.EAGAIN;
            }
            result = counter.writers.sleep();
            if (result != 0) {
                return result;
            }
        }
        counter.count += added;
        counter.readers.wakeAll();
        return Long.BYTES;
    }

    private static int poll(OpenFile file, PollTable table) {
        EventCounter counter = of(file);
        if (table != null) {
            table.add(Address.of(counter.readers));
            table.add(Address.of(counter.writers));
        }
        return (counter.count != 0 ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0)
                | (counter.count != MAXIMUM ? PollEvents.POLLOUT | PollEvents.POLLWRNORM : 0);
    }
}
