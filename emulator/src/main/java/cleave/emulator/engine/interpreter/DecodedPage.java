package cleave.emulator.engine.interpreter;

import java.util.Arrays;

/** The decoded blocks of one physical page, and which of its bytes they were decoded from. */
final class DecodedPage {
    private static final int HALFWORDS = 2048;

    /** Where the page's 2,048 entries begin in the table of blocks by halfword. */
    final int base;
    /** Stores to the page since something in it was last decoded. */
    int stores;

    private final long[] covered = new long[HALFWORDS / Long.SIZE];
    private int[] blocks = new int[8];
    private int count;

    DecodedPage(int base) {
        this.base = base;
    }

    void add(int block, int start, int end) {
        if (count == blocks.length) {
            blocks = Arrays.copyOf(blocks, count * 2);
        }
        blocks[count++] = block;
        cover(start, end);
    }

    private void cover(int start, int end) {
        for (int half = start >>> 1; half < end + 1 >>> 1; half++) {
            covered[half >>> 6] |= 1L << half;
        }
    }

    /** Whether a block depends on one of the bytes from {@code start} to before {@code end}. */
    boolean covers(int start, int end) {
        for (int half = start >>> 1; half < end + 1 >>> 1; half++) {
            if ((covered[half >>> 6] & 1L << half) != 0) {
                return true;
            }
        }
        return false;
    }

    int count() {
        return count;
    }

    int block(int number) {
        return blocks[number];
    }

    /** Takes a block out, another one gets its number; to be followed by {@link #recover}. */
    void remove(int number) {
        blocks[number] = blocks[--count];
    }

    /** Finds anew what is covered, by the heads of the blocks. */
    void recover(long[] code) {
        Arrays.fill(covered, 0);
        for (int i = 0; i < count; i++) {
            long head = code[blocks[i]];
            cover(BlockHead.start(head), BlockHead.end(head));
        }
    }
}
