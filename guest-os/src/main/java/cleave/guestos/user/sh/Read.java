package cleave.guestos.user.sh;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** {@code read [-r] [-p prompt] variable ...}: a line of standard input, and no byte more. */
final class Read {
    private static final Byte ONE = new Byte();
    private static final int QUOTED = 1;

    /** A place for one byte. */
    private static final class Byte extends Struct {
        @Inline(4)
        byte[] bytes;
    }

    private Read() {
    }

    static int run(int count, Address arguments) {
        int index = 1;
        boolean raw = false;
        while (Builtins.isOption(count, arguments, index)) {
            Address option = Builtins.word(arguments, index);
            index++;
            if (Strings.equal(option, "--")) {
                break;
            }
            if (Strings.equal(option, "-r")) {
                raw = true;
            } else if (Strings.equal(option, "-p") && index < count) {
                if (Terminal.isatty(0)) {
                    Stdio.stderr().put(Builtins.word(arguments, index)).flush();
                }
                index++;
            } else {
                return Builtins.badOption("read", option.loadByte(1));
            }
        }
        if (index >= count) {
            Messages.begin().put("read: arg count").line();
            return Shell.ERROR;
        }
        for (int i = index; i < count; i++) {
            if (!Names.are(Builtins.word(arguments, i))) {
                Messages.warn("read", "bad variable name: ", Builtins.word(arguments, i));
                return Shell.ERROR;
            }
        }
        Text line = new Text();
        Text quoted = new Text();
        boolean ended = readLine(line, quoted, raw);
        boolean set = assign(line, quoted, count - index, arguments.plus(4 * index));
        line.free();
        quoted.free();
        return ended || !set ? 1 : 0;
    }

    /** Reads a line, and which of its bytes a backslash has quoted; true at the end of input. */
    private static boolean readLine(Text line, Text quoted, boolean raw) {
        boolean escaped = false;
        while (true) {
            int got = Alert.read(Traps.INTERRUPT | Traps.TRAP, 0, Address.of(ONE.bytes), 1);
            if (got <= 0) {
                return true;
            }
            int character = ONE.bytes[0] & 0xff;
            if (escaped) {
                escaped = false;
                if (character != '\n') {
                    line.add(character);
                    quoted.add(QUOTED);
                }
            } else if (character == '\\' && !raw) {
                escaped = true;
            } else if (character == '\n') {
                return false;
            } else if (character != 0) {
                line.add(character);
                quoted.add(0);
            }
        }
    }

    /** Splits the line at {@code IFS}; the last variable gets all that is left. */
    private static boolean assign(Text line, Text quoted, int count, Address names) {
        Address value = Variables.value("IFS");
        Address separators = Arena.SCRATCH.copy(value.isNull() ? Address.of(" \t\n") : value);
        int at = 0;
        while (at < line.length && isWhite(line, quoted, at, separators)) {
            at++;
        }
        for (int i = 0; i < count; i++) {
            int start = at;
            int end;
            if (i == count - 1) {
                end = rest(line, quoted, start, separators);
            } else {
                while (at < line.length && !separates(line, quoted, at, separators)) {
                    at++;
                }
                end = at;
                at = behind(line, quoted, at, separators);
            }
            Address word = Arena.SCRATCH.copy(line.text().plus(start), end - start);
            if (!Variables.set(Builtins.word(names, i), word)) {
                return false;
            }
        }
        return true;
    }

    /** Behind one separator with the white space around it. */
    private static int behind(Text line, Text quoted, int from, Address separators) {
        int at = from;
        while (at < line.length && isWhite(line, quoted, at, separators)) {
            at++;
        }
        if (at < line.length && separates(line, quoted, at, separators)) {
            at++;
            while (at < line.length && isWhite(line, quoted, at, separators)) {
                at++;
            }
        }
        return at;
    }

    /** Where the last field ends: separators behind it go, if they are the only ones. */
    private static int rest(Text line, Text quoted, int start, Address separators) {
        int end = line.length;
        while (end > start && isWhite(line, quoted, end - 1, separators)) {
            end--;
        }
        int first = start;
        while (first < end && !separates(line, quoted, first, separators)) {
            first++;
        }
        if (first < end && behind(line, quoted, first, separators) >= end) {
            return first;
        }
        return end;
    }

    private static boolean separates(Text line, Text quoted, int at, Address separators) {
        return quoted.at(at) == 0 && !Strings.find(separators, line.at(at)).isNull();
    }

    private static boolean isWhite(Text line, Text quoted, int at, Address separators) {
        int character = line.at(at);
        return (character == ' ' || character == '\t' || character == '\n')
                && separates(line, quoted, at, separators);
    }
}
