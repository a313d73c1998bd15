package cleave.guestos.libc.programs;

import cleave.guestos.libc.Calendar;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.magic.Address;

/** Prints a time, its first argument, by each of the formats that follow. */
final class DateProgram {
    private static final Calendar DATE = new Calendar();
    private static final int SIZE = 100;

    private DateProgram() {
    }

    static int main(int count, Address arguments) {
        Calendar.gmtime(Numbers.toLong(Program.argument(1)), DATE);
        Address text = Address.of(new byte[SIZE]);
        for (int i = 2; i < count; i++) {
            int length = Calendar.strftime(text, SIZE, Program.argument(i), DATE);
            Stdio.printf("%d %s\n", length, text);
        }
        Stdio.printf("%d\n", Calendar.strftime(text, 4, Address.of("%Y"), DATE));
        return 0;
    }
}
