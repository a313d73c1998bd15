package cleave.guestos.libc;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.magic.Address;

/** Commands of the shell: {@code popen}, {@code pclose}, {@code system}. */
public final class Pipes {
    private static final String SHELL = "/bin/sh";
    /** The exit code of a command that could not be started. */
    private static final int NO_SHELL = 127;
    private static final int[] COMMAND = new int[4];

    private Pipes() {
    }

    private static Address command(Address text) {
        COMMAND[0] = Address.of("sh").bits();
        COMMAND[1] = Address.of("-c").bits();
        COMMAND[2] = text.bits();
        COMMAND[3] = 0;
        return Address.of(COMMAND);
    }

    /** A stream of what a command prints, {@code r}, or to what it reads, {@code w}; or null. */
    public static Stream popen(Address text, String mode) {
        boolean reading = mode.charAt(0) == 'r';
        if (Files.pipe2(OpenFlags.O_CLOEXEC) < 0) {
            return null;
        }
        int mine = reading ? Files.readEnd() : Files.writeEnd();
        int theirs = reading ? Files.writeEnd() : Files.readEnd();
        Spawn.Actions actions = new Spawn.Actions();
        int child = actions.addDup2(theirs, reading ? 1 : 0) < 0 ? -1
                : Spawn.spawn(Address.of(SHELL), actions, null, command(text),
                        Environment.variables());
        actions.clear();
        Heap.free(actions);
        Files.close(theirs);
        Stream stream = child < 0 ? null : Stdio.fdopen(mine, mode);
        if (stream == null) {
            int error = Errors.errno;
            Files.close(mine);
            Errors.errno = error;
            return null;
        }
        stream.process = child;
        return stream;
    }

    /** Closes the stream and waits for the command; its status word, or -1. */
    public static int pclose(Stream stream) {
        int process = stream.process;
        Stdio.fclose(stream);
        int waited = Wait.waitpid(process, 0);
        while (waited < 0 && Errors.errno == Errno.EINTR) {
            waited = Wait.waitpid(process, 0);
        }
        return waited < 0 ? -1 : Wait.status;
    }

    /** Runs a command and waits for it; its status word, or -1. SIGINT and SIGQUIT are its own. */
    public static int system(Address text) {
        Spawn.Attributes attributes = new Spawn.Attributes();
        attributes.flags = Spawn.SETSIGMASK | Spawn.SETSIGDEF;
        attributes.mask = Signals.block(Signals.set(Signal.SIGCHLD));
        boolean interrupt = Signals.isIgnored(Signal.SIGINT);
        boolean quit = Signals.isIgnored(Signal.SIGQUIT);
        attributes.defaults = (interrupt ? 0 : Signals.set(Signal.SIGINT))
                | (quit ? 0 : Signals.set(Signal.SIGQUIT));
        SystemSignals.ignore();
        int child = Spawn.spawn(Address.of(SHELL), null, attributes, command(text),
                Environment.variables());
        int waited = child < 0 ? -1 : Wait.waitpid(child, 0);
        while (child > 0 && waited < 0 && Errors.errno == Errno.EINTR) {
            waited = Wait.waitpid(child, 0);
        }
        SystemSignals.restore();
        Signals.setMask(attributes.mask);
        Heap.free(attributes);
        if (child < 0) {
            return NO_SHELL << 8;
        }
        return waited < 0 ? -1 : Wait.status;
    }
}
