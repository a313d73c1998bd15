package cleave.guestos.user.tools;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code echo [-n] [WORD ...]}: its arguments, with a space between. */
final class Echo {
    private Echo() {
    }

    static int run(int count, Address arguments) {
        Stream out = Stdio.stdout();
        boolean line = count < 2 || !Strings.equal(word(arguments, 1), "-n");
        int first = line ? 1 : 2;
        for (int i = first; i < count; i++) {
            if (i > first) {
                out.putByte(' ');
            }
            out.put(word(arguments, i));
        }
        if (line) {
            out.line();
        }
        return out.flush() < 0 ? 1 : 0;
    }

    private static Address word(Address arguments, int index) {
        return Address.of(arguments.loadInt(4 * index));
    }
}
