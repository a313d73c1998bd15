package cleave.guestos.kernel.exec;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Mappings;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * The beginning of a new program's stack, made in frames that become the top of it: the number of
 * arguments, pointers to them and to the environment, the auxiliary vector, then the strings. The
 * first frame is left half empty for the program's first calls. Places are offsets from the
 * beginning of the first frame until {@link #map} knows where all of it lies.
 */
final class Arguments extends Struct {
    /** Bytes of the longest string, with its zero, as Linux has it. */
    private static final int STRING_MAX = 32 * Pte.PAGE_SIZE;
    private static final int START = 2048;
    private static final int FRAMES_MAX = Pte.PAGE_SIZE / Integer.BYTES;

    /** A frame with the numbers of the frames. */
    private Frame table;
    private int frames;
    /** Where the next bytes go, and how far they may. */
    private int at;
    private int limit;
    private int firstPointer;
    /** Pointers so far, and all there will be, zeros behind arguments and environment too. */
    private int pointers;
    private int pointerCount;
    /** Where the strings of the arguments begin and end, and those of the environment end. */
    int stringsAt;
    int argumentsEnd;
    int base;

    /** Begins, with room for so many bytes in all: 0 or {@code -ENOMEM}. */
    int begin(int bytesMax) {
        table = Frames.allocate();
        if (table == null) {
            return -Errno.ENOMEM;
        }
        at = START;
        limit = START + Math.min(bytesMax, (FRAMES_MAX - 1) * Pte.PAGE_SIZE);
        return 0;
    }

    private Frame frame(int index) {
        return Frames.at(table.address().loadInt(index << 2));
    }

    private Address place(int offset) {
        return frame(offset >>> Pte.PAGE_SHIFT).address().plus(offset & Pte.PAGE_MASK);
    }

    /** Makes sure that there is a frame for all bytes before an offset: 0 or an error. */
    private int reach(int offset) {
        if (Integer.compareUnsigned(offset, limit) > 0) {
            return -Errno.E2BIG;
        }
        while (frames << Pte.PAGE_SHIFT < offset) {
            Frame frame = Frames.allocateZeroed();
            if (frame == null) {
                return -Errno.ENOMEM;
            }
            table.address().storeInt(frames << 2, frame.number());
            frames++;
        }
        return 0;
    }

    /** Makes room for so many pointers, zeros included, and {@code bytes} of other things. */
    int reserve(int count, int bytes) {
        // The bound keeps the sum from wrapping around.
        if (Integer.compareUnsigned(count, limit >>> 2) > 0) {
            return -Errno.E2BIG;
        }
        pointerCount = count;
        firstPointer = START + Integer.BYTES;
        stringsAt = firstPointer + (count << 2) + bytes;
        at = stringsAt;
        return reach(at);
    }

    /** The next pointer is to the next string. */
    private void point() {
        place(firstPointer + (pointers << 2)).storeInt(0, at);
        pointers++;
    }

    /** The next pointer is a zero. */
    void pointNowhere() {
        pointers++;
    }

    /** Copies a string of the program that is running: 0 or an error. */
    int addUser(int string) {
        point();
        int from = string;
        int begun = at;
        while (true) {
            int room = Pte.PAGE_SIZE - (at & Pte.PAGE_MASK);
            int result = reach(at + 1);
            if (result < 0) {
                return result;
            }
            result = UserMemory.copyString(place(at), from, room);
            if (result >= 0) {
                at += result + 1;
                return at - begun > STRING_MAX || at > limit ? -Errno.E2BIG : 0;
            }
            if (result != -Errno.ENAMETOOLONG) {
                return result;
            }
            at += room;
            from += room;
            if (at - begun >= STRING_MAX || at >= limit) {
                return -Errno.E2BIG;
            }
        }
    }

    /** Copies a string of the kernel's: 0 or an error. */
    int addKernel(Address string) {
        point();
        return copy(string);
    }

    private int copy(Address string) {
        Address from = string;
        while (true) {
            int result = reach(at + 1);
            if (result < 0) {
                return result;
            }
            int value = from.loadByte(0);
            place(at).storeByte(0, value);
            at++;
            if (value == 0) {
                return 0;
            }
            from = from.plus(1);
        }
    }

    /** All arguments are there: what follows is the environment. */
    void endArguments() {
        argumentsEnd = at;
        pointNowhere();
    }

    /** Where the environment's strings end. */
    int end() {
        return at;
    }

    /** Copies a string to which none of the pointers leads: its place, or an error. */
    int addApart(Address string) {
        int place = at;
        int result = copy(string);
        return result < 0 ? result : place;
    }

    /** The place behind the pointers, where the auxiliary vector begins. */
    int vectorAt() {
        return firstPointer + (pointerCount << 2);
    }

    void storeWord(int offset, int value) {
        place(offset).storeInt(0, value);
    }

    void storeByte(int offset, int value) {
        place(offset).storeByte(0, value);
    }

    /** All strings are there: where everything lies is known. */
    void settle(int argumentCount) {
        base = AddressSpace.STACK_END - (frames << Pte.PAGE_SHIFT);
        storeWord(START, argumentCount);
        for (int i = 0; i < pointerCount; i++) {
            int offset = firstPointer + (i << 2);
            int target = place(offset).loadInt(0);
            if (target != 0) {
                storeWord(offset, base + target);
            }
        }
    }

    /** The stack pointer that the program begins with. */
    int stackPointer() {
        return base + START;
    }

    /** Makes the frames the top of a space's stack: 0 or {@code -ENOMEM}. */
    int map(AddressSpace space, boolean executable) {
        int rights = Region.READ | Region.WRITE | (executable ? Region.EXECUTE : 0);
        int result = Mappings.add(space, base, AddressSpace.STACK_END, rights, Region.STACK, null,
                0);
        for (int i = 0; i < frames && result == 0; i++) {
            Frame frame = frame(i);
            result = Mappings.install(space, base + (i << Pte.PAGE_SHIFT), frame);
        }
        return result;
    }

    /** Lets go of everything; the spaces that map the frames keep them. */
    void free() {
        if (table == null) {
            return;
        }
        for (int i = 0; i < frames; i++) {
            Frames.release(frame(i));
        }
        Frames.release(table);
        table = null;
    }
}
