package cleave.emulator.hart;

/**
 * The last jumps of the hart: for every transfer of control where it left and where it went. With
 * the code in memory this tells the last instructions exactly, at the cost of one store for each
 * jump taken and nothing for the rest.
 */
public final class FlightRecorder {
    /** Jumps remembered; a power of two. */
    public static final int SIZE = 64;

    private final long[] jumps = new long[SIZE];
    private int count;

    /** Notes that after the instruction (or interrupted place) at {@code from} came {@code to}. */
    public void jump(int from, int to) {
        jumps[count++ & SIZE - 1] = (long) from << 32 | to & 0xffff_ffffL;
    }

    /** How many jumps are remembered. */
    public int size() {
        return Math.min(count & Integer.MAX_VALUE, SIZE);
    }

    /** Where the {@code back}-th last jump left; 0 is the last. */
    public int from(int back) {
        return (int) (jumps[count - 1 - back & SIZE - 1] >>> 32);
    }

    /** Where the {@code back}-th last jump went; 0 is the last. */
    public int to(int back) {
        return (int) jumps[count - 1 - back & SIZE - 1];
    }

    public void clear() {
        count = 0;
    }
}
