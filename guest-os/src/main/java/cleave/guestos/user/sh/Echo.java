package cleave.guestos.user.sh;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code echo [-n] words}, with backslash escapes, as System V has it and dash does. */
final class Echo {
    private Echo() {
    }

    static int run(int count, Address arguments) {
        Text text = new Text();
        boolean line = count < 2 || !Strings.equal(Builtins.word(arguments, 1), "-n");
        int first = line ? 1 : 2;
        for (int i = first; i < count; i++) {
            if (i > first) {
                text.add(' ');
            }
            if (!Escapes.addAll(text, Builtins.word(arguments, i))) {
                line = false;
                break;
            }
        }
        if (line) {
            text.add('\n');
        }
        Stdio.stdout().write(text.bytes, text.length);
        text.free();
        return 0;
    }
}
