package cleave.toolchain.elf.dwarf;

import java.util.Arrays;

/**
 * Rows of line tables: collected, then sorted by address, then searched. Flat: kernels have many.
 */
final class LineRows {
    /** In place of a unit, in the row that ends a sequence: from here on nothing is known. */
    static final int END = -1;

    private int[] addresses = new int[1024];
    private int[] units = new int[1024];
    private int[] files = new int[1024];
    private int[] lines = new int[1024];
    private int count;

    void add(int address, int unit, int file, int line) {
        if (count == addresses.length) {
            resize(2 * count);
        }
        addresses[count] = address;
        units[count] = unit;
        files[count] = file;
        lines[count] = line;
        count++;
    }

    private void resize(int size) {
        addresses = Arrays.copyOf(addresses, size);
        units = Arrays.copyOf(units, size);
        files = Arrays.copyOf(files, size);
        lines = Arrays.copyOf(lines, size);
    }

    int count() {
        return count;
    }

    /** The address of the row, or {@code otherwise} when there is no such row yet. */
    int address(int row, int otherwise) {
        return row < count ? addresses[row] : otherwise;
    }

    /** Forgets the rows from this one on. */
    void truncate(int row) {
        count = row;
    }

    /**
     * Sorts by unsigned address and keeps one row for each: the one added last, except that the
     * end of a sequence gives way to whatever begins there.
     */
    void sort() {
        long[] keys = new long[count];
        for (int row = 0; row < count; row++) {
            long rank = (units[row] == END ? 0 : 1L << 31) | row;
            keys[row] = (long) (addresses[row] ^ Integer.MIN_VALUE) << 32 | rank;
        }
        Arrays.sort(keys);
        LineRows sorted = new LineRows();
        for (int i = 0; i < keys.length; i++) {
            if (i + 1 == keys.length || keys[i] >> 32 != keys[i + 1] >> 32) {
                int row = (int) keys[i] & Integer.MAX_VALUE;
                sorted.add(addresses[row], units[row], files[row], lines[row]);
            }
        }
        sorted.resize(sorted.count);
        addresses = sorted.addresses;
        units = sorted.units;
        files = sorted.files;
        lines = sorted.lines;
        count = sorted.count;
    }

    /** The row in force at an address, once sorted; -1 when nothing is known there. */
    int find(int address) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Integer.compareUnsigned(addresses[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 || units[low - 1] == END ? -1 : low - 1;
    }

    int unit(int row) {
        return units[row];
    }

    int file(int row) {
        return files[row];
    }

    int line(int row) {
        return lines[row];
    }
}
