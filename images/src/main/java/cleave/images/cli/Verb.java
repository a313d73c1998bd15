package cleave.images.cli;

import cleave.images.manifest.Kind;
import cleave.toolchain.text.Nearest;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The commands of {@code cleave image}, their options, and how many operands each takes. */
enum Verb {
    CREATE("create", "FILE --size 64M [--label L] [--block-size N] [--manifest MANIFEST] "
            + "[--from DIR]...", 1, 1, "make an image with an ext2 file system", "size:",
            "label:", "block-size:", "manifest:", "from:"),
    LS("ls", "IMAGE [PATH] [-l] [-R]", 1, 2, "list a directory", "l", "R"),
    CAT("cat", "IMAGE PATH...", 2, Integer.MAX_VALUE, "print files"),
    GET("get", "IMAGE PATH [HOSTFILE|-]", 2, 3, "copy a file out of an image"),
    ADD("add", "IMAGE HOSTFILE... PATH [--mode 755] [--uid N] [--gid N]", 3, Integer.MAX_VALUE,
            "copy files into an image: to a directory, or one file to a path", "mode:", "uid:",
            "gid:"),
    MKDIR("mkdir", "IMAGE PATH... [--mode 755] [--uid N] [--gid N]", 2, Integer.MAX_VALUE,
            "make directories", "mode:", "uid:", "gid:"),
    LN("ln", "IMAGE [-s] TARGET PATH", 3, 3, "give a file one more name, or make a symbolic link",
            "s"),
    RM("rm", "IMAGE PATH... [-r]", 2, Integer.MAX_VALUE, "remove files", "r"),
    CHECK("check", "IMAGE", 1, 1, "look for damage, a line for each; changes nothing");

    private final String word;
    private final String synopsis;
    private final int least;
    private final int most;
    private final String summary;
    private final List<String> options;

    Verb(String word, String synopsis, int least, int most, String summary, String... options) {
        this.word = word;
        this.synopsis = synopsis;
        this.least = least;
        this.most = most;
        this.summary = summary;
        this.options = List.of(options);
    }

    static Verb of(String word) throws UsageException {
        for (Verb verb : values()) {
            if (verb.word.equals(word)) {
                return verb;
            }
        }
        throw new UsageException("unknown command image " + word + Nearest.to(word,
                Arrays.stream(values()).map(v -> v.word).toList())
                .map(near -> ": did you mean cleave image " + near + "?")
                .orElse("; see cleave help image"));
    }

    /** Names that end with a colon have a value; those of one letter have one dash. */
    Options options() {
        Options all = new Options();
        if (this != CREATE) {
            all.addOption(Option.builder().longOpt("partition").hasArg().get());
        }
        for (String option : options) {
            boolean valued = option.endsWith(":");
            String name = option.replace(":", "");
            all.addOption((name.length() == 1 ? Option.builder(name)
                    : Option.builder().longOpt(name)).hasArg(valued).get());
        }
        return all;
    }

    void checkOperands(int count) throws UsageException {
        if (count < least || count > most) {
            throw new UsageException("cleave image " + word + " is written: " + usage());
        }
    }

    String usage() {
        return "cleave image " + word + " " + synopsis;
    }

    /** The help page of all commands. */
    static String help() {
        StringBuilder text = new StringBuilder("""
                cleave image: disk images with an ext2 file system

                """);
        for (Verb verb : values()) {
            text.append("  ").append(verb.usage()).append("\n      ").append(verb.summary)
                    .append('\n');
        }
        return text.append("""

                An image is the file system itself, or a disk with an MBR or GUID partition table
                whose first ext2 partition is taken, or the one that --partition N names. Images
                change completely or not at all: a command that fails leaves the file as it was.
                Times are those of 1 January 2026, so that the same files give the same image.

                A manifest lists what create shall put in, a line each; # begins a comment, and a
                space in a name is \\x20. Files of the host (SOURCE) are seen from the manifest.
                """).append("  ").append(String.join("\n  ", Kind.usages())).append("""


                Exit codes: 0 done; 1 check has found damage; 2 the command line, or a file named in
                it, cannot be used; 125 a fault of Cleave itself; 141 nobody reads standard output
                """).toString();
    }
}
