package cleave.guestos.libc;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.MapFlags;
import cleave.magic.Address;
import cleave.magic.Allocator;
import cleave.magic.NoInline;
import cleave.magic.Struct;
import cleave.magic.Unchecked;

/**
 * {@code malloc} and its family. Chunks lie one behind the other from the start of the heap, which
 * grows by {@code brk}, to the <i>top</i>, the chunk that has the rest. Each begins with the size
 * of the one before it and its own, whose lowest bits say whether it is in use; free neighbours are
 * joined at once. Free chunks hang in lists by size: one for each size below 256, and one for each
 * power of two above. Large requests have mappings of their own.
 */
@Unchecked("works on addresses, and indexes its lists by numbers of bits")
public final class Heap {
    private static final int HEADER = 8;
    private static final int SMALLEST = 16;
    private static final int IN_USE = 1;
    private static final int MAPPED = 2;
    private static final int FLAGS = 7;

    private static final int EXACT_LIMIT = 256;
    private static final int EXACT_BINS = EXACT_LIMIT / 8;
    private static final int BINS = EXACT_BINS + 24;
    private static final Chunk[] FREE = new Chunk[BINS];
    /** Bit n says whether list n has chunks. */
    private static long listed;

    /** From here on a request has a mapping of its own. */
    private static final int MAPPING_LIMIT = 0x2_0000;
    private static final int GROWTH = 0x8000;
    /** As much free memory at the top goes back to the kernel. */
    private static final int TRIM = 0x4_0000;
    private static final int PAGE = 4096;
    private static final int LARGEST = 0x7fff_0000;

    private static Chunk top;
    private static Address end;
    /** From here to the end nothing was ever handed out: it is zero. */
    private static Address fresh;

    /** A chunk; the links are where the bytes of one in use would be. */
    static final class Chunk extends Struct {
        /** Bytes of the chunk before; 0 for the first. */
        int previousSize;
        /** Bytes with this header, and flags. */
        int sizeAndFlags;
        Chunk next;
        Chunk previous;
    }

    private Heap() {
    }

    // ---- the interface ----

    /** At least that many bytes, aligned to 8, of any contents; or null with ENOMEM. */
    public static Address malloc(int bytes) {
        if (Integer.compareUnsigned(bytes, LARGEST) > 0) {
            return none();
        }
        int size = chunkSize(bytes);
        if (size >= MAPPING_LIMIT) {
            return map(size);
        }
        Chunk found = take(size);
        if (found == null) {
            found = takeFromTop(size);
            if (found == null) {
                return none();
            }
        }
        return payload(found);
    }

    /** Zeroed bytes. */
    public static Address calloc(int count, int bytes) {
        if (cleave.magic.Rv.mulhu(count, bytes) != 0) {
            return none();
        }
        Address clean = fresh;
        Address given = malloc(count * bytes);
        if (!given.isNull()) {
            Chunk chunk = chunk(given);
            if ((chunk.sizeAndFlags & MAPPED) == 0) {
                Address stop = given.plus(size(chunk) - HEADER);
                Address from = clean.isNull() || stop.isBelow(clean) ? stop : clean;
                if (from.isBelow(given)) {
                    from = given;
                }
                Memory.clear(given, from.minus(given));
            }
        }
        return given;
    }

    /** Gives memory back that {@link #malloc} gave; null is allowed. */
    public static void free(Address memory) {
        if (memory.isNull()) {
            return;
        }
        Chunk chunk = chunk(memory);
        checkInUse(chunk);
        if ((chunk.sizeAndFlags & MAPPED) != 0) {
            Syscalls.munmap(Address.of(chunk).minus(chunk.previousSize),
                    size(chunk) + chunk.previousSize);
            return;
        }
        release(chunk);
    }

    public static void free(Struct struct) {
        free(Address.of(struct));
    }

    /** Gives an array back that {@code new} has made: its length lies before its elements. */
    public static void free(byte[] array) {
        free(Address.of(array).minus(4));
    }

    public static void free(int[] array) {
        free(Address.of(array).minus(4));
    }

    public static void free(long[] array) {
        free(Address.of(array).minus(8));
    }

