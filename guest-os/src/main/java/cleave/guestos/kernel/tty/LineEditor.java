package cleave.guestos.kernel.tty;

import cleave.guestos.abi.Termios;

/** Takes back what was typed since the last complete line, on the screen as well. */
final class LineEditor {
    private static final int TAB = 8;

    private LineEditor() {
    }

    private static boolean isEmpty(Terminal terminal) {
        return terminal.typed == terminal.lineEnd;
    }

    static void eraseCharacter(Terminal terminal) {
        if (!isEmpty(terminal)) {
            erase(terminal);
        }
    }

    /** What is no part of a word, and then a word. */
    static void eraseWord(Terminal terminal) {
        boolean inWord = false;
        while (!isEmpty(terminal)) {
            boolean letter = isOfWord(terminal.at(terminal.typed - 1));
            if (inWord && !letter) {
                return;
            }
            inWord |= letter;
            erase(terminal);
        }
    }

    private static boolean isOfWord(int character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9' || character == '_' || character >= 0x80;
    }

    static void eraseLine(Terminal terminal) {
        if (isEmpty(terminal)) {
            return;
        }
        boolean seen = terminal.hasLocal(Termios.ECHO);
        if (seen && terminal.hasLocal(Termios.ECHOK) && terminal.hasLocal(Termios.ECHOKE)
                && terminal.hasLocal(Termios.ECHOE)) {
            while (!isEmpty(terminal)) {
                erase(terminal);
            }
            return;
        }
        terminal.typed = terminal.lineEnd;
        if (seen) {
            Output.echoVisibly(terminal, terminal.termios.characters[Termios.VKILL] & 0xff);
            if (terminal.hasLocal(Termios.ECHOK)) {
                Output.echo(terminal, '\n');
            }
        }
    }

    /** Shows the line again below. */
    static void reprint(Terminal terminal, int character) {
        Output.echoVisibly(terminal, character);
        Output.echo(terminal, '\n');
        terminal.lineColumn = terminal.column;
        for (int place = terminal.lineEnd; place != terminal.typed; place++) {
            Output.echoVisibly(terminal, terminal.at(place));
        }
    }

    /** Erases the last character, all bytes of it; the line is not empty. */
    private static void erase(Terminal terminal) {
        boolean wide = terminal.hasInput(Termios.IUTF8);
        terminal.typed--;
        while (wide && !isEmpty(terminal) && (terminal.at(terminal.typed) & 0xc0) == 0x80) {
            terminal.typed--;
        }
        if (!terminal.hasLocal(Termios.ECHO)) {
            return;
        }
        int character = terminal.at(terminal.typed);
        if (!terminal.hasLocal(Termios.ECHOE)) {
            Output.echoVisibly(terminal, terminal.termios.characters[Termios.VERASE] & 0xff);
        } else if (character == '\t') {
            int end = columnBehindLine(terminal);
            while (terminal.column > end) {
                Output.echo(terminal, '\b');
            }
        } else if (Output.isControl(character)) {
            if (terminal.hasLocal(Termios.ECHOCTL)) {
                takeBack(terminal);
                takeBack(terminal);
            }
        } else {
            takeBack(terminal);
        }
    }

    private static void takeBack(Terminal terminal) {
        Output.echo(terminal, '\b');
        Output.echo(terminal, ' ');
        Output.echo(terminal, '\b');
    }

    /** Where the cursor is behind what is left of the line. */
    private static int columnBehindLine(Terminal terminal) {
        int column = terminal.lineColumn;
        for (int place = terminal.lineEnd; place != terminal.typed; place++) {
            int character = terminal.at(place);
            if (character == '\t') {
                column = column + TAB & -TAB;
            } else if (Output.isControl(character)) {
                column += terminal.hasLocal(Termios.ECHOCTL) ? 2 : 0;
            } else if (!terminal.hasInput(Termios.IUTF8) || (character & 0xc0) != 0x80) {
                column++;
            }
        }
        return column;
    }
}
