package cleave.tests.differential;

import cleave.toolchain.isa.Instruction;
import java.util.Random;

/** Random registers, values and addresses. */
final class OperandGenerator {
    /** Registers that hold addresses of data and are not overwritten: sp, s0, s1. */
    static final int[] POINTERS = {2, 8, 9};
    /** The register whose value tells from where a program has jumped out. */
    static final int LINK = 1;

    private static final int[] DESTINATIONS = {0, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18,
        19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
    private static final int[] CORNERS = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2, -2,
        0x8000, 0x7fff, 0xffff, 0xff, 0x80, 0x5555_5555, 0xaaaa_aaaa, 0xffff_8000};

    private final Random random;
    private final boolean acrossPages;

    /** @param acrossPages whether an address may be the last of a page, so that words cross it */
    OperandGenerator(Random random, boolean acrossPages) {
        this.random = random;
        this.acrossPages = acrossPages;
    }

    int destination() {
        return DESTINATIONS[random.nextInt(DESTINATIONS.length)];
    }

    /** A destination that is not x0. */
    int scratch() {
        return DESTINATIONS[1 + random.nextInt(DESTINATIONS.length - 1)];
    }

    /** A destination other than x0 and these. */
    int scratchBut(int other, int another) {
        int register;
        do {
            register = scratch();
        } while (register == other || register == another);
        return register;
    }

    int source() {
        return random.nextInt(32);
    }

    static boolean isDestination(int register) {
        for (int destination : DESTINATIONS) {
            if (register == destination) {
                return true;
            }
        }
        return false;
    }

    int value() {
        return switch (random.nextInt(4)) {
            case 0 -> CORNERS[random.nextInt(CORNERS.length)];
            case 1 -> random.nextInt() >> random.nextInt(32);
            case 2 -> 1 << random.nextInt(32);
            default -> random.nextInt();
        };
    }

    int immediate(Instruction instruction) {
        if (!instruction.hasImmediate()) {
            return 0;
        }
        long minimum = instruction.immediateMinimum();
        long range = instruction.immediateMaximum() - minimum + 1;
        int value;
        do {
            value = (int) (minimum + Math.floorMod(random.nextLong(), range));
            value &= -(1 << random.nextInt(13));
        } while (!instruction.immediateFits(value));
        return value;
    }

    /** An address of data that some mode may reach: physical or virtual, odd or at a page's end. */
    int dataAddress(boolean aligned) {
        int base = switch (random.nextInt(8)) {
            case 0, 1 -> Layout.DATA + random.nextInt(Layout.DATA_PAGES) * 0x1000;
            case 2, 3, 4 -> Layout.VIRTUAL_DATA
                    + random.nextInt(PageTables.DATA_PAGES) * 0x1000;
            case 5 -> Layout.TOP + (1023 - random.nextInt(PageTables.TOP_PAGES)) * 0x1000;
            case 6 -> Layout.MEGAPAGE + (Layout.DATA & 0x3f_ffff)
                    + random.nextInt(Layout.DATA_PAGES) * 0x1000;
            default -> random.nextBoolean()
                    ? Layout.VIRTUAL_DATA + unmappedPage() * 0x1000
                    : Layout.VACANT[0] + random.nextInt(16) * 0x1000;
        };
        // Nothing wraps from the top of the address space to its bottom.
        return base + inPage(aligned || base >>> 12 == 0xf_ffff);
    }

    /** A page of the region of data, but none of those with breakpoints: see DIFFERENCES.md. */
    private int unmappedPage() {
        int first = Layout.VIRTUAL_BREAKPOINTS - Layout.VIRTUAL_DATA >>> 12;
        int page = random.nextInt(1000);
        return page >= first && page < first + Layout.BREAKPOINT_PAGES ? 0 : page;
    }

    /** A page where there are breakpoints, or none. */
    int breakpointPage() {
        return Layout.VIRTUAL_BREAKPOINTS + random.nextInt(Layout.BREAKPOINT_PAGES) * 0x1000;
    }

    /** An address of data in physical memory, which S-mode has under the same name. */
    int physicalAddress(boolean aligned) {
        int page = random.nextInt(Layout.DATA_PAGES);
        return Layout.DATA + page * 0x1000 + inPage(aligned);
    }

    private int inPage(boolean aligned) {
        int offset = random.nextInt(4) == 0 ? 0xff0 + random.nextInt(16) : random.nextInt(0x1000);
        if (!acrossPages) {
            offset = Math.min(offset, 0xffc);
        }
        return aligned || random.nextInt(3) != 0 ? offset & ~3 : offset;
    }
}