    /** The same contents in more or fewer bytes, perhaps elsewhere; null leaves all as it is. */
    public static Address realloc(Address memory, int bytes) {
        if (memory.isNull()) {
            return malloc(bytes);
        }
        if (Integer.compareUnsigned(bytes, LARGEST) > 0) {
            return none();
        }
        Chunk chunk = chunk(memory);
        checkInUse(chunk);
        int size = chunkSize(bytes);
        int old = size(chunk);
        if ((chunk.sizeAndFlags & MAPPED) != 0) {
            return remap(chunk, size);
        }
        if (size <= old) {
            split(chunk, size);
            return memory;
        }
        if (growInPlace(chunk, size)) {
            return memory;
        }
        Address moved = malloc(bytes);
        if (!moved.isNull()) {
            Memory.copy(moved, memory, old - HEADER);
            free(memory);
        }
        return moved;
    }

    /** Usable bytes of memory that was given. */
    public static int sizeOf(Address memory) {
        return size(chunk(memory)) - HEADER;
    }

    /** What {@code new} calls: a program that cannot go on without memory ends here. */
    @Allocator
    @NoInline
    static Address allocate(int bytes) {
        Address memory = calloc(1, bytes);
        if (memory.isNull()) {
            Abortion.because("out of memory");
        }
        return memory;
    }

    // ---- chunks ----

    private static Address none() {
        Errors.errno = Errno.ENOMEM;
        return Address.of(0);
    }

    private static int chunkSize(int bytes) {
        return Math.max(SMALLEST, bytes + HEADER + 7 & ~7);
    }

    private static Chunk chunk(Address payload) {
        return Struct.at(payload.minus(HEADER), Chunk.class);
    }

    private static Address payload(Chunk chunk) {
        return Address.of(chunk).plus(HEADER);
    }

    private static Chunk at(Chunk chunk, int offset) {
        return Struct.at(Address.of(chunk).plus(offset), Chunk.class);
    }

    private static int size(Chunk chunk) {
        return chunk.sizeAndFlags & ~FLAGS;
    }

    private static void checkInUse(Chunk chunk) {
        if ((Address.of(chunk).bits() & 7) != 0 || (chunk.sizeAndFlags & IN_USE) == 0) {
            Abortion.because("free of memory that is not in use");
        }
    }

    private static int bin(int size) {
        return size < EXACT_LIMIT ? size >>> 3
                : EXACT_BINS + 23 - Integer.numberOfLeadingZeros(size);
    }

    private static void link(Chunk chunk) {
        int bin = bin(size(chunk));
        chunk.previous = null;
        chunk.next = FREE[bin];
        if (chunk.next != null) {
            chunk.next.previous = chunk;
        }
        FREE[bin] = chunk;
        listed |= 1L << bin;
    }

    private static void unlink(Chunk chunk) {
        if (chunk.previous == null) {
            int bin = bin(size(chunk));
            FREE[bin] = chunk.next;
            if (chunk.next == null) {
                listed &= ~(1L << bin);
            }
        } else {
            chunk.previous.next = chunk.next;
        }
        if (chunk.next != null) {
            chunk.next.previous = chunk.previous;
        }
    }

    private static void setSize(Chunk chunk, int size, int flags) {
        chunk.sizeAndFlags = size | flags;
        at(chunk, size).previousSize = size;
    }

    /** A chunk in use from the lists; null if no list has one that is large enough. */
    private static Chunk take(int size) {
        int first = bin(size);
        for (long lists = listed >>> first << first; lists != 0; lists &= lists - 1) {
            int bin = Long.numberOfTrailingZeros(lists);
            for (Chunk chunk = FREE[bin]; chunk != null; chunk = chunk.next) {
                if (size(chunk) >= size) {
                    unlink(chunk);
                    setSize(chunk, size(chunk), IN_USE);
                    split(chunk, size);
                    return chunk;
                }
            }
        }
        return null;
    }

    /** Gives back what a chunk in use has above {@code size}. */
    private static void split(Chunk chunk, int size) {
        int rest = size(chunk) - size;
        if (rest >= SMALLEST) {
            setSize(chunk, size, IN_USE);
            Chunk second = at(chunk, size);
            setSize(second, rest, IN_USE);
            release(second);
        }
    }

