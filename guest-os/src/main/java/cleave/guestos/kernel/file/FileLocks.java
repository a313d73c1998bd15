package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileLock;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Locks on files for programs: those of {@code flock}, which an open file owns and which are on the
 * whole file, and record locks of {@code fcntl64}, which are on ranges and which a process (its
 * table of descriptors) owns, or an open file ({@code F_OFD_SETLK}).
 */
public final class FileLocks {
    /** Kinds of a lock: none, shared, exclusive. */
    public static final int NONE = 0;
    public static final int SHARED = 1;
    public static final int EXCLUSIVE = 2;

    private static final int CHAIN_MAX = 16;

    private static final WaitQueue WAITING = new WaitQueue();
    /** Owners that wait for record locks, and whom they wait for. */
    private static final int WAITERS_MAX = 64;
    private static final Address[] WAITERS = new Address[WAITERS_MAX];
    private static final Address[] HOLDERS = new Address[WAITERS_MAX];

    private FileLocks() {
    }

    /** The lock that keeps others from one; null if nothing does. */
    private static HeldLock obstacle(Inode inode, Address owner, boolean whole, boolean exclusive,
            long from, long to) {
        HeldLock lock = inode.locks;
        while (lock != null) {
            if (lock.owner != owner && lock.whole == whole && lock.meets(from, to)
                    && (exclusive || lock.exclusive)) {
                return lock;
            }
            lock = lock.next;
        }
        return null;
    }

    /** Sets, changes or gives up the lock of an open file: 0 or an error. */
    public static int lockWhole(OpenFile file, int kind, boolean wait) {
        Address owner = Address.of(file);
        if (kind != NONE && !wait && obstacle(file.inode, owner, true, kind == EXCLUSIVE, 0,
                Long.MAX_VALUE) != null) {
            return -Errno.EAGAIN;
        }
        // A change of kind gives up the old lock first, as Linux does.
        int result = set(file.inode, owner, true, NONE, 0, Long.MAX_VALUE);
        WAITING.wakeAll();
        while (result == 0 && kind != NONE && obstacle(file.inode, owner, true,
                kind == EXCLUSIVE, 0, Long.MAX_VALUE) != null) {
            result = WAITING.sleep();
        }
        return result < 0 || kind == NONE ? result
                : set(file.inode, owner, true, kind, 0, Long.MAX_VALUE);
    }

    /** Sets, changes or gives up locks of an owner on a range: 0 or an error. */
    private static int lockRange(Inode inode, Address owner, int kind, long from, long to,
            boolean wait) {
        while (kind != NONE) {
            HeldLock other = obstacle(inode, owner, false, kind == EXCLUSIVE, from, to);
            if (other == null) {
                break;
            }
            if (!wait) {
                return -Errno.EAGAIN;
            }
            if (isCircle(owner, other.owner)) {
                return -Errno.EDEADLK;
            }
            int slot = note(owner, other.owner);
            int result = WAITING.sleep();
            if (slot >= 0) {
                WAITERS[slot] = Address.of(0);
            }
            if (result < 0) {
                return result;
            }
        }
        int result = set(inode, owner, false, kind, from, to);
        WAITING.wakeAll();
        return result;
    }

    private static int note(Address waiter, Address holder) {
        for (int i = 0; i < WAITERS_MAX; i++) {
            if (WAITERS[i].isNull()) {
                WAITERS[i] = waiter;
                HOLDERS[i] = holder;
                return i;
            }
        }
        return -1;
    }

    /** Whether the holder waits, perhaps through others, for {@code waiter}. */
    private static boolean isCircle(Address waiter, Address holder) {
        Address at = holder;
        for (int i = 0; i < CHAIN_MAX && !at.isNull(); i++) {
            Address next = Address.of(0);
            for (int slot = 0; slot < WAITERS_MAX; slot++) {
                if (WAITERS[slot] == at) {
                    next = HOLDERS[slot];
                }
            }
            if (next == waiter) {
                return true;
            }
            at = next;
        }
        return false;
    }

    /** Turns a lock as programs describe it into its first and last byte: 0 or an error. */
    private static int resolve(OpenFile file, FileLock lock) {
        long base = switch (lock.whence) {
            case OpenFlags.SEEK_SET -> 0;
            case OpenFlags.SEEK_CUR -> file.offset;
            case OpenFlags.SEEK_END -> file.inode.size;
            default -> -1;
        };
        if (base < 0) {
            return -Errno.EINVAL;
        }
        long start = base + lock.start;
        if (lock.length < 0) {
            start += lock.length;
            lock.length = -lock.length;
        }
        if (start < 0) {
            return -Errno.EINVAL;
        }
        lock.start = start;
        if (lock.length > Long.MAX_VALUE - start) {
            return -Errno.EOVERFLOW;
        }
        return 0;
    }

