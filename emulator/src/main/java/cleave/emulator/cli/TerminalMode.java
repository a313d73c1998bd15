package cleave.emulator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;

/**
 * The mode of the terminal on standard input: raw while a guest has it, so that every key reaches
 * the guest, Ctrl-C too; as it was before on every way out, a signal or a crash included.
 *
 * <p>JLine changes it by the program {@code stty}; its native way would forget the speed of a real
 * serial terminal.
 */
final class TerminalMode {
    private final Pty terminal;
    private final Attributes before;
    private boolean over;

    private TerminalMode(Pty terminal, Attributes before) {
        this.terminal = terminal;
        this.before = before;
    }

    /** Whether standard input is a terminal. */
    static boolean isTerminal() {
        Path descriptor = Path.of("/proc/self/fd/0");
        try {
            // Cheaper than to ask, and right for pipes and files.
            String target = Files.exists(descriptor) ? descriptor.toRealPath().toString() : "/dev/";
            if (!target.startsWith("/dev/") || target.equals("/dev/null")) {
                return false;
            }
            if (target.startsWith("/dev/pts/")) {
                return true;
            }
        } catch (IOException e) {
            return false;
        }
        return new ExecTerminalProvider().isSystemStream(SystemStream.Input);
    }

    /**
     * Makes the terminal raw until the JVM ends.
     *
     * @throws IOException when it cannot be found: neither standard output nor standard error is
     *     the terminal, too
     */
    static void makeRaw() throws IOException {
        ExecTerminalProvider provider = new ExecTerminalProvider();
        SystemStream stream = provider.isSystemStream(SystemStream.Output) ? SystemStream.Output
                : SystemStream.Error;
        if (!provider.isSystemStream(stream)) {
            throw new IOException("neither standard output nor standard error is a terminal");
        }
        Pty terminal = provider.current(stream);
        TerminalMode mode = new TerminalMode(terminal, terminal.getAttr());
        Runtime.getRuntime().addShutdownHook(new Thread(mode::restore, "terminal"));
        mode.enter();
    }

    private synchronized void enter() throws IOException {
        if (over) {
            return;
        }
        Attributes raw = new Attributes(before);
        // Echo, line editing, and keys that send signals.
        raw.setLocalFlags(EnumSet.of(LocalFlag.ECHO, LocalFlag.ICANON, LocalFlag.ISIG,
                LocalFlag.IEXTEN), false);
        // Carriage returns that become line feeds; Ctrl-S that stops the output.
        raw.setInputFlags(EnumSet.of(InputFlag.ICRNL, InputFlag.INLCR, InputFlag.IGNCR,
                InputFlag.IXON), false);
        raw.setControlChar(Attributes.ControlChar.VMIN, 1);
        raw.setControlChar(Attributes.ControlChar.VTIME, 0);
        terminal.setAttr(raw);
    }

    private synchronized void restore() {
        over = true;
        try {
            terminal.setAttr(before);
        } catch (IOException e) {
            System.err.println("cleave: the terminal could not be restored (" + e.getMessage()
                    + "): stty sane does it");
        }
    }
}
