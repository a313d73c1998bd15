package cleave.emulator.debug.monitor;

import cleave.emulator.debug.CodeReader;
import cleave.emulator.debug.GuestView;
import cleave.emulator.debug.GuestView.Addressing;
import cleave.emulator.hart.Hart;
import java.math.BigInteger;

/** {@code x} and {@code xp}: memory in QEMU's layout, and strings as GDB shows them. */
final class MemoryDump {
    private static final int COUNT_MAX = 1 << 16;
    private static final int STRING_MAX = 200;

    /**
     * What follows the slash: {@code 8xw}.
     *
     * @param format one of x d u o c s i
     * @param size bytes of a value: 1, 2, 4 or 8
     */
    record Format(int count, char format, int size) {
        /** Reads a format; what is not said is one word in hexadecimal. */
        static Format parse(String text) throws MonitorException {
            int digits = 0;
            while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
                digits++;
            }
            int count = digits == 0 ? 1 : digits > 6 ? COUNT_MAX + 1
                    : Integer.parseInt(text.substring(0, digits));
            char format = 'x';
            int size = 0;
            for (char c : text.substring(digits).toCharArray()) {
                if ("xduocsi".indexOf(c) >= 0) {
                    format = c;
                } else if ("bhwg".indexOf(c) >= 0) {
                    size = 1 << "bhwg".indexOf(c);
                } else {
                    throw new MonitorException("invalid char in format: '" + c
                            + "': a count, then one of x d u o c s i, then one of b h w g");
                }
            }
            if (count > COUNT_MAX) {
                throw new MonitorException("at most " + COUNT_MAX + " values at once");
            }
            boolean bytes = format == 'c' || format == 's';
            return new Format(count, format, bytes ? 1 : size == 0 ? 4 : size);
        }
    }

    private final GuestView view;
    private final CodeReader reader;
    private final Hart hart;

    MemoryDump(GuestView view, CodeReader reader, Hart hart) {
        this.view = view;
        this.reader = reader;
        this.hart = hart;
    }

    String dump(long address, Addressing addressing, Format format) {
        return switch (format.format) {
            case 'i' -> instructions(address, addressing, format.count);
            case 's' -> strings(address, addressing, format.count);
            default -> values(address, addressing, format);
        };
    }

    private static String place(long address, Addressing addressing) {
        return String.format(addressing == Addressing.PHYSICAL ? "%016x" : "%08x", address);
    }

    private String values(long start, Addressing addressing, Format format) {
        int perLine = (format.size == 1 ? 8 : 16) / format.size;
        StringBuilder text = new StringBuilder();
        byte[] value = new byte[format.size];
        for (int i = 0; i < format.count; i++) {
            long address = wrap(start + (long) i * format.size, addressing);
            if (i % perLine == 0) {
                text.append(i == 0 ? "" : "\n").append(place(address, addressing)).append(':');
            }
            if (view.read(address, addressing, value) < value.length) {
                return text.append(" Cannot access memory\n").toString();
            }
            text.append(' ').append(show(value, format.format));
        }
        return text.append('\n').toString();
    }

    private static long wrap(long address, Addressing addressing) {
        return addressing == Addressing.PHYSICAL ? address : address & 0xffff_ffffL;
    }

    private static String show(byte[] littleEndian, char format) {
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        int bits = 8 * bigEndian.length;
        BigInteger unsigned = new BigInteger(1, bigEndian);
        int decimalDigits = (bits * 10 + 32) / 33;
        return switch (format) {
            case 'd' -> String.format("%" + decimalDigits + "d", new BigInteger(bigEndian));
            case 'u' -> String.format("%" + decimalDigits + "d", unsigned);
            case 'o' -> String.format("%" + (bits + 2) / 3 + "s",
                    (unsigned.signum() == 0 ? "" : "0") + unsigned.toString(8));
            case 'c' -> character(littleEndian[0]);
            default -> String.format("0x%0" + bits / 4 + "x", unsigned);
        };
    }

    private static String character(byte value) {
        return "'" + escaped(value) + "'";
    }

    private static String escaped(byte value) {
        return switch (value) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\'' -> "\\'";
            case '\\' -> "\\\\";
            default -> value >= ' ' && value < 127 ? String.valueOf((char) value)
                    : String.format("\\x%02x", value);
        };
    }

    private String strings(long start, Addressing addressing, int count) {
        StringBuilder text = new StringBuilder();
        long address = start;
        byte[] one = new byte[1];
        for (int i = 0; i < count; i++) {
            text.append(place(address, addressing)).append(": \"");
            int length = 0;
            while (view.read(address, addressing, one) == 1 && one[0] != 0
                    && length < STRING_MAX) {
                text.append(one[0] == '"' ? "\\\"" : one[0] == '\'' ? "'" : escaped(one[0]));
                address = wrap(address + 1, addressing);
                length++;
            }
            if (view.read(address, addressing, one) < 1) {
                return text.append("\" Cannot access memory\n").toString();
            }
            text.append(length == STRING_MAX ? "\"...\n" : "\"\n");
            address = wrap(address + (length == STRING_MAX ? 0 : 1), addressing);
        }
        return text.toString();
    }

    private String instructions(long start, Addressing addressing, int count) {
        int mode = addressing == Addressing.PHYSICAL ? Hart.M : hart.mode();
        StringBuilder text = new StringBuilder();
        int pc = (int) start;
        for (int i = 0; i < count; i++) {
            CodeReader.Code code = reader.at(pc, mode);
            text.append(reader.line(code)).append('\n');
            if (code.bits() < 0) {
                break;
            }
            pc += code.length();
        }
        return text.toString();
    }
}
