package cleave.guestos.user.tools;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Running;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;

/** {@code xargs}: runs programs with words from standard input. */
final class Xargs {
    private static final String USAGE =
            "xargs [-0prt] [-n WORDS] [-L LINES] [-s BYTES] [-I TEXT] [PROGRAM [WORD ...]]\n"
            + "Runs a program, or echo, with the words of standard input, many at once.\n"
            + "  -n N  with at most N words    -L N  with the words of N lines\n"
            + "  -I TEXT  once for each line, which takes the place of this text in the words\n"
            + "  -0  words end by a zero, and nothing else counts    -d C  words end by C\n"
            + "  -r  never without words    -s N  with at most N bytes of words\n"
            + "  -t  tell each on standard error    -p  ask before each\n";
    private static final int BYTES_MAX = 0x1_0000;
    private static final int FAILED = 123;
    private static final int STOPPED = 124;
    private static final int SIGNALLED = 125;

    private static final Words WORDS = new Words();
    private static final Text WORD = new Text();

    private static int delimiter = -1;
    private static boolean lineEnded;
    private static Address replaced;
    private static boolean tell;
    private static boolean ask;
    private static int fixed;
    private static int bytes;
    private static int status;

    private Xargs() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "+0(null)d:(delimiter)I:(replace)L:(max-lines)"
                + "n:(max-args)p(interactive)r(no-run-if-empty)s:(max-chars)t(verbose)",
                USAGE);
        int words = Integer.MAX_VALUE;
        int lines = 0;
        int size = BYTES_MAX;
        boolean never = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case '0' -> delimiter = 0;
                case 'd' -> delimiter = CommandLine.value().loadByte(0) == '\\'
                        && CommandLine.value().loadByte(1) == 'n' ? '\n'
                        : CommandLine.value().loadUnsignedByte(0);
                case 'I' -> replaced = CommandLine.value();
                case 'L' -> lines = CommandLine.number(1);
                case 'n' -> words = CommandLine.number(1);
                case 'r' -> never = true;
                case 's' -> size = Math.min(BYTES_MAX, CommandLine.number(1));
                case 't' -> tell = true;
                default -> ask = true;
            }
        }
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            WORDS.add(CommandLine.operand(i));
        }
        if (CommandLine.operandCount() == 0) {
            WORDS.add(Address.of("echo"));
        }
        fixed = WORDS.count();
        if (!replaced.isNull()) {
            return replace();
        }
        return collect(words, lines, size, never);
    }

    private static int collect(int words, int lines, int size, boolean never) {
        boolean any = false;
        int linesRead = 0;
        while (next()) {
            if (WORDS.count() > fixed && bytes + WORD.length() + 1 > size) {
                call();
                any = true;
                linesRead = 0;
            }
            WORDS.add(Strings.duplicate(WORD.address()));
            bytes += WORD.length() + 1;
            linesRead += lineEnded ? 1 : 0;
            if (WORDS.count() - fixed == words || lines > 0 && linesRead == lines) {
                call();
                any = true;
                linesRead = 0;
            }
        }
        if (WORDS.count() > fixed || !any && !never) {
            call();
        }
        return status;
    }

    // ---- reading words ----

    /** The next word, as a shell would read it, or up to the delimiter. */
    private static boolean next() {
        Stream in = Stdio.stdin();
        WORD.clear();
        lineEnded = false;
        int character = in.get();
        if (delimiter >= 0) {
            if (character < 0) {
                return false;
            }
            while (character >= 0 && character != delimiter) {
                WORD.put(character);
                character = in.get();
            }
            lineEnded = true;
            return true;
        }
        while (character >= 0 && Characters.isSpace(character)) {
            character = in.get();
        }
        if (character < 0) {
            return false;
        }
        int quote = 0;
        while (character >= 0 && (quote != 0 || !Characters.isSpace(character))) {
            if (quote != 0 && character == '\n') {
                Errors.die(1, "a quote is not closed on its line; -0 takes quotes as they are");
            } else if (quote != 0 && character == quote) {
                quote = 0;
            } else if (quote == 0 && (character == '"' || character == '\'')) {
                quote = character;
            } else {
                if (quote == 0 && character == '\\') {
                    character = in.get();
                }
                WORD.put(character);
            }
            character = in.get();
        }
        if (quote != 0) {
            Errors.die(1, "a quote is not closed on its line; -0 takes quotes as they are");
        }
        while (character == ' ' || character == '\t') {
            character = in.get();
        }
        lineEnded = character == '\n' || character < 0;
        if (!lineEnded) {
            in.unget(character);
        }
        return true;
    }

    /** A whole line without the blanks at its start, in the place of the text, for each line. */
    private static int replace() {
        Stream in = Stdio.stdin();
        Text text = new Text();
        int end = delimiter >= 0 ? delimiter : '\n';
        while (true) {
            WORD.clear();
            int character = in.get();
            while (delimiter < 0 && character >= 0 && Characters.isSpace(character)) {
                character = in.get();
            }
            if (character < 0) {
                return status;
            }
            while (character >= 0 && character != end) {
                WORD.put(character);
                character = in.get();
            }
            Words template = new Words();
            for (int i = 0; i < fixed; i++) {
                template.add(WORDS.get(i));
                substitute(WORDS.address(i), text.clear());
                WORDS.set(i, Strings.duplicate(text.address()).bits());
            }
            call();
            for (int i = 0; i < fixed; i++) {
                Heap.free(WORDS.address(i));
                WORDS.set(i, template.get(i));
            }
            template.release(false);
        }
    }

    private static void substitute(Address word, Text to) {
        Address at = word;
        int length = Strings.length(replaced);
        while (at.loadByte(0) != 0) {
            if (length > 0 && Strings.startsWith(at, replaced)) {
                to.put(WORD.address());
                at = at.plus(length);
            } else {
                to.put(at.loadUnsignedByte(0));
                at = at.plus(1);
            }
        }
    }

    // ---- running ----

    private static void call() {
        if (wanted()) {
            WORDS.add(0);
            int code = runProgram();
            WORDS.removeLast();
            if (code == 255) {
                Errors.message().put(WORDS.address(0)).put(": ended with 255, which stops xargs")
                        .line();
                Program.exit(STOPPED);
            } else if (code > 128) {
                Errors.message().put(WORDS.address(0)).put(": ended by signal ").put(code - 128)
                        .line();
                Program.exit(SIGNALLED);
            } else if (code == 126 || code == 127) {
                Program.exit(code);
            } else if (code != 0) {
                status = FAILED;
            }
        }
        while (WORDS.count() > fixed) {
            Heap.free(Address.of(WORDS.removeLast()));
        }
        bytes = 0;
    }

    /** The program must not read what is left of the words. */
    private static int runProgram() {
        Stdio.flushAll();
        int child = Processes.fork();
        if (child == 0) {
            int nothing = Files.open("/dev/null", OpenFlags.O_RDONLY);
            Files.dup2(nothing, 0);
            int code = Running.become(WORDS.items());
            Stdio.flushAll();
            Program.exitNow(code);
        }
        if (child < 0) {
            Errors.dieErrno(126, "fork");
        }
        return Running.end(child);
    }

    private static boolean wanted() {
        if (!tell && !ask) {
            return true;
        }
        Stream out = Stdio.stderr();
        for (int i = 0; i < WORDS.count(); i++) {
            out.put(i == 0 ? "" : " ").put(WORDS.address(i));
        }
        if (!ask) {
            out.line();
            return true;
        }
        out.put("?...").flush();
        Stream terminal = Stdio.fopen("/dev/tty", "re");
        int answer = terminal == null ? -1 : terminal.get();
        if (terminal != null) {
            Stdio.fclose(terminal);
        }
        return answer == 'y' || answer == 'Y';
    }
}
