package cleave.guestos.kernel.memory;

import cleave.guestos.kernel.file.Inode;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.NoInline;
import cleave.magic.Struct;

/**
 * The memory of a process: regions, and the page tables that are filled as it touches them. The
 * upper quarter of its root table is the kernel's.
 */
public final class AddressSpace extends Struct {
    /** The first address that no program has. */
    public static final int USER_END = DirectMap.KERNEL;
    /** Nothing is mapped below: a null pointer and what is near it always faults. */
    public static final int USER_START = 0x1_0000;
    /** The page that returns from signal handlers. */
    public static final int TRAMPOLINE = USER_END - Pte.PAGE_SIZE;
    /** The end of the first stack. */
    public static final int STACK_END = TRAMPOLINE - Pte.PAGE_SIZE;
    /** What is mapped anywhere lies below, behind the greatest stack. */
    public static final int MAPPINGS_END = 0xb000_0000;

    static final int KERNEL_ENTRIES_AT = DirectMap.KERNEL >>> 20;
    private static final int ROOT_SHIFT = 22;
    private static final int USED_WORDS = (DirectMap.KERNEL >>> ROOT_SHIFT) / Integer.SIZE;
    /** All there are, for the audit. */
    private static AddressSpace all;
    /** The one that is entered; null for the kernel's own root table. */
    private static AddressSpace entered;

    private AddressSpace nextOfAll;
    private AddressSpace previousOfAll;
    Address root;
    int asid;
    int generation;
    /** A bit for each entry of the root that has a table. */
    @Inline(USED_WORDS)
    private int[] used;
    /** Processes that have it. */
    public int users;
    /** Changes with every change of the regions: who has slept sees whether to look again. */
    int changes;
    public Region first;
    /** Where the last search ended. */
    private Region recent;
    public int heapStart;
    public int heapEnd;
    /** Pages that are present. */
    public int resident;
    /** The most that were, and the most pages of regions, before something was removed. */
    private int residentBefore;
    private int pagesBefore;
    /** Frames of its page tables, the root's too. */
    public int tables;
    /** For {@code /proc}: where the program lies, and its arguments and environment. */
    public int codeStart;
    public int codeEnd;
    public int stackStart;
    public int argumentsStart;
    public int argumentsEnd;
    public int environmentStart;
    public int environmentEnd;
    public int auxiliaryStart;
    public int auxiliaryEnd;
    /** The program's file, which it holds; null for none. */
    public Inode program;

    /** Finds out what the hart offers for telling address spaces apart. */
    public static void begin() {
        TranslationCache.begin();
    }

    /** An empty one with one user; null when memory is full. */
    public static AddressSpace create() {
        AddressSpace space = new AddressSpace();
        if (space == null) {
            return null;
        }
        Frame frame = CleanTables.root();
        if (frame == null) {
            Heap.free(space, Struct.sizeOf(AddressSpace.class));
            return null;
        }
        space.root = frame.address();
        space.users = 1;
        space.tables = 1;
        space.nextOfAll = all;
        if (all != null) {
            all.previousOfAll = space;
        }
        all = space;
        return space;
    }

    /** One of all there are; null if there is none. */
    static AddressSpace firstOfAll() {
        return all;
    }

    AddressSpace nextOfAll() {
        return nextOfAll;
    }

    /** The most pages that were present at a time. */
    public int residentMax() {
        return Math.max(residentBefore, resident);
    }

    /** Pages of all regions. */
    public int pages() {
        int pages = 0;
        for (Region region = first; region != null; region = region.next) {
            pages += region.end - region.start >>> Pte.PAGE_SHIFT;
        }
        return pages;
    }

    /** The most pages of regions at a time. */
    public int pagesMax() {
        return Math.max(pagesBefore, pages());
    }

    /** Something is to be removed: what there has been is kept in mind. */
    void shrinks() {
        residentBefore = residentMax();
        pagesBefore = pagesMax();
    }

    /** Makes it the one that addresses below the kernel's mean. */
    public void enter() {
        if (entered != this) {
            entered = this;
            TranslationCache.enter(this);
        }
    }

    /** Leaves whichever is entered: addresses below the kernel's mean nothing. */
    public static void leave() {
        entered = null;
        TranslationCache.leave(DirectMap.root());
    }

    /** After entries were changed that the hart may remember. */
    public void flush() {
        TranslationCache.flush(this);
    }

