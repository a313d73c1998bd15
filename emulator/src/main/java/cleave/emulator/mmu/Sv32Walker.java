package cleave.emulator.mmu;

import cleave.emulator.memory.Bytes;
import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.isa.PrivilegeMode;

/**
 * Walks Sv32 page tables: section 5.3 of the privileged specification, in the order of its rules.
 * The last walk can be inspected, level by level, to explain a trap; nothing is allocated.
 *
 * <p>A and D bits are set by hardware, atomically with the check, or cause a page fault (Svade).
 * The implicit accesses to PTEs have supervisor rights under PMP, and PTEs must lie in memory.
 */
public final class Sv32Walker {
    public static final int LEVELS = 2;

    private static final int SUPERVISOR = PrivilegeMode.SUPERVISOR.level();

    private final PhysicalMemory memory;
    private final Pmp pmp;

    private int rootPpn;
    private boolean hardwareUpdate;

    private final long[] pteAddress = new long[LEVELS];
    private final int[] pte = new int[LEVELS];
    private int levelsRead;
    private long walks;
    private long physicalPage;

    public Sv32Walker(PhysicalMemory memory, Pmp pmp) {
        this.memory = memory;
        this.pmp = pmp;
    }

    /** The physical page number of the root table, from {@code satp}. */
    void setRoot(int ppn) {
        rootPpn = ppn;
    }

    /** Whether A and D are set by hardware; otherwise their absence is a page fault. */
    void setHardwareUpdate(boolean enabled) {
        hardwareUpdate = enabled;
    }

    /** PTEs read by the last walk, 0 to 2. */
    public int levelsRead() {
        return levelsRead;
    }

    /** Walks for accesses of the hart so far; those for debuggers do not count. */
    public long walks() {
        return walks;
    }

    /** Physical address of the PTE that the last walk read as its {@code step}-th, from 0. */
    public long pteAddress(int step) {
        return pteAddress[step];
    }

    /** The PTE that the last walk read as its {@code step}-th, as it was before any update. */
    public int pte(int step) {
        return pte[step];
    }

    /** Physical address of the 4 KiB page that the last successful walk found. */
    public long physicalPage() {
        return physicalPage;
    }

    /** Whether the last successful walk ended at a megapage. */
    public boolean isMegapage() {
        return levelsRead == 1;
    }

    /** Whether the last walk found where the address leads, be it permitted or not. */
    boolean endedAtUsableLeaf() {
        if (levelsRead == 0) {
            return false;
        }
        int last = pte[levelsRead - 1];
        return (last & Pte.V) != 0 && Pte.isLeaf(last) && (last & (Pte.R | Pte.W)) != Pte.W;
    }

    /**
     * Translates {@code va}.
     *
     * @param update whether A and D may be set; false for debuggers, for whom their absence is no
     *     fault
     * @return null on success, else the first rule that failed
     */
    WalkFault walk(int va, Access access, int mode, boolean sum, boolean mxr, boolean update) {
        levelsRead = 0;
        walks += update ? 1 : 0;
        long table = (rootPpn & 0x3f_ffffL) << 12;
        for (int level = LEVELS - 1; ; level--) {
            int index = va >>> (12 + 10 * level) & 0x3ff;
            long address = table + 4L * index;
            int offset = memory.offsetOf(address);
            if (offset < 0) {
                return WalkFault.PTE_OUTSIDE_MEMORY;
            }
            if (!pmp.allows(address, 4, Access.LOAD, SUPERVISOR)) {
                return WalkFault.PTE_FORBIDDEN_BY_PMP;
            }
            int entry = Bytes.getInt(memory.bytes(), offset);
            pteAddress[levelsRead] = address;
            pte[levelsRead++] = entry;
            if ((entry & Pte.V) == 0) {
                return WalkFault.NOT_VALID;
            }
            if ((entry & (Pte.R | Pte.W)) == Pte.W) {
                return WalkFault.WRITABLE_NOT_READABLE;
            }
            if (Pte.isLeaf(entry)) {
                WalkFault fault = checkLeaf(entry, level, access, mode, sum, mxr);
                if (fault == null) {
                    fault = accessedAndDirty(entry, address, offset, access, update);
                }
                physicalPage = leafPage(entry, level, va);
                return fault;
            }
            if ((entry & (Pte.D | Pte.A | Pte.U)) != 0) {
                return WalkFault.RESERVED_IN_POINTER;
            }
            if (level == 0) {
                return WalkFault.POINTER_AT_LAST_LEVEL;
            }
            table = (long) Pte.ppn(entry) << 12;
        }
    }

    private static long leafPage(int entry, int level, int va) {
        long page = (long) Pte.ppn(entry) << 12;
        return level == 0 ? page : page & ~0x3f_ffffL | va & 0x3f_f000;
    }

    private static WalkFault checkLeaf(int entry, int level, Access access, int mode,
            boolean sum, boolean mxr) {
        if ((entry & Pte.U) == 0) {
            if (mode != SUPERVISOR) {
                return WalkFault.SUPERVISOR_PAGE;
            }
        } else if (mode == SUPERVISOR) {
            if (access == Access.FETCH) {
                return WalkFault.USER_PAGE_EXECUTED_BY_SUPERVISOR;
            }
            if (!sum) {
                return WalkFault.USER_PAGE_WITHOUT_SUM;
            }
        }
        switch (access) {
            case FETCH -> {
                if ((entry & Pte.X) == 0) {
                    return WalkFault.NOT_EXECUTABLE;
                }
            }
            case LOAD -> {
                if ((entry & (mxr ? Pte.R | Pte.X : Pte.R)) == 0) {
                    return WalkFault.NOT_READABLE;
                }
            }
            case STORE -> {
                if ((entry & Pte.W) == 0) {
                    return WalkFault.NOT_WRITABLE;
                }
            }
        }
        boolean misaligned = level != 0 && (Pte.ppn(entry) & 0x3ff) != 0;
        return misaligned ? WalkFault.MISALIGNED_MEGAPAGE : null;
    }

    private WalkFault accessedAndDirty(int entry, long address, int offset, Access access,
            boolean update) {
        int needed = access == Access.STORE ? Pte.A | Pte.D : Pte.A;
        if ((entry & needed) == needed || !update) {
            return null;
        }
        if (!hardwareUpdate) {
            return (entry & Pte.A) == 0 ? WalkFault.NOT_ACCESSED : WalkFault.NOT_DIRTY;
        }
        if (!memory.isWritable(offset)
                || !pmp.allows(address, 4, Access.STORE, SUPERVISOR)) {
            return WalkFault.PTE_UPDATE_FORBIDDEN;
        }
        memory.storeInt(offset, entry | needed);
        return null;
    }
}
