package cleave.guestos.user.sh;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** Simple commands (Shell Command Language, 2.9.1): assignments, builtins, functions, programs. */
final class SimpleCommand {
    private SimpleCommand() {
    }

    static int run(Node node, int flags) {
        Address mark = Arena.SCRATCH.mark();
        int status = expand(node, flags);
        Arena.SCRATCH.release(mark);
        return status;
    }

    private static int expand(Node node, int flags) {
        Shell.line = node.line;
        CommandSubstitution.happened = false;
        Output words = Output.of(Output.FIELDS);
        boolean declares = false;
        for (Word word = node.words; word != null && !Control.isPending(); word = word.next) {
            if (declares && isAssignment(word)) {
                Expansion.declaration(word, words);
            } else {
                Expansion.fields(word, words);
            }
            if (word == node.words && words.first != null) {
                declares = Builtins.declares(words.first.text);
            }
        }
        words.close();
        if (Control.isPending()) {
            return Shell.status;
        }
        if (words.count == 0) {
            return assignOnly(node);
        }
        return call(node, words.count, words.vector(), flags);
    }

    private static boolean isAssignment(Word word) {
        return word.first != null && word.first.kind == Part.LITERAL && !word.first.quoted
                && Assignment.nameLength(word.first.text) > 0;
    }

    private static int assignOnly(Node node) {
        boolean substituted = CommandSubstitution.happened;
        Redirects.Saved mark = Redirects.mark();
        int status = substituted ? Shell.status : 0;
        if (!Redirects.apply(node.redirections, true)) {
            status = Shell.ERROR;
        } else {
            CommandSubstitution.happened = false;
            if (!assign(node.assignments, 0, false)) {
                status = Shell.status;
            } else if (CommandSubstitution.happened) {
                status = Shell.status;
            }
        }
        Redirects.undo(mark);
        return status;
    }

    /** Sets the variables, marked with flags; false when something has gone wrong. */
    private static boolean assign(Assignment first, int flags, boolean forNow) {
        Stream trace = null;
        for (Assignment assignment = first; assignment != null; assignment = assignment.next) {
            Address value = Expansion.value(assignment.value);
            if (Control.isPending()) {
                return false;
            }
            if (forNow) {
                Locals.keep(assignment.name);
            }
            if (!Variables.set(assignment.name, value)) {
                return false;
            }
            if (flags != 0) {
                Variables.mark(assignment.name, flags);
            }
            if (ShellOptions.isSet('x')) {
                trace = trace == null ? beginTrace() : trace.putByte(' ');
                trace.put(assignment.name).putByte('=');
                Quoting.put(trace, value);
            }
        }
        if (trace != null) {
            trace.line().flush();
        }
        return true;
    }

    private static Stream beginTrace() {
        Address prompt = Variables.value("PS4");
        ShellOptions.set('x', false);
        Address text = prompt.isNull() ? Address.of("") : Expansion.ofText(prompt);
        ShellOptions.set('x', true);
        return Stdio.stderr().put(text);
    }

    private static void trace(int count, Address arguments) {
        Stream to = beginTrace();
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                to.putByte(' ');
            }
            Quoting.put(to, Address.of(arguments.loadInt(4 * i)));
        }
        to.line().flush();
    }

    private static int call(Node node, int count, Address arguments, int flags) {
        Address name = Address.of(arguments.loadInt(0));
        Builtin builtin = Builtins.find(name);
        Function function = builtin != null && builtin.special ? null : Functions.find(name);
        if (function == null && builtin == null) {
            return Programs.run(node, count, arguments, flags);
        }
        Redirects.Saved mark = Redirects.mark();
        int status;
        if (!Redirects.apply(node.redirections, true)) {
            status = Shell.ERROR;
            if (function == null && builtin.special) {
                Control.abort();
            }
        } else {
            status = here(node, builtin, function, count, arguments);
        }
        if (Redirects.stay) {
            Redirects.forget(mark);
        } else {
            Redirects.undo(mark);
        }
        Redirects.stay = false;
        return status;
    }

    /** In this process. */
    private static int here(Node node, Builtin builtin, Function function, int count,
            Address arguments) {
        boolean special = function == null && builtin.special;
        Locals mark = Locals.mark();
        int status = Shell.ERROR;
        if (assign(node.assignments, special ? 0 : Variable.EXPORTED, !special)) {
            if (ShellOptions.isSet('x')) {
                trace(count, arguments);
            }
            status = function != null ? Functions.call(function, count, arguments)
                    : Builtins.run(builtin, count, arguments);
        }
        if (!special && node.assignments != null) {
            Locals.restore(mark);
        }
        return status;
    }

    /** {@code command name ...}: no functions, and special builtins are not special. */
    @Recursive(max = Execution.DEPTH_MAX)
    static int callCommand(int count, Address arguments) {
        Builtin builtin = Builtins.find(Address.of(arguments.loadInt(0)));
        if (builtin == null) {
            return Programs.run(null, count, arguments, 0);
        }
        boolean before = Builtins.plain;
        Builtins.plain = true;
        int status = Builtins.run(builtin, count, arguments);
        Builtins.plain = before;
        return status;
    }

    /** What a process that runs a program does first; false when something has gone wrong. */
    static boolean prepare(Node node, int count, Address arguments) {
        if (node != null && (!Redirects.apply(node.redirections, false)
                || !assign(node.assignments, Variable.EXPORTED, false))) {
            return false;
        }
        if (ShellOptions.isSet('x') && !Strings.isEmpty(Address.of(arguments.loadInt(0)))) {
            trace(count, arguments);
        }
        return true;
    }
}
