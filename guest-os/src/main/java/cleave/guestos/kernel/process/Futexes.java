package cleave.guestos.kernel.process;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/**
 * Sleeping at a word of memory (futex(2)). The word is known by its address in the space, or, where
 * memory is shared, by its place in the file, so that different processes find each other.
 */
public final class Futexes {
    /** Of wakers and waiters that do not tell each other apart. */
    public static final int ANY = -1;
    private static final int BUCKETS = 64;
    private static final int KEY_SHIFT = 2;

    /** One who sleeps at a word. */
    static final class Waiter extends Struct {
        /** The space, or the file. */
        Address domain;
        int place;
        int bits;
        boolean woken;
        Waiter next;
        @Embedded
        WaitQueue queue;
    }

    private static final Waiter[] TABLE = new Waiter[BUCKETS];
    private static final Waiter KEY = new Waiter();

    private Futexes() {
    }

    private static int bucket(Waiter key) {
        return (key.place >>> KEY_SHIFT) + (key.domain.bits() >>> 4) & BUCKETS - 1;
    }

    /** Finds what a word is known by. */
    private static int fill(Waiter key, int address, boolean isPrivate) {
        Process self = Process.current();
        if ((address & Integer.BYTES - 1) != 0) {
            return -Errno.EINVAL;
        }
        if (!UserMemory.isUser(address, Integer.BYTES)) {
            return -Errno.EFAULT;
        }
        key.domain = Address.of(self.space);
        key.place = address;
        if (!isPrivate) {
            Region region = self.space.find(address);
            if (region == null) {
                return -Errno.EFAULT;
            }
            if (region.is(Region.SHARED) && region.inode != null) {
                key.domain = Address.of(region.inode);
                key.place = region.firstPage * 4096 + (address - region.start);
            }
        }
        return 0;
    }

    /**
     * Sleeps if the word is as expected.
     *
     * @param deadline in ticks; the greatest number for none
     * @return 0 when woken, {@code -EAGAIN}, {@code -ETIMEDOUT} or another error
     */
    public static int sleep(int address, int expected, int bits, boolean isPrivate,
            long deadline) {
        if (bits == 0) {
            return -Errno.EINVAL;
        }
        Waiter waiter = new Waiter();
        if (waiter == null) {
            return -Errno.ENOMEM;
        }
        // Reading may sleep while the page comes; from the second reading on nothing does.
        int result = UserMemory.readInt(address);
        if (result == 0) {
            result = fill(waiter, address, isPrivate);
        }
        if (result == 0) {
            result = UserMemory.readInt(address);
        }
        if (result == 0) {
            result = UserMemory.word() == expected ? 0 : -Errno.EAGAIN;
        }
        if (result == 0) {
            waiter.bits = bits;
            enqueue(waiter);
            result = sleepIn(waiter, deadline);
        }
        Heap.free(waiter, Struct.sizeOf(Waiter.class));
        return result;
    }

    private static int sleepIn(Waiter waiter, long deadline) {
        int result = 0;
        while (!waiter.woken && result == 0) {
            if (deadline == Long.MAX_VALUE) {
                result = waiter.queue.sleep();
            } else if (Clock.ticks() >= deadline) {
                result = -Errno.ETIMEDOUT;
            } else {
                result = waiter.queue.sleepUntil(deadline);
            }
        }
        if (waiter.woken) {
            return 0;
        }
        dequeue(waiter);
        return result;
    }

    private static void enqueue(Waiter waiter) {
        int bucket = bucket(waiter);
        waiter.next = null;
        Waiter last = TABLE[bucket];
        if (last == null) {
            TABLE[bucket] = waiter;
            return;
        }
        while (last.next != null) {
            last = last.next;
        }
        last.next = waiter;
    }

    private static void dequeue(Waiter waiter) {
        int bucket = bucket(waiter);
        if (TABLE[bucket] == waiter) {
            TABLE[bucket] = waiter.next;
            return;
        }
        Waiter before = TABLE[bucket];
        while (before.next != waiter) {
            before = before.next;
        }
        before.next = waiter.next;
    }

    /** Wakes up to so many who sleep at a word: how many, or an error. */
    public static int wake(int address, int most, int bits, boolean isPrivate) {
        return move(address, most, bits, 0, 0, isPrivate);
    }

    /** Wakes some who sleep at a word, and lets others sleep on at another: how many in all. */
    public static int requeue(int address, int most, int target, int mostMoved,
            boolean isPrivate) {
        return mostMoved < 0 ? -Errno.EINVAL
                : move(address, most, ANY, target, mostMoved, isPrivate);
    }

    private static int move(int address, int most, int bits, int target, int mostMoved,
            boolean isPrivate) {
        if (bits == 0 || most < 0) {
            return -Errno.EINVAL;
        }
        Waiter key = KEY;
        int targetPlace = 0;
        Address targetDomain = Address.of(0);
        if (mostMoved > 0) {
            int result = fill(key, target, isPrivate);
            if (result < 0) {
                return result;
            }
            targetPlace = key.place;
            targetDomain = key.domain;
        }
        int result = fill(key, address, isPrivate);
        if (result < 0) {
            return result;
        }
        int woken = 0;
        int moved = 0;
        Waiter waiter = TABLE[bucket(key)];
        while (waiter != null && (woken < most || moved < mostMoved)) {
            Waiter next = waiter.next;
            boolean isMeant = waiter.place == key.place && waiter.domain == key.domain
                    && (waiter.bits & bits) != 0;
            if (isMeant && woken < most) {
                dequeue(waiter);
                waiter.woken = true;
                waiter.queue.wakeAll();
                woken++;
            } else if (isMeant) {
                dequeue(waiter);
                waiter.place = targetPlace;
                waiter.domain = targetDomain;
                enqueue(waiter);
                moved++;
            }
            waiter = next;
        }
        return woken + moved;
    }
}
