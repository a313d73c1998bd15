package cleave.emulator.cli;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * QEMU's options about the machine as a whole: what they ask for is what there is, or they are
 * refused by name.
 */
final class QemuMachine {
    /** The last second that fits into a count of nanoseconds. */
    static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000_000L;

    /** Extensions of the hart, which {@code -cpu} may switch on. */
    private static final List<String> PRESENT = List.of("i", "m", "a", "c", "s", "u", "zicsr",
            "zifencei", "zicntr", "zba", "zbb", "zbs", "sstc", "mmu", "Zicsr", "Zifencei",
            "Counters", "svadu");
    /** Extensions it has not, which {@code -cpu} may switch off. */
    private static final List<String> ABSENT = List.of("f", "d", "e", "g", "h", "v",
            "zfh", "zfhmin", "zfinx", "zdinx", "zbc", "zbkb", "zbkc", "zbkx", "zcb", "svpbmt",
            "svinval", "svnapot", "zicbom", "zicboz", "zawrs", "smaia", "ssaia", "smepmp", "epmp",
            "x-epmp", "x-h", "x-v", "sscofpmf", "pmu-num", "svade");
    private static final List<String> HARMLESS_WORDS = List.of("none", "off");

    private QemuMachine() {
    }

    /** Refuses what is not there. */
    static void check(Arguments arguments) throws UsageException {
        checkMachine(arguments);
        checkHart(arguments);
        checkHarts(arguments);
        checkInstructionCount(arguments);
        for (Opt opt : List.of(Opt.DISPLAY, Opt.VGA, Opt.MONITOR, Opt.PARALLEL, Opt.NET)) {
            for (String value : arguments.values(opt)) {
                if (!HARMLESS_WORDS.contains(value)) {
                    throw new UsageException(opt.names().get(0) + " " + value + ": "
                            + opt.help() + "; it can only be none");
                }
            }
        }
        for (String value : arguments.values(Opt.ACCEL)) {
            if (!value.equals("tcg") && !value.startsWith("tcg,")) {
                throw new UsageException("-accel " + value + ": there is nothing to accelerate; "
                        + "see --engine");
            }
        }
    }

    private static void checkMachine(Arguments arguments) throws UsageException {
        if (!arguments.has(Opt.MACHINE_TYPE)) {
            return;
        }
        KeyValues values = new KeyValues("-M", arguments.value(Opt.MACHINE_TYPE).get(), "type");
        String type = values.get("type").orElse("virt");
        if (!type.equals("virt")) {
            throw values.problem("the machine is virt; no other is built in");
        }
        values.allow("type", "aclint", "aia", "acpi", "accel", "dumpdtb", "usb");
        for (Map.Entry<String, String> value : values.all().entrySet()) {
            boolean off = List.of("off", "none", "false", "no").contains(value.getValue());
            if (List.of("aclint", "aia", "acpi", "usb").contains(value.getKey()) && !off) {
                throw values.problem("there is no " + value.getKey());
            }
        }
    }

    /** The file that {@code -M virt,dumpdtb=FILE} names. */
    static Optional<String> deviceTreeDump(Arguments arguments) throws UsageException {
        return arguments.has(Opt.MACHINE_TYPE)
                ? new KeyValues("-M", arguments.value(Opt.MACHINE_TYPE).get(), "type")
                .get("dumpdtb")
                : Optional.empty();
    }

    private static void checkHart(Arguments arguments) throws UsageException {
        if (!arguments.has(Opt.CPU)) {
            return;
        }
        KeyValues values = new KeyValues("-cpu", arguments.value(Opt.CPU).get(), "model");
        String model = values.get("model").orElse("");
        if (!List.of("rv32", "any", "max").contains(model)) {
            throw values.problem("the hart is rv32");
        }
        for (String key : values.all().keySet()) {
            if (PRESENT.contains(key) && !values.isOn(key, true)) {
                throw values.problem("the hart has " + key + ", and it cannot be switched off");
            }
            if (ABSENT.contains(key) && !values.get(key).orElse("").equals("0")
                    && values.isOn(key, false)) {
                throw values.problem("the hart has no " + key);
            }
            boolean known = PRESENT.contains(key) || ABSENT.contains(key)
                    || List.of("model", "pmp", "vlen", "elen", "vext_spec", "priv_spec")
                            .contains(key);
            if (!known) {
                throw values.problem("the hart knows nothing of " + key);
            }
        }
    }

    /** Whether {@code -cpu} leaves the hart its PMP. */
    static boolean hasPmp(Arguments arguments) throws UsageException {
        return !arguments.has(Opt.CPU)
                || new KeyValues("-cpu", arguments.value(Opt.CPU).get(), "model").isOn("pmp", true);
    }

    private static void checkHarts(Arguments arguments) throws UsageException {
        if (!arguments.has(Opt.SMP)) {
            return;
        }
        KeyValues values = new KeyValues("-smp", arguments.value(Opt.SMP).get(), "cpus");
        values.allow("cpus", "cores", "threads", "sockets", "maxcpus");
        for (String key : values.all().keySet()) {
            if (values.number(key) != 1) {
                throw values.problem("this machine has one hart: say -smp 1 or nothing (with xv6's "
                        + "makefile: make CPUS=1 ...)");
            }
        }
    }

    private static void checkInstructionCount(Arguments arguments) throws UsageException {
        if (!arguments.has(Opt.ICOUNT)) {
            return;
        }
        KeyValues values = new KeyValues("-icount", arguments.value(Opt.ICOUNT).get(), "shift");
        values.allow("shift", "align", "sleep");
        if (!values.require("shift").equals("0")) {
            throw values.problem("a cycle is a nanosecond, shift=0, always");
        }
        if (values.isOn("align", false)) {
            throw values.problem("say --realtime for a guest that keeps up with the host's clock");
        }
    }

    /** Seconds since 1970 that {@code -rtc} asks for. */
    static Optional<Long> epoch(Arguments arguments) throws UsageException {
        if (!arguments.has(Opt.RTC)) {
            return Optional.empty();
        }
        KeyValues values = new KeyValues("-rtc", arguments.value(Opt.RTC).get(), null);
        values.allow("base", "clock", "driftfix");
        String clock = values.get("clock").orElse("vm");
        if (!clock.equals("vm")) {
            throw values.problem("the clock runs on the guest's time, clock=vm; see --realtime");
        }
        String base = values.get("base").orElse("utc");
        if (base.equals("utc")) {
            return Optional.of(HostClock.epochSeconds());
        }
        try {
            String time = base.contains("T") ? base : base + "T00:00:00";
            return Optional.of(LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw values.problem("base is utc, or a time in UTC like 2026-01-31T12:00:00");
        }
    }
}
