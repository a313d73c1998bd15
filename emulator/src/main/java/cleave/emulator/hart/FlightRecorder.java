package cleave.emulator.hart;

/**
 * The last jumps of the hart: for every transfer of control where it left and where it went, and of
 * traps the cause. With the code in memory this tells the last instructions exactly, at the cost of
 * one store for each jump taken and nothing for the rest.
 *
 * <p>Addresses of instructions are even, which leaves a bit of either half of an entry. An odd
 * {@code from} marks a trap; it takes a second entry, older by one, for its cause and the mode it
 * came from. An odd {@code to} marks a {@linkplain #path path}: the jumps of a piece of translated
 * code as numbers in its second entry. Paths are worked out when somebody asks; a path may have
 * lost its beginning, and then nothing older is told.
 */
public final class FlightRecorder {
    /** Entries remembered; a power of two. A jump takes one, a trap or a path two. */
    public static final int SIZE = 64;
    /** So many of the last jumps and traps are told, whatever engine executed them. */
    public static final int CERTAIN = 8;

    private static final long ODD_FROM = 1L << 32;
    private static final long ODD_TO = 1;
    /** Entries that are told at most; paths make more of what is remembered. */
    private static final int TOLD_MOST = 256;

    private final long[] ring = new long[SIZE];
    /** At the places of entries that mark paths, the jumps that the numbers mean. */
    private final long[][] edges = new long[SIZE][];
    private long count;
    private int start;

    /** The last entries without paths, newest first, when there were {@link #toldAt} entries. */
    private final long[] told = new long[TOLD_MOST];
    private int toldSize;
    private boolean toldAll;
    private long toldAt = -1;

    /** Forgets everything: the hart begins at {@code pc}. */
    public void begin(int pc) {
        count = 0;
        toldAt = -1;
        start = pc;
    }

    /** Whether all jumps since the hart began are remembered. */
    public boolean reachesStart() {
        tell();
        return toldAll;
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
        ring[(int) count++ & SIZE - 1] = (long) high << 32 | low & 0xffff_ffffL;
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
     * Notes several jumps at once.
     *
     * @param path the numbers of the jumps, the last one in the lowest bits; 0 is none
     * @param bits of a number, at most {@code64 / CERTAIN}
     * @param jumps what the numbers mean: where it left in the high half, where it went in the low
     */
    public void path(long path, int bits, long[] jumps) {
        ring[(int) count++ & SIZE - 1] = path;
        edges[(int) count & SIZE - 1] = jumps;
        ring[(int) count++ & SIZE - 1] = (long) bits << 33 | ODD_TO;
    }

    /**
     * The ring of entries itself, for an engine that notes jumps without a call: entry number n
     * stands at n modulo {@link #SIZE}, where it left in the high half and where it went in the
     * low.
     */
    public long[] ring() {
        return ring;
    }

    /** The low half of the number of the next entry. */
    public int next() {
        return (int) count;
    }

    /** To be called when {@link #ring} has been written up to before entry {@code next}. */
    public void setNext(int next) {
        count += next - (int) count;
    }

    // ---- Reading -------------------------------------------------------------------------------

    /** Fills {@link #told}. */
    private void tell() {
        if (toldAt == count) {
            return;
        }
        toldAt = count;
        toldSize = 0;
        toldAll = count <= SIZE;
        int size = (int) Math.min(count, SIZE);
        for (int back = 0; back < size; back++) {
            long entry = ring[place(back)];
            boolean two = (entry & (ODD_FROM | ODD_TO)) != 0;
            if (two && back + 1 == size || toldSize + 2 > TOLD_MOST) {
                toldAll = false;
                return;
            }
            if ((entry & ODD_FROM) != 0) {
                told[toldSize++] = entry;
                told[toldSize++] = ring[place(++back)];
            } else if ((entry & ODD_TO) == 0) {
                told[toldSize++] = entry;
            } else if (!tellPath(ring[place(back + 1)], (int) (entry >>> 33), edges[place(back)])) {
                toldAll = false;
                return;
            } else {
                back++;
            }
        }
    }

    private int place(int back) {
        return (int) (count - 1 - back) & SIZE - 1;
    }

    /** False when what came before is not known. */
    private boolean tellPath(long path, int bits, long[] jumps) {
        long rest = path;
        int room = Long.SIZE / bits;
        while (rest != 0 && room > 0 && toldSize < TOLD_MOST) {
            told[toldSize++] = jumps[(int) (rest & (1L << bits) - 1)];
            rest >>>= bits;
            room--;
        }
        return room > 0 && rest == 0;
    }

    /** How many entries are told. */
    public int size() {
        tell();
        return toldSize;
    }

    private long entry(int back) {
        tell();
        return told[back];
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
        return (entry(back) & ODD_FROM) != 0;
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
