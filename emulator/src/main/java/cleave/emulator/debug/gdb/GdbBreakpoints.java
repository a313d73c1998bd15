package cleave.emulator.debug.gdb;

import cleave.emulator.debug.Watchpoints;
import cleave.emulator.debug.Watchpoints.Kind;
import cleave.emulator.debug.Watchpoints.Watchpoint;
import cleave.emulator.engine.Breakpoints;
import cleave.emulator.machine.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * Breakpoints and watchpoints, {@code Z} and {@code z} packets of types 0 to 4. A breakpoint,
 * called software or hardware, is never put into the guest's memory: the guest cannot see it, and
 * it holds in every address space.
 */
final class GdbBreakpoints {
    private final Machine machine;
    private final Watchpoints watchpoints;
    private final List<Integer> places = new ArrayList<>();

    GdbBreakpoints(Machine machine) {
        this.machine = machine;
        this.watchpoints = new Watchpoints(machine);
    }

    /** {@code Z}: sets one; again is no second. */
    String insert(PacketText packet) throws Refusal {
        return change(packet, true);
    }

    /** {@code z}: takes one away. */
    String remove(PacketText packet) throws Refusal {
        return change(packet, false);
    }

    private String change(PacketText packet, boolean insert) throws Refusal {
        long type = packet.hexNumber();
        packet.expect(",");
        int address = (int) packet.hexNumber();
        packet.expect(",");
        int length = packet.length();
        if (type < 2) {
            changePlace(address, insert);
        } else if (type < 5) {
            changeWatchpoint(new Watchpoint(type == 2 ? Kind.WRITE : type == 3 ? Kind.READ
                    : Kind.ACCESS, address, Math.max(1, length)), insert);
        } else {
            return "";
        }
        return "OK";
    }

    private void changePlace(Integer address, boolean insert) throws Refusal {
        if (!insert && !places.remove(address)) {
            throw new Refusal(Refusal.INVALID);
        }
        if (insert && !places.contains(address)) {
            places.add(address);
        }
        machine.setBreakpoints(Breakpoints.of(places));
    }

    private void changeWatchpoint(Watchpoint watchpoint, boolean insert) throws Refusal {
        boolean known = watchpoints.remove(watchpoint);
        if (insert) {
            watchpoints.add(watchpoint);
        } else if (!known) {
            throw new Refusal(Refusal.INVALID);
        }
    }

    /** Whether there is a breakpoint at an instruction. */
    boolean isAt(int pc) {
        return places.contains(pc);
    }

    /** What the machine's stop at a watchpoint was; null when there was none after all. */
    Watchpoints.Hit takeHit() {
        return watchpoints.takeHit();
    }

    void clear() {
        places.clear();
        machine.setBreakpoints(Breakpoints.NONE);
        watchpoints.clear();
    }
}
