package cleave.guestos.libc.programs;

import cleave.guestos.libc.Format;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** Formats like {@code printf(1)}: a kind, a format, and an argument in each three words. */
final class FormatProgram {
    private FormatProgram() {
    }

    static int main(int count, Address arguments) {
        for (int i = 1; i + 2 < count; i += 3) {
            Address kind = Program.argument(i);
            Address format = Program.argument(i + 1);
            Address argument = Program.argument(i + 2);
            int written;
            if (Strings.equal(kind, "s")) {
                written = Format.print(Stdio.stdout(), format, argument.bits(), 0, 0, 0, 0, 0);
            } else {
                long value = Numbers.parse(argument, 0);
                written = Format.print(Stdio.stdout(), format, (int) value, (int) (value >> 32),
                        0, 0, 0, 0);
            }
            Stdio.printf(" %d\n", written);
        }
        return 0;
    }
}
