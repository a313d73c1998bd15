package cleave.guestos.user.sh;

import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code getopts options name [argument ...]}. */
final class Getopts {
    /** How much of the word at {@code OPTIND} has been used; 0 at its start. */
    private static int used;
    /** The shell itself sets {@code OPTIND}. */
    private static boolean setting;

    private Getopts() {
    }

    /** {@code OPTIND} was set. */
    static void restart() {
        if (!setting) {
            used = 0;
        }
    }

    static int run(int count, Address arguments) {
        if (count < 3) {
            Messages.begin().put("getopts: usage: getopts optstring var [arg]").line();
            return Shell.ERROR;
        }
        Address name = Builtins.word(arguments, 2);
        if (!Names.are(name)) {
            Messages.warn("getopts", "bad variable name: ", name);
            return Shell.ERROR;
        }
        Address text = Variables.value("OPTIND");
        int index = text.isNull() || !Builtins.isCount(text) ? 1 : Numbers.toInt(text);
        if (index < 1) {
            index = 1;
        }
        setting = true;
        int status = next(count, arguments, index, name);
        setting = false;
        return status;
    }

    private static Address word(int count, Address arguments, int index) {
        if (count > 3) {
            return index + 2 < count ? Builtins.word(arguments, index + 2) : Address.of(0);
        }
        return Positional.get(index);
    }

    private static int next(int count, Address arguments, int start, Address name) {
        Address options = Builtins.word(arguments, 1);
        boolean silent = options.loadByte(0) == ':';
        int index = start;
        Address word = word(count, arguments, index);
        if (used > 0 && (word.isNull() || used >= Strings.length(word))) {
            used = 0;
        }
        if (used == 0) {
            boolean dashes = !word.isNull() && Strings.equal(word, "--");
            if (word.isNull() || word.loadByte(0) != '-' || word.loadByte(1) == 0 || dashes) {
                Variables.unset(Address.of("OPTARG"));
                Variables.setNumber("OPTIND", dashes ? index + 1 : index);
                Variables.set(name, Address.of("?"));
                return 1;
            }
            used = 1;
        }
        int letter = word.loadUnsignedByte(used);
        used++;
        if (word.loadByte(used) == 0) {
            index++;
            used = 0;
        }
        Address found = letter == ':' ? Address.of(0) : Strings.find(options, letter);
        if (found.isNull()) {
            return wrong(letter, silent, index, name, false);
        }
        if (found.loadByte(1) == ':') {
            Address value = used > 0 ? word.plus(used) : word(count, arguments, index);
            used = 0;
            if (value.isNull()) {
                return wrong(letter, silent, index, name, true);
            }
            index++;
            Variables.set("OPTARG", value);
        } else {
            Variables.unset(Address.of("OPTARG"));
        }
        return found(letter, index, name);
    }

    private static int found(int letter, int index, Address name) {
        Variables.setNumber("OPTIND", index);
        return Variables.set(name, single(letter)) ? 0 : Shell.ERROR;
    }

    private static Address single(int letter) {
        Address text = Arena.SCRATCH.take(2);
        text.storeByte(0, letter);
        return text;
    }

    private static int wrong(int letter, boolean silent, int index, Address name,
            boolean missing) {
        if (silent) {
            Variables.set("OPTARG", single(letter));
            return found(missing ? ':' : '?', index, name);
        }
        Variables.unset(Address.of("OPTARG"));
        Messages.begin().put(missing ? "No arg for -" : "Illegal option -").putByte(letter)
                .put(missing ? " option" : "").line();
        return found('?', index, name);
    }
}
