package cleave.guestos.kernel.memory;

import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Whether the counts of frames are what they should be: all page tables are walked, and each frame
 * must be held as often as it is mapped, once more if the page cache has it. It counts, too, what
 * frames are used for; what no table and no cache has is the kernel's.
 */
public final class Audit extends Struct {
    /** Frames whose count is not what was found. */
    public int wrong;
    /** The physical number of the first such frame. */
    public int wrongFrame;
    /** What it says, and what was found. */
    public int wrongCount;
    public int wrongFound;
    public int free;
    /** Mapped by programs, and in no cache. */
    public int anonymous;
    /** In the page cache, mapped or not. */
    public int cached;
    /** Page tables. */
    public int tables;
    /** The heap's. */
    public int slabs;
    /** Bytes of the heap that are in use. */
    public int heap;
    /** Everything else: stacks of the kernel, buffers, the frame of zeros. */
    public int kernel;

    private static final Audit RESULT = new Audit();

    /** The result of an audit; null when there is no memory for it. */
    public static Audit make() {
        int order = 0;
        while (Pte.PAGE_SIZE << order < Frames.count() * Integer.BYTES) {
            order++;
        }
        Frame scratch = Frames.allocateRun(order);
        if (scratch == null) {
            return null;
        }
        Address found = scratch.address();
        for (int i = 0; i < Frames.count(); i++) {
            found.storeInt(i * Integer.BYTES, 0);
        }
        RESULT.clear();
        for (AddressSpace space = AddressSpace.firstOfAll(); space != null;
                space = space.nextOfAll()) {
            RESULT.walk(space, found);
        }
        RESULT.compare(found);
        Frames.freeRun(scratch, order);
        RESULT.free = Frames.free();
        RESULT.heap = Heap.used();
        RESULT.kernel = Frames.total() - RESULT.free - RESULT.anonymous - RESULT.cached
                - RESULT.tables - RESULT.slabs;
        return RESULT;
    }

    private void clear() {
        wrong = 0;
        wrongFrame = 0;
        wrongCount = 0;
        wrongFound = 0;
        anonymous = 0;
        cached = 0;
        tables = 0;
        slabs = 0;
    }

    private void walk(AddressSpace space, Address found) {
        tables++;
        for (int root = 0; root < DirectMap.KERNEL >>> 22; root++) {
            Address table = space.table(root << 22);
            if (!table.isNull()) {
                tables++;
                for (int at = 0; at < Pte.PAGE_SIZE; at += Integer.BYTES) {
                    Pte entry = Pte.at(table.plus(at));
                    if (entry.isValid()) {
                        Address counter =
                                found.plus((entry.frame() - Frames.FIRST) * Integer.BYTES);
                        counter.storeInt(0, counter.loadInt(0) + 1);
                    }
                }
            }
        }
    }

    private void compare(Address found) {
        for (int i = 0; i < Frames.count(); i++) {
            Frame frame = Struct.element(Frames.table(), i);
            int mapped = found.loadInt(i * Integer.BYTES);
            if (frame.use == Frame.SLAB) {
                slabs++;
            } else if (frame.use == Frame.CACHED) {
                cached++;
                check(frame, mapped + 1);
            } else if (mapped != 0 && frame != Frames.zero() && frame != Trampoline.frame()) {
                anonymous++;
                check(frame, mapped);
            } else if (mapped != 0) {
                check(frame, mapped + 1);
            }
        }
    }

    private void check(Frame frame, int expected) {
        if (frame.count != expected) {
            if (wrong == 0) {
                wrongFrame = frame.number();
                wrongCount = frame.count;
                wrongFound = expected;
            }
            wrong++;
        }
    }
}
