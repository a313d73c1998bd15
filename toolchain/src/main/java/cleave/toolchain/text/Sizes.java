package cleave.toolchain.text;

import java.util.Locale;

/** Sizes in bytes as people write them. */
public final class Sizes {
    private Sizes() {
    }

    /** {@code 12,345 bytes}, {@code 640 KiB}, {@code 1.5 MiB}. */
    public static String format(long bytes) {
        if (bytes < 1 << 14) {
            return String.format(Locale.ROOT, "%,d bytes", bytes);
        }
        if (bytes < 1 << 20) {
            return (bytes + 512 >> 10) + " KiB";
        }
        double mebibytes = bytes / (double) (1 << 20);
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f MiB", mebibytes);
    }

    /**
     * Reads {@code 128M}, {@code 1G}, {@code 4096K}, {@code 0x8000000}; a bare number counts {@code
     * unit} bytes.
     *
     * @throws NumberFormatException when it is none of these or too large for a long
     */
    public static long parse(String text, long unit) {
        String digits = text.trim();
        long factor = unit;
        int last = digits.length() - 1;
        boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
        if (last > 0 && !(hexadecimal && Character.digit(digits.charAt(last), 16) >= 0)) {
            int power = "BKMGT".indexOf(Character.toUpperCase(digits.charAt(last)));
            if (power >= 0) {
                factor = 1L << 10 * power;
                digits = digits.substring(0, last);
            }
        }
        long number = hexadecimal ? Long.parseUnsignedLong(digits.substring(2), 16)
                : Long.parseLong(digits);
        if (number < 0 || number != 0 && factor > Long.MAX_VALUE / number) {
            throw new NumberFormatException(text);
        }
        return number * factor;
    }
}
