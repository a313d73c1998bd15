package cleave.emulator.cli;

/** The commands: {@code cleave VERB ...}. */
enum Verb {
    BOOT("boot", "[options] [image]", "boot a kernel, a disk image, or a bare-metal program"),
    RUN("run", "[options] prog.elf", "run a bare-metal or HTIF program to its exit code"),
    VERSION("version", "", "print the version");

    private final String word;
    private final String synopsis;
    private final String summary;

    Verb(String word, String synopsis, String summary) {
        this.word = word;
        this.synopsis = synopsis;
        this.summary = summary;
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