    /** Lets go; the last user frees all its memory. */
    public void release() {
        users--;
        if (users == 0) {
            if (entered == this) {
                leave();
            }
            Mappings.removeAll(this);
            freeTables();
            if (program != null) {
                program.allowWriting();
                FilePages.release(program);
            }
            CleanTables.giveRoot(Frames.of(root));
            if (previousOfAll == null) {
                all = nextOfAll;
            } else {
                previousOfAll.nextOfAll = nextOfAll;
            }
            if (nextOfAll != null) {
                nextOfAll.previousOfAll = previousOfAll;
            }
            Heap.free(this, Struct.sizeOf(AddressSpace.class));
        }
    }

    private void freeTables() {
        for (int i = 0; i < USED_WORDS; i++) {
            int bits = used[i];
            while (bits != 0) {
                Address entry = root.plus(
                        (i << 5 | Integer.numberOfTrailingZeros(bits)) * Integer.BYTES);
                CleanTables.giveLeaf(Frames.at(Pte.at(entry).frame()));
                Pte.NONE.storeTo(entry);
                bits &= bits - 1;
            }
        }
    }

    /** The region that has the address; null if there is none. */
    public Region find(int address) {
        if (recent != null && recent.has(address)) {
            return recent;
        }
        return search(address);
    }

    @NoInline
    private Region search(int address) {
        Region region = firstEndingBehind(address);
        if (region == null || Integer.compareUnsigned(address, region.start) < 0) {
            return null;
        }
        recent = region;
        return region;
    }

    /** The first region that ends behind the address; null if there is none. */
    Region firstEndingBehind(int address) {
        Region region = first;
        while (region != null && Integer.compareUnsigned(region.end, address) <= 0) {
            region = region.next;
        }
        return region;
    }

    /** Puts a region, which overlaps none, where it belongs. */
    void insert(Region region) {
        Region behind = first;
        Region before = null;
        while (behind != null && Integer.compareUnsigned(behind.start, region.start) < 0) {
            before = behind;
            behind = behind.next;
        }
        region.previous = before;
        region.next = behind;
        if (before == null) {
            first = region;
        } else {
            before.next = region;
        }
        if (behind != null) {
            behind.previous = region;
        }
        changes++;
    }

    /** Takes a region out, and frees it; its pages are gone already. */
    void delete(Region region) {
        if (region.previous == null) {
            first = region.next;
        } else {
            region.previous.next = region.next;
        }
        if (region.next != null) {
            region.next.previous = region.previous;
        }
        recent = null;
        changes++;
        if (region.inode != null) {
            FilePages.release(region.inode);
        }
        Heap.free(region, Struct.sizeOf(Region.class));
    }

    /** The leaf table of an address; the null address if there is none. */
    Address table(int address) {
        Pte pointer = Pte.at(root.plus(address >>> ROOT_SHIFT << 2));
        return pointer.isValid() ? pointer.address() : Address.of(0);
    }

    /** The leaf entry of an address, in a table made now if need be; null when memory is full. */
    Address slot(int address) {
        Pte pointer = Pte.at(rootEntry(address));
        if (!pointer.isValid()) {
            return makeTable(address);
        }
        return slotIn(pointer, address);
    }

    Address rootEntry(int address) {
        return root.plus(address >>> ROOT_SHIFT << 2);
    }

    /** The leaf entry of an address in the table that a root entry points to. */
    static Address slotIn(Pte pointer, int address) {
        return pointer.address().plus(address >>> Pte.PAGE_SHIFT - 2 & Pte.PAGE_MASK - 3);
    }

    @NoInline
    private Address makeTable(int address) {
        Frame table = CleanTables.leaf();
        if (table == null) {
            return Address.of(0);
        }
        tables++;
        int index = address >>> ROOT_SHIFT;
        used[index >>> 5] |= 1 << index;
        Pte pointer = Pte.of(table.number(), Pte.VALID);
        pointer.storeTo(rootEntry(address));
        return slotIn(pointer, address);
    }

    /** The region that was found last; null if it may be gone. */
    Region recent() {
        return recent;
    }

    /** The entry of an address as it is. */
    Pte entry(int address) {
        Address table = table(address);
        if (table.isNull()) {
            return Pte.NONE;
        }
        return Pte.at(table.plus((address >>> Pte.PAGE_SHIFT & Pte.TABLE_ENTRIES - 1) << 2));
    }
}
