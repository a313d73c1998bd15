package cleave.guestos.user.sh;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** All builtins, and what they share. */
final class Builtins {
    static final Builtin[] TABLE = {
        Builtin.special(".", FlowBuiltins::dot),
        Builtin.special(":", FlowBuiltins::nothing),
        Builtin.of("[", Test::run),
        Builtin.of("alias", NameBuiltins::alias),
        Builtin.of("bg", JobBuiltins::background),
        Builtin.special("break", FlowBuiltins::leaveLoop),
        Builtin.of("cd", Directory::change),
        Builtin.of("command", NameBuiltins::command),
        Builtin.special("continue", FlowBuiltins::nextRound),
        Builtin.of("echo", Echo::run),
        Builtin.special("eval", FlowBuiltins::eval),
        Builtin.special("exec", FlowBuiltins::exec),
        Builtin.special("exit", FlowBuiltins::exit),
        Builtin.special("export", VariableBuiltins::export),
        Builtin.of("false", FlowBuiltins::no),
        Builtin.of("fg", JobBuiltins::foreground),
        Builtin.of("getopts", Getopts::run),
        Builtin.of("hash", NameBuiltins::hash),
        Builtin.of("history", History::run),
        Builtin.of("jobs", JobBuiltins::jobs),
        Builtin.of("kill", Kill::run),
        Builtin.of("local", VariableBuiltins::local),
        Builtin.of("printf", Printf::run),
        Builtin.of("pwd", Directory::print),
        Builtin.of("read", Read::run),
        Builtin.special("readonly", VariableBuiltins::readonly),
        Builtin.special("return", FlowBuiltins::leaveFunction),
        Builtin.special("set", SetBuiltin::run),
        Builtin.special("shift", FlowBuiltins::shift),
        Builtin.of("test", Test::run),
        Builtin.special("times", LimitBuiltins::times),
        Builtin.special("trap", TrapBuiltin::run),
        Builtin.of("true", FlowBuiltins::nothing),
        Builtin.of("type", NameBuiltins::type),
        Builtin.of("ulimit", LimitBuiltins::ulimit),
        Builtin.of("umask", LimitBuiltins::umask),
        Builtin.of("unalias", NameBuiltins::unalias),
        Builtin.special("unset", VariableBuiltins::unset),
        Builtin.of("wait", JobBuiltins::await),
    };

    /** Whether {@code command} runs the builtin, so that its errors end nothing. */
    static boolean plain;

    private Builtins() {
    }

    static Builtin find(Address name) {
        int first = name.loadByte(0);
        for (Builtin builtin : TABLE) {
            if (builtin.name.charAt(0) == first && Strings.equal(name, builtin.name)) {
                return builtin;
            }
        }
        return null;
    }

    /** Whether words behind it that look like assignments are expanded as such. */
    static boolean declares(Address name) {
        return Strings.equal(name, "export") || Strings.equal(name, "readonly")
                || Strings.equal(name, "local");
    }

    static int run(Builtin builtin, int count, Address arguments) {
        Stdio.stdout().clearError();
        int status = builtin.main.run(count, arguments);
        if (Stdio.stdout().flush() < 0 || Stdio.stdout().failed()) {
            Messages.begin().put(builtin.name).put(": I/O error: ")
                    .put(Errors.strerror(Errors.errno)).line();
            Stdio.stdout().clearError();
            status = 1;
        }
        Stdio.stderr().flush();
        return status;
    }

    static Address word(Address arguments, int index) {
        return Address.of(arguments.loadInt(4 * index));
    }

    /** The status of an error that ends a script if the builtin is special. */
    static int fail() {
        if (!plain) {
            Control.abort();
        }
        return Shell.ERROR;
    }

    static int badNumber(String builtin, Address word) {
        Messages.warn(builtin, "Illegal number: ", word);
        return fail();
    }

    static int badOption(String builtin, int letter) {
        Messages.begin().put(builtin).put(": Illegal option -").putByte(letter).line();
        return Shell.ERROR;
    }

    /** Whether the word is a number that is not negative. */
    static boolean isCount(Address word) {
        return Numbers.isInt(word) && word.loadByte(0) != '-' && word.loadByte(0) != '+';
    }

    /** Whether the word at the index is an option, and not {@code -} alone. */
    static boolean isOption(int count, Address arguments, int index) {
        return index < count && word(arguments, index).loadByte(0) == '-'
                && word(arguments, index).loadByte(1) != 0;
    }

    /** The index behind {@code --}, if that is at the index. */
    static int skipDashes(int count, Address arguments, int index) {
        return index < count && Strings.equal(word(arguments, index), "--") ? index + 1 : index;
    }
}
