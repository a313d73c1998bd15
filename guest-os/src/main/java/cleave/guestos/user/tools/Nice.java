package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Stdio;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Names;
import cleave.guestos.user.tools.common.Running;
import cleave.magic.Address;

/** {@code nice} and {@code renice}: how much of the processor others leave to a process. */
final class Nice {
    private static final String USAGE = "nice [-n N] [PROGRAM [WORD ...]]\n"
            + "Runs a program that is nicer to others by 10, or by N; without one, prints how"
            + " nice\n"
            + "this process is, from -20 to 19.\n";
    private static final String RENICE = "renice [-n] N [-p | -g | -u] ID ...\n"
            + "Makes processes as nice as N, -20 to 19.\n"
            + "  -p  by their numbers (the default)    -g  all of groups    -u  all of users\n";
    private static final int MORE = 10;
    private static final int LEAST = -20;
    private static final int WRONG = 125;

    private Nice() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "+#n:(adjustment)", USAGE, WRONG);
        int more = MORE;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            more = CommandLine.number(2 * LEAST);
        }
        if (CommandLine.operandCount() == 0) {
            Stdio.stdout().put(Processes.getpriority(Processes.PRIO_PROCESS, 0)).line();
            return 0;
        }
        int now = Processes.getpriority(Processes.PRIO_PROCESS, 0);
        if (Processes.setpriority(Processes.PRIO_PROCESS, 0, now + more) < 0) {
            Errors.warnErrno("the nice value");
        }
        return Running.become(CommandLine.operandsFrom(0));
    }

    static int renice(int count, Address arguments) {
        CommandLine.begin(count, arguments, "~n:(priority)pgu", RENICE);
        int kind = Processes.PRIO_PROCESS;
        boolean given = false;
        int nice = 0;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            if (letter == 'n') {
                nice = CommandLine.number(LEAST);
                given = true;
            } else {
                kind = letter == 'g' ? Processes.PRIO_PGRP : letter == 'u' ? Processes.PRIO_USER
                        : Processes.PRIO_PROCESS;
            }
        }
        CommandLine.need(given ? 1 : 2, -1);
        int first = given ? 0 : 1;
        if (!given) {
            nice = CommandLine.number(CommandLine.operand(0), LEAST);
        }
        int status = 0;
        for (int i = first; i < CommandLine.operandCount(); i++) {
            Address word = CommandLine.operand(i);
            int id = kind == Processes.PRIO_USER ? Names.userId(word)
                    : CommandLine.number(word, 0);
            if (id < 0) {
                CommandLine.refuse(word, "no such user");
            }
            if (Processes.setpriority(kind, id, nice) < 0) {
                Errors.warnErrno(word);
                status = 1;
            }
        }
        return status;
    }
}
