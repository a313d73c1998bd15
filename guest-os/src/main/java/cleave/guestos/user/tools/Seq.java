package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.magic.Address;

/** {@code seq}: whole numbers in a row. Refuses fractions: the guest has no floating point. */
final class Seq {
    private static final String USAGE = "seq [-w] [-s TEXT] [FIRST [STEP]] LAST\n"
            + "Prints the whole numbers from FIRST, or 1, to LAST by STEP, or 1.\n"
            + "  -s TEXT  between them, instead of line feeds\n"
            + "  -w       all as wide as the widest, by zeros in front\n";

    private Seq() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "~s:(separator)w(equal-width)", USAGE);
        Address separator = Address.of("\n");
        boolean wide = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            if (letter == 's') {
                separator = CommandLine.value();
            } else {
                wide = true;
            }
        }
        CommandLine.need(1, 3);
        int operands = CommandLine.operandCount();
        long first = operands > 1 ? number(0) : 1;
        long step = operands > 2 ? number(1) : 1;
        long last = number(operands - 1);
        if (step == 0) {
            CommandLine.refuse(CommandLine.operand(1), "a step of 0 never comes to an end");
        }
        int width = wide ? Math.max(width(first), width(last)) : 0;
        print(first, step, last, separator, width);
        return 0;
    }

    private static void print(long first, long step, long last, Address separator, int width) {
        Stream out = Stdio.stdout();
        long value = first;
        boolean any = false;
        while (step > 0 ? value <= last : value >= last) {
            if (any) {
                out.put(separator);
            }
            any = true;
            Format.print(out, "%0*lld", width, (int) value, (int) (value >> 32), 0, 0, 0);
            if (step > 0 ? last - value < step : last - value > step) {
                break;
            }
            value += step;
        }
        if (any) {
            out.line();
        }
    }

    private static long number(int operand) {
        Address text = CommandLine.operand(operand);
        Errors.errno = 0;
        long value = Numbers.parse(text, 10);
        if (Errors.errno != 0 || Numbers.end().bits() == text.bits()
                || Numbers.end().loadByte(0) != 0) {
            CommandLine.refuse(text, "not a whole number");
        }
        return value;
    }

    private static int width(long value) {
        int width = value < 0 ? 2 : 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            width++;
        }
        return width;
    }
}
