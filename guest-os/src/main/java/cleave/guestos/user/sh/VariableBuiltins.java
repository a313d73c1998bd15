package cleave.guestos.user.sh;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code export readonly local unset}. */
final class VariableBuiltins {
    private VariableBuiltins() {
    }

    static int export(int count, Address arguments) {
        return mark("export", Variable.EXPORTED, count, arguments);
    }

    static int readonly(int count, Address arguments) {
        return mark("readonly", Variable.READONLY, count, arguments);
    }

    private static int mark(String builtin, int flag, int count, Address arguments) {
        int index = 1;
        if (count > 1 && Strings.equal(Builtins.word(arguments, 1), "-p")) {
            index++;
        }
        index = Builtins.skipDashes(count, arguments, index);
        if (index >= count) {
            list(builtin, flag);
            return 0;
        }
        for (int i = index; i < count; i++) {
            Address name = assign(builtin, Builtins.word(arguments, i));
            if (name.isNull()) {
                return Shell.ERROR;
            }
            Variables.mark(name, flag);
        }
        return 0;
    }

    /** The name in {@code name} or {@code name=value}, which is set; null after a message. */
    private static Address assign(String builtin, Address word) {
        int length = Names.length(word);
        int behind = word.loadByte(length);
        if (length == 0 || behind != 0 && behind != '=') {
            Messages.warn(builtin, "bad variable name: ", word);
            Builtins.fail();
            return Address.of(0);
        }
        Address name = Arena.SCRATCH.copy(word, length);
        if (behind == '=' && !Variables.set(name, word.plus(length + 1))) {
            return Address.of(0);
        }
        return name;
    }

    private static void list(String builtin, int flag) {
        Address all = Variables.sorted(flag);
        for (int i = 0; Variables.get(all, i) != null; i++) {
            Variable variable = Variables.get(all, i);
            Stdio.stdout().put(builtin).putByte(' ').put(variable.name);
            if (!variable.value.isNull()) {
                Stdio.stdout().putByte('=');
                Quoting.putQuoted(Stdio.stdout(), variable.value);
            }
            Stdio.stdout().line();
        }
    }

    /** Names that are the function's own until it ends; they keep their values at first. */
    static int local(int count, Address arguments) {
        if (Locals.functions == 0) {
            Messages.begin().put("local: not in a function").line();
            return Builtins.fail();
        }
        for (int i = 1; i < count; i++) {
            Address word = Builtins.word(arguments, i);
            int length = Names.length(word);
            if (length > 0) {
                Locals.keep(Arena.SCRATCH.copy(word, length));
            }
            if (assign("local", word).isNull()) {
                return Shell.ERROR;
            }
        }
        return 0;
    }

    static int unset(int count, Address arguments) {
        int index = 1;
        boolean functions = false;
        while (Builtins.isOption(count, arguments, index)) {
            Address option = Builtins.word(arguments, index);
            if (Strings.equal(option, "-f")) {
                functions = true;
            } else if (Strings.equal(option, "-v")) {
                functions = false;
            } else if (!Strings.equal(option, "--")) {
                Builtins.badOption("unset", option.loadByte(1));
                return Builtins.fail();
            }
            index++;
        }
        for (int i = index; i < count; i++) {
            Address name = Builtins.word(arguments, i);
            if (functions) {
                Functions.remove(name);
            } else if (!Names.are(name)) {
                Messages.warn("unset", "bad variable name: ", name);
                return Builtins.fail();
            } else if (!Variables.unset(name)) {
                return Shell.ERROR;
            }
        }
        return 0;
    }
}
