package cleave.guestos.libc;

/** Kinds of ASCII characters; every other byte is of none. */
public final class Characters {
    private Characters() {
    }

    public static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    public static boolean isUpper(int character) {
        return character >= 'A' && character <= 'Z';
    }

    public static boolean isLower(int character) {
        return character >= 'a' && character <= 'z';
    }

    public static boolean isLetter(int character) {
        return isLower(character | 0x20);
    }

    public static boolean isLetterOrDigit(int character) {
        return isLetter(character) || isDigit(character);
    }

    public static boolean isHexDigit(int character) {
        int small = character | 0x20;
        return isDigit(character) || small >= 'a' && small <= 'f';
    }

    public static boolean isBlank(int character) {
        return character == ' ' || character == '\t';
    }

    /** Blanks, line feeds, carriage returns, vertical tabs and form feeds. */
    public static boolean isSpace(int character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }

    public static boolean isPrintable(int character) {
        return character >= ' ' && character <= '~';
    }

    public static boolean isControl(int character) {
        return character >= 0 && character < ' ' || character == 0x7f;
    }

    public static boolean isPunctuation(int character) {
        return character > ' ' && character <= '~' && !isLetterOrDigit(character);
    }

    public static int toLower(int character) {
        return isUpper(character) ? character + ('a' - 'A') : character;
    }

    public static int toUpper(int character) {
        return isLower(character) ? character - ('a' - 'A') : character;
    }

    /** The value of a digit or letter in bases up to 36; -1 for any other character. */
    public static int digit(int character) {
        if (isDigit(character)) {
            return character - '0';
        }
        int small = character | 0x20;
        return isLower(small) ? small - 'a' + 10 : -1;
    }
}