    /** Joins a chunk with its free neighbours and lists the whole, or makes it part of the top. */
    private static void release(Chunk freed) {
        Chunk chunk = freed;
        int size = size(chunk);
        if (chunk.previousSize != 0) {
            Chunk before = at(chunk, -chunk.previousSize);
            if ((before.sizeAndFlags & IN_USE) == 0) {
                unlink(before);
                chunk = before;
                size += size(before);
            }
        }
        Chunk behind = at(chunk, size);
        if (Address.of(behind) == Address.of(top)) {
            top = chunk;
            top.sizeAndFlags = size + size(behind);
            trim();
            return;
        }
        if ((behind.sizeAndFlags & IN_USE) == 0) {
            unlink(behind);
            size += size(behind);
        }
        setSize(chunk, size, 0);
        link(chunk);
    }

    private static boolean growInPlace(Chunk chunk, int size) {
        int old = size(chunk);
        Chunk behind = at(chunk, old);
        if (Address.of(behind) == Address.of(top)) {
            if (takeFromTop(size - old) == null) {
                return false;
            }
        } else if ((behind.sizeAndFlags & IN_USE) == 0 && old + size(behind) >= size) {
            unlink(behind);
        } else {
            return false;
        }
        setSize(chunk, old + size(behind), IN_USE);
        split(chunk, size);
        return true;
    }

    // ---- the top ----

    /** A chunk in use from the top, which grows if it must; null if it cannot. */
    private static Chunk takeFromTop(int size) {
        if ((top == null || size(top) < size + SMALLEST) && !grow(size + SMALLEST)) {
            return null;
        }
        Chunk chunk = top;
        int rest = size(top) - size;
        setSize(chunk, size, IN_USE);
        top = at(chunk, size);
        top.sizeAndFlags = rest;
        Address touched = Address.of(top).plus(HEADER);
        if (fresh.isBelow(touched)) {
            fresh = touched;
        }
        return chunk;
    }

    /** Whether the top has {@code bytes} now. */
    private static boolean grow(int bytes) {
        if (top == null) {
            end = Address.of(Syscalls.brk(Address.of(0)) + 7 & ~7);
        }
        int more = Math.max(bytes, GROWTH) + PAGE - 1 & -PAGE;
        Address wanted = Address.of((end.bits() + more) & -PAGE);
        if (wanted.isBelow(end) || Syscalls.brk(wanted) != wanted.bits()) {
            return false;
        }
        if (top == null) {
            top = Struct.at(end, Chunk.class);
            top.previousSize = 0;
            top.sizeAndFlags = 0;
            fresh = end.plus(HEADER);
        }
        top.sizeAndFlags += wanted.minus(end);
        end = wanted;
        return size(top) >= bytes;
    }

    private static void trim() {
        if (size(top) > TRIM) {
            Address wanted = Address.of(Address.of(top).bits() + GROWTH + PAGE - 1 & -PAGE);
            if (Syscalls.brk(wanted) == wanted.bits()) {
                top.sizeAndFlags -= end.minus(wanted);
                end = wanted;
                if (wanted.isBelow(fresh)) {
                    fresh = wanted;
                }
            }
        }
    }

    // ---- mappings ----

    /** The chunk's header is in the first 16 bytes, so that the payload is aligned as any other. */
    private static Address map(int size) {
        int whole = size + HEADER + PAGE - 1 & -PAGE;
        int raw = Syscalls.mmap2(Address.of(0), whole, MapFlags.PROT_READ | MapFlags.PROT_WRITE,
                MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS, -1, 0);
        if (Errors.are(raw)) {
            return none();
        }
        Chunk chunk = Struct.at(Address.of(raw).plus(HEADER), Chunk.class);
        chunk.previousSize = HEADER;
        chunk.sizeAndFlags = whole - HEADER | IN_USE | MAPPED;
        return payload(chunk);
    }

    private static Address remap(Chunk chunk, int size) {
        int whole = size + HEADER + PAGE - 1 & -PAGE;
        int raw = Syscalls.mremap(Address.of(chunk).minus(HEADER), size(chunk) + HEADER, whole,
                MapFlags.MREMAP_MAYMOVE, Address.of(0));
        if (Errors.are(raw)) {
            return none();
        }
        Chunk moved = Struct.at(Address.of(raw).plus(HEADER), Chunk.class);
        moved.sizeAndFlags = whole - HEADER | IN_USE | MAPPED;
        return payload(moved);
    }
}
