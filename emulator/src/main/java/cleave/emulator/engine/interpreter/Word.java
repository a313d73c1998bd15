package cleave.emulator.engine.interpreter;

import cleave.emulator.hart.Hart;

/**
 * A decoded instruction packed into a {@code long}: operation in bits 7 to 0, {@code rd} in 15 to 8
 * ({@link Hart#SINK} for x0), {@code rs1} in 20 to 16, {@code rs2} in 31 to 27, and in 63 to 32 the
 * immediate, or for a branch within the page in 63 to 46 the index of the block it leads to. The
 * fields that are at the top of an {@code int} cost one machine instruction to take out.
 */
final class Word {
    /** Where the index of a block begins; being at the top, it cannot be too large. */
    static final int LINK_SHIFT = 46;

    private Word() {
    }

    static long of(int op, int rd, int rs1, int rs2, int immediate) {
        int destination = rd == 0 ? Hart.SINK : rd;
        return (long) immediate << 32 | (long) rs2 << 27 | (long) rs1 << 16
                | (long) destination << 8 | op;
    }

    /** The word that completes a branch from offset {@code from} to one outside of the page. */
    static long farBranch(int from, int target) {
        return (long) target << 32 | from << 8 | Op.FAR_BRANCH;
    }

    /** The offset in the page of the branch that {@link Op#FAR_BRANCH} completes. */
    static int farBranchFrom(long word) {
        return (int) word >>> 8;
    }

    static int op(long word) {
        return (int) word & 0xff;
    }

    static int rd(long word) {
        return (int) word >>> 8 & 0x3f;
    }

    static int rs1(long word) {
        return (int) word >>> 16 & 0x1f;
    }

    static int rs2(long word) {
        return (int) word >>> 27;
    }

    static int immediate(long word) {
        return (int) (word >> 32);
    }

    /** The index of the block that a jump or branch within the page leads to. */
    static int link(long word) {
        return (int) (word >>> LINK_SHIFT);
    }

    static long withLink(long word, int block) {
        return (long) block << LINK_SHIFT | word & (1L << LINK_SHIFT) - 1;
    }
}
