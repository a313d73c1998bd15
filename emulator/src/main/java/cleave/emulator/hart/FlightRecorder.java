package cleave.emulator.hart;

/**
 * The last jumps of the hart: for every transfer of control where it left and where it went, and of
 * traps the cause. With the code in memory this tells the last instructions exactly, at the cost of
 * one store for each jump taken and nothing for the rest.
 *
 * <p>Addresses of instructions are even, so an odd {@code from} marks a trap; a trap takes a second
 * entry, older by one, for its cause and the mode it came from.
 */
public final class FlightRecorder {
    /** Entries remembered; a power of two. A jump takes one, a trap two. */
    public static final int SIZE = 64;

    private final long[] jumps = new long[SIZE];
    private long count;
    private int start;

    /** Forgets everything: the hart begins at {@code pc}. */
    public void begin(int pc) {
        count = 0;
        start = pc;
    }

    /** Whether all jumps since the hart began are remembered. */
    public boolean reachesStart() {
        return count <= SIZE;
    }

    /** Where the hart began. */
    public int start() {
        return start;
    }

    /**
     * Notes that after the instruction at {@code from} came {@code to}. A jump to itself is not
     * noted: a kernel that has given up spins so, and what led there is worth more.
     */
    public void jump(int from, int to) {
        if (from != to) {
            note(from, to);
        }
    }

    private void note(int high, int low) {
        jumps[(int) count++ & SIZE - 1] = (long) high << 32 | low & 0xffff_ffffL;
    }

    /**
     * Notes a trap: the instruction at {@code from} raised an exception, or the interrupt came
     * before it.
     *
     * @param cause as in {@code mcause}
     * @param mode the privilege mode before the trap
     */
    void trap(int from, int to, int cause, int mode) {
        note(cause, mode);
        note(from | 1, to);
    }

    /**
     * The ring of entries itself, for an engine that notes jumps without a call: entry number n
     * stands at n modulo {@link #SIZE}, where it left in the high half and where it went in the
     * low.
     */
    public long[] ring() {
        return jumps;
    }

    /** The low half of the number of the next entry. */
    public int next() {
        return (int) count;
    }

    /** To be called when {@link #ring} has been written up to before entry {@code next}. */
    public void setNext(int next) {
        count += next - (int) count;
    }

    /** How many entries are remembered. */
    public int size() {
        return (int) Math.min(count, SIZE);
    }

    private long entry(int back) {
        return jumps[(int) (count - 1 - back) & SIZE - 1];
    }

    /** Where the {@code back}-th last jump left; 0 is the last. */
    public int from(int back) {
        return (int) (entry(back) >>> 32) & ~1;
    }

    /** Where the {@code back}-th last jump went; 0 is the last. */
    public int to(int back) {
        return (int) entry(back);
    }

    /**
     * Whether the {@code back}-th last entry is a trap; then the next older is no jump but belongs
     * to it. Not to be asked of an entry that does.
     */
    public boolean isTrap(int back) {
        return (entry(back) >>> 32 & 1) != 0 && back + 1 < size();
    }

    /** The cause of the trap at {@code back}. */
    public int trapCause(int back) {
        return (int) (entry(back + 1) >>> 32);
    }

    /** The privilege mode that the trap at {@code back} interrupted. */
    public int trapMode(int back) {
        return (int) entry(back + 1);
    }
}
