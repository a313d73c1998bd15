package cleave.emulator.engine.interpreter;

import cleave.emulator.hart.Hart;

/**
 * What {@link HotLoop} has to remember beside the place in the code. It is kept in memory on
 * purpose: machine registers are for the instruction in execution.
 */
final class Ledger {
    /** The most cycles a run can be given at once, so that they fit into half of the account. */
    private static final long MOST_CYCLES = 1 << 30;

    /** Instructions retired in the high half; in the low the cycles left before the limit. */
    long account;
    /** The virtual address of the page in execution, in both halves. */
    long page;
    /**
     * The last transfer of control, if it led to no block: from in the high half, to in the low.
     */
    long edge;
    /** The number of the next entry of the flight recorder. */
    int jumps;

    private final Hart hart;
    /** The cycle at which the low half of the account is 0. */
    private long accountEnd;
    /** What the hart had retired when the high half of the account was 0. */
    private long retiredBefore;

    Ledger(Hart hart) {
        this.hart = hart;
    }

    /** Opens the account for a run from the hart's state. */
    void begin(long limit) {
        account = Math.min(limit - hart.cycle, MOST_CYCLES);
        accountEnd = hart.cycle + account;
        retiredBefore = hart.retired;
        page = (hart.pc & 0xffff_f000L) * 0x1_0000_0001L;
        jumps = hart.recorder().next();
    }

    /** Notes that a block is left; returns the edge with the page's address, and keeps it. */
    long leave(long charge, long edgeInPage) {
        account += charge;
        edge = page + edgeInPage;
        return edge;
    }

    /** Brings the hart up to date: it is between two blocks. */
    void settle() {
        settle((int) edge);
    }

    private void settle(int pc) {
        int left = (int) account;
        hart.pc = pc;
        hart.cycle = accountEnd - left;
        hart.retired = retiredBefore + (account - left >> 32);
        hart.recorder().setNext(jumps);
    }

    /** Brings the hart up to date: it is within a block, at {@code place}. */
    void settleAt(int place) {
        settle((int) page + Place.offset(place));
        hart.cycle += Place.cycles(place);
        hart.retired += Place.retired(place);
    }
}
