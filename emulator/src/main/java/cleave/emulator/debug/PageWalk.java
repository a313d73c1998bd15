package cleave.emulator.debug;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.Status;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.Access;
import cleave.emulator.mmu.Mmu;
import cleave.emulator.mmu.Pmp;
import cleave.emulator.mmu.Pte;
import cleave.emulator.mmu.Sv32Walker;
import cleave.emulator.mmu.WalkFault;
import cleave.toolchain.isa.Csr;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from a virtual address to a physical one, step by step, as the hart would go now; looking
 * changes nothing (section 5.3.2 of the privileged specification).
 *
 * @param va the virtual address
 * @param width bytes of the access
 * @param access what it wants
 * @param rights what decides about it
 * @param satp the page table
 * @param steps the PTEs that were read, root first; none when nothing is translated
 * @param fault the rule that failed, or null
 * @param pa the physical address, also of an access that is not permitted; -1 when there is none
 * @param pmpEntry the text of the PMP entry that decides about the page, or null
 */
public record PageWalk(int va, int width, Access access, Mmu.Rights rights, int satp,
        List<Step> steps, WalkFault fault, long pa, String pmpEntry) {

    /** A PTE that was read: at level 1, then 0. */
    public record Step(int level, int index, long address, int pte) {
    }

    /** Walks for an access of the hart as it stands now. */
    public static PageWalk of(Hart hart, int va, int width, Access access) {
        return of(hart, va, width, access, hart.mmu().rights(access));
    }

    /** Walks for an access of {@code rights}. */
    public static PageWalk of(Hart hart, int va, int width, Access access, Mmu.Rights rights) {
        Mmu mmu = hart.mmu();
        WalkFault fault = rights.translated() ? mmu.inspect(va, access, rights) : null;
        List<Step> steps = rights.translated() ? steps(mmu.walker(), va) : List.of();
        long pa = mmu.translateForDebugger(va, rights);
        String entry = null;
        if (pa >= 0) {
            int deciding = mmu.pmp().deciding(pa, width);
            entry = deciding < 0 ? null : mmu.pmp().words(deciding);
        }
        if (fault == null && pa >= 0) {
            fault = beyondTables(mmu, pa, width, access, rights);
        }
        return new PageWalk(va, width, access, rights, hart.csrs().read(Csr.SATP), steps, fault,
                pa, entry);
    }

    /** The same, ended by the rule that failed when the hart itself tried. */
    PageWalk failedBy(WalkFault known) {
        return new PageWalk(va, width, access, rights, satp, steps, known, pa, pmpEntry);
    }

    /** What decides about the accesses of a privilege mode with {@code mstatus} as it is. */
    public static Mmu.Rights rights(Hart hart, int mode) {
        int status = hart.csrs().read(Csr.MSTATUS);
        return new Mmu.Rights(mode, mode != Hart.M && hart.csrs().read(Csr.SATP) < 0,
                mode == Hart.S && (status & Status.SUM) != 0, (status & Status.MXR) != 0);
    }

    private static List<Step> steps(Sv32Walker walker, int va) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < walker.levelsRead(); i++) {
            int level = Sv32Walker.LEVELS - 1 - i;
            steps.add(new Step(level, va >>> 12 + 10 * level & 0x3ff, walker.pteAddress(i),
                    walker.pte(i)));
        }
        return steps;
    }

    private static WalkFault beyondTables(Mmu mmu, long pa, int width, Access access,
            Mmu.Rights rights) {
        if (!mmu.pmp().allows(pa, width, access, rights.mode())) {
            return WalkFault.PAGE_FORBIDDEN_BY_PMP;
        }
        PhysicalMemory memory = mmu.bus().memory();
        int offset = memory.offsetOf(pa);
        boolean there = offset >= 0 ? access != Access.STORE || memory.isWritable(offset)
                : access != Access.FETCH && mmu.bus().windowAt(pa) != null;
        return there ? null : WalkFault.NOTHING_THERE;
    }

    /** The walk in lines of text, last the physical address or the rule that failed. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        String mode = CodeReader.letter(rights.mode()) + "-mode";
        if (!rights.translated()) {
            lines.add("not translated: " + (satp < 0 ? mode + " is not" : "satp is Bare"));
        } else {
            lines.add(String.format("satp 0x%08x: Sv32, ASID %d, root table at 0x%08x; %s as %s, "
                    + "SUM=%d, MXR=%d", satp, satp >>> 22 & 0x1ff, root(satp), words(access), mode,
                    rights.sum() ? 1 : 0, rights.mxr() ? 1 : 0));
        }
        steps.forEach(step -> lines.add(line(step)));
        if (pmpEntry != null || fault == WalkFault.PAGE_FORBIDDEN_BY_PMP) {
            lines.add(String.format("physical address 0x%08x: %s", pa,
                    pmpEntry != null ? pmpEntry + " decides" : "no PMP entry speaks of it"));
        }
        if (fault == null) {
            lines.add(String.format("physical address 0x%08x: permitted", pa));
        } else if (pa >= 0) {
            lines.add(String.format("physical address 0x%08x: refused: %s", pa, fault.words()));
        } else {
            lines.add("no physical address: " + fault.words());
        }
        return lines;
    }

    private static String line(Step step) {
        String leads;
        if ((step.pte & Pte.V) == 0) {
            leads = "not valid";
        } else if (Pte.isLeaf(step.pte)) {
            leads = String.format("%s at 0x%08x", step.level == 0 ? "page" : "megapage",
                    (long) Pte.ppn(step.pte) << PhysicalMemory.PAGE_SHIFT);
        } else {
            leads = String.format("next table at 0x%08x",
                    (long) Pte.ppn(step.pte) << PhysicalMemory.PAGE_SHIFT);
        }
        return String.format("level %d: PTE %d at 0x%08x = 0x%08x %s: %s", step.level, step.index,
                step.address, step.pte, Pte.flags(step.pte), leads);
    }

    private static long root(int satp) {
        return (satp & 0x3f_ffffL) << PhysicalMemory.PAGE_SHIFT;
    }

    /** What an access does, as a noun. */
    static String words(Access access) {
        return switch (access) {
            case FETCH -> "instruction fetch";
            case LOAD -> "load";
            case STORE -> "store/AMO";
        };
    }
}
