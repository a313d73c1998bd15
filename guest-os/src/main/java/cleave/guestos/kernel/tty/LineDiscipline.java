package cleave.guestos.kernel.tty;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Termios;

/**
 * What happens to a character that was typed: Linux's {@code N_TTY}. Signals, flow control, editing
 * of the line in canonical mode, echo. It runs in the receiver's interrupt.
 */
final class LineDiscipline {
    private static final int BELL = 7;

    private LineDiscipline() {
    }

    /** The console's UART has received a character. */
    static void receivedByConsole(int character) {
        receive(Terminal.CONSOLE, character);
    }

    static void receive(Terminal terminal, int received) {
        int character = terminal.hasInput(Termios.ISTRIP) ? received & 0x7f : received;
        if (terminal.literal) {
            terminal.literal = false;
            keep(terminal, character);
        } else if (!control(terminal, character)) {
            typed(terminal, character);
        }
        Output.flush();
        // A reader may have part of what it wants already, so that less than that wakes it.
        if (terminal.readable() > 0) {
            terminal.readers.wakeAll();
        }
    }

    /** Flow control and signals; false if the character is none of these. */
    private static boolean control(Terminal terminal, int character) {
        if (terminal.hasInput(Termios.IXON)) {
            if (terminal.is(character, Termios.VSTART)) {
                start(terminal);
                return true;
            }
            if (terminal.is(character, Termios.VSTOP)) {
                terminal.stopped = true;
                return true;
            }
            if (terminal.stopped && terminal.hasInput(Termios.IXANY)) {
                start(terminal);
            }
        }
        if (!terminal.hasLocal(Termios.ISIG)) {
            return false;
        }
        int signal = terminal.is(character, Termios.VINTR) ? Signal.SIGINT
                : terminal.is(character, Termios.VQUIT) ? Signal.SIGQUIT
                : terminal.is(character, Termios.VSUSP) ? Signal.SIGTSTP : 0;
        if (signal == 0) {
            return false;
        }
        if (!terminal.hasLocal(Termios.NOFLSH)) {
            terminal.dropInput();
        }
        start(terminal);
        if (terminal.hasLocal(Termios.ECHO)) {
            Output.echoVisibly(terminal, character);
        }
        JobControl.signalForeground(terminal, signal);
        return true;
    }

    /** Lets output go on. */
    static void start(Terminal terminal) {
        if (terminal.stopped) {
            terminal.stopped = false;
            terminal.writers.wakeAll();
        }
    }

    private static void typed(Terminal terminal, int received) {
        int character = received;
        if (character == '\r') {
            if (terminal.hasInput(Termios.IGNCR)) {
                return;
            }
            character = terminal.hasInput(Termios.ICRNL) ? '\n' : '\r';
        } else if (character == '\n' && terminal.hasInput(Termios.INLCR)) {
            character = '\r';
        }
        if (terminal.isCanonical() && edits(terminal, character)) {
            return;
        }
        keep(terminal, character);
    }

    /** What has a meaning in canonical mode only; false for what is just a character. */
    private static boolean edits(Terminal terminal, int character) {
        boolean extended = terminal.hasLocal(Termios.IEXTEN);
        if (terminal.is(character, Termios.VERASE)) {
            LineEditor.eraseCharacter(terminal);
        } else if (terminal.is(character, Termios.VKILL)) {
            LineEditor.eraseLine(terminal);
        } else if (extended && terminal.is(character, Termios.VWERASE)) {
            LineEditor.eraseWord(terminal);
        } else if (extended && terminal.is(character, Termios.VLNEXT)) {
            terminal.literal = true;
            if (terminal.hasLocal(Termios.ECHO) && terminal.hasLocal(Termios.ECHOCTL)) {
                Output.echo(terminal, '^');
                Output.echo(terminal, '\b');
            }
        } else if (extended && terminal.hasLocal(Termios.ECHO)
                && terminal.is(character, Termios.VREPRINT)) {
            LineEditor.reprint(terminal, character);
        } else {
            return ends(terminal, character);
        }
        return true;
    }

    /** Characters that end a line. */
    private static boolean ends(Terminal terminal, int character) {
        if (character == '\n') {
            if (terminal.hasLocal(Termios.ECHO) || terminal.hasLocal(Termios.ECHONL)) {
                Output.echo(terminal, '\n');
            }
            finish(terminal, '\n');
            return true;
        }
        if (terminal.is(character, Termios.VEOF)) {
            // It stands in the ring as nothing, and is not given to the reader.
            finish(terminal, Terminal.DISABLED);
            return true;
        }
        if (terminal.is(character, Termios.VEOL) || terminal.hasLocal(Termios.IEXTEN)
                && terminal.is(character, Termios.VEOL2)) {
            if (terminal.hasLocal(Termios.ECHO)) {
                Output.echoVisibly(terminal, character);
            }
            finish(terminal, character);
            return true;
        }
        return false;
    }

    /** The end of a line takes the last place if it must: a full line can always be ended. */
    private static void finish(Terminal terminal, int character) {
        if (terminal.typed - terminal.read < Terminal.SIZE) {
            terminal.append(character);
            terminal.endLine();
        }
    }

    private static void keep(Terminal terminal, int character) {
        if (terminal.isFull()) {
            if (terminal.hasInput(Termios.IMAXBEL)) {
                Output.echo(terminal, BELL);
            }
            return;
        }
        if (terminal.typed == terminal.lineEnd) {
            terminal.lineColumn = terminal.column;
        }
        if (terminal.hasLocal(Termios.ECHO)) {
            Output.echoVisibly(terminal, character);
        }
        terminal.append(character);
    }
}
