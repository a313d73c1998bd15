package cleave.guestos.libc;

import cleave.magic.Address;

/**
 * {@code fnmatch}: whether a pattern of a shell describes a text (POSIX, Shell Command Language,
 * 2.13): {@code * ? [abc] [a-z] [!a] [[:alpha:]]}, and a backslash before what is itself.
 */
public final class Match {
    /** Only a slash in the pattern is one in the text. */
    public static final int PATHNAME = 1;
    /** A backslash is itself. */
    public static final int NOESCAPE = 2;
    /** A point at the start, or behind a slash under PATHNAME, must be one in the pattern. */
    public static final int PERIOD = 4;
    /** Small and capital letters are equal. */
    public static final int CASEFOLD = 16;

    private static final String[] CLASSES = {"alnum", "alpha", "blank", "cntrl", "digit", "graph",
        "lower", "print", "punct", "space", "upper", "xdigit"};

    /** The pattern behind the bracket expression read last. */
    private static Address behindBracket;

    private Match() {
    }

    /** Whether the pattern has characters that are not themselves. */
    public static boolean isPattern(Address pattern) {
        Address at = pattern;
        while (at.loadByte(0) != 0) {
            int character = at.loadByte(0);
            if (character == '*' || character == '?' || character == '[') {
                return true;
            }
            at = at.plus(character == '\\' && at.loadByte(1) != 0 ? 2 : 1);
        }
        return false;
    }

    /** Goes back to the last star whenever what follows it does not fit. */
    public static boolean fnmatch(Address pattern, Address text, int flags) {
        Address wanted = pattern;
        Address at = text;
        Address behindStar = Address.of(0);
        Address starText = Address.of(0);
        while (true) {
            int kind = wanted.loadByte(0);
            if (kind == '*' && !hidden(text, at, flags)) {
                wanted = wanted.plus(1);
                behindStar = wanted;
                starText = at;
            } else if (kind == 0 && at.loadByte(0) == 0) {
                return true;
            } else if (kind != '*' && kind != 0 && at.loadByte(0) != 0
                    && one(wanted, text, at, flags)) {
                wanted = next(wanted, flags);
                at = at.plus(1);
            } else if (!behindStar.isNull() && starText.loadByte(0) != 0
                    && !(starText.loadByte(0) == '/' && (flags & PATHNAME) != 0)) {
                starText = starText.plus(1);
                at = starText;
                wanted = behindStar;
            } else {
                return false;
            }
        }
    }

    /** Whether a point is here that no star and no question mark may stand for. */
    private static boolean hidden(Address text, Address at, int flags) {
        return (flags & PERIOD) != 0 && at.loadByte(0) == '.' && (at.bits() == text.bits()
                || (flags & PATHNAME) != 0 && at.loadByte(-1) == '/');
    }

    /** Whether one element of the pattern fits the character here. */
    private static boolean one(Address wanted, Address text, Address at, int flags) {
        int character = fold(at.loadUnsignedByte(0), flags);
        int kind = wanted.loadUnsignedByte(0);
        boolean slash = character == '/' && (flags & PATHNAME) != 0;
        if (kind == '?') {
            return !slash && !hidden(text, at, flags);
        }
        if (kind == '[' && endOfBracket(wanted).bits() != 0) {
            return !slash && !hidden(text, at, flags) && bracket(wanted, character, flags);
        }
        if (kind == '\\' && (flags & NOESCAPE) == 0 && wanted.loadByte(1) != 0) {
            kind = wanted.loadUnsignedByte(1);
        }
        return fold(kind, flags) == character;
    }

    private static int fold(int character, int flags) {
        return (flags & CASEFOLD) != 0 ? Characters.toLower(character) : character;
    }

    private static Address next(Address wanted, int flags) {
        if (wanted.loadByte(0) == '[') {
            Address end = endOfBracket(wanted);
            if (!end.isNull()) {
                return end.plus(1);
            }
        }
        boolean escaped = wanted.loadByte(0) == '\\' && (flags & NOESCAPE) == 0
                && wanted.loadByte(1) != 0;
        return wanted.plus(escaped ? 2 : 1);
    }

    /** Where the closing bracket is; null if there is none, and the opening one is itself. */
    private static Address endOfBracket(Address open) {
        Address at = open.plus(1);
        if (at.loadByte(0) == '!' || at.loadByte(0) == '^') {
            at = at.plus(1);
        }
        if (at.loadByte(0) == ']') {
            at = at.plus(1);
        }
        while (at.loadByte(0) != 0) {
            if (at.loadByte(0) == ']') {
                return at;
            }
            if (at.loadByte(0) == '[' && at.loadByte(1) == ':') {
                Address close = Strings.find(at.plus(2), Address.of(":]"));
                at = close.isNull() ? at.plus(1) : close.plus(2);
            } else {
                at = at.plus(at.loadByte(0) == '\\' && at.loadByte(1) != 0 ? 2 : 1);
            }
        }
        return Address.of(0);
    }

    private static boolean bracket(Address open, int character, int flags) {
        Address end = endOfBracket(open);
        Address at = open.plus(1);
        boolean negated = at.loadByte(0) == '!' || at.loadByte(0) == '^';
        if (negated) {
            at = at.plus(1);
        }
        boolean found = false;
        while (at.isBelow(end)) {
            if (at.loadByte(0) == '[' && at.loadByte(1) == ':') {
                found |= isOf(at.plus(2), character);
                at = behindBracket;
            } else {
                found |= range(at, end, character, flags);
                at = behindBracket;
            }
        }
        return found != negated;
    }

    /** One character, or two with a minus between; sets {@link #behindBracket}. */
    private static boolean range(Address from, Address end, int character, int flags) {
        Address at = escape(from, flags);
        int first = fold(at.loadUnsignedByte(0), flags);
        at = at.plus(1);
        if (at.loadByte(0) == '-' && at.plus(1).isBelow(end)) {
            at = escape(at.plus(1), flags);
            int last = fold(at.loadUnsignedByte(0), flags);
            behindBracket = at.plus(1);
            return character >= first && character <= last;
        }
        behindBracket = at;
        return character == first;
    }

    private static Address escape(Address at, int flags) {
        return at.loadByte(0) == '\\' && (flags & NOESCAPE) == 0 ? at.plus(1) : at;
    }

    private static boolean isOf(Address name, int character) {
        Address close = Strings.find(name, Address.of(":]"));
        int length = close.minus(name);
        behindBracket = close.plus(2);
        for (int i = 0; i < CLASSES.length; i++) {
            if (CLASSES[i].length() == length
                    && Strings.compare(name, Address.of(CLASSES[i]), length) == 0) {
                return isOf(i, character);
            }
        }
        return false;
    }

    private static boolean isOf(int type, int character) {
        return switch (type) {
            case 0 -> Characters.isLetterOrDigit(character);
            case 1 -> Characters.isLetter(character);
            case 2 -> Characters.isBlank(character);
            case 3 -> Characters.isControl(character);
            case 4 -> Characters.isDigit(character);
            case 5 -> Characters.isPrintable(character) && character != ' ';
            case 6 -> Characters.isLower(character);
            case 7 -> Characters.isPrintable(character);
            case 8 -> Characters.isPunctuation(character);
            case 9 -> Characters.isSpace(character);
            case 10 -> Characters.isUpper(character);
            default -> Characters.isHexDigit(character);
        };
    }
}
