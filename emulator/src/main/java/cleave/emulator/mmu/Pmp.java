package cleave.emulator.mmu;

import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.toolchain.isa.PrivilegeMode;
import java.util.Arrays;

/**
 * Physical memory protection: section 3.7 of the privileged specification. Up to 16 entries of
 * granularity 4, all OFF after reset. Addresses are 34 bits wide.
 */
public final class Pmp {
    public static final int MAX_ENTRIES = 16;

    private static final int R = 1;
    private static final int W = 1 << 1;
    private static final int X = 1 << 2;
    private static final int MODE_SHIFT = 3;
    private static final int TOR = 1;
    private static final int NA4 = 2;
    private static final int NAPOT = 3;
    private static final int LOCKED = 1 << 7;
    private static final int CFG_WRITABLE = LOCKED | 3 << MODE_SHIFT | X | W | R;

    /** What a whole page may do: the same for each of its bytes, or {@link #MIXED}. */
    public enum PageVerdict { ALLOWED, FORBIDDEN, MIXED }

    private final int entries;
    private final int[] cfg = new int[MAX_ENTRIES];
    private final int[] addr = new int[MAX_ENTRIES];
    /** Half-open byte ranges of the entries; an entry that is OFF is empty. */
    private final long[] start = new long[MAX_ENTRIES];
    private final long[] end = new long[MAX_ENTRIES];
    private boolean anyLocked;

    /** @param entries 0 to 16; the registers of the rest read as zero */
    public Pmp(int entries) {
        if (entries < 0 || entries > MAX_ENTRIES) {
            throw new IllegalArgumentException("PMP has 0 to 16 entries, not " + entries);
        }
        this.entries = entries;
    }

    public int entries() {
        return entries;
    }

    public void reset() {
        Arrays.fill(cfg, 0);
        Arrays.fill(addr, 0);
        findRanges();
    }

    /** Register {@code pmpcfg<index>}, which holds the configuration of four entries. */
    public int readCfg(int index) {
        int value = 0;
        for (int i = 3; i >= 0; i--) {
            value = value << 8 | cfg[index * 4 + i];
        }
        return value;
    }

    /**
     * Writes {@code pmpcfg<index>}. A locked entry keeps its byte; the reserved combination R=0,
     * W=1 permits nothing: R, W and X become 0, as in the RISC-V Sail model.
     */
    public void writeCfg(int index, int value) {
        for (int i = 0; i < 4; i++) {
            int entry = index * 4 + i;
            int byteValue = value >>> 8 * i & CFG_WRITABLE;
            boolean reserved = (byteValue & (R | W)) == W;
            if (entry < entries && !isLocked(entry)) {
                cfg[entry] = reserved ? byteValue & ~(R | W | X) : byteValue;
            }
        }
        findRanges();
    }

    /** Register {@code pmpaddr<index>}: bits 33 to 2 of an address. */
    public int readAddr(int index) {
        return addr[index];
    }

    /** Writes {@code pmpaddr<index>} unless it is locked, or is the base of a locked TOR entry. */
    public void writeAddr(int index, int value) {
        boolean baseOfLocked = index + 1 < entries && isLocked(index + 1)
                && mode(index + 1) == TOR;
        if (index < entries && !isLocked(index) && !baseOfLocked) {
            addr[index] = value;
            findRanges();
        }
    }

    /** Whether there can be an address that {@code mode} may not do everything with. */
    boolean restricts(int mode) {
        return entries != 0 && (anyLocked || mode != PrivilegeMode.MACHINE.level());
    }

    private boolean isLocked(int entry) {
        return (cfg[entry] & LOCKED) != 0;
    }

    private int mode(int entry) {
        return cfg[entry] >>> MODE_SHIFT & 3;
    }

