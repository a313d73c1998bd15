package cleave.emulator.cli;

import java.util.List;

/**
 * Every option: its names, its argument, the commands that take it, and what it does. Parser, help
 * pages and README are made from this table. Each name is accepted with one dash or two.
 */
enum Opt {
    KERNEL(Group.IMAGE, Use.BOOT, "-kernel", "FILE",
            "the kernel or program: ELF32, Linux Image, flat binary, each also in gzip, or a disk "
                    + "image with a kernel in /boot; the same as naming it without -kernel"),
    BIOS(Group.IMAGE, Use.BOOT, "-bios", "FILE",
            "firmware, started in M-mode at 0x80000000. none: the kernel itself starts there. "
                    + "builtin: the machine's own SBI. default: none for what is linked below "
                    + "0x80200000, builtin for the rest"),
    APPEND(Group.IMAGE, Use.TREE, "-append", "WORDS",
            "the kernel's arguments (/chosen/bootargs in the device tree)"),
    INITRD(Group.IMAGE, Use.BOOT, "-initrd", "FILE", "an initial RAM disk for the kernel"),
    DTB(Group.IMAGE, Use.BOOT, "-dtb", "FILE",
            "a device tree in place of the machine's own; -append and -initrd are put into it"),

    MEMORY(Group.MACHINE, Use.MACHINES, "-m|--memory", "SIZE",
            "RAM: 128M (default), 1G; a bare number counts MiB"),
    ENGINE(Group.MACHINE, Use.MACHINES, "--engine", "NAME",
            "what executes instructions: translator (default; makes Java bytecode of what is "
            + "hot), interpreter, reference; they agree to the cycle"),
    TIMING(Group.MACHINE, Use.MACHINES, "--timing", "MODEL",
            "unit (default): an instruction is a cycle of 1 ns; pipeline: a five-stage in-order "
                    + "core"),
    MISALIGNED(Group.MACHINE, Use.MACHINES, "--misaligned", "HOW",
            "misaligned loads and stores: hardware (default) does them, trap raises an exception"),
    PTE_AD(Group.MACHINE, Use.MACHINES, "--pte-ad", "HOW",
            "A and D bits of page table entries: hardware (default) sets them, fault is Svade"),
    PMP(Group.MACHINE, Use.MACHINES, "--pmp", "N", "PMP entries: 16 (default), 8, 4 or 0"),
    RTC_EPOCH(Group.MACHINE, Use.MACHINES, "--rtc-epoch", "SECONDS",
            "what the real-time clock shows at power-on, since 1970; 1 January 2026 by default"),
    SEED(Group.MACHINE, Use.MACHINES, "--seed", "N",
            "what random numbers for the guest are made from: 0 by default"),
    MACHINE_TYPE(Group.MACHINE, Use.MACHINES, "-M|-machine", "virt",
            "the machine: virt is the only one; virt,dumpdtb=FILE writes its device tree"),
    CPU(Group.MACHINE, Use.MACHINES, "-cpu", "rv32",
            "the hart: rv32, with pmp=off and the extensions it has: rv32,c=on,sstc=on"),
    SMP(Group.MACHINE, Use.MACHINES, "-smp", "1", "harts: there is one"),
    ICOUNT(Group.MACHINE, Use.MACHINES, "-icount", "shift=0",
            "an instruction is a nanosecond: that is always so here, with --timing unit"),
    RTC(Group.MACHINE, Use.MACHINES, "-rtc", "base=TIME",
            "as --rtc-epoch: base=utc is the host's clock, base=2026-01-31T12:00:00 a time"),

    DRIVE(Group.DEVICES, Use.BOOT, "-drive", "file=F,...",
            "a raw disk image: format=raw, if=none with id=X for -device, or if=virtio (default), "
                    + "readonly=on, snapshot=on; errors=read:100-199+write:7:once lets sectors "
                    + "fail (read, write or both; always or once), errors=read:#5 the fifth "
                    + "read; may be repeated"),
    HDA(Group.DEVICES, Use.BOOT, "-hda", "FILE", "the same as -drive file=FILE"),
    DEVICE(Group.DEVICES, Use.BOOT, "-device", "NAME,...",
            "virtio-blk-device,drive=X; virtio-rng-device; virtio-serial-device and "
                    + "virtconsole,chardev=X; loader,file=F,addr=A. The first free of "
                    + "virtio-mmio-bus.7 to .0 unless bus= names one; may be repeated"),
    CHARDEV(Group.DEVICES, Use.BOOT, "-chardev", "KIND,id=X",
            "where a console leads: stdio, file with path=F, or null; may be repeated"),
    OBJECT(Group.DEVICES, Use.BOOT, "-object", "rng-...",
            "a source of random numbers: changes nothing, they come from --seed"),
    GLOBAL(Group.DEVICES, Use.BOOT, "-global", "NAME=VALUE",
            "virtio-mmio.force-legacy=false: the modern register layout in all slots"),
    SNAPSHOT(Group.DEVICES, Use.BOOT, "-snapshot", null,
            "what the guest writes to any disk is forgotten at the end"),

