package cleave.emulator.cli;

import cleave.emulator.engine.EngineKind;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.MachineBuilder;
import cleave.toolchain.text.Sizes;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The machine that the options ask for.
 *
 * @param memoryBytes RAM
 * @param engine empty for the usual one
 * @param epochSeconds what the real-time clock shows at power-on, since 1970
 * @param seed what random numbers are made from
 */
record MachineOptions(int memoryBytes, Optional<EngineKind> engine, HartOptions hart,
        long epochSeconds, long seed) {
    private static final int PAGE = 4096;

    static MachineOptions of(Arguments arguments) throws UsageException {
        QemuMachine.check(arguments);
        boolean trap = arguments.choice(Opt.MISALIGNED, "hardware", "hardware", "trap")
                .equals("trap");
        boolean hardwareAd = arguments.choice(Opt.PTE_AD, "hardware", "hardware", "fault")
                .equals("hardware");
        TimingModel timing = constant(arguments, Opt.TIMING, TimingModel.values())
                .orElse(TimingModel.UNIT);
        String pmp = arguments.choice(Opt.PMP, QemuMachine.hasPmp(arguments) ? "16" : "0",
                "16", "8", "4", "0");
        return new MachineOptions(memory(arguments),
                constant(arguments, Opt.ENGINE, EngineKind.values()),
                new HartOptions(Integer.parseInt(pmp), trap, hardwareAd, timing),
                arguments.number(Opt.RTC_EPOCH, QemuMachine.epoch(arguments)
                        .orElse(MachineBuilder.DEFAULT_EPOCH_SECONDS), 0, QemuMachine.LAST_SECOND),
                arguments.number(Opt.SEED, 0, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static <E extends Enum<E>> Optional<E> constant(Arguments arguments, Opt opt,
            E[] constants) throws UsageException {
        if (!arguments.has(opt)) {
            return Optional.empty();
        }
        String[] words = Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        String word = arguments.choice(opt, "", words);
        return Optional.of(constants[Arrays.asList(words).indexOf(word)]);
    }

    private static int memory(Arguments arguments) throws UsageException {
        String text = arguments.value(Opt.MEMORY).orElse("128M");
        String size = text.startsWith("size=") ? text.substring("size=".length()) : text;
        long bytes;
        try {
            bytes = Sizes.parse(size, 1 << 20);
        } catch (NumberFormatException e) {
            throw new UsageException("-m " + text + ": a size looks like 128M or 1G");
        }
        if (bytes < 1 << 20 || bytes > 1 << 30) {
            throw new UsageException("-m " + text + ": RAM can be from 1M to 1G");
        }
        if (bytes % PAGE != 0) {
            throw new UsageException("-m " + text + ": RAM is a multiple of 4K");
        }
        return (int) bytes;
    }

    MachineBuilder builder() {
        MachineBuilder builder = Machine.builder().memory(memoryBytes).options(hart)
                .epochSeconds(epochSeconds);
        engine.ifPresent(builder::engine);
        return builder;
    }
}
