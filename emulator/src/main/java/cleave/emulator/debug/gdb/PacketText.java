package cleave.emulator.debug.gdb;

import java.nio.charset.StandardCharsets;

/** Reads the fields of a packet from left to right; a character is a byte. */
final class PacketText {
    private final String text;
    private int at;

    PacketText(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Takes the text if it stands next. */
    boolean take(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    void expect(String expected) throws Refusal {
        if (!take(expected)) {
            throw new Refusal(Refusal.INVALID);
        }
    }

    /** All that is left. */
    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    /** Everything before the next {@code end}, which is skipped; or all that is left. */
    String upTo(char end) {
        int found = text.indexOf(end, at);
        if (found < 0) {
            return rest();
        }
        String part = text.substring(at, found);
        at = found + 1;
        return part;
    }

    /** A hexadecimal number of at most 64 bits, without sign. */
    long hexNumber() throws Refusal {
        int start = at;
        long value = 0;
        while (at < text.length() && digit(text.charAt(at)) >= 0) {
            value = value << 4 | digit(text.charAt(at++));
        }
        if (at == start || at - start > 16) {
            throw new Refusal(Refusal.INVALID);
        }
        return value;
    }

    /** A length in hexadecimal that a packet can speak of. */
    int length() throws Refusal {
        long value = hexNumber();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new Refusal(Refusal.INVALID);
        }
        return (int) value;
    }

    /** The number of a thread: 0 for any and -1 for all, also of all processes. */
    int thread() throws Refusal {
        if (take("p")) {
            take("-");
            hexNumber();
            if (!take(".")) {
                return -1;
            }
        }
        if (take("-1")) {
            return -1;
        }
        return length();
    }

    /** The rest as bytes in hexadecimal. */
    byte[] hexBytes() throws Refusal {
        String digits = rest();
        if (digits.length() % 2 != 0) {
            throw new Refusal(Refusal.INVALID);
        }
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = digit(digits.charAt(2 * i));
            int low = digit(digits.charAt(2 * i + 1));
            if (high < 0 || low < 0) {
                throw new Refusal(Refusal.INVALID);
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    /** The rest as bytes that stand for themselves. */
    byte[] bytes() {
        return rest().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int digit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    static String hex(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(2 * length);
        for (int i = 0; i < length; i++) {
            text.append(Character.forDigit(bytes[i] >> 4 & 15, 16))
                    .append(Character.forDigit(bytes[i] & 15, 16));
        }
        return text.toString();
    }

    /** A text in hexadecimal, as the console of GDB takes it. */
    static String hex(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return hex(bytes, bytes.length);
    }

    /** A word in hexadecimal, byte by byte in the guest's order. */
    static String hexWord(int value) {
        return String.format("%08x", Integer.reverseBytes(value));
    }
}
