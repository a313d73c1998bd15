package cleave.emulator.engine.interpreter;

/**
 * The word before a block's first instruction: in the low half the most cycles the block can take
 * before its last instruction begins and ends, in the high half which bytes of its page it depends
 * on, from {@link #start} to before {@link #end}.
 */
final class BlockHead {
    /** The head of what must not be entered: no budget is large enough. */
    static final long DEAD = Integer.MAX_VALUE;

    /** In the place of the cycles, of a block before which {@link HotLoop} shall stop. */
    static final int MARKED = Integer.MAX_VALUE - 1;

    private BlockHead() {
    }

    static long of(int start, int end, int cycles) {
        return (long) (start << 16 | end) << 32 | cycles;
    }

    static int start(long head) {
        return (int) (head >>> 48);
    }

    static int end(long head) {
        return (int) (head >>> 32) & 0xffff;
    }

    static int cycles(long head) {
        return (int) head;
    }

    static boolean isMarked(long head) {
        return cycles(head) == MARKED;
    }

    static boolean isDead(long head) {
        return cycles(head) == Integer.MAX_VALUE;
    }
}
