package cleave.toolchain.disk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * File names, which are bytes on a disk, as text: UTF-8 where they are that. Other bytes, control
 * characters and the backslash are written {@code \xHH}, so that no two names look the same, none
 * plays tricks on a terminal, and each can be typed.
 */
public final class Names {
    /** Bytes of the longest name. */
    public static final int LONGEST = 255;
    private static final int UTF8_LONGEST = 4;
    private static final int ESCAPE_LENGTH = 4;

    private Names() {
    }

    /** What a name is to people. */
    public static String text(byte[] name) {
        if (isPlain(name)) {
            return new String(name, StandardCharsets.US_ASCII);
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < name.length) {
            int length = character(name, at);
            if (length == 0) {
                text.append(String.format("\\x%02x", name[at] & 0xff));
                at++;
            } else {
                text.append(new String(name, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    private static boolean isPlain(byte[] name) {
        for (byte b : name) {
            if (b < ' ' || b > '~' || b == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Bytes of the character at {@code at}; 0 when it must be escaped. */
    private static int character(byte[] name, int at) {
        for (int length = 1; length <= UTF8_LONGEST && at + length <= name.length; length++) {
            try {
                int code = StandardCharsets.UTF_8.newDecoder()
                        .decode(ByteBuffer.wrap(name, at, length)).toString().codePointAt(0);
                return Character.isISOControl(code) || code == '\\' ? 0 : length;
            } catch (CharacterCodingException e) {
                // With one byte more it may be a character.
                continue;
            }
        }
        return 0;
    }

    /** The bytes of a name that {@link #text} has written or a person has typed. */
    public static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("\\x", at) && at + ESCAPE_LENGTH <= text.length()
                    && Character.digit(text.charAt(at + 2), 16) >= 0
                    && Character.digit(text.charAt(at + 3), 16) >= 0) {
                bytes.write(Integer.parseInt(text.substring(at + 2, at + ESCAPE_LENGTH), 16));
                at += ESCAPE_LENGTH;
            } else {
                int code = text.codePointAt(at);
                bytes.writeBytes(Character.toString(code).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(code);
            }
        }
        return bytes.toByteArray();
    }

    /** A name of the host's, which means every character in it as it stands. */
    public static String ofHost(String name) {
        return text(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The names in a path; empty ones and {@code .} mean nothing. */
    public static List<String> split(String path) {
        return new ArrayList<>(Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals(".")).toList());
    }
}