    SERIAL(Group.CONSOLE, Use.RUNS, "-serial", "TO",
            "the serial line: mon:stdio (default: the terminal, Ctrl-a is Cleave's), stdio (the "
                    + "terminal, Ctrl-a is the guest's), file:NAME, chardev:ID, null, none"),
    EXPECT(Group.CONSOLE, Use.RUNS, "--expect", "FILE",
            "a script types and waits for what the guest prints: see cleave help expect"),
    REALTIME(Group.CONSOLE, Use.RUNS, "--realtime", null,
            "the guest's clocks follow the host's; no two runs are then the same"),

    EXPLAIN(Group.DEBUG, Use.RUNS, "--explain", "[all]",
            "tell each exception in words: where, which step of the page walk failed, which rule "
                    + "forbade what; =all: calls and interrupts, too"),
    STRACE(Group.DEBUG, Use.BOOT, "--strace", "[FILE]",
            "a line for each system call of a program, as strace shows them, to standard error or "
                    + "to a file (--strace=FILE); for kernels with Linux's calls"),
    TRACE(Group.DEBUG, Use.RUNS, "--trace", "[EVENTS]",
            "a line for each event: insn,traps (default), csr, mmio"),
    TRACE_FILE(Group.DEBUG, Use.RUNS, "--trace-file", "FILE",
            "where the trace goes: standard error by default"),
    TRACE_MODE(Group.DEBUG, Use.RUNS, "--trace-mode", "MODES", "only these: U, S, M, or US"),
    TRACE_RANGE(Group.DEBUG, Use.RUNS, "--trace-range", "WHERE",
            "only the instructions of this function, or from LOW..HIGH"),
    TRACE_FROM(Group.DEBUG, Use.RUNS, "--trace-from", "CYCLE", "not before this cycle"),
    TRACE_CYCLES(Group.DEBUG, Use.RUNS, "--trace-cycles", "N",
            "for so many cycles; before and after, the guest runs at full speed"),
    TRACE_FORMAT(Group.DEBUG, Use.RUNS, "--trace-format", "NAME",
            "cleave (default), or spike: the lines of spike --log-commits"),
    PROFILE(Group.DEBUG, Use.RUNS, "--profile", "FILE",
            "count the cycles of every function by its callers: FILE.html for a flame graph, any "
                    + "other name for folded stacks"),
    GDB_USUAL(Group.DEBUG, Use.RUNS, "-s", null, "wait for GDB: the same as -gdb tcp::1234"),
    GDB(Group.DEBUG, Use.RUNS, "-gdb", "tcp::PORT",
            "let GDB connect: gdb-multiarch prog.elf -ex 'target remote :PORT'"),
    STOPPED(Group.DEBUG, Use.RUNS, "-S", null,
            "stand still at the first instruction, until GDB or the monitor (c) lets the guest go"),
    LOG(Group.DEBUG, Use.RUNS, "-d", "ITEMS",
            "log to standard error: guest_errors, unimp (what the guest does wrong to devices), "
                    + "int (traps)"),
    LOG_FILE(Group.DEBUG, Use.RUNS, "-D", "FILE", "where the log of -d goes"),

    MAX_CYCLES(Group.LIMIT, Use.RUNS, "--max-cycles", "N",
            "end after N cycles of the hart, with exit code 124"),
    MAX_SECONDS(Group.LIMIT, Use.RUNS, "--max-seconds", "N",
            "end after N seconds of the host's time, with exit code 124"),
    NO_REBOOT(Group.LIMIT, Use.RUNS, "-no-reboot", null,
            "a guest that resets the machine ends the run, with exit code 0"),

    SIGNATURE(Group.RESULT, Use.RUN, "--signature", "FILE",
            "at the end, write the memory between the symbols begin_signature and end_signature, "
                    + "a hexadecimal word a line"),
    SIGNATURE_GRANULARITY(Group.RESULT, Use.RUN, "--signature-granularity", "BYTES",
            "bytes in a line of the signature: 4 (default), 8 or 16"),
    JSON(Group.RESULT, Use.MACHINES, "--json", "[FILE]",
            "how it ended, with registers and counters, as a JSON object: the last line of "
                    + "standard output, or in a file (--json=FILE)"),
    STATS(Group.RESULT, Use.RUNS, "--stats", null,
            "at the end, tell what the engine did: regions translated, why they were left, page "
                    + "walks, flushes, time and memory; with --json as the member stats, too"),
    HTML(Group.RESULT, Use.BENCH, "--html", "FILE",
            "the costs as a page with plots, which needs nothing else"),
    QUIET(Group.RESULT, Use.RUNS, "--quiet", null,
            "do not say what was loaded where, nor how to quit"),
    DEBUG(Group.RESULT, Use.RUNS, "--debug", "FILE",
            "should Cleave itself fail, write the stack trace to a file"),