    private static long end(FileLock lock) {
        return lock.length == 0 ? Long.MAX_VALUE : lock.start + lock.length - 1;
    }

    /** {@code F_GETLK}: describes a lock that is in the way, or that there is none. */
    public static int test(OpenFile file, FileLock lock, Address owner) {
        if (lock.type != FileLock.F_RDLCK && lock.type != FileLock.F_WRLCK) {
            return -Errno.EINVAL;
        }
        long start = lock.start;
        long length = lock.length;
        int result = resolve(file, lock);
        if (result < 0) {
            return result;
        }
        HeldLock other = obstacle(file.inode, owner, false,
                lock.type == FileLock.F_WRLCK, lock.start, end(lock));
        if (other == null) {
            // Nothing else of what the program has asked changes.
            lock.type = FileLock.F_UNLCK;
            lock.start = start;
            lock.length = length;
            return 0;
        }
        lock.type = (short) (other.exclusive ? FileLock.F_WRLCK : FileLock.F_RDLCK);
        lock.whence = OpenFlags.SEEK_SET;
        lock.start = other.start;
        lock.length = other.end == Long.MAX_VALUE ? 0 : other.end - other.start + 1;
        lock.pid = other.pid;
        return 0;
    }

    /** {@code F_SETLK} and {@code F_SETLKW}. */
    public static int set(OpenFile file, FileLock lock, Address owner, boolean wait) {
        if (lock.type < FileLock.F_RDLCK || lock.type > FileLock.F_UNLCK) {
            return -Errno.EINVAL;
        }
        int result = resolve(file, lock);
        if (result == 0 && (lock.type == FileLock.F_RDLCK && !file.isReadable()
                || lock.type == FileLock.F_WRLCK && !file.isWritable())) {
            return -Errno.EBADF;
        }
        int kind = lock.type == FileLock.F_UNLCK ? NONE
                : lock.type == FileLock.F_WRLCK ? EXCLUSIVE : SHARED;
        return result < 0 ? result
                : lockRange(file.inode, owner, kind, lock.start, end(lock), wait);
    }

    /** Replaces what an owner has on a range by one lock, or by none. */
    private static int set(Inode inode, Address owner, boolean whole, int kind, long from,
            long to) {
        HeldLock added = kind == NONE ? null : new HeldLock();
        // A lock that reaches beyond both ends of the range becomes two.
        HeldLock tail = new HeldLock();
        if (tail == null || kind != NONE && added == null) {
            free(tail);
            free(added);
            return -Errno.ENOMEM;
        }
        tail = cut(inode, owner, whole, from, to, tail);
        free(tail);
        if (added != null) {
            added.owner = owner;
            added.whole = whole;
            added.exclusive = kind == EXCLUSIVE;
            added.pid = owner == Address.of(Process.current().files) ? Process.current().pid : -1;
            added.start = from;
            added.end = to;
            added.next = inode.locks;
            inode.locks = added;
        }
        return 0;
    }

    /** Takes a range out of all locks of an owner; the spare struct, if it is still spare. */
    private static HeldLock cut(Inode inode, Address owner, boolean whole, long from, long to,
            HeldLock spare) {
        HeldLock unused = spare;
        HeldLock before = null;
        HeldLock lock = inode.locks;
        while (lock != null) {
            HeldLock next = lock.next;
            if (lock.owner != owner || lock.whole != whole || !lock.meets(from, to)) {
                before = lock;
            } else if (lock.start < from) {
                if (lock.end > to) {
                    unused.owner = owner;
                    unused.whole = whole;
                    unused.exclusive = lock.exclusive;
                    unused.pid = lock.pid;
                    unused.start = to + 1;
                    unused.end = lock.end;
                    unused.next = inode.locks;
                    inode.locks = unused;
                    unused = null;
                }
                lock.end = from - 1;
                before = lock;
            } else if (lock.end > to) {
                lock.start = to + 1;
                before = lock;
            } else {
                if (before == null) {
                    inode.locks = next;
                } else {
                    before.next = next;
                }
                free(lock);
            }
            lock = next;
        }
        return unused;
    }

    private static void free(HeldLock lock) {
        if (lock != null) {
            Heap.free(lock, Struct.sizeOf(HeldLock.class));
        }
    }

    /** An owner is gone, or has closed the file. */
    static void releaseAll(Inode inode, Address owner) {
        cut(inode, owner, false, 0, Long.MAX_VALUE, null);
        cut(inode, owner, true, 0, Long.MAX_VALUE, null);
        WAITING.wakeAll();
    }
}
