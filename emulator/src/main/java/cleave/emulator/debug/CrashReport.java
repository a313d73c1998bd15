package cleave.emulator.debug;

import cleave.emulator.hart.FlightRecorder;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import cleave.emulator.mmu.Access;
import cleave.toolchain.isa.Csr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything to say about a guest that crashed, put together while it stands where it crashed.
 *
 * @param diagnosis what happened, in sentences
 * @param cycle cycles since power-on
 * @param retired instructions since power-on
 * @param mode the privilege mode: U, S or M
 * @param place {@code pc} with its symbol and source line
 * @param registers integer registers by ABI name, {@code pc} first
 * @param csrs the usual CSRs by name
 * @param history the last instructions, oldest first
 * @param traps for each privilege mode that holds a memory fault, what it was and the walk of its
 *     address
 */
public record CrashReport(String diagnosis, long cycle, long retired, String mode, String place,
        Map<String, Integer> registers, Map<String, Integer> csrs, List<String> history,
        List<FaultWalk> traps) {

    /**
     * A fault that a trap register still tells.
     *
     * @param title {@code mcause: load page fault at 0x00001000, from 0x80000010 <main+0x4>}
     */
    public record FaultWalk(String title, List<String> walk) {
    }

    /** Composes the report on a machine that stands still. */
    public static CrashReport of(Machine machine, Symbols symbols, String diagnosis) {
        Hart hart = machine.hart();
        CodeReader reader = new CodeReader(machine, symbols);
        RegisterDump dump = new RegisterDump(hart);
        List<FaultWalk> traps = new ArrayList<>();
        addFault(traps, hart, symbols, Csr.MCAUSE, Csr.MTVAL, Csr.MEPC);
        addFault(traps, hart, symbols, Csr.SCAUSE, Csr.STVAL, Csr.SEPC);
        return new CrashReport(diagnosis, hart.cycle, hart.retired,
                CodeReader.letter(hart.mode()), symbols.address(hart.pc) + reader.source(hart.pc),
                dump.integers(), dump.usualCsrs(),
                new History(machine, symbols).lines(History.LENGTH), traps);
    }

    private static void addFault(List<FaultWalk> traps, Hart hart, Symbols symbols, Csr causeCsr,
            Csr tvalCsr, Csr epcCsr) {
        int cause = hart.csrs().read(causeCsr);
        int tval = hart.csrs().read(tvalCsr);
        Access access = accessOf(cause);
        int from = modeOf(hart.recorder(), cause);
        if (access == null || from < 0) {
            return;
        }
        traps.add(new FaultWalk(String.format("%s: %s at %s, from %s", causeCsr.assemblyName(),
                History.words(cause), symbols.address(tval),
                symbols.address(hart.csrs().read(epcCsr))),
                PageWalk.of(hart, tval, 1, access, PageWalk.rights(hart, from)).lines()));
    }

    /** What an access or page fault wanted; null for other causes. */
    private static Access accessOf(int cause) {
        for (Access access : Access.values()) {
            if (cause == access.accessFault() || cause == access.pageFault()) {
                return access;
            }
        }
        return null;
    }

    /** The mode that the last remembered trap of a cause came from, or -1. */
    private static int modeOf(FlightRecorder recorder, int cause) {
        int back = 0;
        while (back < recorder.size()) {
            if (!recorder.isTrap(back)) {
                back++;
            } else if (recorder.trapCause(back) == cause) {
                return recorder.trapMode(back);
            } else {
                back += 2;
            }
        }
        return -1;
    }

    /** The report for people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("The guest crashed: ").append(diagnosis).append('\n');
        text.append(String.format(Locale.ROOT, "at %s in %s-mode, cycle %,d, %,d instructions\n",
                place, mode, cycle, retired));
        text.append("\nRegisters:\n");
        column(text, registers);
        column(text, csrs);
        for (FaultWalk trap : traps) {
            text.append('\n').append(trap.title).append('\n');
            trap.walk.forEach(line -> text.append("  ").append(line).append('\n'));
        }
        text.append("\nThe last instructions:\n");
        history.forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }

    private static void column(StringBuilder text, Map<String, Integer> values) {
        int perLine = 4;
        int column = 0;
        for (Map.Entry<String, Integer> value : values.entrySet()) {
            text.append(String.format("  %-8s %08x", value.getKey(), value.getValue()));
            if (++column % perLine == 0) {
                text.append('\n');
            }
        }
        if (column % perLine != 0) {
            text.append('\n');
        }
    }
}
