package cleave.emulator.cli;

import cleave.emulator.cli.Opt.Group;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code cleave help} and {@code --help} print; made from the tables of commands and options.
 */
final class HelpPage {
    private static final int WIDTH = 80;
    private static final int COLUMN = 28;

    private HelpPage() {
    }

    /** The page about a command or a topic; null when there is none of that name. */
    static String about(String topic) {
        for (Verb verb : Verb.values()) {
            if (verb.word().equals(topic)) {
                return command(verb);
            }
        }
        return switch (topic) {
            case "keys" -> keys();
            case "expect" -> expect();
            case "codes" -> codes();
            case "recipes" -> recipes();
            default -> null;
        };
    }

    /** The first page. */
    static String overview() {
        StringBuilder text = new StringBuilder();
        text.append("Cleave: a RISC-V RV32 computer, QEMU's virt, that runs the same way every "
                + "time.\n\nCommands:\n");
        for (Verb verb : Verb.values()) {
            entry(text, "cleave " + verb.word() + " " + verb.synopsis(), verb.summary(),
                    COLUMN + 6);
        }
        entry(text, "cleave compile ...", "make a guest program of Java sources: cleave help "
                + "compile", COLUMN + 6);
        entry(text, "cleave image ...", "make, look into and change disk images: cleave help "
                + "image", COLUMN + 6);
        text.append("\nExamples:\n").append(examples());
        text.append("\nMore: cleave help boot (all options), keys, expect, codes, recipes\n");
        return text.toString();
    }

    private static String examples() {
        return """
                  cleave boot kernel.elf                 looks at the file and boots it
                  cleave boot -bios none -kernel k.elf   QEMU's spellings work
                  cleave boot -append 'root=/dev/vda' -drive file=root.img Image
                  printf 'ls\\n' | cleave boot k.elf      input from a pipe is typed patiently
                  cleave run test.elf                    a test program; its exit code is ours
                """;
    }

    /** The page of a command: what it is, then its options by group. */
    static String command(Verb verb) {
        StringBuilder text = new StringBuilder();
        text.append("cleave ").append(verb.word()).append(' ').append(verb.synopsis())
                .append("\n\n")
                .append("  ").append(capital(verb.summary())).append(".\n");
        if (verb == Verb.BOOT) {
            text.append("\nExamples:\n").append(examples());
        }
        for (Group group : Group.values()) {
            List<Opt> options = options(verb, group);
            if (!options.isEmpty()) {
                text.append('\n').append(group.title()).append(":\n");
                options.forEach(opt -> entry(text, usage(opt), opt.help(), COLUMN));
            }
        }
        if (verb == Verb.BOOT || verb == Verb.RUN) {
            text.append("\nEvery option can be written with one dash or two, its value after"
                    + " ' ' or '='.\n\n").append(codes());
        }
        return text.toString();
    }

    private static List<Opt> options(Verb verb, Group group) {
        List<Opt> options = new ArrayList<>();
        for (Opt opt : Opt.values()) {
            if (opt.belongsTo(verb) && opt.group() == group) {
                options.add(opt);
            }
        }
        return options;
    }

    /** {@code -m, --memory SIZE}. */
    static String usage(Opt opt) {
        String names = String.join(", ", opt.names());
        if (opt.argument() == null) {
            return names;
        }
        return opt.takesOptionalValue() ? names + opt.argument().replace("[", "[=")
                : names + " " + opt.argument();
    }

    private static String keys() {
        return "At a terminal every key is the guest's, Ctrl-C too. Ctrl-a is Cleave's:\n"
                + EscapeKeys.help()
                + "In a pipe they are obeyed when their turn comes:\n"
                + "  printf 'ls\\n\\001x' | cleave boot k.elf\n"
                + "-serial stdio gives the guest Ctrl-a, too.\n";
    }

    private static String expect() {
        return """
                cleave boot --expect FILE ... types for you. The script has a step a line:

                  timeout 10s            how long each following step may wait, in the guest's
                                         time: s, ms, m or cycles; 60s at the beginning
                  fail "panic"           from here on, this text ends the run with failure
                  expect "login:"        wait until the guest has printed this text
                  expect /eth[0-9] up/   wait for a line in which this expression is found
                  send "root\\n"          type: \\n \\r \\t \\e \\\\ \\" \\x41
                  pause 500ms            wait
                  exit 0                 wait until the guest ends itself with this code
                  # anything             a comment

                At the end of the script the run ends with exit code 0. A step that waits in
                vain ends it with 124; forbidden text, or another end than expected, with 1.
                What the guest prints appears on standard output, the steps on standard error.
                """;
    }

    /** The contract about exit codes. */
    static String codes() {
        StringBuilder text = new StringBuilder("Exit codes:\n");
        entry(text, "the guest's", "what it gave the test finisher, HTIF or the firmware; 255 when "
                + "it does not fit into a byte", 14);
        for (ExitCode code : ExitCode.values()) {
            entry(text, Integer.toString(code.code()), code.meaning(), 14);
        }
        return text.toString();
    }

    private static String recipes() {
        return """
                Linux with a root disk:
                  cleave boot -m 256M -drive file=root.ext2,if=none,id=d \\
                      -device virtio-blk-device,drive=d -append 'root=/dev/vda rw' Image

                OpenSBI in place of the built-in SBI:
                  cleave boot -bios fw_jump.bin -kernel Image

                A teaching kernel with its disk in the first slot (xv6 and its kin):
                  cleave boot -bios none -kernel kernel -m 128M \\
                      -drive file=fs.img,if=none,format=raw,id=x0 \\
                      -device virtio-blk-device,drive=x0,bus=virtio-mmio-bus.0

                A test in CI: it must end by itself, within a billion cycles, or it has failed:
                  cleave run --max-cycles 1000000000 --json=result.json test.elf

                A conversation in CI:
                  cleave boot --expect login.txt kernel.elf
                """;
    }

    private static void entry(StringBuilder text, String left, String right, int column) {
        String indent = " ".repeat(column);
        text.append("  ").append(left);
        int used = left.length() + 2;
        if (used >= column) {
            text.append('\n').append(indent);
        } else {
            text.append(" ".repeat(column - used));
        }
        int at = column;
        for (String word : right.split(" ")) {
            if (at + word.length() > WIDTH && at > column) {
                text.append('\n').append(indent);
                at = column;
            }
            text.append(at > column ? " " : "").append(word);
            at += word.length() + 1;
        }
        text.append('\n');
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
