package cleave.guestos.user.sh;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code set}: options and positional parameters; without arguments, all variables. */
final class SetBuiltin {
    private SetBuiltin() {
    }

    static int run(int count, Address arguments) {
        if (count == 1) {
            list();
            return 0;
        }
        int index = 1;
        while (index < count) {
            Address word = Builtins.word(arguments, index);
            int first = word.loadByte(0);
            if (first != '-' && first != '+') {
                break;
            }
            index++;
            if (Strings.equal(word, "--")) {
                Positional.set(arguments.plus(4 * index), count - index);
                return 0;
            }
            if (word.loadByte(1) == 0) {
                if (first == '-') {
                    ShellOptions.set('x', false);
                    ShellOptions.set('v', false);
                }
                break;
            }
            for (int i = 1; word.loadByte(i) != 0; i++) {
                if (word.loadByte(i) == 'o') {
                    index = named(count, arguments, index, first == '-');
                    if (index < 0) {
                        return Builtins.fail();
                    }
                } else if (!ShellOptions.change(word.loadByte(i), first == '-', false)) {
                    Builtins.badOption("set", word.loadByte(i));
                    return Builtins.fail();
                }
            }
        }
        if (index < count) {
            Positional.set(arguments.plus(4 * index), count - index);
        }
        return 0;
    }

    /** Sets the option that is named at the index, and returns the next; -1 for an error. */
    private static int named(int count, Address arguments, int index, boolean on) {
        if (index >= count) {
            ShellOptions.list(!on);
            return index;
        }
        Address name = Builtins.word(arguments, index);
        if (!ShellOptions.change(name, on, false)) {
            Messages.warn("set", "Illegal option -o ", name);
            return -1;
        }
        return index + 1;
    }

    private static void list() {
        Address all = Variables.sorted(0);
        for (int i = 0; Variables.get(all, i) != null; i++) {
            Stdio.stdout().put(Variables.get(all, i).name).putByte('=');
            Quoting.putQuoted(Stdio.stdout(), Variables.get(all, i).value);
            Stdio.stdout().line();
        }
    }
}