    private void findRanges() {
        anyLocked = false;
        for (int i = 0; i < entries; i++) {
            anyLocked |= isLocked(i);
            long address = (addr[i] & 0xffff_ffffL) << 2;
            switch (mode(i)) {
                case TOR -> {
                    start[i] = i == 0 ? 0 : (addr[i - 1] & 0xffff_ffffL) << 2;
                    end[i] = Math.max(start[i], address);
                }
                case NA4 -> {
                    start[i] = address;
                    end[i] = address + 4;
                }
                case NAPOT -> {
                    int ones = Integer.numberOfTrailingZeros(~addr[i]);
                    long size = 8L << ones;
                    start[i] = address & -size;
                    end[i] = start[i] + size;
                }
                default -> {
                    start[i] = 0;
                    end[i] = 0;
                }
            }
        }
    }

    private boolean overlaps(int entry, long pa, int length) {
        return pa < end[entry] && pa + length > start[entry] && start[entry] < end[entry];
    }

    /** Whether {@code mode} may access all {@code width} bytes at {@code pa}. */
    public boolean allows(long pa, int width, Access access, int mode) {
        for (int i = 0; i < entries; i++) {
            if (overlaps(i, pa, width)) {
                boolean whole = pa >= start[i] && pa + width <= end[i];
                return whole && entryAllows(i, access, mode);
            }
        }
        return allowedByDefault(mode);
    }

    /** The entry that decides about {@code width} bytes at {@code pa}, or -1 when none does. */
    public int deciding(long pa, int width) {
        for (int i = 0; i < entries; i++) {
            if (overlaps(i, pa, width)) {
                return i;
            }
        }
        return -1;
    }

    /** An entry in words: {@code pmp2 NAPOT 0x80000000 to 0x8003ffff r-x locked}. */
    public String words(int entry) {
        int mode = mode(entry);
        StringBuilder text = new StringBuilder("pmp").append(entry);
        if (mode == 0 || start[entry] >= end[entry]) {
            return text.append(mode == 0 ? " OFF" : " TOR, empty").toString();
        }
        return text.append(mode == TOR ? " TOR" : mode == NA4 ? " NA4" : " NAPOT")
                .append(String.format(" 0x%08x to 0x%08x ", start[entry], end[entry] - 1))
                .append((cfg[entry] & R) != 0 ? 'r' : '-')
                .append((cfg[entry] & W) != 0 ? 'w' : '-')
                .append((cfg[entry] & X) != 0 ? 'x' : '-')
                .append(isLocked(entry) ? " locked" : "").toString();
    }

    /** The verdict on the page of {@code pa}, so that it need not be asked for each access. */
    public PageVerdict page(long pa, Access access, int mode) {
        long pageStart = pa & ~0xfffL;
        long pageEnd = pageStart + PhysicalMemory.PAGE_SIZE;
        for (int i = 0; i < entries; i++) {
            if (overlaps(i, pageStart, PhysicalMemory.PAGE_SIZE)) {
                if (pageStart < start[i] || pageEnd > end[i]) {
                    return PageVerdict.MIXED;
                }
                return verdict(entryAllows(i, access, mode));
            }
        }
        return verdict(allowedByDefault(mode));
    }

    private static PageVerdict verdict(boolean allowed) {
        return allowed ? PageVerdict.ALLOWED : PageVerdict.FORBIDDEN;
    }

    /** M-mode may do all that no entry speaks of; so may every mode when there is no PMP. */
    private boolean allowedByDefault(int mode) {
        return entries == 0 || mode == PrivilegeMode.MACHINE.level();
    }

    private boolean entryAllows(int entry, Access access, int mode) {
        if (mode == PrivilegeMode.MACHINE.level() && !isLocked(entry)) {
            return true;
        }
        int needed = switch (access) {
            case FETCH -> X;
            case LOAD -> R;
            case STORE -> W;
        };
        return (cfg[entry] & needed) != 0;
    }

    public void save(StateWriter out) {
        out.section("pmp");
        out.putInts(cfg);
        out.putInts(addr);
    }

    public void load(StateReader in) {
        in.section("pmp");
        in.getInts(cfg);
        in.getInts(addr);
        findRanges();
    }
}
