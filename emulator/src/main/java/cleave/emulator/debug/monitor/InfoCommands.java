package cleave.emulator.debug.monitor;

import cleave.emulator.debug.RegisterDump;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.Interrupts;
import cleave.emulator.machine.Machine;
import cleave.emulator.memory.Bus;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.time.EventQueue;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code info ...}: the machine described as it stands. */
final class InfoCommands {
    private final Machine machine;
    private final Hart hart;
    private final MonitorHost host;
    private final CommandTable table;

    InfoCommands(Machine machine, MonitorHost host, Command.Action history) {
        this.machine = machine;
        this.hart = machine.hart();
        this.host = host;
        this.table = new CommandTable("info ", List.of(
                new Command(List.of("registers"), "[-a]",
                        "the registers; -a: all control and status registers",
                        (format, arguments) -> registers(arguments)),
                new Command(List.of("mem"), "", "what the page table maps",
                        (format, arguments) -> mem()),
                new Command(List.of("mtree"), "", "what answers at which physical address",
                        (format, arguments) -> mtree()),
                new Command(List.of("irq"), "", "interrupts pending, enabled, delegated",
                        (format, arguments) -> irq()),
                new Command(List.of("time"), "", "cycles, instructions, time, next event",
                        (format, arguments) -> time()),
                new Command(List.of("history"), "[COUNT]", "the last instructions", history),
                new Command(List.of("status"), "", "whether the guest runs",
                        (format, arguments) -> "VM status: "
                                + (host.isPaused() ? "paused" : "running") + "\n"),
                new Command(List.of("cpus"), "", "the hart and the engine that runs it",
                        (format, arguments) -> cpus())));
    }

    CommandTable table() {
        return table;
    }

    private String registers(String arguments) throws MonitorException {
        RegisterDump dump = new RegisterDump(hart);
        return switch (arguments) {
            case "" -> dump.text(dump.usualCsrs());
            case "-a" -> dump.text(dump.allCsrs());
            default -> throw new MonitorException("info registers takes -a or nothing, not "
                    + arguments);
        };
    }

    private String mem() {
        int satp = hart.csrs().read(Csr.SATP);
        if (satp >= 0) {
            return "No translation or protection\n";
        }
        return new PageTableMap(machine.bus())
                .describe((satp & 0x3f_ffffL) << PhysicalMemory.PAGE_SHIFT);
    }

    /** A row of {@link #mtree}. */
    private record Range(long base, long size, String kind, String name) {
    }

    String mtree() {
        PhysicalMemory memory = machine.memory();
        List<Range> ranges = new ArrayList<>();
        int romSize = memory.bytes().length - memory.ramSize();
        if (romSize > 0) {
            ranges.add(new Range(memory.addressOf(memory.ramSize()), romSize, "rom", "boot ROM"));
        }
        ranges.add(new Range(memory.ramBase(), memory.ramSize(), "ram", "RAM"));
        for (Bus.Window window : machine.bus().windows()) {
            ranges.add(new Range(window.base(), window.size(), "i/o", window.device().name()));
        }
        ranges.sort((a, b) -> Long.compareUnsigned(a.base, b.base));
        StringBuilder text = new StringBuilder("address-space: memory\n");
        for (Range range : ranges) {
            text.append(String.format("  %016x-%016x (prio 0, %s): %s\n", range.base,
                    range.base + range.size - 1, range.kind, range.name));
        }
        return text.toString();
    }

    private String irq() {
        Interrupts interrupts = hart.interrupts();
        StringBuilder text = new StringBuilder();
        text.append(String.format("%-32s %-8s %-8s %s\n", "interrupt", "pending", "enabled", "to"));
        for (Cause cause : Cause.values()) {
            if (cause.isInterrupt()) {
                text.append(String.format("%-32s %-8s %-8s %s\n", cause.words(),
                        (interrupts.pending() & cause.bit()) != 0 ? "yes" : "-",
                        (interrupts.enabled() & cause.bit()) != 0 ? "yes" : "-",
                        (interrupts.delegated() & cause.bit()) != 0 ? "S-mode" : "M-mode"));
            }
        }
        return text.append(hart.interruptsEnabled() ? "globally enabled for some that are enabled\n"
                : "none can be taken now\n").toString();
    }

    private String time() {
        machine.events().setNow(hart.cycle);
        long next = machine.events().next();
        return String.format(Locale.ROOT, "cycle    %,d\nretired  %,d\nmtime    %,d\n"
                + "seconds  %.9f\nnext     %s\n", hart.cycle, hart.retired,
                machine.timer().ticks(), machine.timer().nanoseconds() / 1e9,
                next == EventQueue.NEVER ? "no event is scheduled"
                        : String.format(Locale.ROOT, "event at cycle %,d", next));
    }

    private String cpus() {
        return String.format("* CPU #0: pc = 0x%08x%s, %s engine\n", hart.pc,
                hart.isWaiting() ? " (halted)" : "", machine.engine().name());
    }
}
