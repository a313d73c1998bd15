package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.user.tools.common.Tree;
import cleave.guestos.user.tools.common.Words;
import cleave.guestos.user.tools.regex.Regex;
import cleave.magic.Address;
import cleave.magic.Struct;

/** {@code grep}: lines that a pattern matches. */
final class Grep {
    private static final String USAGE = "grep [-cEFhHilLnoqrsvwx] [-m N] [-A N] [-B N] [-C N]"
            + " PATTERN [FILE ...]\n"
            + "       grep [OPTIONS] -e PATTERN ... -f PATTERNS ... [FILE ...]\n"
            + "Prints the lines in which a pattern, a basic regular expression, matches.\n"
            + "  -E  extended expressions    -F  texts    -i  small and capital letters are equal\n"
            + "  -v  lines without a match    -w  whole words    -x  whole lines\n"
            + "  -c  how many    -l  names of files with one    -L  without one    -o  matches"
            + " only\n"
            + "  -n  with line numbers    -h, -H  without, with file names    -m N  N lines only\n"
            + "  -A, -B, -C N  with N lines behind, before, both    -q  nothing but the exit code\n"
            + "  -r  all files of directories    -s  without messages on files\n"
            + "Ends with 0 if a line was found, 1 if none, 2 after an error.\n";
    private static final int WRONG = 2;
    private static final int FIXED = 4;

    private static final Words PATTERNS = new Words();
    private static final Words EXPRESSIONS = new Words();

    private static boolean patternsGiven;
    private static int flags;
    private static boolean invert;
    private static boolean words;
    private static boolean wholeLines;
    private static boolean count;
    private static int namesOnly;
    private static boolean onlyMatches;
    private static boolean numbers;
    private static boolean quiet;
    private static boolean silent;
    private static boolean recursive;
    private static int withNames;
    private static int most = Integer.MAX_VALUE;
    private static int before;
    private static int behind;
    private static boolean found;
    private static int status;

    /** Where the match of the line begins and ends. */
    private static int start;
    private static int end;

    private Grep() {
    }

