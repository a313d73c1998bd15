package cleave.guestos.libc;

import cleave.magic.Address;

/** Strings as in C: bytes that end with a zero. Places searched for and not found are null. */
public final class Strings {
    private static Address tokenRest;

    private Strings() {
    }

    public static int length(Address text) {
        int length = 0;
        while (text.loadByte(length) != 0) {
            length++;
        }
        return length;
    }

    /** The length, but at most {@code max}, behind which nothing is read. */
    public static int length(Address text, int max) {
        int length = 0;
        while (length < max && text.loadByte(length) != 0) {
            length++;
        }
        return length;
    }

    public static boolean isEmpty(Address text) {
        return text.loadByte(0) == 0;
    }

    // ---- comparing ----

    /** Below, at or above zero as {@code a} sorts before, with or behind {@code b}. */
    public static int compare(Address a, Address b) {
        int i = 0;
        while (a.loadByte(i) != 0 && a.loadByte(i) == b.loadByte(i)) {
            i++;
        }
        return a.loadUnsignedByte(i) - b.loadUnsignedByte(i);
    }

    /** Compares at most {@code max} bytes. */
    public static int compare(Address a, Address b, int max) {
        int i = 0;
        while (i < max && a.loadByte(i) != 0 && a.loadByte(i) == b.loadByte(i)) {
            i++;
        }
        return i >= max ? 0 : a.loadUnsignedByte(i) - b.loadUnsignedByte(i);
    }

    /** Compares with ASCII letters taken as small ones. */
    public static int compareIgnoringCase(Address a, Address b) {
        int i = 0;
        while (a.loadByte(i) != 0
                && Characters.toLower(a.loadUnsignedByte(i))
                == Characters.toLower(b.loadUnsignedByte(i))) {
            i++;
        }
        return Characters.toLower(a.loadUnsignedByte(i))
                - Characters.toLower(b.loadUnsignedByte(i));
    }

    public static boolean equal(Address a, Address b) {
        return compare(a, b) == 0;
    }

    public static boolean equal(Address a, String b) {
        return compare(a, Address.of(b)) == 0;
    }

    public static boolean startsWith(Address text, Address prefix) {
        int i = 0;
        while (prefix.loadByte(i) != 0) {
            if (text.loadByte(i) != prefix.loadByte(i)) {
                return false;
            }
            i++;
        }
        return true;
    }

    public static boolean startsWith(Address text, String prefix) {
        return startsWith(text, Address.of(prefix));
    }

    public static boolean endsWith(Address text, Address suffix) {
        int from = length(text) - length(suffix);
        return from >= 0 && compare(text.plus(from), suffix) == 0;
    }

    public static boolean endsWith(Address text, String suffix) {
        return endsWith(text, Address.of(suffix));
    }

    // ---- copying ----

    /** Copies text with its zero and returns where the copy's zero is. */
    public static Address copy(Address to, Address from) {
        int i = 0;
        while (from.loadByte(i) != 0) {
            to.storeByte(i, from.loadByte(i));
            i++;
        }
        to.storeByte(i, 0);
        return to.plus(i);
    }

    public static Address copy(Address to, String from) {
        return copy(to, Address.of(from));
    }

    /**
     * Copies as much as fits into {@code size} bytes with a zero; returns the length of {@code
     * from}, so that a result of {@code size} or more says that it did not fit.
     */
    public static int copy(Address to, Address from, int size) {
        int length = length(from);
        if (size > 0) {
            int copied = Math.min(length, size - 1);
            Memory.copy(to, from, copied);
            to.storeByte(copied, 0);
        }
        return length;
    }

    /** Appends as much as fits into {@code size} bytes; returns what both together would have. */
    public static int append(Address to, Address from, int size) {
        int used = length(to, size);
        return used + copy(to.plus(used), from, size - used);
    }

    public static int append(Address to, String from, int size) {
        return append(to, Address.of(from), size);
    }

    /** A copy on the heap; null when there is no memory. */
    public static Address duplicate(Address text) {
        return duplicate(text, length(text));
    }

    /** A copy of the first {@code length} bytes, with a zero, on the heap. */
    public static Address duplicate(Address text, int length) {
        Address copy = Heap.malloc(length + 1);
        if (!copy.isNull()) {
            Memory.copy(copy, text, length);
            copy.storeByte(length, 0);
        }
        return copy;
    }

    /** {@code a} and {@code b} joined on the heap; null when there is no memory. */
    public static Address join(Address a, Address b) {
        Address joined = Heap.malloc(length(a) + length(b) + 1);
        if (!joined.isNull()) {
            copy(copy(joined, a), b);
        }
        return joined;
    }

    /** Three parts joined on the heap, {@code directory + "/" + name}. */
    public static Address join(Address a, String between, Address b) {
        Address joined = Heap.malloc(length(a) + between.length() + length(b) + 1);
        if (!joined.isNull()) {
            copy(copy(copy(joined, a), between), b);
        }
        return joined;
    }

    // ---- searching ----

    /** The first place of a character, whose zero counts as one. */
    public static Address find(Address text, int character) {
        int i = 0;
        while (text.loadUnsignedByte(i) != (character & 0xff)) {
            if (text.loadByte(i) == 0) {
                return Address.of(0);
            }
            i++;
        }
        return text.plus(i);
    }

    public static Address findLast(Address text, int character) {
        for (int i = length(text); i >= 0; i--) {
            if (text.loadUnsignedByte(i) == (character & 0xff)) {
                return text.plus(i);
            }
        }
        return Address.of(0);
    }

    /** The first place of a text in another. */
    public static Address find(Address text, Address part) {
        for (Address at = text;; at = at.plus(1)) {
            if (startsWith(at, part)) {
                return at;
            }
            if (at.loadByte(0) == 0) {
                return Address.of(0);
            }
        }
    }

    /** How many characters from the start are among {@code accepted}. */
    public static int span(Address text, Address accepted) {
        int i = 0;
        while (text.loadByte(i) != 0 && !find(accepted, text.loadByte(i)).isNull()) {
            i++;
        }
        return i;
    }

    /** How many characters from the start are none of {@code rejected}. */
    public static int spanWithout(Address text, Address rejected) {
        int i = 0;
        while (text.loadByte(i) != 0 && find(rejected, text.loadByte(i)).isNull()) {
            i++;
        }
        return i;
    }

    /**
     * Cuts text into words, in place: the first call names the text, those that follow give a null
     * address; null when there are no more words.
     */
    public static Address token(Address text, String separators) {
        Address between = Address.of(separators);
        Address word = text.isNull() ? tokenRest : text;
        word = word.plus(span(word, between));
        if (word.loadByte(0) == 0) {
            tokenRest = word;
            return Address.of(0);
        }
        Address end = word.plus(spanWithout(word, between));
        tokenRest = end;
        if (end.loadByte(0) != 0) {
            end.storeByte(0, 0);
            tokenRest = end.plus(1);
        }
        return word;
    }

    /** What is behind the last slash; slashes at the end do not count, and {@code /} is itself. */
    public static Address baseName(Address path) {
        Address last = path;
        for (Address at = path; at.loadByte(0) != 0; at = at.plus(1)) {
            if (at.loadByte(0) == '/' && at.loadByte(1) != '/' && at.loadByte(1) != 0) {
                last = at.plus(1);
            }
        }
        return last;
    }
}
