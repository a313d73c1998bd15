package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.magic.Address;

/** {@code uniq}: of equal lines in a row the first. */
final class Uniq {
    private static final String USAGE = "uniq [-cdiu] [-f FIELDS] [-s CHARS] [-w CHARS]"
            + " [INPUT [OUTPUT]]\n"
            + "Prints lines without those that are equal to the one before.\n"
            + "  -c  with their number    -d  only repeated ones    -u  only single ones\n"
            + "  -i  small and capital letters are equal    -f N  compare behind N fields\n"
            + "  -s N  and behind N characters    -w N  compare at most N characters\n";

    private static boolean counts;
    private static boolean repeated;
    private static boolean single;
    private static boolean fold;
    private static int fields;
    private static int skipped;
    private static int width = Integer.MAX_VALUE;
    private static Stream out;

    private Uniq() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "c(count)d(repeated)f:(skip-fields)i(ignore-case)"
                + "s:(skip-chars)u(unique)w:(check-chars)", USAGE);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'c' -> counts = true;
                case 'd' -> repeated = true;
                case 'f' -> fields = CommandLine.number(0);
                case 'i' -> fold = true;
                case 's' -> skipped = CommandLine.number(0);
                case 'u' -> single = true;
                default -> width = CommandLine.number(0);
            }
        }
        CommandLine.need(0, 2);
        Address input = CommandLine.operandCount() == 0 ? Address.of("-") : CommandLine.operand(0);
        Stream in = Inputs.open(input);
        if (in == null) {
            return 1;
        }
        out = Stdio.stdout();
        Address output = CommandLine.operand(1);
        if (!output.isNull() && !Strings.equal(output, "-")) {
            out = Stdio.fopen(output, "we");
            if (out == null) {
                Errors.dieErrno(1, output);
            }
        }
        filter(in);
        return Inputs.finish(in, input);
    }

    private static void filter(Stream in) {
        Line last = new Line();
        Line line = new Line();
        int count = 0;
        while (Stdio.getline(line, in) >= 0) {
            line.chomp();
            if (count > 0 && equal(last, line)) {
                count++;
            } else {
                print(last, count);
                Line swapped = last;
                last = line;
                line = swapped;
                count = 1;
            }
        }
        print(last, count);
    }

    private static void print(Line line, int count) {
        if (count > 0 && (count == 1 ? !repeated : !single)) {
            if (counts) {
                Stdio.fprintf(out, "%7d ", count);
            }
            out.write(line.text, line.length).line();
        }
    }

    /** Where the part that is compared begins. */
    private static int start(Line line) {
        int at = 0;
        for (int i = 0; i < fields; i++) {
            while (at < line.length && Characters.isBlank(line.text.loadByte(at))) {
                at++;
            }
            while (at < line.length && !Characters.isBlank(line.text.loadByte(at))) {
                at++;
            }
        }
        return Math.min(line.length, at + skipped);
    }

    private static boolean equal(Line a, Line b) {
        int aStart = start(a);
        int bStart = start(b);
        int aLength = Math.min(width, a.length - aStart);
        if (aLength != Math.min(width, b.length - bStart)) {
            return false;
        }
        for (int i = 0; i < aLength; i++) {
            int one = a.text.loadUnsignedByte(aStart + i);
            int other = b.text.loadUnsignedByte(bStart + i);
            if (one != other && !(fold && Characters.toLower(one) == Characters.toLower(other))) {
                return false;
            }
        }
        return true;
    }
}
