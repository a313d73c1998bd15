package cleave.emulator.debug.monitor;

import cleave.emulator.debug.CodeReader;
import cleave.emulator.debug.GuestView;
import cleave.emulator.debug.GuestView.Addressing;
import cleave.emulator.debug.History;
import cleave.emulator.debug.PageWalk;
import cleave.emulator.debug.Symbols;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.emulator.mmu.Access;
import cleave.emulator.mmu.Rights;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's console for people, in the spellings of QEMU's human monitor and with commands of
 * our own. To be used on the machine's thread, between two runs. What cannot be done is answered in
 * words, whatever the line.
 */
public final class Monitor {
    private static final long STEPS_MAX = 1_000_000;
    private static final int HISTORY_MAX = 4096;

    private final Machine machine;
    private final Hart hart;
    private final Symbols symbols;
    private final MonitorHost host;
    private final GuestView view;
    private final CodeReader reader;
    private final MemoryDump dump;
    private final InfoCommands info;
    private final CommandTable table;

    public Monitor(Machine machine, Symbols symbols, MonitorHost host) {
        this.machine = machine;
        this.hart = machine.hart();
        this.symbols = symbols;
        this.host = host;
        this.view = new GuestView(machine);
        this.reader = new CodeReader(machine, symbols);
        this.dump = new MemoryDump(view, reader, hart);
        this.info = new InfoCommands(machine, host, (format, arguments) -> history(arguments));
        List<Command> commands = new ArrayList<>(inspecting());
        commands.addAll(running());
        this.table = new CommandTable("", commands);
    }

    private List<Command> inspecting() {
        return List.of(
                new Command(List.of("help", "?"), "[COMMAND]", "this list, or one line of it",
                        (format, arguments) -> help(arguments)),
                new Command(List.of("info"), "SUBJECT", "the machine as it stands: see below",
                        (format, arguments) -> info(arguments)),
                new Command(List.of("x"), "/FMT ADDR",
                        "virtual memory: count, then x d u o c s i, then b h w g",
                        (format, arguments) -> memory(format, arguments, Addressing.VIRTUAL)),
                new Command(List.of("xp"), "/FMT ADDR", "physical memory, the same way",
                        (format, arguments) -> memory(format, arguments, Addressing.PHYSICAL)),
                new Command(List.of("print", "p"), "/FMT EXPR",
                        "a value: numbers, $registers, symbols, C's operators",
                        this::print),
                new Command(List.of("gva2gpa"), "ADDR", "the physical address of a virtual one",
                        (format, arguments) -> translate(arguments)),
                new Command(List.of("pt"), "[r|w|x] [ADDR]",
                        "the page table, or the way to one address and the rule that fails",
                        (format, arguments) -> pageTable(arguments)),
                new Command(List.of("symbol"), "ADDR", "symbol and source line of an address",
                        (format, arguments) -> symbol(arguments)),
                new Command(List.of("history"), "[COUNT]", "the last instructions",
                        (format, arguments) -> history(arguments)),
                new Command(List.of("describe"), "", "what answers at which physical address",
                        (format, arguments) -> info.mtree()));
    }

    private List<Command> running() {
        return List.of(
                new Command(List.of("step"), "[COUNT]", "executes instructions one by one",
                        (format, arguments) -> step(arguments)),
                new Command(List.of("stop", "s"), "", "the guest stands still",
                        (format, arguments) -> silently(host::pause)),
                new Command(List.of("cont", "c"), "", "the guest runs on",
                        (format, arguments) -> silently(host::resume)),
                new Command(List.of("system_reset"), "", "presses the reset button",
                        (format, arguments) -> silently(machine.power()::reset)),
                new Command(List.of("quit", "q"), "", "ends the run",
                        (format, arguments) -> silently(host::quit)));
    }

    /**
     * Does what a line says.
     *
     * @return what to show, ended by a line feed; nothing for an empty line
     */
    public String execute(String line) {
        if (line.isBlank()) {
            return "";
        }
        try {
            return table.run(line);
        } catch (MonitorException refused) {
            return refused.getMessage() + "\n";
        }
    }

