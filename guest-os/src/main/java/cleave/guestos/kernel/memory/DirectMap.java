package cleave.guestos.kernel.memory;

import cleave.magic.Address;
import cleave.magic.Panic;

/**
 * The kernel's part of every address space, the top gigabyte, all of it global megapages: RAM at a
 * constant distance from its physical addresses, and behind it windows on devices.
 */
public final class DirectMap {
    /** Where RAM begins on {@code virt}, a physical address. */
    public static final int RAM = 0x8000_0000;
    /** What a virtual address has more than the physical one. */
    public static final int OFFSET = 0x4000_0000;
    /** The first address that is the kernel's. */
    public static final int KERNEL = RAM + OFFSET;
    /** Bytes of RAM that can be mapped; the rest stays unused. */
    public static final int RAM_MAX = 0x3c00_0000;

    private static final int MEGAPAGE_SHIFT = 22;
    private static final int MEGAPAGE_MASK = (1 << MEGAPAGE_SHIFT) - 1;
    private static final int WINDOWS_MAX = 15;
    private static final int FIRST_WINDOW = KERNEL + RAM_MAX;
    private static final int[] WINDOWS = new int[WINDOWS_MAX];
    private static int windows;
    private static Address root = Address.of(0);

    private DirectMap() {
    }

    /** The kernel's address of a byte of RAM. */
    public static Address toVirtual(int physical) {
        return Address.of(physical + OFFSET);
    }

    /** The physical address of a byte of RAM. */
    public static int toPhysical(Address virtual) {
        return virtual.bits() - OFFSET;
    }

    /** The root table that the boot code has made. */
    static Address root() {
        return root;
    }

    /** Takes the root table that the boot code has made, a physical address. */
    public static void begin(int rootTable) {
        root = toVirtual(rootTable);
    }

    /**
     * The kernel's address of a device register. Windows are opened while the kernel starts, before
     * the first process takes a copy of the root table.
     */
    public static Address device(int physical) {
        int megapage = physical >>> MEGAPAGE_SHIFT;
        int at = 0;
        while (at < windows && WINDOWS[at] != megapage) {
            at++;
        }
        if (at == windows) {
            open(megapage);
        }
        return Address.of(FIRST_WINDOW + (at << MEGAPAGE_SHIFT) + (physical & MEGAPAGE_MASK));
    }

    private static void open(int megapage) {
        if (windows == WINDOWS_MAX) {
            Panic.stop("too many windows on devices");
        }
        int slot = (FIRST_WINDOW >>> MEGAPAGE_SHIFT) + windows;
        int frame = megapage << MEGAPAGE_SHIFT - Pte.PAGE_SHIFT;
        root.storeInt(slot * Integer.BYTES,
                Pte.of(frame, Pte.KERNEL_DATA).bits());
        WINDOWS[windows] = megapage;
        windows++;
        TranslationCache.flushAll();
    }
}
