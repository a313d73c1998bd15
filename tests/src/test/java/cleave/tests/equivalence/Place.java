package cleave.tests.equivalence;

/**
 * Where everything is in a random program's RAM. Code and data have several names when paging is
 * on: their own, one in low memory, one in a megapage; the second root names a copy of the code
 * by the low addresses, as after a fork.
 */
final class Place {
    static final int RAM = 0x8000_0000;
    static final int RAM_SIZE = 1 << 19;
    static final int SUPERVISOR_HANDLER = 0x600;
    /** Registers for the first instruction of the first scene. */
    static final int REGISTERS = 0x800;
    static final int CODE = 0x2000;
    static final int CODE_SIZE = 0x4000;
    static final int DATA = 0x8000;
    static final int DATA_SIZE = 0x4000;
    static final int COPY = 0x1_2000;
    static final int ROOT = 0x2_0000;
    static final int OTHER_ROOT = 0x2_1000;
    static final int IDENTITY_TABLE = 0x2_2000;
    static final int LOW_TABLE = 0x2_3000;
    static final int OTHER_LOW_TABLE = 0x2_4000;
    static final int END = 0x2_5000;

    static final int LOW = 0x0040_0000;
    static final int MEGAPAGE = 0x4000_0000;

    private Place() {
    }
}
