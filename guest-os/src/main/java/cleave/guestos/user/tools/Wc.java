package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.magic.Address;

/** {@code wc}: how many lines, words and bytes there are. */
final class Wc {
    private static final String USAGE = "wc [-lwc] [FILE ...]\n"
            + "Counts lines, words and bytes of files or standard input.\n"
            + "  -l  lines    -w  words    -c  bytes\n";
    /** Of counts whose files do not tell their size. */
    private static final int WIDTH = 7;

    private static final long[] TOTAL = new long[3];
    private static final long[] COUNTS = new long[3];
    private static final boolean[] SHOWN = new boolean[3];
    private static final Statx FILE = new Statx();
    private static int width = 1;

    private Wc() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "l(lines)w(words)c(bytes)m(chars)", USAGE);
        int shown = 0;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            int which = letter == 'l' ? 0 : letter == 'w' ? 1 : 2;
            shown += SHOWN[which] ? 0 : 1;
            SHOWN[which] = true;
        }
        if (shown == 0) {
            SHOWN[0] = true;
            SHOWN[1] = true;
            SHOWN[2] = true;
            shown = 3;
        }
        if (shown > 1 || CommandLine.operandCount() > 1) {
            findWidth();
        }
        int status = Inputs.each(Wc::count);
        if (CommandLine.operandCount() > 1) {
            print(TOTAL, Address.of("total"));
        }
        return status;
    }

    private static void findWidth() {
        long sum = 0;
        boolean known = true;
        int operands = CommandLine.operandCount();
        for (int i = 0; i < Math.max(1, operands); i++) {
            Address name = CommandLine.operand(i);
            boolean found = operands == 0 || Strings.equal(name, "-")
                    ? Files.fstat(0, FILE) == 0 : Files.stat(name, FILE) == 0;
            if (found) {
                known &= FileMode.isRegular(FILE.mode);
                sum += FILE.size;
            }
        }
        for (long rest = sum; rest >= 10; rest /= 10) {
            width++;
        }
        if (!known) {
            width = Math.max(width, WIDTH);
        }
    }

    private static int count(Stream in, Address name) {
        long lines = 0;
        long words = 0;
        long bytes = 0;
        boolean inWord = false;
        for (int character = in.get(); character >= 0; character = in.get()) {
            bytes++;
            if (Characters.isSpace(character)) {
                inWord = false;
                lines += character == '\n' ? 1 : 0;
            } else if (!inWord && Characters.isPrintable(character)) {
                inWord = true;
                words++;
            }
        }
        COUNTS[0] = lines;
        COUNTS[1] = words;
        COUNTS[2] = bytes;
        for (int i = 0; i < TOTAL.length; i++) {
            TOTAL[i] += COUNTS[i];
        }
        print(COUNTS, name);
        return 0;
    }

    private static void print(long[] counts, Address name) {
        Stream out = Stdio.stdout();
        boolean first = true;
        for (int i = 0; i < counts.length; i++) {
            if (SHOWN[i]) {
                if (!first) {
                    out.putByte(' ');
                }
                first = false;
                Format.print(out, "%*lld", width, (int) counts[i], (int) (counts[i] >> 32), 0, 0,
                        0);
            }
        }
        if (!name.isNull()) {
            out.putByte(' ').put(name);
        }
        out.line();
    }
}
