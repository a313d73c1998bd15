package cleave.guestos.user.sh;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** Builtins that decide what runs next. */
final class FlowBuiltins {
    private FlowBuiltins() {
    }

    static int nothing(int count, Address arguments) {
        return 0;
    }

    static int no(int count, Address arguments) {
        return 1;
    }

    /** The optional number behind the name; -1 after a message. */
    private static int number(String builtin, int count, Address arguments, int otherwise) {
        if (count < 2) {
            return otherwise;
        }
        Address word = Builtins.word(arguments, 1);
        if (!Builtins.isCount(word)) {
            Builtins.badNumber(builtin, word);
            return -1;
        }
        return Numbers.toInt(word);
    }

    static int leaveLoop(int count, Address arguments) {
        return leave("break", Control.BREAK, count, arguments);
    }

    static int nextRound(int count, Address arguments) {
        return leave("continue", Control.CONTINUE, count, arguments);
    }

    private static int leave(String builtin, int reason, int count, Address arguments) {
        int levels = number(builtin, count, arguments, 1);
        if (levels == 0) {
            return Builtins.badNumber(builtin, Builtins.word(arguments, 1));
        }
        if (levels < 0) {
            return Shell.ERROR;
        }
        if (Loops.depth > 0) {
            Control.levels = Math.min(levels, Loops.depth);
            Control.leave(reason);
        }
        return 0;
    }

    static int leaveFunction(int count, Address arguments) {
        int status = number("return", count, arguments, Shell.status);
        if (status < 0) {
            return Shell.ERROR;
        }
        Control.leave(Control.RETURN);
        return status;
    }

    static int exit(int count, Address arguments) {
        int status = number("exit", count, arguments, Traps.statusAtExit());
        if (status < 0 || Shell.interactive && !Reader.mayEnd()) {
            return Shell.ERROR;
        }
        Control.exit(status & 0xff);
        return status & 0xff;
    }

    static int eval(int count, Address arguments) {
        Text text = new Text();
        for (int i = 1; i < count; i++) {
            if (i > 1) {
                text.add(' ');
            }
            text.add(Builtins.word(arguments, i));
        }
        Reader.runString(text.text(), 0);
        text.free();
        return Shell.status;
    }

    /** {@code . file}: runs it here. */
    static int dot(int count, Address arguments) {
        int index = Builtins.skipDashes(count, arguments, 1);
        if (index >= count) {
            Messages.begin().put(".: filename argument required").line();
            return Builtins.fail();
        }
        Address name = Builtins.word(arguments, index);
        Address path = name;
        if (Strings.find(name, '/').isNull()) {
            path = find(name);
        }
        int file = path.isNull() ? -1 : Files.open(path, OpenFlags.O_RDONLY);
        if (file < 0) {
            Messages.begin().put(".: cannot open ").put(name).put(": No such file").line();
            return Builtins.fail();
        }
        int status = runFile(file);
        if (Control.reason() == Control.RETURN) {
            Control.clear();
        }
        return status;
    }

    /** Runs an open file's commands. */
    static int runFile(int file) {
        int loops = Loops.depth;
        Loops.depth = 0;
        Reader.run(Source.ofFile(Redirects.moveAway(file)), 0);
        Loops.depth = loops;
        return Shell.status;
    }

    /** A readable file of that name in {@code PATH}; null if there is none. */
    private static Address find(Address name) {
        PathSearch search = PathSearch.begin(Variables.value("PATH"));
        Address path = search.next(name);
        while (!path.isNull() && Files.access(path, FileMode.R_OK) < 0) {
            path = search.next(name);
        }
        Address copy = path.isNull() ? path : Arena.SCRATCH.copy(path);
        search.end();
        return copy;
    }

    /** Without a command, the redirections stay. */
    static int exec(int count, Address arguments) {
        int index = Builtins.skipDashes(count, arguments, 1);
        if (index >= count) {
            Redirects.stay = true;
            return 0;
        }
        Address program = arguments.plus(4 * index);
        boolean controlled = Jobs.areControlled();
        if (controlled) {
            Jobs.control(false);
        }
        Traps.restoreForExec();
        int status = Programs.execute(program, Commands.find(Builtins.word(program, 0)));
        if (Shell.interactive) {
            Traps.begin();
            if (controlled) {
                Jobs.control(true);
            }
            return status;
        }
        Control.exit(status);
        return status;
    }

    static int shift(int count, Address arguments) {
        int by = number("shift", count, arguments, 1);
        if (by > Positional.count()) {
            Messages.begin().put("shift: can't shift that many").line();
            return Builtins.fail();
        }
        if (by < 0) {
            return Shell.ERROR;
        }
        Positional.shift(by);
        return 0;
    }
}
