package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/** {@code sort}: lines in order, by their bytes or by keys. */
final class Sort {
    private static final String USAGE = "sort [-bcdfhnrsuz] [-k KEY] ... [-t CHAR] [-o FILE]"
            + " [FILE ...]\n"
            + "Sorts lines by their bytes.\n"
            + "  -n  by the number at the start    -h  by sizes as 2K, 1G    -r  the other way\n"
            + "  -f  small and capital letters are equal    -b  without blanks at the start\n"
            + "  -d  by blanks, letters and digits only    -u  of equal lines the first\n"
            + "  -s  equal lines stay in order    -c  only say whether they are in order\n"
            + "  -k FIELD[.CHAR][OPTIONS][,FIELD[.CHAR][OPTIONS]]  by a part of the line\n"
            + "  -t C  fields end at this character    -o FILE  write there    -z  lines end by"
            + " 0\n";
    private static final int WRONG = 2;
    private static final Words LINES = new Words();

    private static boolean unique;
    private static boolean stable;
    private static int delimiter = '\n';

    private Sort() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "bc(check)dfhk:(key)no:(output)r(reverse)s(stable)"
                + "t:(field-separator)u(unique)z(zero-terminated)", USAGE, WRONG);
        boolean check = false;
        Address output = Address.of(0);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'c' -> check = true;
                case 'k' -> SortKey.add(CommandLine.value());
                case 'o' -> output = CommandLine.value();
                case 's' -> stable = true;
                case 't' -> SortKey.separateBy(CommandLine.value());
                case 'u' -> unique = true;
                case 'z' -> delimiter = 0;
                default -> SortKey.addFlag(letter);
            }
        }
        SortKey.complete();
        if (check) {
            return check();
        }
        int status = Inputs.each(Sort::read) == 0 ? 0 : WRONG;
        if (status == 0) {
            cleave.guestos.libc.Sort.pointers(LINES.items(), LINES.count(), Sort::compare, 0);
            print(output);
        }
        return status;
    }

    private static int read(Stream in, Address name) {
        Line line = new Line();
        while (Stdio.getdelim(line, delimiter, in) >= 0) {
            if (line.text.loadByte(line.length - 1) == delimiter) {
                line.length--;
            }
            LINES.add(Address.of(SortKey.line(line.text, line.length)));
        }
        line.release();
        return 0;
    }

    /** By keys, and, where they are equal, by all bytes, unless that is not wanted. */
    private static int compare(Address a, Address b, int context) {
        SortKey.Item one = Struct.at(a, SortKey.Item.class);
        SortKey.Item other = Struct.at(b, SortKey.Item.class);
        int order = SortKey.compare(one, other);
        return order != 0 || unique || stable ? order : SortKey.compareWhole(one, other);
    }

    private static void print(Address output) {
        Stream out = Stdio.stdout();
        if (!output.isNull()) {
            out = Stdio.fopen(output, "we");
            if (out == null) {
                Errors.dieErrno(WRONG, output);
            }
        }
        for (int i = 0; i < LINES.count(); i++) {
            SortKey.Item item = Struct.at(LINES.address(i), SortKey.Item.class);
            if (i == 0 || !unique || SortKey.compare(Struct.at(LINES.address(i - 1),
                    SortKey.Item.class), item) != 0) {
                out.write(item.text, item.length).putByte(delimiter);
            }
        }
        if (!output.isNull() && Stdio.fclose(out) < 0) {
            Errors.dieErrno(WRONG, output);
        }
    }

    /** Reads one file, and says which line is the first that is not in order. */
    private static int check() {
        CommandLine.need(0, 1);
        Address name = CommandLine.operandCount() == 0 ? Address.of("-") : CommandLine.operand(0);
        Stream in = Inputs.open(name);
        if (in == null) {
            return WRONG;
        }
        Line line = new Line();
        SortKey.Item last = null;
        for (int number = 1; Stdio.getdelim(line, delimiter, in) >= 0; number++) {
            if (line.text.loadByte(line.length - 1) == delimiter) {
                line.length--;
            }
            SortKey.Item item = SortKey.line(line.text, line.length);
            int order = last == null ? -1 : compare(Address.of(last), Address.of(item), 0);
            if (order > 0 || order == 0 && unique) {
                Errors.message().put(name).put(":").put(number).put(": disorder: ")
                        .write(item.text, item.length).line();
                return 1;
            }
            if (last != null) {
                Heap.free(last.text);
                Heap.free(last);
            }
            last = item;
        }
        if (in.failed()) {
            Errors.warnErrno(name);
            Program.exit(WRONG);
        }
        return 0;
    }
}
