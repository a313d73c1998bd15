package cleave.guestos.kernel.poll;

import cleave.guestos.abi.EpollEvent;
import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PollTable;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * {@code epoll}: looks after files, and has a list of those that may be ready (epoll(7)), level-
 * and edge-triggered. Deviation: an epoll may look after others, but only if those look after none,
 * where Linux allows five levels.
 */
public final class Epoll extends Struct {
    private static final int BUCKETS = 32;
    private static final int ALWAYS = PollEvents.POLLERR | PollEvents.POLLHUP;
    private static final FileOperations OPERATIONS = operations();

    @Inline(BUCKETS)
    private EpollItem[] buckets;
    private EpollItem firstReady;
    private EpollItem lastReady;
    /** Whether it looks after another epoll, and whether another one looks after it. */
    private boolean above;
    private boolean below;
    @Embedded
    private PollTable table;
    @Embedded
    private WaitQueue waiters;

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.release = Epoll::release;
        operations.poll = Epoll::poll;
        return operations;
    }

    /** The epoll behind a file; null if it is another kind of file. */
    static Epoll of(OpenFile file) {
        return file.operations == OPERATIONS ? Struct.at(file.data, Epoll.class) : null;
    }

    /** A descriptor of a new epoll, or an error. */
    static int create(int flags) {
        if ((flags & ~OpenFlags.O_CLOEXEC) != 0) {
            return -Errno.EINVAL;
        }
        Epoll epoll = new Epoll();
        if (epoll == null) {
            return -Errno.ENOMEM;
        }
        epoll.table.watch = EpollItem::watch;
        OpenFile file = AnonymousFiles.open(OPERATIONS, Address.of(epoll), OpenFlags.O_RDWR);
        if (file == null) {
            Heap.free(epoll, Struct.sizeOf(Epoll.class));
        }
        return AnonymousFiles.describe(file, flags);
    }

    private static int bucket(int descriptor) {
        return descriptor & BUCKETS - 1;
    }

    private EpollItem find(int descriptor, OpenFile file) {
        EpollItem item = buckets[bucket(descriptor)];
        while (item != null && (item.descriptor != descriptor || item.file != file)) {
            item = item.next;
        }
        return item;
    }

    /** {@code EPOLL_CTL_ADD}. */
    int add(int descriptor, OpenFile file, int events, long data) {
        if (find(descriptor, file) != null) {
            return -Errno.EEXIST;
        }
        Epoll other = of(file);
        if (other != null && (other.above || below || other == this)) {
            return other == this ? -Errno.EINVAL : -Errno.ELOOP;
        }
        EpollItem item = new EpollItem();
        if (item == null) {
            return -Errno.ENOMEM;
        }
        if (other != null) {
            above = true;
            other.below = true;
        }
        item.epoll = this;
        item.file = file;
        item.descriptor = descriptor;
        item.events = events | ALWAYS;
        item.data = data;
        item.next = buckets[bucket(descriptor)];
        buckets[bucket(descriptor)] = item;
        item.nextOfFile = Struct.at(file.watchers, EpollItem.class);
        file.watchers = Address.of(item);
        table.data = Address.of(item);
        if (item.ask(table) != 0) {
            mayBeReady(item);
        }
        return 0;
    }

    /** {@code EPOLL_CTL_MOD}. */
    int modify(int descriptor, OpenFile file, int events, long data) {
        EpollItem item = find(descriptor, file);
        if (item == null) {
            return -Errno.ENOENT;
        }
        item.events = events | ALWAYS;
        item.data = data;
        if (item.ask(null) != 0) {
            mayBeReady(item);
        }
        return 0;
    }

    /** {@code EPOLL_CTL_DEL}. */
    int remove(int descriptor, OpenFile file) {
        EpollItem item = find(descriptor, file);
        if (item == null) {
            return -Errno.ENOENT;
        }
        unlinkFromFile(item);
        free(item);
        return 0;
    }

    private static void unlinkFromFile(EpollItem item) {
        EpollItem before = Struct.at(item.file.watchers, EpollItem.class);
        if (before == item) {
            item.file.watchers = Address.of(item.nextOfFile);
            return;
        }
        while (before.nextOfFile != item) {
            before = before.nextOfFile;
        }
        before.nextOfFile = item.nextOfFile;
    }

    private void free(EpollItem item) {
        item.unwatch();
        takeFromReady(item);
        EpollItem before = buckets[bucket(item.descriptor)];
        if (before == item) {
            buckets[bucket(item.descriptor)] = item.next;
        } else {
            while (before.next != item) {
                before = before.next;
            }
            before.next = item.next;
        }
        Heap.free(item, Struct.sizeOf(EpollItem.class));
    }

    private void takeFromReady(EpollItem item) {
        if (!item.listed) {
            return;
        }
        EpollItem before = null;
        EpollItem at = firstReady;
        while (at != item) {
            before = at;
            at = at.nextReady;
        }
        if (before == null) {
            firstReady = item.nextReady;
        } else {
            before.nextReady = item.nextReady;
        }
        lastReady = lastReady == item ? before : lastReady;
        item.listed = false;
    }

    /** A file is closed for good: no epoll looks after it any more. */
    public static void forget(OpenFile file) {
        EpollItem item = Struct.at(file.watchers, EpollItem.class);
        while (item != null) {
            EpollItem next = item.nextOfFile;
            item.epoll.free(item);
            item = next;
        }
        file.watchers = Address.of(0);
    }

    /** Something has happened to a file. */
    void mayBeReady(EpollItem item) {
        list(item);
        waiters.wakeAll();
    }

    private void list(EpollItem item) {
        if (item.listed) {
            return;
        }
        item.listed = true;
        item.nextReady = null;
        if (lastReady == null) {
            firstReady = item;
        } else {
            lastReady.nextReady = item;
        }
        lastReady = item;
    }

    private EpollItem takeReady() {
        EpollItem item = firstReady;
        firstReady = item.nextReady;
        lastReady = firstReady == null ? null : lastReady;
        item.listed = false;
        return item;
    }

    /**
     * Waits until files are ready, a signal comes, or it is time.
     *
     * @param events   room of the program's for {@code most} events
     * @param deadline in ticks; the greatest number for none
     * @return how many events there are, or an error
     */
    int waitFor(int events, int most, long deadline) {
        int result = collect(events, most);
        while (result == 0 && Clock.ticks() < deadline) {
            int slept = 0;
            while (slept == 0 && firstReady == null && Clock.ticks() < deadline) {
                slept = deadline == Long.MAX_VALUE ? waiters.sleep()
                        : waiters.sleepUntil(deadline);
            }
            if (slept != 0) {
                return slept == Errors.RESTART ? -Errno.EINTR : slept;
            }
            result = collect(events, most);
        }
        return result;
    }

    private int collect(int events, int most) {
        int size = Struct.sizeOf(EpollEvent.class);
        int count = 0;
        EpollItem last = lastReady;
        boolean end = firstReady == null;
        while (!end && count < most) {
            EpollItem item = takeReady();
            end = item == last || firstReady == null;
            int happened = item.ask(null);
            if (happened == 0) {
                continue;
            }
            int to = events + count * size;
            int result = UserMemory.writeInt(to, happened) | UserMemory.writeInt(to + 4, 0)
                    | UserMemory.writeInt(to + 8, (int) item.data)
                    | UserMemory.writeInt(to + 12, (int) (item.data >>> Integer.SIZE));
            if (result != 0) {
                list(item);
                return count > 0 ? count : -Errno.EFAULT;
            }
            count++;
            if ((item.events & PollEvents.EPOLLONESHOT) != 0) {
                item.events &= PollEvents.EPOLLET | PollEvents.EPOLLONESHOT;
            } else if ((item.events & PollEvents.EPOLLET) == 0) {
                list(item);
            }
        }
        return count;
    }

    private static void release(OpenFile file) {
        Epoll epoll = of(file);
        for (int i = 0; i < BUCKETS; i++) {
            while (epoll.buckets[i] != null) {
                unlinkFromFile(epoll.buckets[i]);
                epoll.free(epoll.buckets[i]);
            }
        }
        Heap.free(epoll, Struct.sizeOf(Epoll.class));
    }

    /** Readable when one of its files is ready. */
    private static int poll(OpenFile file, PollTable table) {
        Epoll epoll = of(file);
        if (table != null) {
            table.add(Address.of(epoll.waiters));
        }
        EpollItem item = epoll.firstReady;
        while (item != null) {
            if (item.ask(null) != 0) {
                return PollEvents.POLLIN | PollEvents.POLLRDNORM;
            }
            item = item.nextReady;
        }
        return 0;
    }
}
