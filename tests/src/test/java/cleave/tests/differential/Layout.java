package cleave.tests.differential;

/** Where everything is in the guest of the differential test: physical addresses, and names. */
final class Layout {
    /** The runner; it and all it needs is also mapped here for S-mode, by a megapage. */
    static final int RUNNER = 0x8000_0000;
    /** What the runner keeps about the program that runs; see {@link Cell}. */
    static final int CELLS = 0x8000_3000;
    static final int LOG = 0x8000_4000;
    static final int LOG_ENTRIES_MAX = 1500;
    /** Two pages that hold the body of a program. */
    static final int CODE = 0x8001_0000;
    static final int CODE_SIZE = 0x2000;
    /** Pages of data, and one behind them for accesses that run over the end. */
    static final int DATA = 0x8001_4000;
    static final int DATA_PAGES = 4;
    static final int DATA_SIZE = (DATA_PAGES + 1) * 0x1000;
    /** A page full of breakpoints, to which programs jump; nobody stores there. */
    static final int BREAKPOINTS = DATA + DATA_SIZE;
    /** The root page table, and behind it the leaf tables of the three regions below. */
    static final int ROOT = 0x8002_0000;
    static final int USER_CODE_TABLE = ROOT + 0x1000;
    static final int SUPERVISOR_CODE_TABLE = ROOT + 0x2000;
    static final int DATA_TABLE = ROOT + 0x3000;
    static final int TABLES_SIZE = 0x4000;
    /** The number of programs, whether to dump memory, and the programs. */
    static final int IMAGE = 0x8010_0000;

    /*
     * Virtual addresses. They are where QEMU's virt has neither memory nor a device, so that an
     * access that is not translated faults.
     */
    static final int USER_CODE = 0x1840_0000;
    static final int SUPERVISOR_CODE = 0x1880_0000;
    static final int VIRTUAL_DATA = 0x18c0_0000;
    static final int MEGAPAGE = 0x1900_0000;
    /** Pages that lead to {@link #BREAKPOINTS} or nowhere. */
    static final int VIRTUAL_BREAKPOINTS = VIRTUAL_DATA + 0x4_0000;
    static final int BREAKPOINT_PAGES = 4;
    /** The same leaf table as that of {@link #VIRTUAL_DATA}, at the top of the address space. */
    static final int TOP = 0xffc0_0000;

    /** Physical addresses of pages that do not exist; QEMU knows only 32 bits of an address. */
    static final int[] VACANT = {0x1a00_0000, 0xc000_0000};

    /** Bytes of a chunk of code; a program goes on at the next one after an exception. */
    static final int CHUNK = 64;
    static final int CHUNK_SHIFT = 6;

    /** The halfword behind an {@code ecall} is a privilege mode to go to, or one of these. */
    static final int STAY = 2;
    static final int FINISH = 15;

    /** Offsets in {@link #CELLS}; registers x1 to x31 are at four times their number. */
    static final class Cell {
        static final int OLD_STATUS = 128;
        static final int LOG_END = 132;
        static final int BODY_START = 136;
        static final int CHUNKS = 140;
        static final int SUPERVISOR_BASE = 144;
        static final int USER_BASE = 148;
        static final int NEXT_PROGRAM = 152;
        static final int PROGRAMS_LEFT = 156;
        static final int NUMBER = 160;
        static final int REASON = 164;

        private Cell() {
        }
    }

    private Layout() {
    }
}
