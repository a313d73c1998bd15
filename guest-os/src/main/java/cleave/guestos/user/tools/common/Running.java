package cleave.guestos.user.tools.common;

import cleave.guestos.abi.Errno;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** Other programs that a tool runs. */
public final class Running {
    /** As shells have it: what is found but cannot be run, what is not found, and signals. */
    private static final int NOT_RUN = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNALLED = 128;

    private Running() {
    }

    /** Becomes the program of a vector; if it cannot, says why, and returns the code for that. */
    public static int become(Address words) {
        Stdio.flushAll();
        Exec.execvp(Address.of(words.loadInt(0)), words);
        int code = Errors.errno == Errno.ENOENT ? NOT_FOUND : NOT_RUN;
        Errors.warnErrno(Address.of(words.loadInt(0)));
        return code;
    }

    /** Starts the program of a vector; its pid, or -1 after a message. */
    public static int start(Address words) {
        Stdio.flushAll();
        int child = Processes.fork();
        if (child == 0) {
            int code = become(words);
            Stdio.flushAll();
            Program.exitNow(code);
        }
        if (child < 0) {
            Errors.warnErrno("fork");
        }
        return child;
    }

    /** Runs the program of a vector to its end; its exit code as a shell has it. */
    public static int program(Address words) {
        int child = start(words);
        return child < 0 ? NOT_RUN : end(child);
    }

    /** Waits for a child, and gives its exit code as a shell has it. */
    public static int end(int child) {
        int ended = Wait.waitpid(child, 0);
        while (ended < 0 && Errors.errno == Errno.EINTR) {
            ended = Wait.waitpid(child, 0);
        }
        return code(Wait.status);
    }

    /** The exit code that a shell has for a status word. */
    public static int code(int status) {
        return Wait.signalled(status) ? SIGNALLED + Wait.signal(status) : Wait.exitCode(status);
    }
}
