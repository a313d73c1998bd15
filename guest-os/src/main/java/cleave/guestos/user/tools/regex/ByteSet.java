package cleave.guestos.user.tools.regex;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** Sets of bytes, 256 bits each, and the classes that bracket expressions name. */
final class ByteSet {
    static final int SIZE = 32;
    private static final String[] CLASSES = {"alnum", "alpha", "blank", "cntrl", "digit", "graph",
        "lower", "print", "punct", "space", "upper", "xdigit"};
    private static final int WORD = 12;

    private ByteSet() {
    }

    static Address make() {
        return Heap.calloc(1, SIZE);
    }

    static boolean has(Address set, int value) {
        return (set.loadUnsignedByte(value >> 3) >> (value & 7) & 1) != 0;
    }

    static void add(Address set, int value) {
        set.storeByte(value >> 3, set.loadUnsignedByte(value >> 3) | 1 << (value & 7));
    }

    static void addAll(Address set, Address others) {
        for (int i = 0; i < SIZE; i++) {
            set.storeByte(i, set.loadUnsignedByte(i) | others.loadUnsignedByte(i));
        }
    }

    static void invert(Address set) {
        for (int i = 0; i < SIZE; i++) {
            set.storeByte(i, ~set.loadUnsignedByte(i));
        }
    }

    /** Adds the other case of every letter. */
    static void foldCase(Address set) {
        for (int i = 'a'; i <= 'z'; i++) {
            int upper = Characters.toUpper(i);
            if (has(set, i) || has(set, upper)) {
                add(set, i);
                add(set, upper);
            }
        }
    }

    /** Adds letters, digits and the underscore. */
    static void addWord(Address set) {
        addClass(set, WORD);
    }

    /** Adds a class by its name; false if there is none of that name. */
    static boolean addClass(Address set, Address name, int length) {
        for (int i = 0; i < CLASSES.length; i++) {
            if (CLASSES[i].length() == length
                    && Strings.compare(name, Address.of(CLASSES[i]), length) == 0) {
                addClass(set, i);
                return true;
            }
        }
        return false;
    }

    private static void addClass(Address set, int which) {
        for (int value = 0; value < 256; value++) {
            if (isOf(which, value)) {
                add(set, value);
            }
        }
    }

    private static boolean isOf(int which, int value) {
        switch (which) {
            case 0:
                return Characters.isLetterOrDigit(value);
            case 1:
                return Characters.isLetter(value);
            case 2:
                return Characters.isBlank(value);
            case 3:
                return Characters.isControl(value);
            case 4:
                return Characters.isDigit(value);
            case 5:
                return Characters.isPrintable(value) && value != ' ';
            case 6:
                return Characters.isLower(value);
            case 7:
                return Characters.isPrintable(value);
            case 8:
                return Characters.isPunctuation(value);
            case 9:
                return Characters.isSpace(value);
            case 10:
                return Characters.isUpper(value);
            case 11:
                return Characters.isHexDigit(value);
            default:
                return isWord(value);
        }
    }

    static boolean isWord(int value) {
        return Characters.isLetterOrDigit(value) || value == '_';
    }
}
