package cleave.emulator.debug.monitor;

import cleave.emulator.memory.Bus;
import cleave.emulator.mmu.Pte;

/** {@code info mem}: all that a Sv32 page table maps, neighbours joined, in QEMU's layout. */
final class PageTableMap {
    private static final int ENTRIES = 1024;
    private static final long PAGE = 1 << 12;
    private static final long MEGAPAGE = 1 << 22;

    private final Bus bus;
    private final StringBuilder text = new StringBuilder();
    private long va;
    private long pa;
    private long size;
    private String attributes = "";

    PageTableMap(Bus bus) {
        this.bus = bus;
    }

    /** The map of the table whose root is at physical address {@code root}. */
    String describe(long root) {
        text.append("vaddr    paddr            size     attr\n");
        text.append("-------- ---------------- -------- -------\n");
        for (int i = 0; i < ENTRIES; i++) {
            int pte = pte(root, i);
            long from = i * MEGAPAGE;
            if (!isUsable(pte)) {
                continue;
            }
            if (Pte.isLeaf(pte)) {
                add(from, pte, MEGAPAGE);
            } else {
                addTable(from, (long) Pte.ppn(pte) * PAGE);
            }
        }
        flush();
        return text.toString();
    }

    private void addTable(long from, long table) {
        for (int i = 0; i < ENTRIES; i++) {
            int pte = pte(table, i);
            if (isUsable(pte) && Pte.isLeaf(pte)) {
                add(from + i * PAGE, pte, PAGE);
            }
        }
    }

    /** A PTE; 0, which is not valid, where there is no memory. */
    private int pte(long table, int index) {
        long address = table + 4L * index;
        return bus.memory().offsetOf(address) < 0 ? 0 : (int) bus.peek(address, 4);
    }

    private static boolean isUsable(int pte) {
        return (pte & Pte.V) != 0 && (pte & (Pte.R | Pte.W)) != Pte.W;
    }

    private void add(long fromVa, int pte, long bytes) {
        long page = (long) Pte.ppn(pte) * PAGE;
        String flags = flags(pte);
        if (size != 0 && fromVa == va + size && page == pa + size && flags.equals(attributes)) {
            size += bytes;
            return;
        }
        flush();
        va = fromVa;
        pa = page;
        size = bytes;
        attributes = flags;
    }

    private void flush() {
        if (size != 0) {
            text.append(String.format("%08x %016x %08x %s\n", va, pa, size, attributes));
        }
    }

    private static String flags(int pte) {
        StringBuilder flags = new StringBuilder();
        int[] bits = {Pte.R, Pte.W, Pte.X, Pte.U, Pte.G, Pte.A, Pte.D};
        for (int i = 0; i < bits.length; i++) {
            flags.append((pte & bits[i]) != 0 ? "rwxugad".charAt(i) : '-');
        }
        return flags.toString();
    }
}