    private static String silently(Runnable action) {
        action.run();
        return "";
    }

    private String help(String about) throws MonitorException {
        if (about.isEmpty()) {
            return table.help() + info.table().help();
        }
        Command command = table.find(about).orElseThrow(
                () -> new MonitorException("unknown command: '" + about + "'; 'help' lists all"));
        return table.helpLine(command) + (about.equals("info") ? info.table().help() : "");
    }

    private String info(String arguments) throws MonitorException {
        return arguments.isEmpty() ? info.table().help() : info.table().run(arguments);
    }

    private long evaluate(String text) throws MonitorException {
        return Expression.evaluate(hart, symbols, text);
    }

    private String memory(String format, String address, Addressing addressing)
            throws MonitorException {
        MemoryDump.Format parsed = MemoryDump.Format.parse(format);
        long start = evaluate(address);
        return dump.dump(addressing == Addressing.PHYSICAL ? start : start & 0xffff_ffffL,
                addressing, parsed);
    }

    private String print(String format, String text) throws MonitorException {
        long value = evaluate(text);
        return switch (format) {
            case "", "x" -> "0x" + Long.toHexString(value) + "\n";
            case "d" -> value + "\n";
            case "u" -> Long.toUnsignedString(value) + "\n";
            case "o" -> (value == 0 ? "" : "0") + Long.toOctalString(value) + "\n";
            case "c" -> "'" + (char) (value & 0xff) + "'\n";
            case "a" -> symbols.address((int) value) + "\n";
            default -> throw new MonitorException(
                    "print has the formats x d u o c a, not " + format);
        };
    }

    private String translate(String address) throws MonitorException {
        long pa = view.physical(evaluate(address), Addressing.VIRTUAL);
        return pa < 0 ? "Unmapped\n" : "gpa: 0x" + Long.toHexString(pa) + "\n";
    }

    /** The page table is looked at also from M-mode, which it does not concern: as S-mode would. */
    private String pageTable(String arguments) throws MonitorException {
        if (arguments.isEmpty()) {
            return info.table().run("mem");
        }
        String[] words = arguments.split("\\s+", 2);
        Access access = words.length < 2 ? null : switch (words[0]) {
            case "r" -> Access.LOAD;
            case "w" -> Access.STORE;
            case "x" -> Access.FETCH;
            default -> null;
        };
        int va = (int) evaluate(access == null ? arguments : words[1]);
        Rights rights = hart.mmu().rights(access == null ? Access.LOAD : access);
        if (rights.mode() == Hart.M) {
            rights = PageWalk.rights(hart, Hart.S);
        }
        StringBuilder text = new StringBuilder();
        PageWalk.of(hart, va, 1, access == null ? Access.LOAD : access, rights).lines()
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private String symbol(String address) throws MonitorException {
        int va = (int) evaluate(address);
        return symbols.address(va)
                + symbols.line(va).map(line -> " " + line).orElse("") + "\n";
    }

    private String history(String arguments) throws MonitorException {
        long count = arguments.isEmpty() ? History.LENGTH : evaluate(arguments);
        if (count < 1 || count > HISTORY_MAX) {
            throw new MonitorException("history shows 1 to " + HISTORY_MAX + " instructions");
        }
        List<String> lines = new History(machine, symbols).lines((int) count);
        return lines.isEmpty() ? "nothing has been executed\n" : String.join("\n", lines) + "\n";
    }

    private String step(String arguments) throws MonitorException {
        long count = arguments.isEmpty() ? 1 : evaluate(arguments);
        if (count < 1 || count > STEPS_MAX) {
            throw new MonitorException("step does 1 to " + STEPS_MAX + " instructions");
        }
        for (long i = 0; i < count; i++) {
            StopReason reason = machine.step();
            if (!(reason instanceof StopReason.Stepped)) {
                host.stopped(reason);
                return StopWords.of(reason, symbols) + "\n";
            }
        }
        return reader.line(reader.at(hart.pc, hart.mode())) + "\n";
    }
}
