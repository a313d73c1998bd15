package cleave.toolchain.compiler.runtime;

import cleave.magic.Address;
import cleave.magic.NoInline;
import cleave.magic.Panic;
import cleave.magic.Rv;
import cleave.magic.Symbol;
import cleave.magic.Unchecked;

/** {@code new}, {@code clone} and {@code System.arraycopy} of arrays: a length, then elements. */
@Unchecked("works on addresses")
public final class ArrayMethods {
    private ArrayMethods() {
    }

    /** The program's {@code @Allocator}. */
    @Symbol("__cleave_new")
    static native Address allocate(int bytes);

    /** An array of {@code count} elements of {@code bytes} each; the address of element 0. */
    @NoInline
    @Symbol("__cleave_new_array")
    static Address make(int count, int bytes) {
        int size = count * bytes;
        if (Rv.mulhu(count, bytes) != 0 || size < 0) {
            Panic.stop("array too large");
        }
        int header = bytes == 8 ? 8 : 4;
        Address first = allocate(header + size).plus(header);
        first.storeInt(-4, count);
        return first;
    }

    /** An array of {@code count} arrays, each of {@code inner} elements of {@code bytes}. */
    static Address makeNested(int count, int inner, int bytes) {
        Address outer = make(count, Integer.BYTES);
        for (int i = 0; i < count; i++) {
            outer.storeInt(i * Integer.BYTES, make(inner, bytes).bits());
        }
        return outer;
    }

    static Address copyOf(Address original, int bytes) {
        int count = original.loadInt(-4);
        Address copy = make(count, bytes);
        move(original, copy, count * bytes);
        return copy;
    }

    static void copy(Address from, int fromIndex, Address to, int toIndex, int count, int bytes) {
        int fromLength = from.loadInt(-4);
        int toLength = to.loadInt(-4);
        if ((fromIndex | toIndex | count) < 0 || fromIndex > fromLength - count
                || toIndex > toLength - count) {
            Panic.stop("index out of bounds in arraycopy");
        }
        move(from.plus(fromIndex * bytes), to.plus(toIndex * bytes), count * bytes);
    }

    /** As if there were a copy in between; by words where both sides are aligned. */
    private static void move(Address from, Address to, int bytes) {
        boolean words = ((from.bits() | to.bits() | bytes) & 3) == 0;
        if (Integer.compareUnsigned(to.minus(from), bytes) < 0) {
            moveBackward(from, to, bytes, words);
        } else {
            moveForward(from, to, bytes, words);
        }
    }

    private static void moveForward(Address from, Address to, int bytes, boolean words) {
        int i = 0;
        if (words) {
            for (; i < bytes; i += 4) {
                to.storeInt(i, from.loadInt(i));
            }
        } else {
            for (; i < bytes; i++) {
                to.storeByte(i, from.loadByte(i));
            }
        }
    }

    private static void moveBackward(Address from, Address to, int bytes, boolean words) {
        int i = bytes;
        if (words) {
            for (i -= 4; i >= 0; i -= 4) {
                to.storeInt(i, from.loadInt(i));
            }
        } else {
            for (i--; i >= 0; i--) {
                to.storeByte(i, from.loadByte(i));
            }
        }
    }
}
