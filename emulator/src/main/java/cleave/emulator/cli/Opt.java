package cleave.emulator.cli;

import static cleave.emulator.cli.Verb.BOOT;
import static cleave.emulator.cli.Verb.RUN;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Every option: its names, its argument, the commands that take it, and what it does. Parser, help
 * pages and README are made from this table. Each name is accepted with one dash or two.
 */
enum Opt {
    KERNEL(Group.IMAGE, EnumSet.of(BOOT), "-kernel", "FILE",
            "the kernel or program; the same as naming it without an option"),
    BIOS(Group.IMAGE, EnumSet.of(BOOT), "-bios", "FILE",
            "firmware, started in M-mode at 0x80000000; none: the kernel itself starts there; "
                    + "builtin: the machine's own SBI; default: none for what is linked below "
                    + "0x80200000, else builtin"),
    INITRD(Group.IMAGE, EnumSet.of(BOOT), "-initrd", "FILE",
            "an initial RAM disk for the kernel"),
    APPEND(Group.IMAGE, EnumSet.of(BOOT), "-append", "WORDS",
            "the kernel's arguments, /chosen/bootargs in the device tree"),
    DTB(Group.IMAGE, EnumSet.of(BOOT), "-dtb", "FILE",
            "a device tree in place of the machine's own"),
    SIGNATURE(Group.RESULT, EnumSet.of(RUN), "--signature", "FILE",
            "at the end, write the memory between the symbols begin_signature and end_signature, "
                    + "a hexadecimal word a line"),
    SIGNATURE_GRANULARITY(Group.RESULT, EnumSet.of(RUN), "--signature-granularity", "BYTES",
            "bytes in a line of the signature: 4 (default), 8 or 16"),
    MEMORY(Group.MACHINE, EnumSet.of(BOOT, RUN), "-m|--memory", "SIZE",
            "RAM: 128M (default), 1G; a bare number counts MiB"),
    ENGINE(Group.MACHINE, EnumSet.of(BOOT, RUN), "--engine", "NAME",
            "what executes the instructions; all engines agree to the cycle"),
    TIMING(Group.MACHINE, EnumSet.of(BOOT, RUN), "--timing", "MODEL",
            "unit (default): every instruction is one cycle; pipeline: a five-stage in-order core"),
    MISALIGNED(Group.MACHINE, EnumSet.of(BOOT, RUN), "--misaligned", "HOW",
            "misaligned loads and stores: hardware (default) does them, trap raises an exception"),
    PTE_AD(Group.MACHINE, EnumSet.of(BOOT, RUN), "--pte-ad", "HOW",
            "A and D bits of page table entries: hardware (default) sets them, fault is Svade"),
    PMP(Group.MACHINE, EnumSet.of(BOOT, RUN), "--pmp", "N",
            "PMP entries: 16 (default), 8, 4 or 0"),
    RTC_EPOCH(Group.MACHINE, EnumSet.of(BOOT, RUN), "--rtc-epoch", "SECONDS",
            "what the real-time clock shows at power-on, in seconds since 1970"),
    MAX_CYCLES(Group.RUN_LIMIT, EnumSet.of(BOOT, RUN), "--max-cycles", "N",
            "end after N cycles of the hart, with exit code 124"),
    MAX_SECONDS(Group.RUN_LIMIT, EnumSet.of(BOOT, RUN), "--max-seconds", "N",
            "end after N seconds of the host's time, with exit code 124"),
    NO_REBOOT(Group.RUN_LIMIT, EnumSet.of(BOOT, RUN), "-no-reboot", null,
            "a guest that resets the machine ends the run"),
    SERIAL(Group.CONSOLE, EnumSet.of(BOOT, RUN), "-serial", "TO",
            "the serial line: mon:stdio (default: the terminal, Ctrl-a is Cleave's), stdio (the "
                    + "terminal, Ctrl-a is the guest's), file:NAME, null, none"),
    REALTIME(Group.CONSOLE, EnumSet.of(BOOT, RUN), "--realtime", null,
            "the guest's clocks follow the host's; runs then differ from each other"),
    QUIET(Group.RESULT, EnumSet.of(BOOT, RUN), "--quiet", null,
            "do not say what was loaded where");

    /** Sections of the help page, in their order. */
    enum Group {
        IMAGE("What to boot"),
        MACHINE("The machine"),
        RUN_LIMIT("How long"),
        CONSOLE("The console"),
        RESULT("What to report");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private final Group group;
    private final Set<Verb> verbs;
    private final List<String> names;
    private final String argument;
    private final String help;

    Opt(Group group, Set<Verb> verbs, String names, String argument, String help) {
        this.group = group;
        this.verbs = verbs;
        this.names = List.of(names.split("\\|"));
        this.argument = argument;
        this.help = help;
    }

    Group group() {
        return group;
    }

    boolean belongsTo(Verb verb) {
        return verbs.contains(verb);
    }

    /** As they are best written, dashes included; the first is the option's key. */
    List<String> names() {
        return names;
    }

    /** The first name without dashes. */
    String key() {
        return bare(names.get(0));
    }

    /** What the help page calls the argument; null when there is none. */
    String argument() {
        return argument;
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
