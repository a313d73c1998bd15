package cleave.tests.equivalence;

import cleave.emulator.boot.BootRequest;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The command {@code tests/equivalence}. Ends with 1 when engines differ, and with 2 when it does
 * not understand.
 */
public final class Main {
    static final String USAGE = """
            usage: tests/equivalence [WHAT...] [OPTION...]

            One machine per engine, side by side; at checkpoints all must be in the same state.
            The first difference is narrowed down to the cycle and printed, and ends the run.

              --programs N      random programs (1000 when nothing is named); a failing one is
                                made small, printed, and written as equivalence-SEED.elf
              --seed S          the first program's seed (1)
              --guest           the guest kernel with its image: tour, usertests, bench
              --elf FILE        a bare-metal program or kernel, as cleave boot FILE
              --linux           the guest of tests/guests/build-linux, from its initramfs

              --engines A,B...  the first is what the others are compared with
                                (reference,interpreter,eager,translator)
              --instructions N  of each guest, at most (2000000000)
              --step N          cycles from checkpoint to checkpoint of a guest (20000000)
              --timing MODEL    unit, pipeline or both (both); random programs have their own
            """;
    private static final int MEMORY = 64 << 20;
    private static final String KERNEL = "guest-os/target/kernel.elf";
    private static final String IMAGE = "images/target/cleave.img";
    private static final List<String> SESSION = List.of("bench", "usertests all",
            "seq 2000 | sort -rn | md5sum", "cowdemo", "bench", "poweroff");

    private int programs = -1;
    private long seed = 1;
    private boolean guest;
    private boolean linux;
    private final List<String> files = new ArrayList<>();
    private List<Contender> contenders = Contender.ALL;
    private long instructions = 2_000_000_000L;
    private long step = 20_000_000;
    private List<TimingModel> timings = List.of(TimingModel.values());
    private long total;

    private Main() {
    }

    public static void main(String[] arguments) throws IOException {
        Main main = new Main();
        try {
            main.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("equivalence: " + e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
        System.exit(main.runAll() ? 0 : 1);
    }

    private void parse(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--guest" -> guest = true;
                case "--linux" -> linux = true;
                case "--help", "-h" -> {
                    System.out.print(USAGE);
                    System.exit(0);
                }
                default -> {
                    if (++i == words.size()) {
                        throw new IllegalArgumentException(word + ": unknown, or without a value");
                    }
                    parse(word, words.get(i));
                }
            }
        }
        if (programs < 0) {
            programs = guest || linux || !files.isEmpty() ? 0 : 1000;
        }
    }

    private void parse(String option, String value) {
        switch (option) {
            case "--programs" -> programs = (int) number(option, value);
            case "--seed" -> seed = number(option, value);
            case "--elf" -> files.add(value);
            case "--instructions" -> instructions = number(option, value);
            case "--step" -> step = Math.max(1, number(option, value));
            case "--engines" -> contenders =
                    Arrays.stream(value.split(",")).map(Contender::named).toList();
            case "--timing" -> timings = value.equals("both") ? List.of(TimingModel.values())
                    : List.of(TimingModel.valueOf(value.toUpperCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private static long number(String option, String value) {
        try {
            return Long.parseUnsignedLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " " + value + ": not a number", e);
        }
    }

    private boolean runAll() throws IOException {
        boolean same = runPrograms();
        for (TimingModel timing : timings) {
            HartOptions options = new HartOptions(16, false, true, timing);
            for (String file : files) {
                same = same && run(booted(file, options, BootRequest.of(file), Optional.empty(),
                        "", List.of()));
            }
            same = same && (!guest || run(guest(options)));
            same = same && (!linux || run(linux(options)));
        }
        System.out.printf("%,d instructions on each of %d engines: %s%n", total,
                contenders.size(), same ? "all agree" : "they differ");
        return same;
    }

    private static Subject booted(String name, HartOptions options, BootRequest request,
            Optional<byte[]> disk, String prompt, List<String> lines) {
        String timing = ", " + options.timing().name().toLowerCase(Locale.ROOT);
        return new BootedSubject(name + timing, options, MEMORY, request, disk, prompt, lines);
    }

    private static Subject guest(HartOptions options) throws IOException {
        return booted("guest", options, new BootRequest(Optional.of(KERNEL),
                new BootRequest.Firmware.Automatic(), Optional.empty(), Optional.empty(),
                Optional.empty(), List.of()), Optional.of(Files.readAllBytes(Path.of(IMAGE))),
                ":/# ", SESSION);
    }

    private static Subject linux(HartOptions options) {
        String cache = Optional.ofNullable(System.getenv("CLEAVE_GUESTS")).orElse(
                System.getProperty("user.home") + "/.cache/cleave/guests") + "/linux/";
        return booted("Linux", options, new BootRequest(Optional.of(cache + "Image"),
                new BootRequest.Firmware.Automatic(), Optional.of(cache + "initramfs.cpio"),
                Optional.of("console=ttyS0 norandmaps initramfs_async=0"), Optional.empty(),
                List.of()), Optional.empty(), "", List.of());
    }

    private boolean run(Subject subject) {
        long begin = System.nanoTime();
        Race race = new Race(subject, contenders, number -> step);
        Optional<Difference> difference = race.run(instructions);
        total += race.instructions();
        System.out.printf("%s: %,d instructions, %d checkpoints, %.1f s%n", subject.name(),
                race.instructions(), race.checks(), (System.nanoTime() - begin) / 1e9);
        difference.ifPresent(found -> System.out.print(found.text()));
        return difference.isEmpty();
    }

    private boolean runPrograms() throws IOException {
        long begin = System.nanoTime();
        Fuzzer fuzzer = new Fuzzer(contenders);
        for (int i = 0; i < programs; i++) {
            Optional<Fuzzer.Finding> finding = fuzzer.run(seed + i);
            if (finding.isPresent()) {
                Path file = Path.of("equivalence-" + (seed + i) + ".elf");
                Files.write(file, finding.get().program().elf());
                System.out.print(finding.get());
                System.out.println("written to " + file);
                return false;
            }
        }
        if (programs > 0) {
            System.out.printf("%d random programs: %,d instructions, %d checkpoints, %d lively, "
                    + "%.1f s%n", programs, fuzzer.instructions(), fuzzer.checks(),
                    fuzzer.lively(), (System.nanoTime() - begin) / 1e9);
        }
        total += fuzzer.instructions();
        return true;
    }
}
