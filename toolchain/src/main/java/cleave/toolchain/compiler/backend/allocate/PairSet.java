package cleave.toolchain.compiler.backend.allocate;

/** A set of unordered pairs of different numbers that are not negative: open addressing. */
final class PairSet {
    private static final long MIX = 0x9e3779b97f4a7c15L;

    /** 0 is free: no pair has that key, as its greater number is at least 1. */
    private long[] table = new long[1 << 8];
    private int size;

    private static long key(int a, int b) {
        return a < b ? (long) b << Integer.SIZE | a : (long) a << Integer.SIZE | b;
    }

    private static int place(long[] table, long key) {
        int at = (int) (key * MIX >>> Integer.SIZE) & table.length - 1;
        while (table[at] != 0 && table[at] != key) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    boolean contains(int a, int b) {
        return table[place(table, key(a, b))] != 0;
    }

    /** Whether the pair is new. */
    boolean add(int a, int b) {
        long key = key(a, b);
        int at = place(table, key);
        if (table[at] != 0) {
            return false;
        }
        table[at] = key;
        if (++size > table.length / 2) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] larger = new long[2 * table.length];
        for (long key : table) {
            if (key != 0) {
                larger[place(larger, key)] = key;
            }
        }
        table = larger;
    }
}
