package cleave.guestos.user.sh;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** What names stand for: {@code command type hash alias unalias}. */
final class NameBuiltins {
    /** How {@code command -v}, {@code command -V} and {@code type} tell it. */
    private static final int BRIEF = 1;
    private static final int VERBOSE = 2;

    private NameBuiltins() {
    }

    static int command(int count, Address arguments) {
        int index = 1;
        int manner = 0;
        boolean standard = false;
        while (Builtins.isOption(count, arguments, index) || index < count && manner == 0
                && Strings.equal(Builtins.word(arguments, index), "command")) {
            Address option = Builtins.word(arguments, index);
            index++;
            if (option.loadByte(0) == '-' && option.loadByte(1) == '-') {
                break;
            }
            for (int i = 1; option.loadByte(0) == '-' && option.loadByte(i) != 0; i++) {
                int letter = option.loadByte(i);
                if (letter == 'v') {
                    manner = BRIEF;
                } else if (letter == 'V') {
                    manner = VERBOSE;
                } else if (letter == 'p') {
                    standard = true;
                } else {
                    return Builtins.badOption("command", letter);
                }
            }
        }
        if (index >= count) {
            return 0;
        }
        boolean before = Programs.standardPath;
        Programs.standardPath = standard;
        int status = manner == 0
                ? SimpleCommand.callCommand(count - index, arguments.plus(4 * index))
                : tell(Builtins.word(arguments, index), manner);
        Programs.standardPath = before;
        return status;
    }

    static int type(int count, Address arguments) {
        int status = 0;
        for (int i = 1; i < count; i++) {
            status |= tell(Builtins.word(arguments, i), VERBOSE);
        }
        return status;
    }

    /** What would run for a name; 127 for nothing. */
    private static int tell(Address name, int manner) {
        Stream out = Stdio.stdout();
        boolean brief = manner == BRIEF;
        Alias alias = Alias.find(name);
        Builtin builtin = Builtins.find(name);
        int reserved = Token.reserved(name);
        if (reserved != Token.WORD) {
            out.put(name).put(brief ? "" : " is a shell keyword").line();
        } else if (alias != null) {
            if (brief) {
                out.put("alias ");
                show(alias);
            } else {
                out.put(name).put(" is an alias for ").put(alias.value).line();
            }
        } else if (Functions.find(name) != null && (builtin == null || !builtin.special)) {
            out.put(name).put(brief ? "" : " is a shell function").line();
        } else if (builtin != null) {
            out.put(name).put(brief ? "" : builtin.special ? " is a special shell builtin"
                    : " is a shell builtin").line();
        } else {
            return program(name, brief);
        }
        return 0;
    }

    private static int program(Address name, boolean brief) {
        Address path = Strings.find(name, '/').isNull() ? Programs.find(name)
                : Commands.isProgram(name) ? name : Address.of(0);
        if (path.isNull()) {
            if (!brief) {
                Stdio.stdout().put(name).put(": not found").line();
            }
            return Shell.NOT_FOUND;
        }
        if (!brief) {
            Stdio.stdout().put(name).put(" is ");
        }
        Stdio.stdout().put(path).line();
        return 0;
    }

    static int hash(int count, Address arguments) {
        if (count == 1) {
            Commands.list();
            return 0;
        }
        if (Strings.equal(Builtins.word(arguments, 1), "-r")) {
            Commands.forget();
            return 0;
        }
        int status = 0;
        for (int i = 1; i < count; i++) {
            Address name = Builtins.word(arguments, i);
            if (Builtins.find(name) == null && Functions.find(name) == null
                    && Commands.find(name).isNull()) {
                Messages.warn("hash", "not found: ", name);
                status = 1;
            }
        }
        return status;
    }

    private static void show(Alias alias) {
        Stdio.stdout().put(alias.name).putByte('=');
        Quoting.putQuoted(Stdio.stdout(), alias.value);
        Stdio.stdout().line();
    }

    static int alias(int count, Address arguments) {
        if (count == 1) {
            for (Alias alias = Alias.first(); alias != null; alias = alias.next) {
                show(alias);
            }
            return 0;
        }
        int status = 0;
        for (int i = 1; i < count; i++) {
            Address word = Builtins.word(arguments, i);
            Address equals = Strings.find(word, '=');
            if (!equals.isNull() && equals != word) {
                Alias.define(Arena.SCRATCH.copy(word, equals.minus(word)), equals.plus(1));
            } else if (Alias.find(word) != null) {
                show(Alias.find(word));
            } else {
                Messages.warn("alias", "not found: ", word);
                status = 1;
            }
        }
        return status;
    }

    static int unalias(int count, Address arguments) {
        if (count > 1 && Strings.equal(Builtins.word(arguments, 1), "-a")) {
            Alias.removeAll();
            return 0;
        }
        int status = 0;
        for (int i = 1; i < count; i++) {
            if (!Alias.remove(Builtins.word(arguments, i))) {
                Messages.warn("unalias", "not found: ", Builtins.word(arguments, i));
                status = 1;
            }
        }
        return status;
    }
}
