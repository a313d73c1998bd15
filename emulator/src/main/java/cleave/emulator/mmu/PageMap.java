package cleave.emulator.mmu;

import java.util.Arrays;

/**
 * The translations of one kind of access in one {@link AddressContext}: for every virtual page
 * number an {@code int}. One array load answers the question of the hot path, "where is this page,
 * and may I touch it directly?":
 *
 * <ul>
 * <li>not negative: the offset of the page in the bytes of physical memory; go ahead;
 * <li>{@link #ABSENT}: not translated since the last flush; the tables must be walked;
 * <li>otherwise negative: translated and permitted, but each access must be looked at (a device, a
 *     page split by PMP, a page that is observed); {@link #ppn} gives the physical page.
 * </ul>
 *
 * The map is the machine's TLB, unlimited in size. The pages in use are remembered, so that a flush
 * costs what was used and not what there is.
 */
public final class PageMap {
    public static final int ABSENT = 0xc000_0000;

    private static final int PAGES = 1 << 20;
    private static final int PPN_MASK = (1 << 22) - 1;

    /** The array of every map without a page: nothing but {@link #ABSENT} is stored in it. */
    private static final int[] NOWHERE = nowhere();

    private final BlankMaps blanks;
    private int[] entries = NOWHERE;
    /** Every present page, perhaps more than once, and some that are no longer present. */
    private int[] used = new int[256];
    private int usedCount;

    PageMap(BlankMaps blanks) {
        this.blanks = blanks;
    }

    private static int[] nowhere() {
        int[] entries = new int[PAGES];
        Arrays.fill(entries, 0, 1024, ABSENT);
        for (int done = 1024; done < PAGES; done *= 2) {
            System.arraycopy(entries, 0, entries, done, done);
        }
        return entries;
    }

    /** An array without a page, for one map alone. */
    static int[] blank() {
        return NOWHERE.clone();
    }

    /**
     * The array itself, indexed by virtual page number, for the engines' hot paths. It is another
     * one from the first {@link #put} on.
     */
    public int[] entries() {
        return entries;
    }

    /** The entry of a page that is permitted but must be looked at each time. */
    static int looked(int ppn) {
        return 0x8000_0000 | ppn;
    }

    /** The physical page number of a present entry that is negative. */
    static int ppn(int entry) {
        return entry & PPN_MASK;
    }

    /** Whether {@link #entries} is another array now. */
    boolean put(int vpn, int entry) {
        boolean first = entries == NOWHERE;
        if (first) {
            entries = blanks.take();
        }
        if (entries[vpn] == ABSENT) {
            if (usedCount == used.length) {
                makeRoom();
            }
            used[usedCount++] = vpn;
        }
        entries[vpn] = entry;
        return first;
    }

    void drop(int vpn) {
        entries[vpn] = ABSENT;
    }

    /** Drops the 1,024 pages of the megapage that holds {@code vpn}. */
    void dropMegapage(int vpn) {
        int first = vpn & -1024;
        Arrays.fill(entries, first, first + 1024, ABSENT);
    }

    void clear() {
        for (int i = 0; i < usedCount; i++) {
            entries[used[i]] = ABSENT;
        }
        usedCount = 0;
    }

    /** Makes every direct way to the page at {@code offset} one that must be looked at. */
    void closeDirect(int offset, int ppn) {
        for (int i = 0; i < usedCount; i++) {
            if (entries[used[i]] == offset) {
                entries[used[i]] = looked(ppn);
            }
        }
    }

    /** The virtual page numbers that have an entry, lowest first. */
    int[] present() {
        return Arrays.stream(used, 0, usedCount)
                .filter(vpn -> entries[vpn] != ABSENT).sorted().distinct().toArray();
    }

    /** Forgets repeated and absent pages; grows when that does not free half of the list. */
    private void makeRoom() {
        Arrays.sort(used, 0, usedCount);
        int present = 0;
        int last = -1;
        for (int i = 0; i < usedCount; i++) {
            int vpn = used[i];
            if (vpn != last && entries[vpn] != ABSENT) {
                used[present++] = vpn;
            }
            last = vpn;
        }
        usedCount = present;
        if (present > used.length / 2) {
            used = Arrays.copyOf(used, used.length * 2);
        }
    }
}
