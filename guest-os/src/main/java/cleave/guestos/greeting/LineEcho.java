package cleave.guestos.greeting;

/**
 * Reads lines, showing what is typed, and prints each again. Backspace and Delete take a character
 * back; other control characters are ignored; what a line has no room for is answered by a bell.
 */
final class LineEcho {
    private static final int LENGTH_MAX = 255;
    private static final int CTRL_D = 4;
    private static final int BELL = 7;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 0x7f;
    private static final int END_OF_INPUT = -1;
    private static final int BYTE = 0xff;
    private static final String NEWLINE = "\r\n";
    private static final String EXIT = "exit";

    private static final byte[] LINE = new byte[LENGTH_MAX];

    private LineEcho() {
    }

    /** Up to {@code exit} or Ctrl-D. */
    static void run() {
        int length = read();
        while (length != END_OF_INPUT && !isExit(length)) {
            if (length > 0) {
                for (int i = 0; i < length; i++) {
                    Serial.put(LINE[i] & BYTE);
                }
                Serial.print(NEWLINE);
            }
            length = read();
        }
    }

    /** The length of the line. */
    private static int read() {
        Serial.print("> ");
        int length = 0;
        while (true) {
            int character = Keyboard.take();
            switch (character) {
                case CTRL_D:
                    return END_OF_INPUT;
                case '\r', '\n':
                    Serial.print(NEWLINE);
                    return length;
                case BACKSPACE, DELETE:
                    length = erase(length);
                    break;
                default:
                    length = append(length, character);
                    break;
            }
        }
    }

    private static int erase(int length) {
        if (length == 0) {
            return 0;
        }
        Serial.print("\b \b");
        return length - 1;
    }

    private static int append(int length, int character) {
        if (character < ' ') {
            return length;
        }
        if (length == LENGTH_MAX) {
            Serial.put(BELL);
            return length;
        }
        LINE[length] = (byte) character;
        Serial.put(character);
        return length + 1;
    }

    private static boolean isExit(int length) {
        if (length != EXIT.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (LINE[i] != EXIT.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
