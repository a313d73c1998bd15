package cleave.guestos.user.sh;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Match;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** Parameter expansion (Shell Command Language, 2.5 and 2.6.2). */
final class ParameterExpansion {
    private ParameterExpansion() {
    }

    static void expand(Part part, Output to) {
        boolean all = isAll(part.text);
        Address value = all ? Address.of(0) : value(part.text);
        boolean set = all ? Positional.count() > 0 : !value.isNull();
        boolean empty = !set || part.colon && (all ? isOnlyEmpty() : Strings.isEmpty(value));
        boolean absent = part.colon ? empty : !set;
        switch (part.operation) {
            case Part.NONE:
                if (all || isThere(part, set)) {
                    put(part, value, to);
                }
                break;
            case Part.LENGTH:
                if (all || isThere(part, set)) {
                    putNumber(all ? Positional.count() : set ? Strings.length(value) : 0,
                            part, to);
                }
                break;
            case '-':
                if (absent) {
                    argument(part, to);
                } else {
                    put(part, value, to);
                }
                break;
            case '+':
                if (!absent) {
                    argument(part, to);
                } else if (part.quoted && !all) {
                    to.start();
                }
                break;
            case '=':
                if (absent) {
                    assign(part, to);
                } else {
                    put(part, value, to);
                }
                break;
            case '?':
                if (absent) {
                    complain(part);
                } else {
                    put(part, value, to);
                }
                break;
            case Part.BAD:
                Messages.begin().put("Bad substitution").line();
                Control.abort();
                break;
            default:
                if (all || set) {
                    cut(part, all ? joined() : Arena.SCRATCH.copy(value), to);
                } else if (isThere(part, false)) {
                    put(part, value, to);
                }
                break;
        }
    }

    private static boolean isAll(Address name) {
        return (name.loadByte(0) == '@' || name.loadByte(0) == '*') && name.loadByte(1) == 0;
    }

    private static boolean isOnlyEmpty() {
        return Positional.count() == 0
                || Positional.count() == 1 && Strings.isEmpty(Positional.get(1));
    }

    /** The value; null if it is not set. It is good until the next one is asked for. */
    static Address value(Address name) {
        int character = name.loadUnsignedByte(0);
        if (Names.begins(character)) {
            return Variables.value(name);
        }
        if (Characters.isDigit(character)) {
            int number = Numbers.toInt(name);
            return number == 0 ? Shell.name : Positional.get(number);
        }
        return SpecialParameters.value(character);
    }

    /** With {@code set -u}, a parameter must be set. */
    private static boolean isThere(Part part, boolean set) {
        if (set || !ShellOptions.isSet('u')) {
            return true;
        }
        Messages.warn(part.text, "parameter not set");
        Control.abort();
        return false;
    }

    private static void put(Part part, Address value, Output to) {
        if (isAll(part.text)) {
            putAll(part, to);
            return;
        }
        if (part.quoted) {
            to.start();
        }
        if (!value.isNull()) {
            to.putAll(value, part.quoted);
        }
    }

    private static void putAll(Part part, Output to) {
        boolean joins = part.text.loadByte(0) == '*'
                && (part.quoted || to.mode() != Output.FIELDS);
        if (joins) {
            to.start();
        }
        for (int i = 1; i <= Positional.count(); i++) {
            if (i > 1) {
                if (joins) {
                    to.join();
                } else {
                    to.breakField();
                }
            }
            if (part.quoted) {
                to.start();
            }
            to.putAll(Positional.get(i), part.quoted);
        }
    }

    private static Address joined() {
        Text text = new Text();
        for (int i = 1; i <= Positional.count(); i++) {
            if (i > 1) {
                text.add(' ');
            }
            text.add(Positional.get(i));
        }
        Address copy = Arena.SCRATCH.copy(text.text());
        text.free();
        return copy;
    }

    private static void putNumber(int number, Part part, Output to) {
        Text digits = new Text();
        to.putAll(digits.addNumber(number).text(), part.quoted);
        digits.free();
    }

    private static void argument(Part part, Output to) {
        if (part.quoted) {
            to.start();
        }
        Expansion.argument(part.argument, to);
    }

    private static void assign(Part part, Output to) {
        if (!Names.begins(part.text.loadUnsignedByte(0))) {
            Messages.warn(part.text, "bad variable name");
            Control.abort();
            return;
        }
        Address value = Expansion.single(part.argument);
        if (!Control.isPending() && Variables.set(part.text, value)) {
            put(part, value, to);
        }
    }

    private static void complain(Part part) {
        Address message = Expansion.single(part.argument);
        if (Control.isPending()) {
            return;
        }
        if (Strings.isEmpty(message)) {
            message = Address.of(part.colon ? "parameter not set or null" : "parameter not set");
        }
        Messages.warn(part.text, message);
        Control.abort();
    }

    /** Puts the value, which may be changed, without the shortest or longest part that fits. */
    private static void cut(Part part, Address value, Output to) {
        Address pattern = Expansion.pattern(part.argument);
        if (Control.isPending()) {
            return;
        }
        if (part.quoted) {
            to.start();
        }
        int length = Strings.length(value);
        switch (part.operation) {
            case '#':
                to.putAll(value.plus(prefix(value, pattern, 0, length + 1, 1)), part.quoted);
                break;
            case Part.LONG_PREFIX:
                to.putAll(value.plus(prefix(value, pattern, length, -1, -1)), part.quoted);
                break;
            case '%':
                value.storeByte(suffix(value, pattern, length, -1, -1, length), 0);
                to.putAll(value, part.quoted);
                break;
            default:
                value.storeByte(suffix(value, pattern, 0, length + 1, 1, length), 0);
                to.putAll(value, part.quoted);
                break;
        }
    }

    private static int prefix(Address value, Address pattern, int from, int to, int step) {
        for (int i = from; i != to; i += step) {
            int behind = value.loadByte(i);
            value.storeByte(i, 0);
            boolean fits = Match.fnmatch(pattern, value, 0);
            value.storeByte(i, behind);
            if (fits) {
                return i;
            }
        }
        return 0;
    }

    private static int suffix(Address value, Address pattern, int from, int to, int step,
            int length) {
        for (int i = from; i != to; i += step) {
            if (Match.fnmatch(pattern, value.plus(i), 0)) {
                return i;
            }
        }
        return length;
    }
}
