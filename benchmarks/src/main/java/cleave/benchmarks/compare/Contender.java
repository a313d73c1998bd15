package cleave.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An emulator that Cleave is compared with, and how it is started. What its guest
 * prints must be what it prints on Cleave.
 */
enum Contender {
    /** Without {@code -icount}: fast, and not the same twice. */
    QEMU("QEMU TCG", "qemu-system-riscv32"),
    /** The mode that promises what Cleave promises: an instruction is a nanosecond. */
    ICOUNT("QEMU -icount", "qemu-system-riscv32");

    private final String title;
    private final String program;

    Contender(String title, String program) {
        this.title = title;
        this.program = program;
    }

    String title() {
        return title;
    }

    String program() {
        return program;
    }

    /** The word for it on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Contender of(String word) throws CompareException {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst()
                .orElseThrow(() -> new CompareException("no emulator is called " + word
                        + "; there are: " + String.join(" ",
                                Arrays.stream(values()).map(Contender::word).toList())));
    }

    boolean isInstalled() {
        return Tool.isInstalled(program);
    }

    /** The command line. */
    List<String> command(Guest guest) {
        List<String> words = new ArrayList<>(List.of(program, "-M", "virt", "-nographic"));
        if (this == ICOUNT) {
            words.addAll(List.of("-icount", "shift=0"));
        }
        if (guest instanceof Guest.Bare bare) {
            words.addAll(List.of("-bios", "none", "-kernel", bare.elf().toString()));
        } else if (guest instanceof Guest.Disk disk) {
            words.addAll(List.of("-bios", disk.firmware().toString(),
                    "-kernel", disk.kernel().toString(), "-drive", "file=" + disk.image()
                    + ",format=raw,if=none,id=d,snapshot=on",
                    "-device", "virtio-blk-device,drive=d"));
        }
        return words;
    }

    /** The launcher of the sources; tests run what has just been compiled. */
    static String launcher(Path home) {
        return System.getProperty("cleave.launcher", home.resolve("cleave").toString());
    }

    /** Cleave's own command line; it also writes its counters to {@code json}. */
    static List<String> cleave(Path home, Guest guest, Path json) {
        List<String> words = new ArrayList<>(List.of(launcher(home)));
        if (guest instanceof Guest.Bare bare) {
            words.addAll(List.of("run", "--quiet", "--json=" + json, bare.elf().toString()));
        } else if (guest instanceof Guest.Disk disk) {
            words.addAll(List.of("boot", "--quiet", "--json=" + json, "-snapshot",
                    "-kernel", disk.kernel().toString(), "-drive",
                    "file=" + disk.image() + ",format=raw,if=none,id=d",
                    "-device", "virtio-blk-device,drive=d"));
        }
        return words;
    }
}
