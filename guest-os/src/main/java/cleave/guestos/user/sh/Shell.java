package cleave.guestos.user.sh;

import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.magic.Address;
import cleave.magic.NoInline;

/** What is true of the shell as a whole. */
final class Shell {
    /** Exit codes that POSIX gives meanings. */
    static final int ERROR = 2;
    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;
    static final int SIGNAL_BASE = 128;

    /** {@code $0}. */
    static Address name;
    /** {@code $?}. */
    static int status;
    /** {@code $$}: of the shell, and in its subshells, too. */
    static int process;
    static boolean interactive;
    /** Whether this is a process that the shell has made of itself. */
    static boolean subshell;
    /** The line of the command that runs. */
    static int line;

    private Shell() {
    }

    /** Makes a process that was just forked a subshell. */
    static void enterSubshell() {
        subshell = true;
        interactive = false;
        Loops.depth = 0;
        Control.clear();
        Jobs.forgetInSubshell();
        Traps.forgetInSubshell();
    }

    /** Runs the trap for the end, and ends. Never returns. */
    @NoInline
    static void exit(int code) {
        int result = Traps.runAtExit(code);
        Jobs.giveTerminalBack();
        Stdio.flushAll();
        Program.exitNow(result & 0xff);
    }
}
