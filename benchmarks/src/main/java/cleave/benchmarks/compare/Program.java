package cleave.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The guest programs that come along, their lengths, and the bars: how much faster than QEMU's TCG
 * Cleave shall be at least, as a whole process and in the steady state.
 */
enum Program {
    //         source        march      options               whole   short     long  bars
    MARK      ("mark.c",     "rv32ima",  "",                    3_300,  5_300, 17_650, 1, 1.5),
    MIX       ("mix.c",      "rv32ima",  "",                   20_000, 33_000, 110_000, 1, 1.5),
    MIXC      ("mix.c",      "rv32imac", "",                   20_000, 33_000, 110_000, 1, 1.5),
    RECORDS   ("records.c",  "rv32ima",  "",       3_000_000, 4_800_000, 16_100_000, 1, 1.5),
    STREAMS   ("streams.c",  "rv32ima",  "",                      600,  2_000,  6_000, 1, 1.5),
    SCATTERED ("paging.c",   "rv32ima",  "SCATTERED",          10_000, 10_000, 30_000, 4, 4),
    SEQUENTIAL("paging.c",   "rv32ima",  "SEQUENTIAL",             60,    400,  1_600, 1, 1),
    FAULTS_S  ("paging.c",   "rv32ima",  "FAULTS_S",     500_000, 500_000, 1_500_000, 12, 12),
    FAULTS_U  ("paging.c",   "rv32ima",  "FAULTS_U",     500_000, 500_000, 1_500_000, 12, 12),
    FLUSH     ("paging.c",   "rv32ima",  "FLUSH",             300_000, 300_000, 900_000, 7, 7),
    HELLO     ("hello.c",    "rv32ima",  "",                        1,      0,      0, 0, 0),
    BOOT      ("", "", "", 0, 0, 0, 2 / 3.0, 0),
    FORK      ("", "", "fork",                                 10_000, 10_000, 40_000, 3, 3),
    EXEC      ("", "", "exec",                                  2_000,  2_000,  8_000, 3, 3),
    COW       ("", "", "cow",                                 100_000, 100_000, 400_000, 3, 3),
    PIPE      ("", "", "pipe",                                 50_000, 50_000, 200_000, 3, 3);

    private final String source;
    private final String march;
    private final String option;
    private final int wholeCount;
    private final int shortCount;
    private final int longCount;
    private final double wholeBar;
    private final double steadyBar;

    Program(String source, String march, String option, int wholeCount, int shortCount,
            int longCount, double wholeBar, double steadyBar) {
        this.source = source;
        this.march = march;
        this.option = option;
        this.wholeCount = wholeCount;
        this.shortCount = shortCount;
        this.longCount = longCount;
        this.wholeBar = wholeBar;
        this.steadyBar = steadyBar;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it runs in the image that comes along, as work for its kernel. */
    boolean isKernelWork() {
        return source.isEmpty();
    }

    boolean hasSteadyState() {
        return longCount > 0;
    }

    int wholeCount() {
        return wholeCount;
    }

    int shortCount() {
        return shortCount;
    }

    int longCount() {
        return longCount;
    }

    double wholeBar() {
        return wholeBar;
    }

    double steadyBar() {
        return steadyBar;
    }

    static Program of(String word) throws CompareException {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst()
                .orElseThrow(() -> new CompareException("no program is called " + word
                        + ", nor is it a file; there are: " + String.join(" ",
                                Arrays.stream(values()).map(Program::word).toList())
                        + " and the groups bare and kernel"));
    }

    /** The guest that does its work {@code count} times. */
    Guest guest(Path home, int count)
            throws CompareException, IOException, InterruptedException {
        if (!isKernelWork()) {
            return new Guest.Bare(word(), compile(home, count));
        }
        Path built = home.resolve("guest-os/target");
        List<String> typed = new ArrayList<>();
        if (this != BOOT) {
            typed.add("bench -n " + count + " " + option);
        }
        typed.add("poweroff");
        return new Guest.Disk(word(), built.resolve("firmware.elf"), built.resolve("kernel.elf"),
                home.resolve("images/target/cleave.img"), "# ", typed, this == BOOT);
    }

    private Path compile(Path home, int count)
            throws CompareException, IOException, InterruptedException {
        Tool.need("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf");
        Path folder = Files.createDirectories(home.resolve("benchmarks/target/guest"));
        Path elf = folder.resolve(word() + "-" + count + ".elf");
        List<String> words = new ArrayList<>(List.of("riscv64-unknown-elf-gcc", "-O2", "-Wall",
                "-march=" + march + "_zicsr", "-mabi=ilp32", "-ffreestanding", "-nostdlib",
                "-DROUNDS=" + count));
        if (!option.isEmpty()) {
            words.add("-DTEST=" + option);
        }
        words.addAll(List.of("-T", "guest.ld", "start.S", "guest.c", source, "-lgcc", "-o",
                elf.toString()));
        Tool.run(home.resolve("benchmarks/src/guest"), words);
        return elf;
    }
}
