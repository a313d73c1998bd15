package cleave.emulator.debug;

import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.emulator.mmu.Access;
import cleave.emulator.mmu.Mmu;
import cleave.emulator.mmu.WatchedPages;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops the machine after an instruction has read or written watched bytes, by their virtual
 * address in whatever address space. Accesses by devices and by page walks are not watched. While
 * there are none, memory is as fast as ever.
 */
public final class Watchpoints {
    /** Which accesses a watchpoint stops at. */
    public enum Kind { WRITE, READ, ACCESS }

    /** A range of virtual addresses; {@code length} bytes, at least 1. */
    public record Watchpoint(Kind kind, int address, int length) {
        private boolean touches(int va, int width) {
            return (va & 0xffff_ffffL) < (address & 0xffff_ffffL) + length
                    && (address & 0xffff_ffffL) < (va & 0xffff_ffffL) + width;
        }

        private boolean inPage(int vpn) {
            return touches(vpn << 12, 1 << 12);
        }
    }

    /**
     * An access that was seen.
     *
     * @param address the first watched byte it touched
     * @param pc the instruction that made it
     */
    public record Hit(Watchpoint watchpoint, int address, int pc) {
    }

    private final Machine machine;
    private final Mmu mmu;
    private final GuestView view;
    private final List<Watchpoint> watchpoints = new ArrayList<>();
    private Hit hit;
    private long faultsBefore;

    private final WatchedPages pages = new WatchedPages() {
        @Override
        public boolean contains(int vpn) {
            return watchpoints.stream().anyMatch(watchpoint -> watchpoint.inPage(vpn));
        }

        @Override
        public void accessed(int va, int width, Access access) {
            see(va, width, access);
        }
    };

    public Watchpoints(Machine machine) {
        this.machine = machine;
        this.mmu = machine.hart().mmu();
        this.view = new GuestView(machine);
    }

    public void add(Watchpoint watchpoint) {
        watchpoints.add(watchpoint);
        mmu.setWatchedPages(pages);
    }

    /** Takes one equal to it away; false when there is none. */
    public boolean remove(Watchpoint watchpoint) {
        boolean known = watchpoints.remove(watchpoint);
        mmu.setWatchedPages(watchpoints.isEmpty() ? WatchedPages.NONE : pages);
        return known;
    }

    public void clear() {
        watchpoints.clear();
        mmu.setWatchedPages(WatchedPages.NONE);
        hit = null;
    }

    private void see(int va, int width, Access access) {
        if (access == Access.FETCH || hit != null) {
            return;
        }
        for (Watchpoint watchpoint : watchpoints) {
            if (watchpoint.touches(va, width) && concerns(watchpoint.kind, access)) {
                int first = Integer.compareUnsigned(va, watchpoint.address) < 0
                        ? watchpoint.address : va;
                hit = new Hit(watchpoint, first, machine.hart().pc);
                faultsBefore = mmu.lastFault().count();
                machine.requestStop(new StopReason.Watchpoint(first, access == Access.STORE));
                return;
            }
        }
    }

    private boolean concerns(Kind kind, Access access) {
        return switch (kind) {
            case ACCESS -> true;
            case WRITE -> access == Access.STORE;
            case READ -> access == Access.LOAD || isAmo();
        };
    }

    /** An AMO asks for its word as a store would, and reads it too. */
    private boolean isAmo() {
        long bits = view.instruction(machine.hart().pc, machine.hart().mode());
        Instruction instruction = bits < 0 ? null : Instruction.decode((int) bits);
        return instruction != null && instruction.effect() instanceof Effect.Amo;
    }

    /**
     * What stopped the machine, to be asked once when {@link StopReason.Watchpoint} has. Null when
     * the instruction then failed elsewhere, so that nothing was read or written.
     */
    public Hit takeHit() {
        Hit seen = mmu.lastFault().count() == faultsBefore ? hit : null;
        hit = null;
        return seen;
    }
}
