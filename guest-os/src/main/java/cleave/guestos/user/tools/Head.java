package cleave.guestos.user.tools;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.user.tools.common.Sizes;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/** {@code head}: the first lines or bytes of files. */
final class Head {
    private static final String USAGE = "head [-n LINES | -c BYTES | -NUMBER] [-qv] [FILE ...]\n"
            + "Prints the first 10 lines of each file.\n"
            + "  -n N  the first N lines; with -n -N, all but the last N\n"
            + "  -c N  the first N bytes; with -c -N, all but the last N\n"
            + "  -q    never print file names    -v  always print them\n";

    private static long wanted = 10;
    private static boolean bytes;
    private static boolean allBut;
    private static boolean headers;
    private static boolean printed;

    private Head() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "#n:(lines)c:(bytes)q(quiet)v(verbose)", USAGE);
        boolean quiet = false;
        boolean verbose = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            quiet |= letter == 'q';
            verbose |= letter == 'v';
            if (letter == 'n' || letter == 'c' || letter == CommandLine.NUMBER) {
                bytes = letter == 'c';
                allBut = CommandLine.value().loadByte(0) == '-';
                wanted = Sizes.parse(CommandLine.value().plus(allBut ? 1 : 0));
                if (wanted < 0) {
                    CommandLine.refuse(CommandLine.value(), "not a number of lines or bytes");
                }
            }
        }
        headers = verbose || CommandLine.operandCount() > 1 && !quiet;
        return Inputs.each(Head::print);
    }

    /** The line above a file's lines, when there are several. */
    static void header(Address name, boolean first) {
        Stdio.stdout().put(first ? "" : "\n").put("==> ").put(name.isNull()
                || name.loadByte(0) == '-' && name.loadByte(1) == 0
                ? Address.of("standard input") : name).put(" <==\n");
    }

    private static int print(Stream in, Address name) {
        if (headers) {
            header(name, !printed);
            printed = true;
        }
        if (allBut) {
            printAllBut(in);
            return 0;
        }
        Stream out = Stdio.stdout();
        long left = wanted;
        while (left > 0) {
            int character = in.get();
            if (character < 0) {
                break;
            }
            out.putByte(character);
            if (bytes || character == '\n') {
                left--;
            }
        }
        return 0;
    }

    private static void printAllBut(Stream in) {
        Text text = new Text();
        for (int character = in.get(); character >= 0; character = in.get()) {
            text.put(character);
        }
        int end = text.length();
        if (bytes) {
            end = (int) Math.max(0, end - wanted);
        } else {
            boolean cut = end > 0 && text.byteAt(end - 1) != '\n';
            long left = wanted - (cut && wanted > 0 ? 1 : 0);
            while (cut && wanted > 0 && end > 0 && text.byteAt(end - 1) != '\n') {
                end--;
            }
            while (left > 0 && end > 0) {
                end--;
                while (end > 0 && text.byteAt(end - 1) != '\n') {
                    end--;
                }
                left--;
            }
        }
        Stdio.stdout().write(text.address(), end);
    }
}