    static int run(int argumentCount, Address arguments) {
        CommandLine.begin(argumentCount, arguments, "#A:(after-context)B:(before-context)"
                + "C:(context)c(count)E(extended-regexp)e:(regexp)F(fixed-strings)f:(file)"
                + "G(basic-regexp)h(no-filename)H(with-filename)i(ignore-case)yl(files-with-matches"
                + ")"
                + "L(files-without-match)m:(max-count)n(line-number)o(only-matching)q(quiet)"
                + "r(recursive)Rs(no-messages)v(invert-match)w(word-regexp)x(line-regexp)",
                USAGE, WRONG);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            option(letter);
        }
        int first = 0;
        if (PATTERNS.count() == 0 && !patternsGiven) {
            CommandLine.need(1, -1);
            addPatterns(CommandLine.operand(0));
            first = 1;
        }
        compile();
        int files = CommandLine.operandCount() - first;
        if (withNames == 0) {
            withNames = files > 1 || recursive ? 'H' : 'h';
        }
        if (recursive) {
            for (int i = first; i < Math.max(first + 1, CommandLine.operandCount()); i++) {
                Tree.walk(files == 0 ? Address.of(".") : CommandLine.operand(i), Grep::visit,
                        Tree.FOLLOW_ROOT);
            }
        } else {
            for (int i = first; i < Math.max(first + 1, CommandLine.operandCount()); i++) {
                file(files == 0 ? Address.of("-") : CommandLine.operand(i));
            }
        }
        return status != 0 && !(quiet && found) ? status : found ? 0 : 1;
    }

    private static void option(int letter) {
        switch (letter) {
            case 'A' -> behind = CommandLine.number(0);
            case 'B' -> before = CommandLine.number(0);
            case 'C', CommandLine.NUMBER -> {
                before = CommandLine.number(0);
                behind = before;
            }
            case 'c' -> count = true;
            case 'E' -> flags = flags & ~FIXED | Regex.EXTENDED;
            case 'e' -> addPatterns(CommandLine.value());
            case 'F' -> flags |= FIXED;
            case 'f' -> {
                patternsGiven = true;
                status = Inputs.one(Grep::addFile, CommandLine.value());
                if (status != 0) {
                    Program.exit(WRONG);
                }
            }
            case 'G' -> flags &= ~(FIXED | Regex.EXTENDED);
            case 'h', 'H' -> withNames = letter;
            case 'i', 'y' -> flags |= Regex.IGNORE_CASE;
            case 'l', 'L' -> namesOnly = letter;
            case 'm' -> most = CommandLine.number(0);
            case 'n' -> numbers = true;
            case 'o' -> onlyMatches = true;
            case 'q' -> quiet = true;
            case 'r', 'R' -> recursive = true;
            case 's' -> silent = true;
            case 'v' -> invert = true;
            case 'w' -> words = true;
            default -> wholeLines = true;
        }
    }

    // ---- patterns ----

    /** A pattern has one line; several lines are several patterns. */
    private static void addPatterns(Address lines) {
        patternsGiven = true;
        Address at = lines;
        while (true) {
            int length = Strings.spanWithout(at, Address.of("\n"));
            PATTERNS.add(Strings.duplicate(at, length));
            if (at.loadByte(length) == 0) {
                return;
            }
            at = at.plus(length + 1);
        }
    }

    private static int addFile(Stream in, Address name) {
        Line line = new Line();
        while (Stdio.getline(line, in) >= 0) {
            line.chomp();
            PATTERNS.add(Strings.duplicate(line.text));
        }
        line.release();
        return 0;
    }

    private static void compile() {
        for (int i = 0; i < PATTERNS.count(); i++) {
            Address pattern = PATTERNS.address(i);
            Regex regex = Regex.of((flags & FIXED) != 0 ? quoted(pattern) : pattern,
                    flags & ~FIXED);
            if (regex.error() != null) {
                CommandLine.refuse(pattern, regex.error());
            }
            EXPRESSIONS.add(Address.of(regex));
        }
    }

    /** An expression that matches the text and nothing else. */
    private static Address quoted(Address text) {
        Address to = Heap.malloc(2 * Strings.length(text) + 1);
        int length = 0;
        boolean extended = (flags & Regex.EXTENDED) != 0;
        for (int i = 0; text.loadByte(i) != 0; i++) {
            int character = text.loadUnsignedByte(i);
            if (!Strings.find(Address.of("\\.[*^$"), character).isNull() || extended
                    && !Strings.find(Address.of("+?(){}|"), character).isNull()) {
                to.storeByte(length, '\\');
                length++;
            }
            to.storeByte(length, character);
            length++;
        }
        to.storeByte(length, 0);
        return to;
    }

    // ---- files ----

    private static int visit(Tree.Node node) {
        if (node.phase == Tree.UNKNOWN || node.phase == Tree.UNREADABLE) {
            Errors.errno = node.error;
            failed(node.path);
        } else if (node.phase == Tree.BEFORE && !node.isDirectory()
                && (FileMode.isRegular(node.file.mode) || node.depth == 0)) {
            file(node.path);
        }
        return quiet && found ? Tree.STOP : Tree.CONTINUE;
    }

    private static void failed(Address path) {
        if (!silent) {
            Errors.warnErrno(path);
        }
        status = WRONG;
    }

    private static void file(Address name) {
        if (quiet && found) {
            return;
        }
        boolean standard = Strings.equal(name, "-");
        Stream in = standard ? Stdio.stdin() : Stdio.fopen(name, "re");
        if (in == null) {
            failed(name);
            return;
        }
        search(in, standard ? Address.of("(standard input)") : name);
        if (in.failed()) {
            failed(name);
        }
        Inputs.close(in);
    }

    private static void search(Stream in, Address name) {
        Line line = new Line();
        int number = 0;
        int selected = 0;
        GrepContext.begin(before, behind);
        while (selected < most && Stdio.getline(line, in) >= 0) {
            line.chomp();
            number++;
            if (matches(line, 0) != invert) {
                selected++;
                found = true;
                if (quiet || namesOnly != 0) {
                    break;
                }
                if (!count) {
                    GrepContext.selected(name, number);
                    print(name, line, number);
                }
            } else if (!count && namesOnly == 0 && !quiet && before + behind > 0) {
                GrepContext.other(name, line, number);
            }
        }
        while (selected == most && most > 0 && !count && GrepContext.wantsMore()
                && Stdio.getline(line, in) >= 0) {
            line.chomp();
            number++;
            GrepContext.other(name, line, number);
        }
        line.release();
        if (quiet) {
            return;
        }
        if (namesOnly != 0) {
            if ((selected > 0) == (namesOnly == 'l')) {
                Stdio.puts(name);
            }
        } else if (count) {
            prefix(name, 0, ':');
            Stdio.stdout().put(selected).line();
        }
    }

    /** The file's name and the line's number, as far as they are wanted. */
    static void prefix(Address name, int number, int separator) {
        Stream out = Stdio.stdout();
        if (withNames == 'H') {
            out.put(name).putByte(separator);
        }
        if (numbers && number > 0) {
            out.put(number).putByte(separator);
        }
    }

    private static void print(Address name, Line line, int number) {
        if (!onlyMatches) {
            prefix(name, number, ':');
            Stdio.stdout().write(line.text, line.length).line();
            return;
        }
        int from = 0;
        while (!invert && from <= line.length && matches(line, from)) {
            if (end > start) {
                prefix(name, number, ':');
                Stdio.stdout().write(line.text.plus(start), end - start).line();
            }
            from = end > start ? end : start + 1;
        }
    }

    // ---- matching ----

    /** Whether a pattern matches from an offset on; the first place, and there the longest. */
    private static boolean matches(Line line, int from) {
        boolean any = false;
        for (int i = 0; i < EXPRESSIONS.count(); i++) {
            Regex regex = Struct.at(EXPRESSIONS.address(i), Regex.class);
            if (find(regex, line, from)) {
                int first = regex.start(0);
                int last = regex.end(0);
                if (!any || first < start || first == start && last > end) {
                    start = first;
                    end = last;
                }
                any = true;
                if (!onlyMatches) {
                    return true;
                }
            }
        }
        return any;
    }

    private static boolean find(Regex regex, Line line, int from) {
        int at = from;
        while (at <= line.length && regex.find(line.text, line.length, at)) {
            boolean whole = !wholeLines || regex.start(0) == 0 && regex.end(0) == line.length;
            if (whole && (!words || isWord(line, regex.start(0), regex.end(0)))) {
                return true;
            }
            at = regex.start(0) + 1;
        }
        return false;
    }

    private static boolean isWord(Line line, int first, int last) {
        return !(first > 0 && isWord(line.text.loadUnsignedByte(first - 1)))
                && !(last < line.length && isWord(line.text.loadUnsignedByte(last)));
    }

    private static boolean isWord(int character) {
        return Characters.isLetterOrDigit(character) || character == '_';
    }
}
