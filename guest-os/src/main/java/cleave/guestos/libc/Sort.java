package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.Fn;

/** Sorting and searching by a comparison. */
public final class Sort {
    /** Below, at or above zero as {@code a} belongs before, with or behind {@code b}. */
    public interface Comparison extends Fn {
        /** The context is what the sort was given. */
        int compare(Address a, Address b, int context);
    }

    private Sort() {
    }

    /** For {@link #pointers}: strings by their bytes. */
    public static int byBytes(Address a, Address b, int context) {
        return Strings.compare(a, b);
    }

    /**
     * Sorts an array of words, each an address that the comparison is given; equal ones keep their
     * order. Takes as many words again from the heap; -1 when there are none.
     */
    public static int pointers(Address array, int count, Comparison comparison, int context) {
        if (count < 2) {
            return 0;
        }
        Address other = Heap.malloc(4 * count);
        if (other.isNull()) {
            return -1;
        }
        Address from = array;
        Address to = other;
        for (int run = 1; run < count && run > 0; run *= 2) {
            for (int start = 0; start < count; start += 2 * run) {
                int middle = Math.min(start + run, count);
                merge(from, to, start, middle, Math.min(middle + run, count), comparison, context);
            }
            Address swapped = from;
            from = to;
            to = swapped;
        }
        if (from.bits() != array.bits()) {
            Memory.copy(array, from, 4 * count);
        }
        Heap.free(other);
        return 0;
    }

    /** Merges the runs from start to middle and from middle to end. */
    private static void merge(Address from, Address to, int start, int middle, int end,
            Comparison comparison, int context) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takeRight = left == middle || right < end && comparison.compare(
                    Address.of(from.loadInt(4 * left)), Address.of(from.loadInt(4 * right)),
                    context) > 0;
            if (takeRight) {
                to.storeInt(4 * at, from.loadInt(4 * right));
                right++;
            } else {
                to.storeInt(4 * at, from.loadInt(4 * left));
                left++;
            }
        }
    }

    /** {@code qsort}: elements of {@code size} bytes in place, by a heap; equal ones may move. */
    public static void qsort(Address base, int count, int size, Comparison comparison,
            int context) {
        for (int root = count / 2 - 1; root >= 0; root--) {
            sink(base, root, count, size, comparison, context);
        }
        for (int last = count - 1; last > 0; last--) {
            swap(base, base.plus(last * size), size);
            sink(base, 0, last, size, comparison, context);
        }
    }

    private static void sink(Address base, int from, int count, int size, Comparison comparison,
            int context) {
        int root = from;
        while (2 * root + 1 < count) {
            int child = 2 * root + 1;
            if (child + 1 < count && comparison.compare(base.plus(child * size),
                    base.plus((child + 1) * size), context) < 0) {
                child++;
            }
            if (comparison.compare(base.plus(root * size), base.plus(child * size), context)
                    >= 0) {
                return;
            }
            swap(base.plus(root * size), base.plus(child * size), size);
            root = child;
        }
    }

    private static void swap(Address a, Address b, int size) {
        for (int i = 0; i < size; i++) {
            int byteOfA = a.loadByte(i);
            a.storeByte(i, b.loadByte(i));
            b.storeByte(i, byteOfA);
        }
    }

    /** {@code bsearch}: the element equal to the key in a sorted array; null if there is none. */
    public static Address bsearch(Address key, Address base, int count, int size,
            Comparison comparison, int context) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            Address element = base.plus(middle * size);
            int order = comparison.compare(key, element, context);
            if (order == 0) {
                return element;
            }
            if (order < 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return Address.of(0);
    }
}