    NOGRAPHIC(Group.HARMLESS, Use.RUNS, "-nographic", null, "there are no graphics"),
    DISPLAY(Group.HARMLESS, Use.RUNS, "-display", "none", "there is no display"),
    VGA(Group.HARMLESS, Use.RUNS, "-vga", "none", "nor a graphics card"),
    MONITOR(Group.HARMLESS, Use.RUNS, "-monitor", "none",
            "the monitor is at Ctrl-a c, with or without this"),
    PARALLEL(Group.HARMLESS, Use.RUNS, "-parallel", "none", "there is no parallel port"),
    NET(Group.HARMLESS, Use.RUNS, "-net|-nic", "none", "there is no network"),
    NODEFAULTS(Group.HARMLESS, Use.RUNS, "-nodefaults|-no-user-config", null,
            "there are no default devices"),
    NAME(Group.HARMLESS, Use.RUNS, "-name", "WORD", "the machine's name is shown nowhere"),
    ACCEL(Group.HARMLESS, Use.RUNS, "-accel", "tcg", "see --engine"),

    DTS(Group.DESCRIBE, Use.DESCRIBE, "--dts", null, "show the device tree as source text"),
    DTB_OUT(Group.DESCRIBE, Use.DESCRIBE, "--dtb", "FILE", "write the flattened device tree"),

    SYMBOL(Group.DISASM, Use.DISASM, "--symbol", "NAME", "only this function"),
    START(Group.DISASM, Use.DISASM, "--start", "ADDRESS", "from here"),
    STOP(Group.DISASM, Use.DISASM, "--stop", "ADDRESS", "to here, exclusive"),
    BASE(Group.DISASM, Use.DISASM, "--base", "ADDRESS",
            "where the first byte of a binary lies: 0 by default"),
    EXACT(Group.DISASM, Use.DISASM, "--exact", null,
            "one name per instruction: no pseudo-instructions, compressed ones as such");

    /** Sections of the help page, in their order. */
    enum Group {
        IMAGE("What to boot"),
        MACHINE("The machine"),
        DEVICES("Disks and other devices"),
        CONSOLE("The console"),
        DEBUG("Looking inside"),
        LIMIT("How long"),
        RESULT("What comes out"),
        DESCRIBE("What to show"),
        DISASM("What to show"),
        HARMLESS("Taken from QEMU's command lines; they change nothing");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** Which commands take an option. */
    private enum Use {
        BOOT(Verb.BOOT), RUN(Verb.RUN), RUNS(Verb.BOOT, Verb.RUN), TREE(Verb.BOOT, Verb.DESCRIBE),
        MACHINES(Verb.BOOT, Verb.RUN, Verb.DESCRIBE, Verb.BENCH), DESCRIBE(Verb.DESCRIBE),
        DISASM(Verb.DISASM), BENCH(Verb.BENCH);

        private final List<Verb> verbs;

        Use(Verb... verbs) {
            this.verbs = List.of(verbs);
        }
    }

    private final Group group;
    private final Use use;
    private final List<String> names;
    private final String argument;
    private final String help;

    Opt(Group group, Use use, String names, String argument, String help) {
        this.group = group;
        this.use = use;
        this.names = List.of(names.split("\\|"));
        this.argument = argument;
        this.help = help;
    }

    Group group() {
        return group;
    }

    boolean belongsTo(Verb verb) {
        return use.verbs.contains(verb);
    }

    /** As they are best written, dashes included; the first is the option's key. */
    List<String> names() {
        return names;
    }

    /** The first name without dashes. */
    String key() {
        return bare(names.get(0));
    }

    /** What the help page calls the argument, in brackets if it may be absent; null for none. */
    String argument() {
        return argument;
    }

    /** Whether there may be a value, which must then follow an equals sign. */
    boolean takesOptionalValue() {
        return argument != null && argument.startsWith("[");
    }

    String help() {
        return help;
    }

    boolean isCalled(String bareName) {
        return names.stream().anyMatch(n -> bare(n).equals(bareName));
    }

    /** A name without its dashes. */
    static String bare(String name) {
        return name.startsWith("--") ? name.substring(2) : name.substring(1);
    }
}
