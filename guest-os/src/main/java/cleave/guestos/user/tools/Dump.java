package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.user.tools.common.Sizes;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;

/** {@code hexdump} and {@code od}: bytes as numbers, sixteen a line. */
final class Dump {
    private static final String HEXDUMP = "hexdump [-bCcdovx] [-n BYTES] [-s BYTES] [FILE ...]\n"
            + "Prints bytes as numbers, in words of two bytes as long as no option says"
            + " otherwise.\n"
            + "  -C  bytes in hexadecimal, and as characters    -b  in octal    -c  as characters\n"
            + "  -d -o -x  words of two bytes, decimal, octal, hexadecimal\n"
            + "  -v  lines that are equal, too    -n N  N bytes only    -s N  without the first"
            + " N\n";
    private static final String OD = "od [-bcdovx] [-A d|o|x|n] [-t TYPE] [-N BYTES] [-j BYTES]"
            + " [FILE ...]\n"
            + "Prints bytes as numbers, in octal words of two bytes if nothing says otherwise.\n"
            + "  -t TYPE  c, a, or d o u x with 1 2 4 8 bytes, as in x1    -b o1  -c c  -d u2 "
            + " -o o2"
            + "  -x x2\n"
            + "  -A R  places in this base, or none    -N N  N bytes only    -j N  without the"
            + " first"
            + " N\n"
            + "  -v  lines that are equal, too\n";
    private static final int ROW = 16;

    /** One way to print a row. */
    private static final int CANONICAL = 'C';
    private static final Words KINDS = new Words();
    private static final Words SIZES = new Words();
    private static final byte[] LINE = new byte[ROW];
    private static final byte[] LAST = new byte[ROW];
    private static final byte[] PIECE = new byte[32];

    private static final String ESCAPES = "0......abtnvfr";
    private static final String[] NAMES = {"nul", "soh", "stx", "etx", "eot", "enq", "ack", "bel",
        "bs", "ht", "nl", "vt", "ff", "cr", "so", "si", "dle", "dc1", "dc2", "dc3", "dc4", "nak",
        "syn", "etb", "can", "em", "sub", "esc", "fs", "gs", "rs", "us", "sp"};

    private static boolean od;
    /** Without options, hexdump's words have one space before them; with -x, four. */
    private static boolean plain;
    private static int base = 'x';
    private static boolean everyLine;
    private static long skipped;
    private static long most = Long.MAX_VALUE;
    private static long place;
    private static int filled;
    private static boolean starred;
    private static boolean any;

    private Dump() {
    }

