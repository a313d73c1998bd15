package cleave.guestos.user.sh;

import cleave.guestos.abi.WindowSize;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.magic.Address;

/**
 * The line that is edited, and how it is shown: in one row of the terminal, which shows the part
 * around the cursor when the line is longer. Bytes of a UTF-8 character stay together.
 */
final class EditLine {
    private static final int COLUMNS = 80;
    private static final WindowSize SIZE = new WindowSize();
    static final Text TEXT = new Text();
    private static final Text SHOWN = new Text();
    /** The byte before which the cursor is. */
    static int cursor;
    private static Address prompt;
    private static int promptColumns;

    private EditLine() {
    }

    /** Begins a line; what the prompt has before its last line is shown once. */
    static void begin(Address text) {
        TEXT.clear();
        cursor = 0;
        Address behind = Strings.findLast(text, '\n');
        prompt = behind.isNull() ? text : behind.plus(1);
        write(text, Strings.length(text));
        measure();
    }

    private static void write(Address text, int length) {
        FileCalls.write(1, text, length);
    }

    static void write(String text) {
        write(Address.of(text), text.length());
    }

    /** Another prompt on the same row. */
    static void prompt(Address text) {
        prompt = text;
        measure();
    }

    private static void measure() {
        promptColumns = columns(prompt, 0, Strings.length(prompt));
    }

    private static boolean continues(int character) {
        return (character & 0xc0) == 0x80;
    }

    private static int columns(Address text, int from, int to) {
        int columns = 0;
        boolean escape = false;
        for (int i = from; i < to; i++) {
            int character = text.loadUnsignedByte(i);
            if (character == Keys.ESCAPE) {
                escape = true;
            } else if (escape) {
                escape = !(character >= '@' && character <= '~') || character == '[';
            } else if (!continues(character)) {
                columns++;
            }
        }
        return columns;
    }

    // ---- changing ----

    static void insert(int character) {
        TEXT.add(0);
        for (int i = TEXT.length - 1; i > cursor; i--) {
            TEXT.bytes.storeByte(i, TEXT.at(i - 1));
        }
        TEXT.bytes.storeByte(cursor, character);
        cursor++;
    }

    static void insert(Address text) {
        for (int i = 0; text.loadByte(i) != 0; i++) {
            insert(text.loadUnsignedByte(i));
        }
    }

    /** Takes the bytes out. */
    static void remove(int from, int to) {
        for (int i = to; i < TEXT.length; i++) {
            TEXT.bytes.storeByte(from + i - to, TEXT.at(i));
        }
        TEXT.length -= to - from;
        cursor = cursor >= to ? cursor - (to - from) : Math.min(cursor, from);
    }

    static void set(Address text) {
        TEXT.clear();
        TEXT.add(text);
        cursor = TEXT.length;
    }

    // ---- places ----

    static int before(int place) {
        int at = Math.max(0, place - 1);
        while (at > 0 && continues(TEXT.at(at))) {
            at--;
        }
        return at;
    }

    static int behind(int place) {
        int at = Math.min(TEXT.length, place + 1);
        while (at < TEXT.length && continues(TEXT.at(at))) {
            at++;
        }
        return at;
    }

    static int wordBefore(int place) {
        int at = place;
        while (at > 0 && TEXT.at(at - 1) == ' ') {
            at--;
        }
        while (at > 0 && TEXT.at(at - 1) != ' ') {
            at--;
        }
        return at;
    }

    static int wordBehind(int place) {
        int at = place;
        while (at < TEXT.length && TEXT.at(at) == ' ') {
            at++;
        }
        while (at < TEXT.length && TEXT.at(at) != ' ') {
            at++;
        }
        return at;
    }

    // ---- showing ----

    static int width() {
        boolean known = Terminal.windowSize(1, SIZE) == 0 && SIZE.columns > 0;
        return known ? SIZE.columns : COLUMNS;
    }

    /** After a character was put at the end: only that, if it fits. */
    static void showLast(int character) {
        if (cursor == TEXT.length && !continues(character)
                && promptColumns + columns(TEXT.bytes, 0, TEXT.length) < width()) {
            SHOWN.clear();
            SHOWN.add(character);
            write(SHOWN.bytes, 1);
        } else {
            show();
        }
    }

    static void show() {
        int room = Math.max(1, width() - promptColumns - 1);
        int from = 0;
        while (columns(TEXT.bytes, from, cursor) > room) {
            from = behind(from);
        }
        int to = from;
        int used = 0;
        while (to < TEXT.length && used < room) {
            to = behind(to);
            used++;
        }
        SHOWN.clear();
        SHOWN.add('\r').add(prompt).add(TEXT.text().plus(from), to - from);
        SHOWN.add(Keys.ESCAPE).add("[K\r");
        int column = promptColumns + columns(TEXT.bytes, from, cursor);
        if (column > 0) {
            SHOWN.add(Keys.ESCAPE).add('[').addNumber(column).add('C');
        }
        write(SHOWN.bytes, SHOWN.length);
    }

    /** Takes prompt and line from the terminal, for now. */
    static void clearRow() {
        SHOWN.clear();
        SHOWN.add('\r').add(Keys.ESCAPE).add("[K");
        write(SHOWN.bytes, SHOWN.length);
    }

    static void clearScreen() {
        SHOWN.clear();
        SHOWN.add(Keys.ESCAPE).add("[H").add(Keys.ESCAPE).add("[2J");
        write(SHOWN.bytes, SHOWN.length);
        show();
    }
}
