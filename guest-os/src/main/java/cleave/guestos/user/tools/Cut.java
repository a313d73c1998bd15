package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;

/** {@code cut}: parts of lines. */
final class Cut {
    private static final String USAGE =
            "cut -b LIST | -c LIST | -f LIST [-d CHAR] [-sv] [FILE ...]\n"
            + "Prints parts of lines. A list is numbers from 1 and ranges as 2-5, 3-, -4, with"
            + " commas between.\n"
            + "  -b, -c  bytes    -f  fields that end at tabs, or -d CHAR\n"
            + "  -s  no lines without that character    -O TEXT  between parts that are printed\n"
            + "  -v  the parts that are not in the list\n";
    private static final Words RANGES = new Words();

    private static int kind;
    private static int delimiter = '\t';
    private static Address between;
    private static boolean onlyDelimited;
    private static boolean complement;

    private Cut() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "b:(bytes)c:(characters)d:(delimiter)f:(fields)"
                + "O:(output-delimiter)s(only-delimited)v(complement)", USAGE);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'b', 'c', 'f' -> {
                    if (kind != 0) {
                        CommandLine.refuse("only one list can be given");
                    }
                    kind = letter;
                    list(CommandLine.value());
                }
                case 'd' -> {
                    if (CommandLine.value().loadByte(0) != 0
                            && CommandLine.value().loadByte(1) != 0) {
                        CommandLine.refuse(CommandLine.value(), "fields end at one character");
                    }
                    delimiter = CommandLine.value().loadUnsignedByte(0);
                }
                case 'O' -> between = CommandLine.value();
                case 's' -> onlyDelimited = true;
                default -> complement = true;
            }
        }
        if (kind == 0) {
            CommandLine.refuse("a list is missing: -b, -c or -f");
        }
        return Inputs.each(Cut::file);
    }

    private static void list(Address text) {
        Address at = text;
        while (true) {
            int low = 1;
            boolean from = Characters.isDigit(at.loadByte(0));
            if (from) {
                low = (int) Math.min(Integer.MAX_VALUE, Numbers.parse(at, 10));
                at = Numbers.end();
            }
            int high = low;
            boolean open = at.loadByte(0) == '-';
            if (open) {
                at = at.plus(1);
                high = Integer.MAX_VALUE;
                if (Characters.isDigit(at.loadByte(0))) {
                    high = (int) Math.min(Integer.MAX_VALUE, Numbers.parse(at, 10));
                    at = Numbers.end();
                } else if (!from) {
                    CommandLine.refuse(text, "a range needs one end at least");
                }
            }
            if (!from && !open || low < 1 || high < low) {
                CommandLine.refuse(text, "not a list of numbers from 1 and ranges");
            }
            RANGES.add(low);
            RANGES.add(high);
            if (at.loadByte(0) == 0) {
                return;
            }
            if (at.loadByte(0) != ',' && at.loadByte(0) != ' ') {
                CommandLine.refuse(text, "not a list of numbers from 1 and ranges");
            }
            at = at.plus(1);
        }
    }

    private static boolean isWanted(int number) {
        for (int i = 0; i < RANGES.count(); i += 2) {
            if (number >= RANGES.get(i) && number <= RANGES.get(i + 1)) {
                return !complement;
            }
        }
        return complement;
    }

    /** Whether a range begins here, so that a delimiter is between it and what was before. */
    private static boolean begins(int number) {
        for (int i = 0; i < RANGES.count(); i += 2) {
            if (number > RANGES.get(i) && number <= RANGES.get(i + 1)) {
                return false;
            }
        }
        return true;
    }

    private static int file(Stream in, Address name) {
        Line line = new Line();
        while (Stdio.getline(line, in) >= 0) {
            line.chomp();
            if (kind == 'f') {
                fields(line);
            } else {
                bytes(line);
            }
        }
        line.release();
        return 0;
    }

    private static void bytes(Line line) {
        Stream out = Stdio.stdout();
        boolean any = false;
        for (int i = 0; i < line.length; i++) {
            if (isWanted(i + 1)) {
                if (any && !between.isNull() && (complement ? !isWanted(i) : begins(i + 1))) {
                    out.put(between);
                }
                any = true;
                out.putByte(line.text.loadByte(i));
            }
        }
        out.line();
    }

    private static void fields(Line line) {
        Stream out = Stdio.stdout();
        Address separator = Strings.find(line.text, delimiter);
        if (separator.isNull() || separator.minus(line.text) >= line.length) {
            if (!onlyDelimited) {
                out.write(line.text, line.length).line();
            }
            return;
        }
        boolean any = false;
        int number = 1;
        int start = 0;
        for (int i = 0; i <= line.length; i++) {
            if (i == line.length || line.text.loadUnsignedByte(i) == delimiter) {
                if (isWanted(number)) {
                    if (any && between.isNull()) {
                        out.putByte(delimiter);
                    } else if (any) {
                        out.put(between);
                    }
                    any = true;
                    out.write(line.text.plus(start), i - start);
                }
                number++;
                start = i + 1;
            }
        }
        out.line();
    }
}
