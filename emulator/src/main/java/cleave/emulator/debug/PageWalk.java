package cleave.emulator.debug;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.Status;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.Access;
import cleave.emulator.mmu.LastFault;
import cleave.emulator.mmu.Mmu;
import cleave.emulator.mmu.Pmp;
import cleave.emulator.mmu.Pte;
import cleave.emulator.mmu.Rights;
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
 * @param pmp what physical memory protection has to do with the outcome, or null for nothing
 */
public record PageWalk(int va, int width, Access access, Rights rights, int satp,
        List<Step> steps, WalkFault fault, long pa, String pmp) {

    /** A PTE that was read: at level 1, then 0. */
    public record Step(int level, int index, long address, int pte) {
    }

    /** Walks for an access of the hart as it stands now. */
    public static PageWalk of(Hart hart, int va, int width, Access access) {
        return of(hart, va, width, access, hart.mmu().rights(access));
    }

    /** Walks for an access of {@code rights}. */
    public static PageWalk of(Hart hart, int va, int width, Access access, Rights rights) {
        return of(hart, va, width, access, rights, null);
    }

    /** Walks the way of the hart's access that has just failed. */
    static PageWalk ofFailed(Hart hart, int width) {
        Mmu mmu = hart.mmu();
        LastFault last = mmu.lastFault();
        return of(hart, last.tval(), width, last.access(), mmu.rights(last.access()), last.why());
    }

    /** @param known the rule that failed when the hart itself tried; null to find out */
    private static PageWalk of(Hart hart, int va, int width, Access access, Rights rights,
            WalkFault known) {
        Mmu mmu = hart.mmu();
        int satp = hart.csrs().read(Csr.SATP);
        WalkFault fault = rights.translated() ? mmu.inspect(va, access, rights) : null;
        List<Step> steps = rights.translated() ? steps(mmu.walker(), va) : List.of();
        long pa = mmu.translateForDebugger(va, rights);
        if (fault == null && pa >= 0) {
            fault = beyondTables(mmu, pa, width, access, rights);
        }
        if (known != null) {
            fault = known;
        }
        long pteAddress = fault == WalkFault.PTE_FORBIDDEN_BY_PMP
                ? unreadAddress(va, satp, steps)
                : fault == WalkFault.PTE_UPDATE_FORBIDDEN ? steps.get(steps.size() - 1).address
                : -1;
        return new PageWalk(va, width, access, rights, satp, steps, fault, pa,
                pmp(mmu.pmp(), fault, pa, width, pteAddress));
    }

    private static String pmp(Pmp pmp, WalkFault fault, long pa, int width, long pteAddress) {
        if (pteAddress >= 0) {
            return String.format("PTE at 0x%08x: %s", pteAddress, decides(pmp, pteAddress, 4));
        }
        boolean decisive = fault == WalkFault.PAGE_FORBIDDEN_BY_PMP
                || fault == null && pa >= 0 && pmp.deciding(pa, width) >= 0;
        return decisive ? String.format("physical address 0x%08x: %s", pa,
                decides(pmp, pa, width)) : null;
    }

    private static String decides(Pmp pmp, long pa, int width) {
        int entry = pmp.deciding(pa, width);
        return entry < 0 ? "no PMP entry speaks of it, so that only M-mode may access it"
                : pmp.words(entry) + " decides";
    }

    /** What decides about the accesses of a privilege mode with {@code mstatus} as it is. */
    public static Rights rights(Hart hart, int mode) {
        int status = hart.csrs().read(Csr.MSTATUS);
        return new Rights(mode, mode != Hart.M && hart.csrs().read(Csr.SATP) < 0,
                mode == Hart.S && (status & Status.SUM) != 0, (status & Status.MXR) != 0);
    }

    private static List<Step> steps(Sv32Walker walker, int va) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < walker.levelsRead(); i++) {
            int level = Sv32Walker.LEVELS - 1 - i;
            steps.add(new Step(level, index(va, level), walker.pteAddress(i), walker.pte(i)));
        }
        return steps;
    }

    private static WalkFault beyondTables(Mmu mmu, long pa, int width, Access access,
            Rights rights) {
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
        if (fault == WalkFault.PTE_OUTSIDE_MEMORY || fault == WalkFault.PTE_FORBIDDEN_BY_PMP) {
            lines.add(unreadable());
        }
        if (pmp != null) {
            lines.add(pmp);
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

    /** The PTE that was to be read next and could not. */
    private String unreadable() {
        int level = Sv32Walker.LEVELS - 1 - steps.size();
        return String.format("level %d: PTE %d at 0x%08x: cannot be read", level,
                index(va, level), unreadAddress(va, satp, steps));
    }

    /** The address of the PTE that comes after those that were read. */
    private static long unreadAddress(int va, int satp, List<Step> steps) {
        long table = steps.isEmpty() ? root(satp)
                : (long) Pte.ppn(steps.get(steps.size() - 1).pte) << PhysicalMemory.PAGE_SHIFT;
        return table + 4L * index(va, Sv32Walker.LEVELS - 1 - steps.size());
    }

    private static int index(int va, int level) {
        return va >>> 12 + 10 * level & 0x3ff;
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
