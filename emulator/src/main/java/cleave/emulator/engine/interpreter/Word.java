package cleave.emulator.engine.interpreter;

import cleave.emulator.hart.Hart;

/**
 * A decoded instruction packed into a {@code long}: operation in bits 7 to 0, {@code rd} in 15 to 8
 * ({@link Hart#SINK} for x0), {@code rs1} in 23 to 16, {@code rs2} in 31 to 24, and in 63 to 32 the
 * immediate, or for a branch within the page the index of the block it leads to. Fields are whole
 * bytes and {@code rs2} and the immediate the upper ones, because those cost one machine
 * instruction to take out.
 */
final class Word {
    private Word() {
    }

    static long of(int op, int rd, int rs1, int rs2, int immediate) {
        int destination = rd == 0 ? Hart.SINK : rd;
        return (long) immediate << 32 | (long) rs2 << 24 | (long) rs1 << 16
                | (long) destination << 8 | op;
    }

    /** The word that completes a branch from offset {@code from} to one outside of the page. */
    static long farBranch(int from, int target) {
        return (long) target << 32 | from << 8 | Op.FAR_BRANCH;
    }

    static int op(long word) {
        return (int) word & 0xff;
    }

    static int rd(long word) {
        return (int) word >>> 8 & 0xff;
    }

    static int rs1(long word) {
        return (int) word >>> 16 & 0xff;
    }

    static int rs2(long word) {
        return (int) word >>> 24;
    }

    /** The immediate or the index of a block. */
    static int immediate(long word) {
        return (int) (word >> 32);
    }

    static long withImmediate(long word, int immediate) {
        return (long) immediate << 32 | word & 0xffff_ffffL;
    }
}
