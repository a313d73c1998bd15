package cleave.emulator.cli;

import cleave.toolchain.text.Nearest;
import java.util.Arrays;

/** The commands: {@code cleave VERB ...}. */
enum Verb {
    BOOT("boot", "[options] [image]", "boot a kernel, a disk image, or a bare-metal program"),
    RUN("run", "[options] prog.elf", "run a bare-metal or HTIF program to its exit code"),
    DISASM("disasm", "[options] file", "show a program's or binary's instructions"),
    DESCRIBE("describe", "[options]", "describe the machine: memory map, device tree"),
    BENCH("bench", "[options] cow [image]",
            "measure fork, exec, pipes and copy-on-write inside a guest"),
    VERSION("version", "", "print the version"),
    HELP("help", "[command]", "explain a command, or: keys, expect, codes, recipes");

    private final String word;
    private final String synopsis;
    private final String summary;

    Verb(String word, String synopsis, String summary) {
        this.word = word;
        this.synopsis = synopsis;
        this.summary = summary;
    }

    static Verb of(String word) throws UsageException {
        for (Verb verb : values()) {
            if (verb.word.equals(word)) {
                return verb;
            }
        }
        String near = Nearest.to(word, Arrays.stream(values()).map(Verb::word).toList())
                .map(n -> ": did you mean cleave " + n + "?")
                .orElse("; to boot a file, say cleave boot " + word);
        throw new UsageException("unknown command " + word + near);
    }

    String word() {
        return word;
    }

    String synopsis() {
        return synopsis;
    }

    String summary() {
        return summary;
    }
}
