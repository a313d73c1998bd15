package cleave.emulator.mmu;

import cleave.emulator.memory.Bus;
import cleave.emulator.memory.Bytes;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * Every access of the hart to memory: translation (Sv32 or none), protection, alignment, devices.
 * The engines look into the current {@link PageMap}s themselves and come here for everything that
 * is not a direct access to RAM; the reference engine comes here always.
 *
 * <p>An access that fails leaves the exception in {@link #lastFault} and returns a value that no
 * good access has; it has then changed nothing.
 */
public final class Mmu {
    /** What a fetch or a load returns when it raises an exception. */
    public static final int FAULT = -1;

    private final Bus bus;
    private final PhysicalMemory memory;
    private final byte[] bytes;
    private final Pmp pmp;
    private final Sv32Walker walker;
    private final boolean trapMisaligned;
    private final TranslationCache cache;
    private Runnable beforeDevice = () -> { };
    private WatchedPages watched = WatchedPages.NONE;

    private AddressContext fetchContext;
    private AddressContext dataContext;
    private int[] fetchEntries;
    private int[] loadEntries;
    private int[] storeEntries;

    private boolean dataIsBare;

    private final LastFault lastFault = new LastFault();
    private int pteReads;

    /**
     * @param trapMisaligned whether misaligned loads and stores raise an exception
     * @param maps what page maps are made of
     */
    public Mmu(Bus bus, Pmp pmp, boolean trapMisaligned, BlankMaps maps) {
        this.bus = bus;
        this.memory = bus.memory();
        this.bytes = memory.bytes();
        this.pmp = pmp;
        this.walker = new Sv32Walker(memory, pmp);
        this.trapMisaligned = trapMisaligned;
        this.cache = new TranslationCache(memory, this::classify, maps);
    }

    public Bus bus() {
        return bus;
    }

    public Pmp pmp() {
        return pmp;
    }

    public Sv32Walker walker() {
        return walker;
    }

    /** Called before each access to a device, so that it sees the right time. */
    public void setBeforeDevice(Runnable action) {
        beforeDevice = action;
    }

    /** From now on every access to these pages comes through here. The guest does not notice. */
    public void setWatchedPages(WatchedPages pages) {
        watched = pages;
        cache.reclassify();
        findBare();
    }

    // ---- What translation depends on -----------------------------------------------------------

    /** Privilege of instruction fetch, and whether {@code satp} translates it. */
    public void setFetchContext(int mode, boolean translated) {
        fetchContext = cache.context(AddressContext.key(mode, translated, false, false));
        fetchEntries = fetchContext.map(Access.FETCH).entries();
    }

    /** Effective privilege of loads and stores, {@code mstatus.MPRV} taken into account. */
    public void setDataContext(int mode, boolean translated, boolean sum, boolean mxr) {
        dataContext = cache.context(AddressContext.key(mode, translated, sum, mxr));
        selectDataMaps();
    }

    private void selectDataMaps() {
        loadEntries = dataContext.map(Access.LOAD).entries();
        storeEntries = dataContext.map(Access.STORE).entries();
        findBare();
    }

    private void findBare() {
        dataIsBare = dataContext != null && !dataContext.translated && watched == WatchedPages.NONE
                && !pmp.restricts(dataContext.mode);
    }

    /**
     * Whether all of RAM may be loaded from at its physical address without a look into the map,
     * and stored to where the map has an entry.
     */
    public boolean dataIsBare() {
        return dataIsBare;
    }

    /** Sets the root table. Translations of the old one are dropped when it changes. */
    public void setRoot(int ppn) {
        walker.setRoot(ppn);
    }

    public void setHardwareUpdate(boolean enabled) {
        walker.setHardwareUpdate(enabled);
    }

    /** The map of instruction fetch now in force; changes with privilege and {@code satp}. */
    public int[] fetchEntries() {
        return fetchEntries;
    }

    public int[] loadEntries() {
        return loadEntries;
    }

    public int[] storeEntries() {
        return storeEntries;
    }

    // ---- Flushes -------------------------------------------------------------------------------

    /** Drops all translations through page tables. */
    public void flushTranslated() {
        cache.flushTranslated();
    }

    /** Drops the translations of the page of {@code va}, a megapage's as a whole. */
    public void flushPage(int va) {
        cache.flushPage(va);
    }

    /** How often everything translated was dropped. */
    public long flushes() {
        return cache.flushes();
    }

    /** How often the translations of one page were dropped. */
    public long pageFlushes() {
        return cache.pageFlushes();
    }

    /** Drops everything, untranslated pages too: PMP has changed. */
    public void flushAll() {
        cache.flushAll();
        findBare();
    }

    /**
     * Saves the translations in force: the guest sees by them what it has not fenced yet, and they
     * decide which accesses cost a page walk.
     */
    public void save(StateWriter out) {
        cache.save(out);
    }

    /** Takes over saved translations; memory and PMP must be as when they were saved. */
    public void load(StateReader in) {
        cache.load(in);
        selectMaps();
    }

    /** To be called after maps may have got arrays of their own. */
    private void selectMaps() {
        fetchEntries = fetchContext.map(Access.FETCH).entries();
        selectDataMaps();
    }

    /** Why and where the last access failed that did. */
    public LastFault lastFault() {
        return lastFault;
    }

    /** PTEs read since this was last asked: what the timing model charges for. */
    public int takePteReads() {
        int reads = pteReads;
        pteReads = 0;
        return reads;
    }

    private int fail(Access access, int va, WalkFault why) {
        lastFault.set(access, va, why);
        return FAULT;
    }

    private int failMisaligned(Access access, int va) {
        lastFault.setMisaligned(access, va);
        return FAULT;
    }

    // ---- Translation ---------------------------------------------------------------------------

    /**
     * The entry for the page of {@code va}, from the map or by a walk.
     *
     * @return the entry, or {@link PageMap#ABSENT} after {@link #fail}
     */
    private int entry(AddressContext context, int[] entries, int va, Access access) {
        int entry = entries[va >>> 12];
        return entry != PageMap.ABSENT ? entry : fill(context, va, access);
    }

    private int fill(AddressContext context, int va, Access access) {
        long page = va & 0xffff_f000L;
        boolean megapage = false;
        if (context.translated) {
            WalkFault why = walker.walk(va, access, context.mode, context.sum, context.mxr, true);
            pteReads += walker.levelsRead();
            if (why != null) {
                fail(access, va, why);
                return PageMap.ABSENT;
            }
            page = walker.physicalPage();
            megapage = walker.isMegapage();
        }
        if (pmp.page(page, access, context.mode) == Pmp.PageVerdict.FORBIDDEN) {
            fail(access, va, WalkFault.PAGE_FORBIDDEN_BY_PMP);
            return PageMap.ABSENT;
        }
        int entry = classify(context, access, va >>> 12, (int) (page >>> 12));
        if (context.map(access).put(va >>> 12, entry)) {
            selectMaps();
        }
        context.megapages[va >>> 22] |= megapage;
        return entry;
    }

    /** The entry for a virtual page that leads to the physical page {@code ppn}. */
    private int classify(AddressContext context, Access access, int vpn, int ppn) {
        long page = (long) ppn << 12;
        int offset = memory.offsetOf(page);
        boolean direct = offset >= 0
                && (access != Access.STORE
                        || memory.isWritable(offset) && !memory.isObserved(offset))
                && !watched.contains(vpn)
                && pmp.page(page, access, context.mode) == Pmp.PageVerdict.ALLOWED;
        return direct ? offset : PageMap.looked(ppn);
    }

    /** The physical address behind an entry that must be looked at, or FAULT after PMP said no. */
    private long look(AddressContext context, int entry, int va, int width, Access access) {
        long pa = (long) PageMap.ppn(entry) << 12 | va & 0xfff;
        if (!pmp.allows(pa, width, access, context.mode)) {
            return fail(access, va, WalkFault.PAGE_FORBIDDEN_BY_PMP);
        }
        watched.accessed(va, width, access);
        return pa;
    }

    // ---- Accesses ------------------------------------------------------------------------------

    /**
     * Where the 16-bit parcel at {@code va} (even) is.
     *
     * @return its offset in the bytes of physical memory, or {@link #FAULT}
     */
    public int fetch(int va) {
        int entry = entry(fetchContext, fetchEntries, va, Access.FETCH);
        if (entry >= 0) {
            return entry | va & 0xfff;
        }
        if (entry == PageMap.ABSENT) {
            return FAULT;
        }
        long pa = look(fetchContext, entry, va, 2, Access.FETCH);
        if (pa < 0) {
            return FAULT;
        }
        int offset = memory.offsetOf(pa);
        return offset >= 0 ? offset : fail(Access.FETCH, va, WalkFault.NOTHING_THERE);
    }

    /**
     * Whether every parcel of the page of {@code va} may be fetched, so that the page can be
     * decoded as a whole. Only meaningful after a successful {@link #fetch} there.
     */
    public boolean fetchesWholePage(int va) {
        return fetchEntries[va >>> 12] >= 0;
    }

    /**
     * Loads {@code width} bytes.
     *
     * @return the zero-extended value, or {@link #FAULT}
     */
    public long load(int va, int width) {
        if ((va & width - 1) != 0) {
            return loadMisaligned(va, width);
        }
        int entry = entry(dataContext, loadEntries, va, Access.LOAD);
        if (entry >= 0) {
            int offset = entry | va & 0xfff;
            return switch (width) {
                case 1 -> bytes[offset] & 0xffL;
                case 2 -> Bytes.getShort(bytes, offset) & 0xffffL;
                default -> Bytes.getInt(bytes, offset) & 0xffff_ffffL;
            };
        }
        if (entry == PageMap.ABSENT) {
            return FAULT;
        }
        long pa = look(dataContext, entry, va, width, Access.LOAD);
        if (pa < 0) {
            return FAULT;
        }
        beforeDevice.run();
        long value = bus.load(pa, width);
        return value >= 0 ? value : fail(Access.LOAD, va, WalkFault.NOTHING_THERE);
    }

    /**
     * A misaligned access is done as one access, or as two where it crosses a page; the address
     * reported is that of the first byte of the part that failed (section 3.1.16, {@code mtval}).
     * Only memory takes misaligned accesses.
     */
    private long loadMisaligned(int va, int width) {
        if (trapMisaligned) {
            return failMisaligned(Access.LOAD, va);
        }
        int first = bytesInPage(va, width);
        int low = misalignedPart(loadEntries, va, first, Access.LOAD);
        int high = first == width || low < 0 ? low
                : misalignedPart(loadEntries, va + first, width - first, Access.LOAD);
        if (high < 0) {
            return FAULT;
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (bytes[i < first ? low + i : high + i - first] & 0xffL) << 8 * i;
        }
        return value;
    }

    private static int bytesInPage(int va, int width) {
        return Math.min(width, PhysicalMemory.PAGE_SIZE - (va & PhysicalMemory.PAGE_SIZE - 1));
    }

    /** Where a part of a misaligned access that lies in one page is, or FAULT. */
    private int misalignedPart(int[] entries, int va, int width, Access access) {
        int entry = entry(dataContext, entries, va, access);
        if (entry == PageMap.ABSENT) {
            return FAULT;
        }
        if (entry >= 0) {
            return entry | va & 0xfff;
        }
        long pa = look(dataContext, entry, va, width, access);
        if (pa < 0) {
            return FAULT;
        }
        int offset = memory.offsetOf(pa);
        return usableMemory(offset, access) ? offset
                : fail(access, va, WalkFault.NO_MEMORY_FOR_MISALIGNED);
    }

    private boolean usableMemory(int offset, Access access) {
        return offset >= 0 && (access == Access.LOAD || memory.isWritable(offset));
    }

    /** Stores the low {@code width} bytes of {@code value}; false when that raises an exception. */
    public boolean store(int va, int width, int value) {
        if ((va & width - 1) != 0) {
            return storeMisaligned(va, width, value);
        }
        int entry = entry(dataContext, storeEntries, va, Access.STORE);
        if (entry >= 0) {
            int offset = entry | va & 0xfff;
            switch (width) {
                case 1 -> bytes[offset] = (byte) value;
                case 2 -> Bytes.putShort(bytes, offset, value);
                default -> Bytes.putInt(bytes, offset, value);
            }
            return true;
        }
        return entry != PageMap.ABSENT && storeLooked(entry, va, width, value);
    }

    private boolean storeLooked(int entry, int va, int width, int value) {
        long pa = look(dataContext, entry, va, width, Access.STORE);
        if (pa < 0) {
            return false;
        }
        int offset = memory.offsetOf(pa);
        if (offset < 0) {
            beforeDevice.run();
        } else if (!memory.isObserved(offset)) {
            // A page that is no longer observed becomes direct again, without another walk.
            storeEntries[va >>> 12] =
                    classify(dataContext, Access.STORE, va >>> 12, (int) (pa >>> 12));
        }
        if (bus.store(pa, width, value)) {
            return true;
        }
        fail(Access.STORE, va, WalkFault.NOTHING_THERE);
        return false;
    }

    private boolean storeMisaligned(int va, int width, int value) {
        if (trapMisaligned) {
            failMisaligned(Access.STORE, va);
            return false;
        }
        int first = bytesInPage(va, width);
        int low = misalignedPart(storeEntries, va, first, Access.STORE);
        int high = first == width || low < 0 ? low
                : misalignedPart(storeEntries, va + first, width - first, Access.STORE);
        if (high < 0) {
            return false;
        }
        for (int i = 0; i < width; i++) {
            memory.storeByte(i < first ? low + i : high + i - first, value >>> 8 * i);
        }
        return true;
    }

    /**
     * The physical address of an atomic access to the aligned word at {@code va}. AMOs and SC need
     * store permission, LR load permission; atomics need memory, a device refuses them.
     *
     * @return its offset in the bytes of physical memory, or {@link #FAULT}
     */
    public int atomic(int va, Access access) {
        if ((va & 3) != 0) {
            return failMisaligned(access, va);
        }
        int[] entries = access == Access.LOAD ? loadEntries : storeEntries;
        int entry = entry(dataContext, entries, va, access);
        if (entry >= 0) {
            return entry | va & 0xfff;
        }
        if (entry == PageMap.ABSENT) {
            return FAULT;
        }
        long pa = look(dataContext, entry, va, 4, access);
        if (pa < 0) {
            return FAULT;
        }
        int offset = memory.offsetOf(pa);
        return usableMemory(offset, access) ? offset : fail(access, va, WalkFault.NOTHING_THERE);
    }

    /** What now decides about accesses of this kind. */
    public Rights rights(Access access) {
        AddressContext context = access == Access.FETCH ? fetchContext : dataContext;
        return new Rights(context.mode, context.translated, context.sum, context.mxr);
    }

    /**
     * Walks the page tables as for an access with these rights, changing nothing; the steps can
     * then be read from {@link #walker}. Missing A and D bits are no fault here.
     *
     * @return the rule that failed, or null
     */
    public WalkFault inspect(int va, Access access, Rights rights) {
        return walker.walk(va, access, rights.mode(), rights.sum(), rights.mxr(), false);
    }

    /**
     * Where a debugger finds what is at {@code va}, whatever its permissions: of the rights only
     * the translation matters.
     *
     * @return the physical address, or {@link #FAULT}; nothing changes
     */
    public long translateForDebugger(int va, Rights rights) {
        if (!rights.translated()) {
            return va & 0xffff_ffffL;
        }
        inspect(va, Access.LOAD, rights);
        return walker.endedAtUsableLeaf() ? walker.physicalPage() | va & 0xfff : FAULT;
    }
}
