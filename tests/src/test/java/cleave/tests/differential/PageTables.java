package cleave.tests.differential;

import cleave.emulator.mmu.Pte;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The page tables of a random program: its code for U-mode and for S-mode, data pages with any
 * rights, a megapage. The PTEs that writable rights can reach lead to data pages only, so that no
 * program can store into the runner, its own code or its tables by accident.
 */
final class PageTables {
    /** Data pages in the region; the rest is not mapped. */
    static final int DATA_PAGES = 16;
    /** Pages that {@link Layout#TOP} ends with. */
    static final int TOP_PAGES = 4;

    private static final int RWX = Pte.R | Pte.W | Pte.X;

    private final Random random;
    private final boolean vacancies;
    private final List<GuestProgram.Poke> pokes = new ArrayList<>();

    /** @param vacancies whether data pages may lead to where there is no memory */
    PageTables(Random random, boolean vacancies) {
        this.random = random;
        this.vacancies = vacancies;
    }

    List<GuestProgram.Poke> make() {
        pointer(Layout.USER_CODE, Layout.USER_CODE_TABLE);
        pointer(Layout.SUPERVISOR_CODE, Layout.SUPERVISOR_CODE_TABLE);
        pointer(Layout.VIRTUAL_DATA, Layout.DATA_TABLE);
        pointer(Layout.TOP, Layout.DATA_TABLE);
        for (int page = 0; page < 2; page++) {
            long pa = Integer.toUnsignedLong(Layout.CODE) + 0x1000 * page;
            poke(Layout.USER_CODE_TABLE, page, pte(pa, codeRights() | Pte.U));
            poke(Layout.SUPERVISOR_CODE_TABLE, page, pte(pa, codeRights()));
        }
        for (int page = 0; page < DATA_PAGES; page++) {
            poke(Layout.DATA_TABLE, page, dataPte());
        }
        for (int page = 1024 - TOP_PAGES; page < 1024; page++) {
            poke(Layout.DATA_TABLE, page, dataPte());
        }
        int first = Layout.VIRTUAL_BREAKPOINTS - Layout.VIRTUAL_DATA >>> 12;
        for (int page = first; page < first + Layout.BREAKPOINT_PAGES; page++) {
            poke(Layout.DATA_TABLE, page, pte(Integer.toUnsignedLong(Layout.BREAKPOINTS),
                    (anyRights() | (random.nextBoolean() ? Pte.X : 0)) & ~Pte.W));
        }
        int misaligned = random.nextInt(4) == 0 ? 1 + random.nextInt(1023) : 0;
        poke(Layout.ROOT, Layout.MEGAPAGE >>> 22,
                pte(0x8000_0000L + 0x1000L * misaligned, leafRights()));
        return pokes;
    }

    private void pointer(int va, int table) {
        int reserved = random.nextInt(60) == 0 ? 1 << 4 + random.nextInt(6) : 0;
        poke(Layout.ROOT, va >>> 22, pte(Integer.toUnsignedLong(table), Pte.V | reserved));
    }

    private void poke(int table, int index, int pte) {
        pokes.add(new GuestProgram.Poke(table + 4 * index, pte));
    }

    private static int pte(long pa, int flags) {
        return (int) (pa >>> 12) << 10 | flags;
    }

    private int codeRights() {
        if (random.nextInt(25) == 0) {
            return anyRights() & ~Pte.W & ~Pte.U;
        }
        return Pte.V | Pte.X | random.nextInt(0x100) & (Pte.R | Pte.G | Pte.A | Pte.D)
                | random.nextInt(4) << 8;
    }

    /** Mostly valid; every encoding happens. */
    private int anyRights() {
        int flags = random.nextInt(0x400);
        if (random.nextInt(8) != 0) {
            flags |= Pte.V;
        }
        if ((flags & RWX) == Pte.W && random.nextInt(3) != 0) {
            flags |= Pte.R;
        }
        return random.nextInt(3) == 0 ? flags : flags | Pte.R;
    }

    private int leafRights() {
        int flags = anyRights();
        return (flags & RWX) == 0 ? flags | Pte.X : flags;
    }

    /** A new PTE for a data page. */
    int dataPte() {
        int flags = anyRights();
        int choice = random.nextInt(20);
        if (choice == 0 && vacancies) {
            int vacant = Layout.VACANT[random.nextInt(Layout.VACANT.length)];
            return pte(Integer.toUnsignedLong(vacant) + 0x1000 * random.nextInt(16), flags);
        }
        if (choice == 1) {
            return pte(Integer.toUnsignedLong(Layout.CODE) + 0x1000 * random.nextInt(2),
                    flags & ~Pte.W);
        }
        if (choice == 2) {
            return pte(Integer.toUnsignedLong(Layout.ROOT) + 0x1000 * random.nextInt(4),
                    flags & ~Pte.W);
        }
        return pte(Integer.toUnsignedLong(Layout.DATA)
                + 0x1000 * random.nextInt(Layout.DATA_PAGES), flags);
    }
}
