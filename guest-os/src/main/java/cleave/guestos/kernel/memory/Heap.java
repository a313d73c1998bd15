package cleave.guestos.kernel.memory;

import cleave.magic.Address;
import cleave.magic.Allocator;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Panic;
import cleave.magic.Struct;

/**
 * The kernel's heap: objects of up to 4 KiB in slabs, frames cut into objects of one size. The free
 * objects of a slab are a list through their first halfwords; a slab with none in use goes back to
 * the frames.
 */
public final class Heap {
    private static final int SHIFT = 4;
    private static final int GRAIN = 1 << SHIFT;
    private static final int SLAB_OBJECT_MAX = 2048;
    /** Object sizes, bytes; a page has room for at least two. */
    private static final int[] SIZES = {16, 32, 48, 64, 96, 128, 192, 256, 400, 512, 800, 1024,
        1360, 2048};
    /** The class of objects for each multiple of 16 bytes. */
    private static final byte[] CLASSES = classes();
    private static final Slabs ALL = new Slabs();
    private static int used;

    private Heap() {
    }

    /** For each size the slabs with room. */
    static final class Slabs extends Struct {
        @Embedded
        @Inline(14)
        FrameList[] partial;
    }

    private static byte[] classes() {
        byte[] result = new byte[SLAB_OBJECT_MAX / GRAIN + 1];
        int size = 0;
        for (int i = 0; i < result.length; i++) {
            if (i * GRAIN > SIZES[size]) {
                size++;
            }
            result[i] = (byte) size;
        }
        return result;
    }

    /** Zeroed memory, aligned to 16 bytes; the null address when memory is full. */
    @Allocator
    public static Address allocate(int bytes) {
        if (FailNth.fires()) {
            return Address.of(0);
        }
        if (Integer.compareUnsigned(bytes, SLAB_OBJECT_MAX) > 0) {
            return allocatePage(bytes);
        }
        int size = CLASSES[bytes + GRAIN - 1 >>> SHIFT];
        Frame slab = ALL.partial[size].first;
        if (slab == null) {
            slab = makeSlab(size);
            if (slab == null) {
                return Address.of(0);
            }
        }
        int bytesEach = SIZES[size];
        Address object = slab.address().plus(slab.firstFree * bytesEach);
        slab.firstFree = (short) object.loadShort(0);
        slab.count++;
        if (slab.firstFree < 0) {
            slab.unlink(ALL.partial[size]);
        }
        used += bytesEach;
        clear(object, bytesEach);
        return object;
    }

    private static Address allocatePage(int bytes) {
        if (Integer.compareUnsigned(bytes, Pte.PAGE_SIZE) > 0) {
            Panic.stop("the heap has objects of up to 4096 bytes");
        }
        Frame frame = Frames.allocateZeroed();
        if (frame == null) {
            return Address.of(0);
        }
        used += Pte.PAGE_SIZE;
        return frame.address();
    }

    private static void clear(Address object, int bytes) {
        Address end = object.plus(bytes);
        for (Address at = object; at != end; at = at.plus(GRAIN)) {
            at.storeInt(0, 0);
            at.storeInt(4, 0);
            at.storeInt(8, 0);
            at.storeInt(12, 0);
        }
    }

    private static Frame makeSlab(int size) {
        Frame slab = Frames.allocate();
        if (slab == null) {
            return null;
        }
        int bytesEach = SIZES[size];
        int objects = Pte.PAGE_SIZE / bytesEach;
        Address object = slab.address();
        for (int i = 1; i < objects; i++) {
            object.storeShort(0, i);
            object = object.plus(bytesEach);
        }
        object.storeShort(0, -1);
        slab.use = Frame.SLAB;
        slab.count = 0;
        slab.firstFree = 0;
        slab.linkInto(ALL.partial[size]);
        return slab;
    }

    /** Takes back what {@link #allocate} gave for that many bytes. */
    public static void free(Address object, int bytes) {
        Frame slab = Frames.of(object);
        if (Integer.compareUnsigned(bytes, SLAB_OBJECT_MAX) > 0) {
            used -= Pte.PAGE_SIZE;
            Frames.release(slab);
            return;
        }
        int size = CLASSES[bytes + GRAIN - 1 >>> SHIFT];
        int bytesEach = SIZES[size];
        int index = (object.bits() & Pte.PAGE_MASK) / bytesEach;
        assert slab.use == Frame.SLAB : "what is freed is no object of the heap";
        assert junk(object, bytesEach) : "junk";
        if (slab.firstFree < 0) {
            slab.linkInto(ALL.partial[size]);
        }
        object.storeShort(0, slab.firstFree);
        slab.firstFree = (short) index;
        slab.count--;
        used -= bytesEach;
        if (slab.count == 0) {
            slab.unlink(ALL.partial[size]);
            slab.use = 0;
            slab.count = 1;
            Frames.release(slab);
        }
    }

    /** Takes back a struct made by {@code new}; {@code bytes} is its size. */
    public static void free(Struct struct, int bytes) {
        free(Address.of(struct), bytes);
    }

    /** Bytes handed out. */
    public static int used() {
        return used;
    }

    private static boolean junk(Address object, int bytes) {
        for (int i = 0; i < bytes; i += Integer.BYTES) {
            object.storeInt(i, 0xdeadbeef);
        }
        return true;
    }
}
