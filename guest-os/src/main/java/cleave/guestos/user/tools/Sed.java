package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/** {@code sed}: edits lines by a script (POSIX, sed): options, input and output. */
final class Sed {
    private static final String USAGE = "sed [-Eins] SCRIPT [FILE ...]\n"
            + "       sed [-Eins] [-e SCRIPT] ... [-f SCRIPTFILE] ... [FILE ...]\n"
            + "Edits lines.\n"
            + "  -n  print only what the script prints    -E, -r  extended expressions\n"
            + "  -i  change the files themselves    -s  each file has its own last line\n"
            + "Commands: { } = a b c d D g G h H i l n N p P q Q r s t T w x y : #, with"
            + " addresses\n"
            + "N, $, /EXPRESSION/[I], FIRST~STEP, and ranges A,B, A,+N, and ! for all others.\n";

    static boolean quiet;
    static boolean inPlace;
    static boolean separate;
    static Stream out;
    static long number;
    static int status;

    private static final Text SCRIPT = new Text();
    private static final Text TEMPORARY = new Text();
    private static final Line LINE = new Line();
    private static final Statx FILE = new Statx();

    private static int file;
    private static Stream in;
    private static Address inName;
    /** The line that was read ahead, to know which one is the last. */
    private static final Text AHEAD = new Text();
    private static boolean haveAhead;
    private static boolean aheadEnded;
    /** Whether the line being edited had a line feed. */
    static boolean lineEnded;
    /** The stream whose last line has no line feed, and gets one if another line follows. */
    private static Stream missing;

    private Sed() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "e:(expression)E(regexp-extended)f:(file)i(in-place)"
                + "n(quiet)rs(separate)", USAGE);
        boolean given = false;
        boolean extended = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'e' -> {
                    given = true;
                    SCRIPT.put(CommandLine.value()).put('\n');
                }
                case 'f' -> {
                    given = true;
                    if (Inputs.one(Sed::addScript, CommandLine.value()) != 0) {
                        return 1;
                    }
                }
                case 'i' -> {
                    inPlace = true;
                    separate = true;
                }
                case 'n' -> quiet = true;
                case 's' -> separate = true;
                default -> extended = true;
            }
        }
        int first = 0;
        if (!given) {
            CommandLine.need(1, -1);
            SCRIPT.put(CommandLine.operand(0)).put('\n');
            first = 1;
        }
        SedParser.parse(SCRIPT.address(), extended, !given);
        if (SedParser.quietByScript) {
            quiet = true;
        }
        file = first;
        out = Stdio.stdout();
        SedMachine.run();
        closeInput();
        SedParser.closeFiles();
        return status;
    }

    private static int addScript(Stream from, Address name) {
        while (Stdio.getline(LINE, from) >= 0) {
            LINE.chomp();
            SCRIPT.put(LINE.text, LINE.length).put('\n');
        }
        return 0;
    }

    // ---- input ----

    private static boolean openNext() {
        int operands = CommandLine.operandCount();
        int first = SedParser.scriptIsOperand() ? 1 : 0;
        while (file < operands || operands == first && file == first) {
            inName = operands == first ? Address.of("-") : CommandLine.operand(file);
            file++;
            in = Inputs.open(inName);
            if (in != null) {
                if (inPlace) {
                    beginReplacement();
                }
                return true;
            }
            status = 2;
        }
        return false;
    }

    private static void closeInput() {
        if (in == null) {
            return;
        }
        if (Inputs.finish(in, inName) != 0) {
            status = 2;
        }
        Inputs.close(in);
        in = null;
        if (inPlace) {
            endReplacement();
        }
    }

    /** Reads a line ahead; with separate files, not beyond the end of this one. */
    private static void readAhead(boolean mayOpen) {
        while (!haveAhead) {
            if (in == null && !(mayOpen && openNext())) {
                return;
            }
            if (Stdio.getline(LINE, in) >= 0) {
                aheadEnded = LINE.text.loadByte(LINE.length - 1) == '\n';
                LINE.chomp();
                AHEAD.clear().put(LINE.text, LINE.length);
                haveAhead = true;
            } else if (separate && !mayOpen) {
                return;
            } else {
                closeInput();
            }
        }
    }

    /** Appends the next line; false at the end of all input. */
    static boolean next(Text to) {
        boolean fresh = in == null;
        readAhead(true);
        if (!haveAhead) {
            return false;
        }
        if (separate && fresh && inPlace) {
            number = 0;
        }
        to.put(AHEAD.address(), AHEAD.length());
        lineEnded = aheadEnded;
        haveAhead = false;
        number++;
        return true;
    }

    /** Whether no line follows: none at all, or, with separate files, none in this file. */
    static boolean isLast() {
        readAhead(!separate);
        return !haveAhead;
    }

    // ---- output ----

    private static void beginReplacement() {
        TEMPORARY.clear().put(inName).put(".sed-new");
        if (Files.stat(inName, FILE) < 0) {
            Errors.dieErrno(2, inName);
        }
        out = Stdio.fopen(TEMPORARY.address(), "we");
        if (out == null) {
            Errors.dieErrno(2, TEMPORARY.address());
        }
    }

    private static void endReplacement() {
        Files.fchmod(out.descriptor(), FILE.mode & FileMode.PERMISSIONS);
        Files.fchown(out.descriptor(), FILE.user, FILE.group);
        boolean good = out.flush() == 0 && !out.failed();
        if (Stdio.fclose(out) < 0 || !good || Files.rename(TEMPORARY.address(), inName) < 0) {
            Errors.warnErrno(inName);
            Files.unlink(TEMPORARY.address());
            Program.exit(2);
        }
        out = Stdio.stdout();
    }

    /** With -i, a script that quits leaves the rest of the file as it is. */
    static void copyRest(Text scratch) {
        while (inPlace && !isLast()) {
            scratch.clear();
            next(scratch);
            print(out, scratch.address(), scratch.length(), lineEnded);
        }
    }

    /** A line, with a line feed unless the last line of the input had none. */
    static void print(Stream to, Address text, int length, boolean ended) {
        if (missing != null) {
            missing.line();
            missing = null;
        }
        to.write(text, length);
        if (ended) {
            to.line();
        } else if (to == out) {
            missing = to;
        }
    }
}
