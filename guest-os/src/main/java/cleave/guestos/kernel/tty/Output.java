package cleave.guestos.kernel.tty;

import cleave.guestos.abi.Termios;
import cleave.guestos.kernel.device.Uart;
import cleave.magic.Address;

/** What goes to a terminal: processed as {@code OPOST} asks, with the cursor's column kept. */
final class Output {
    private static final int TAB = 8;
    /** What one character may become: a tab's spaces. */
    static final int GROWTH = TAB;
    private static final int ECHO_MAX = 64;
    private static final byte[] ECHO = new byte[ECHO_MAX];
    private static int echoed;

    private Output() {
    }

    /**
     * Processes bytes.
     *
     * @param to has room for {@link #GROWTH} times as many
     * @return bytes made
     */
    static int process(Terminal terminal, Address from, int bytes, Address to) {
        int made = 0;
        boolean asIs = (terminal.termios.output & Termios.OPOST) == 0;
        for (int i = 0; i < bytes; i++) {
            int character = from.loadUnsignedByte(i);
            if (asIs || character > ' ' && character < 0x7f) {
                to.storeByte(made, character);
                made++;
                terminal.column++;
            } else {
                made += special(terminal, character, to.plus(made));
            }
        }
        return made;
    }

    private static int special(Terminal terminal, int character, Address to) {
        int flags = terminal.termios.output;
        to.storeByte(0, character);
        switch (character) {
            case '\n' -> {
                if ((flags & Termios.ONLCR) != 0) {
                    terminal.column = 0;
                    to.storeByte(0, '\r');
                    to.storeByte(1, '\n');
                    return 2;
                }
                if ((flags & Termios.ONLRET) != 0) {
                    terminal.column = 0;
                }
            }
            case '\r' -> {
                if ((flags & Termios.ONOCR) != 0 && terminal.column == 0) {
                    return 0;
                }
                if ((flags & Termios.OCRNL) != 0) {
                    to.storeByte(0, '\n');
                } else {
                    terminal.column = 0;
                }
            }
            case '\t' -> {
                return tab(terminal, to);
            }
            case '\b' -> terminal.column -= terminal.column > 0 ? 1 : 0;
            default -> {
                boolean continues = (character & 0xc0) == 0x80
                        && (terminal.termios.input & Termios.IUTF8) != 0;
                terminal.column += character < ' ' || character == 0x7f || continues ? 0 : 1;
            }
        }
        return 1;
    }

    private static int tab(Terminal terminal, Address to) {
        int spaces = TAB - (terminal.column & TAB - 1);
        terminal.column += spaces;
        if ((terminal.termios.output & Termios.XTABS) != Termios.XTABS) {
            return 1;
        }
        for (int i = 0; i < spaces; i++) {
            to.storeByte(i, ' ');
        }
        return spaces;
    }

    /** Echoes a character as output, and not later than {@link #flush}. */
    static void echo(Terminal terminal, int character) {
        if (echoed > ECHO_MAX - GROWTH - 1) {
            flush();
        }
        Address room = Address.of(ECHO).plus(echoed);
        room.storeByte(GROWTH, character);
        echoed += process(terminal, room.plus(GROWTH), 1, room);
    }

    /** Echoes a character so that control characters can be seen. */
    static void echoVisibly(Terminal terminal, int character) {
        if (terminal.hasLocal(Termios.ECHOCTL) && isControl(character) && character != '\t') {
            echo(terminal, '^');
            echo(terminal, character ^ 0x40);
        } else {
            echo(terminal, character);
        }
    }

    static boolean isControl(int character) {
        return character < ' ' || character == 0x7f;
    }

    /** Sends what was echoed; what there is no room for is lost, as on any terminal. */
    static void flush() {
        if (echoed > 0) {
            Uart.send(Address.of(ECHO), echoed);
            echoed = 0;
        }
    }
}