    static int hexdump(int count, Address arguments) {
        CommandLine.begin(count, arguments, "bCcdn:(length)os:(skip)v(no-squeezing)x", HEXDUMP);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'C' -> add(CANONICAL, 1);
                case 'b' -> add('o', 1);
                case 'c' -> add('c', 1);
                case 'd' -> add('u', 2);
                case 'o' -> add('o', 2);
                case 'x' -> add('x', 2);
                case 'v' -> everyLine = true;
                case 'n' -> most = size(CommandLine.value());
                default -> skipped = size(CommandLine.value());
            }
        }
        if (KINDS.count() == 0) {
            add('x', 2);
            plain = true;
        }
        return dump();
    }

    static int od(int count, Address arguments) {
        od = true;
        base = 'o';
        CommandLine.begin(count, arguments, "A:(address-radix)bcdj:(skip-bytes)N:(read-bytes)o"
                + "t:(format)v(output-duplicates)x", OD);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            switch (letter) {
                case 'A' -> base = CommandLine.value().loadUnsignedByte(0);
                case 'b' -> add('o', 1);
                case 'c' -> add('c', 1);
                case 'd' -> add('u', 2);
                case 'o' -> add('o', 2);
                case 'x' -> add('x', 2);
                case 'v' -> everyLine = true;
                case 'j' -> skipped = size(CommandLine.value());
                case 'N' -> most = size(CommandLine.value());
                default -> types(CommandLine.value());
            }
        }
        if (base != 'd' && base != 'o' && base != 'x' && base != 'n') {
            CommandLine.refuse("places are in d, o or x, or n for none");
        }
        if (KINDS.count() == 0) {
            add('o', 2);
        }
        return dump();
    }

    private static void add(int kind, int size) {
        KINDS.add(kind);
        SIZES.add(size);
    }

    private static long size(Address text) {
        long size = Sizes.parse(text);
        if (size < 0) {
            CommandLine.refuse(text, "not a number of bytes");
        }
        return size;
    }

    private static void types(Address text) {
        int at = 0;
        while (text.loadByte(at) != 0) {
            int kind = text.loadByte(at);
            at++;
            if (kind == 'a' || kind == 'c') {
                add(kind, 1);
            } else if (kind == 'd' || kind == 'o' || kind == 'u' || kind == 'x') {
                int size = 4;
                if (Characters.isDigit(text.loadByte(at))) {
                    size = text.loadByte(at) - '0';
                    at++;
                }
                if (size != 1 && size != 2 && size != 4 && size != 8) {
                    CommandLine.refuse(text, "numbers have 1, 2, 4 or 8 bytes");
                }
                add(kind, size);
            } else {
                CommandLine.refuse(text, "not a type; see od --help");
            }
        }
    }

    // ---- rows ----

    private static int dump() {
        int status = Inputs.each(Dump::file);
        if (filled > 0) {
            row();
        }
        if (od && skipped > 0) {
            Errors.warn("there are not so many bytes to pass over");
            return 1;
        }
        if (any || od) {
            address(place);
            if (base != 'n') {
                Stdio.stdout().line();
            }
        }
        return status;
    }

    private static int file(Stream in, Address name) {
        for (int value = in.get(); value >= 0; value = in.get()) {
            if (skipped > 0) {
                skipped--;
                place++;
                continue;
            }
            if (most == 0) {
                break;
            }
            most--;
            LINE[filled] = (byte) value;
            filled++;
            if (filled == ROW) {
                row();
            }
        }
        return 0;
    }

    /** Rows that are as the one before are one star together. */
    private static void row() {
        boolean same = any && filled == ROW && !everyLine
                && Memory.compare(Address.of(LINE), Address.of(LAST), ROW) == 0;
        if (same) {
            if (!starred) {
                Stdio.stdout().put("*\n");
            }
            starred = true;
        } else {
            starred = false;
            Memory.clear(Address.of(LINE).plus(filled), ROW - filled);
            for (int i = 0; i < KINDS.count(); i++) {
                if (i == 0) {
                    address(place);
                } else {
                    Format.print(Stdio.stdout(), "%*s", od ? base == 'n' ? 0 : base == 'x' ? 6 : 7
                            : 7, Address.of("").bits(), 0, 0, 0, 0);
                }
                if (KINDS.get(i) == CANONICAL) {
                    canonical();
                } else {
                    numbers(KINDS.get(i), SIZES.get(i));
                }
            }
            Memory.copy(Address.of(LAST), Address.of(LINE), ROW);
        }
        any = true;
        place += filled;
        filled = 0;
    }

    private static void address(long at) {
        boolean wide = KINDS.get(0) == CANONICAL;
        String format = od ? base == 'o' ? "%07llo" : base == 'd' ? "%07lld" : "%06llx"
                : wide ? "%08llx" : "%07llx";
        if (base != 'n') {
            Format.print(Stdio.stdout(), format, (int) at, (int) (at >> 32), 0, 0, 0, 0);
        }
    }

    private static void canonical() {
        Stream out = Stdio.stdout();
        for (int i = 0; i < ROW; i++) {
            out.put(i % 8 == 0 ? "  " : " ");
            if (i < filled) {
                Stdio.printf("%02x", LINE[i] & 0xff);
            } else {
                out.put("  ");
            }
        }
        out.put("  |");
        for (int i = 0; i < filled; i++) {
            out.putByte(Characters.isPrintable(LINE[i]) ? LINE[i] : '.');
        }
        out.put("|\n");
    }

    private static long value(int at, int size, boolean signed) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | LINE[at + i] & 0xff;
        }
        int unused = 64 - 8 * size;
        return signed ? value << unused >> unused : value;
    }

    /** How many digits the greatest number of a kind has. */
    private static int digits(int kind, int size) {
        switch (kind) {
            case 'x':
                return 2 * size;
            case 'o':
                return (8 * size + 2) / 3;
            default:
                int unsigned = size == 1 ? 3 : size == 2 ? 5 : size == 4 ? 10 : 20;
                return kind == 'd' ? (size == 8 ? 19 : unsigned) + 1 : unsigned;
        }
    }

    /** How wide one byte of all kinds must be, so that what belongs together stands together. */
    private static int columns(int size) {
        int widest = 0;
        for (int i = 0; od && i < KINDS.count(); i++) {
            int kind = KINDS.get(i);
            int width = kind == 'c' || kind == 'a' ? 4 : digits(kind, SIZES.get(i)) + 1;
            widest = Math.max(widest, width * 8 / SIZES.get(i));
        }
        return widest * size / 8;
    }

    private static void numbers(int kind, int size) {
        Stream out = Stdio.stdout();
        int width = kind == 'c' || kind == 'a' ? 4 : digits(kind, size) + 1;
        if (od) {
            width = Math.max(width, columns(size));
        } else if (size == 2 && !plain) {
            width = 8;
        } else if (size == 1) {
            width = 4;
        }
        for (int at = 0; at < filled; at += size) {
            Address piece = Address.of(PIECE);
            if (kind == 'c') {
                character(LINE[at] & 0xff);
            } else if (kind == 'a') {
                named(LINE[at] & 0x7f);
            } else {
                long value = value(at, size, kind == 'd');
                String format = kind == 'x' ? "%0*llx" : kind == 'o' ? "%0*llo" : kind == 'd'
                        ? "%*lld" : od ? "%*llu" : "%0*llu";
                int shown = kind == 'd' || kind == 'u' && od ? 0 : digits(kind, size);
                Format.snprintf(piece, PIECE.length, format, shown, (int) value,
                        (int) (value >> 32));
            }
            Format.print(out, "%*s", width, piece.bits(), 0, 0, 0, 0);
        }
        if (!od) {
            int missing = (ROW - filled) / size * width;
            Format.print(out, "%*s", missing, Address.of("").bits(), 0, 0, 0, 0);
        }
        out.line();
    }

    // ---- characters ----

    private static void character(int value) {
        Address piece = Address.of(PIECE);
        if (Characters.isPrintable(value)) {
            Format.snprintf(piece, PIECE.length, "%c", value);
        } else if (value < ESCAPES.length() && ESCAPES.charAt(value) != '.') {
            Format.snprintf(piece, PIECE.length, "\\%c", ESCAPES.charAt(value));
        } else {
            Format.snprintf(piece, PIECE.length, "%03o", value);
        }
    }

    private static void named(int value) {
        Address piece = Address.of(PIECE);
        if (value < NAMES.length) {
            Format.snprintf(piece, PIECE.length, "%s", Address.of(NAMES[value]));
        } else if (value == 0x7f) {
            Format.snprintf(piece, PIECE.length, "%s", Address.of("del"));
        } else {
            Format.snprintf(piece, PIECE.length, "%c", value);
        }
    }
}
