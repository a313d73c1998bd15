package cleave.guestos.user.sh;

import cleave.guestos.abi.Errno;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code printf format [argument ...]}: the format again while arguments are left. */
final class Printf {
    private static Address arguments;
    private static int count;
    private static int next;
    private static int status;
    private static boolean stopped;

    private Printf() {
    }

    static int run(int given, Address words) {
        int index = Builtins.skipDashes(given, words, 1);
        if (index >= given) {
            Messages.begin().put("printf: usage: printf format [arg ...]").line();
            return Shell.ERROR;
        }
        arguments = words;
        count = given;
        next = index + 1;
        status = 0;
        stopped = false;
        Address format = Builtins.word(words, index);
        int before;
        do {
            before = next;
            once(format);
        } while (next < count && next > before && !stopped);
        return status;
    }

    private static void once(Address format) {
        Stream out = Stdio.stdout();
        Address at = format;
        while (at.loadByte(0) != 0 && !stopped) {
            if (at.loadByte(0) == '\\') {
                Text one = new Text();
                at = at.plus(Escapes.put(one, at, false));
                out.write(one.bytes, one.length);
                one.free();
            } else if (at.loadByte(0) != '%') {
                out.putByte(at.loadByte(0));
                at = at.plus(1);
            } else if (at.loadByte(1) == '%') {
                out.putByte('%');
                at = at.plus(2);
            } else {
                at = conversion(out, at);
            }
        }
    }

    private static Address argument() {
        if (next >= count) {
            return Address.of(0);
        }
        next++;
        return Builtins.word(arguments, next - 1);
    }

    /** One conversion, with stars replaced by numbers; returns what is behind it. */
    private static Address conversion(Stream out, Address start) {
        Text piece = new Text();
        Address at = start.plus(1);
        piece.add('%');
        while (at.loadByte(0) != 0 && !Strings.find(Address.of("-+ #0123456789.*"),
                at.loadByte(0)).isNull()) {
            if (at.loadByte(0) == '*') {
                piece.addNumber(number(argument()));
            } else {
                piece.add(at.loadByte(0));
            }
            at = at.plus(1);
        }
        int kind = at.loadUnsignedByte(0);
        switch (kind) {
            case 'd', 'i', 'o', 'u', 'x', 'X':
                long value = number(argument());
                piece.add("ll").add(kind);
                Format.print(out, piece.text(), (int) value, (int) (value >> 32), 0, 0, 0, 0);
                break;
            case 'c':
                Address letter = argument();
                Text one = new Text();
                one.add(letter.isNull() ? 0 : letter.loadUnsignedByte(0));
                piece.add('s');
                Format.print(out, piece.text(), one.text().bits(), 0, 0, 0, 0, 0);
                one.free();
                break;
            case 's':
                Address text = argument();
                piece.add('s');
                Format.print(out, piece.text(), (text.isNull() ? Address.of("") : text).bits(),
                        0, 0, 0, 0, 0);
                break;
            case 'b':
                escaped(out, piece, argument());
                break;
            default:
                Messages.begin().put("printf: %").putByte(kind).put(": invalid directive").line();
                status = 1;
                stopped = true;
                piece.free();
                return at;
        }
        piece.free();
        return at.plus(1);
    }

    private static void escaped(Stream out, Text piece, Address argument) {
        Text bytes = new Text();
        if (!argument.isNull()) {
            stopped = !Escapes.addAll(bytes, argument);
        }
        piece.add('s');
        Format.print(out, piece.text(), bytes.text().bits(), 0, 0, 0, 0, 0);
        bytes.free();
    }

    /** A number as C writes it, or the code of the character behind a quote. */
    private static long number(Address word) {
        if (word.isNull() || Strings.isEmpty(word)) {
            return 0;
        }
        if (word.loadByte(0) == '"' || word.loadByte(0) == '\'') {
            return word.loadUnsignedByte(1);
        }
        Errors.errno = 0;
        long value = Numbers.parse(word, 0);
        if (Errors.errno == Errno.ERANGE) {
            Messages.warn("printf", "Numerical result out of range: ", word);
            status = 1;
        } else if (Numbers.end().loadByte(0) != 0) {
            boolean none = Numbers.end() == word;
            Messages.warn("printf", none ? "expected numeric value: "
                    : "not completely converted: ", word);
            status = 1;
        }
        return value;
    }
}
