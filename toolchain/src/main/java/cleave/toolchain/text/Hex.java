package cleave.toolchain.text;

/** Hexadecimal numbers. On the way of every start, where {@link String#format} is slow. */
public final class Hex {
    private Hex() {
    }

    /** An address: {@code 0x00001000}, with more than eight digits only where they are needed. */
    public static String address(long value) {
        String digits = Long.toHexString(value);
        return "0x" + "0".repeat(Math.max(0, 8 - digits.length())) + digits;
    }
}
