package cleave.emulator.mmu;

/** The bits of an Sv32 page-table entry: section 5.3.1 of the privileged specification. */
public final class Pte {
    public static final int V = 1;
    public static final int R = 1 << 1;
    public static final int W = 1 << 2;
    public static final int X = 1 << 3;
    public static final int U = 1 << 4;
    public static final int G = 1 << 5;
    public static final int A = 1 << 6;
    public static final int D = 1 << 7;

    private static final String LETTERS = "VRWXUGAD";

    private Pte() {
    }

    /** The 22-bit physical page number. */
    public static int ppn(int pte) {
        return pte >>> 10;
    }

    public static boolean isLeaf(int pte) {
        return (pte & (R | W | X)) != 0;
    }

    /** The eight flags, D first, as {@code DAGUXWRV}: a letter where set, a hyphen where not. */
    public static String flags(int pte) {
        StringBuilder text = new StringBuilder(8);
        for (int bit = 7; bit >= 0; bit--) {
            text.append((pte >>> bit & 1) != 0 ? LETTERS.charAt(bit) : '-');
        }
        return text.toString();
    }
}
