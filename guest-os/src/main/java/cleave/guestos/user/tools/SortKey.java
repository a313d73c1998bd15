package cleave.guestos.user.tools;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/** The keys that {@code sort} compares lines by (POSIX, sort, {@code -k}). */
final class SortKey extends Struct {
    private static final int NUMERIC = 1;
    private static final int REVERSE = 2;
    private static final int FOLD = 4;
    private static final int BLANKS = 8;
    private static final int DICTIONARY = 16;
    private static final int HUMAN = 32;
    /** Blanks at the start of the last field do not count. */
    private static final int END_BLANKS = 64;
    /** The letters of the flags above, in their order. */
    private static final String LETTERS = "nrfbdh";
    private static final String UNITS = "KMGTPE";

    private static final Words KEYS = new Words();
    private static int separator = -1;
    private static int globalFlags;

    private static Address at;
    /** The part of a line that a key is. */
    private static int start;
    private static int end;

    private int flags;
    private int firstField;
    private int firstByte;
    /** 0 for the end of the line. */
    private int lastField;
    private int lastByte;

    /** A line, which may have zeros in it. */
    static final class Item extends Struct {
        Address text;
        int length;
    }

    /** A copy of a line. */
    static Item line(Address text, int length) {
        Item item = new Item();
        item.length = length;
        item.text = Heap.malloc(length + 1);
        if (item.text.isNull()) {
            Errors.warn("out of memory");
            Program.exit(CommandLine.failure());
        }
        Memory.copy(item.text, text, length);
        item.text.storeByte(length, 0);
        return item;
    }

    // ---- what keys there are ----

    static void separateBy(Address text) {
        boolean escaped = Strings.equal(text, "\\0");
        if (!escaped && (Strings.isEmpty(text) || text.loadByte(1) != 0)) {
            CommandLine.refuse(text, "fields end at one character");
        }
        separator = escaped ? 0 : text.loadUnsignedByte(0);
    }

    static void addFlag(int letter) {
        globalFlags |= flag(letter);
    }

    private static int flag(int letter) {
        for (int i = 0; i < LETTERS.length(); i++) {
            if (LETTERS.charAt(i) == letter) {
                return 1 << i;
            }
        }
        return 0;
    }

    static void add(Address text) {
        SortKey key = new SortKey();
        at = text;
        key.firstField = number(text);
        key.firstByte = 1;
        if (at.loadByte(0) == '.') {
            at = at.plus(1);
            key.firstByte = number(text);
        }
        key.flags = flags();
        if (at.loadByte(0) == ',') {
            at = at.plus(1);
            key.lastField = number(text);
            if (at.loadByte(0) == '.') {
                at = at.plus(1);
                key.lastByte = Characters.isDigit(at.loadByte(0)) ? (int) Numbers.parse(at, 10)
                        : 0;
                at = Numbers.end();
            }
            int more = flags();
            key.flags |= more & ~BLANKS | ((more & BLANKS) != 0 ? END_BLANKS : 0);
        }
        if (at.loadByte(0) != 0) {
            CommandLine.refuse(text, "not a key");
        }
        KEYS.add(Address.of(key));
    }

    private static int number(Address whole) {
        if (!Characters.isDigit(at.loadByte(0)) || Numbers.toInt(at) == 0) {
            CommandLine.refuse(whole, "fields and characters of a key are counted from 1");
        }
        int number = Numbers.toInt(at);
        at = Numbers.end();
        return number;
    }

    private static int flags() {
        int flags = 0;
        while (flag(at.loadUnsignedByte(0)) != 0) {
            flags |= flag(at.loadUnsignedByte(0));
            at = at.plus(1);
        }
        return flags;
    }

    /** Keys without letters of their own get those of the command line. */
    static void complete() {
        if (KEYS.count() == 0 && (globalFlags & ~REVERSE) != 0) {
            SortKey key = new SortKey();
            key.firstField = 1;
            key.firstByte = 1;
            key.flags = globalFlags;
            KEYS.add(Address.of(key));
        }
        for (int i = 0; i < KEYS.count(); i++) {
            SortKey key = Struct.at(KEYS.address(i), SortKey.class);
            if (key.flags == 0) {
                key.flags = globalFlags | ((globalFlags & BLANKS) != 0 ? END_BLANKS : 0);
            }
        }
    }

    // ---- parts of lines ----

    /** Where a field begins, counted from 0. */
    private static int field(Item item, int number) {
        int place = 0;
        for (int i = 0; i < number && place < item.length; i++) {
            if (separator >= 0) {
                while (place < item.length && item.text.loadUnsignedByte(place) != separator) {
                    place++;
                }
                place++;
            } else {
                place = skipField(item, place);
            }
        }
        return Math.min(place, item.length);
    }

    /** Blanks, and what is not blank. */
    private static int skipField(Item item, int from) {
        int place = skipBlanks(item, from);
        while (place < item.length && !Characters.isBlank(item.text.loadByte(place))) {
            place++;
        }
        return place;
    }

    private static int skipBlanks(Item item, int from) {
        int place = from;
        while (place < item.length && Characters.isBlank(item.text.loadByte(place))) {
            place++;
        }
        return place;
    }

    private static void select(SortKey key, Item item) {
        start = field(item, key.firstField - 1);
        if ((key.flags & BLANKS) != 0) {
            start = skipBlanks(item, start);
        }
        start = Math.min(item.length, start + key.firstByte - 1);
        end = item.length;
        if (key.lastField > 0) {
            if (key.lastByte == 0) {
                end = field(item, key.lastField);
                if (separator >= 0 && end > 0 && (end < item.length
                        || item.text.loadUnsignedByte(end - 1) == separator)
                        && isBehindSeparator(item, key.lastField)) {
                    end--;
                }
            } else {
                end = field(item, key.lastField - 1);
                if ((key.flags & END_BLANKS) != 0) {
                    end = skipBlanks(item, end);
                }
                end = Math.min(item.length, end + key.lastByte);
            }
        }
        end = Math.max(end, start);
    }

    /** Whether there is a separator behind so many fields. */
    private static boolean isBehindSeparator(Item item, int fields) {
        int count = 0;
        for (int i = 0; i < item.length && count < fields; i++) {
            count += item.text.loadUnsignedByte(i) == separator ? 1 : 0;
        }
        return count == fields;
    }

    // ---- comparing ----

    static int compareWhole(Item a, Item b) {
        int order = Memory.compare(a.text, b.text, Math.min(a.length, b.length));
        if (order == 0) {
            order = a.length - b.length;
        }
        return (globalFlags & REVERSE) != 0 ? -order : order;
    }

    static int compare(Item a, Item b) {
        for (int i = 0; i < KEYS.count(); i++) {
            SortKey key = Struct.at(KEYS.address(i), SortKey.class);
            select(key, a);
            Address first = a.text.plus(start);
            int firstLength = end - start;
            select(key, b);
            int order = compare(key.flags, first, firstLength, b.text.plus(start), end - start);
            if (order != 0) {
                return (key.flags & REVERSE) != 0 ? -order : order;
            }
        }
        return KEYS.count() == 0 ? compareWhole(a, b) : 0;
    }

    private static int compare(int flags, Address a, int aLength, Address b, int bLength) {
        if ((flags & HUMAN) != 0) {
            int order = unit(a, aLength) - unit(b, bLength);
            if (order != 0) {
                return order;
            }
        }
        if ((flags & (NUMERIC | HUMAN)) != 0) {
            return compareNumbers(a, aLength, b, bLength);
        }
        int i = 0;
        int j = 0;
        while (true) {
            while (i < aLength && isSkipped(flags, a.loadUnsignedByte(i))) {
                i++;
            }
            while (j < bLength && isSkipped(flags, b.loadUnsignedByte(j))) {
                j++;
            }
            if (i >= aLength || j >= bLength) {
                return (i < aLength ? 1 : 0) - (j < bLength ? 1 : 0);
            }
            int difference = fold(flags, a.loadUnsignedByte(i)) - fold(flags,
                    b.loadUnsignedByte(j));
            if (difference != 0) {
                return difference;
            }
            i++;
            j++;
        }
    }

    private static boolean isSkipped(int flags, int character) {
        return (flags & DICTIONARY) != 0 && !Characters.isLetterOrDigit(character)
                && !Characters.isBlank(character);
    }

    private static int fold(int flags, int character) {
        return (flags & FOLD) != 0 ? Characters.toUpper(character) : character;
    }

    /** The place of a size's unit, below 0 for negative sizes. */
    private static int unit(Address text, int length) {
        int i = 0;
        while (i < length && Characters.isBlank(text.loadByte(i))) {
            i++;
        }
        boolean negative = i < length && text.loadByte(i) == '-';
        while (i < length && (Characters.isDigit(text.loadByte(i)) || text.loadByte(i) == '.'
                || text.loadByte(i) == '-')) {
            i++;
        }
        for (int unit = 0; i < length && unit < UNITS.length(); unit++) {
            if (Characters.toUpper(text.loadByte(i)) == UNITS.charAt(unit)) {
                return negative ? -unit - 1 : unit + 1;
            }
        }
        return 0;
    }

    /** Numbers of any length, compared by their digits: no value overflows. */
    private static int compareNumbers(Address a, int aLength, Address b, int bLength) {
        int i = 0;
        int j = 0;
        while (i < aLength && Characters.isBlank(a.loadByte(i))) {
            i++;
        }
        while (j < bLength && Characters.isBlank(b.loadByte(j))) {
            j++;
        }
        boolean aNegative = i < aLength && a.loadByte(i) == '-';
        boolean bNegative = j < bLength && b.loadByte(j) == '-';
        Address aDigits = a.plus(i + (aNegative ? 1 : 0));
        Address bDigits = b.plus(j + (bNegative ? 1 : 0));
        int aRest = aLength - i - (aNegative ? 1 : 0);
        int bRest = bLength - j - (bNegative ? 1 : 0);
        boolean aZero = isZero(aDigits, aRest);
        boolean bZero = isZero(bDigits, bRest);
        if (aZero || bZero || aNegative != bNegative) {
            int aSign = aZero ? 0 : aNegative ? -1 : 1;
            int bSign = bZero ? 0 : bNegative ? -1 : 1;
            return aSign - bSign;
        }
        int order = compareDigits(aDigits, aRest, bDigits, bRest);
        return aNegative ? -order : order;
    }

    private static boolean isZero(Address digits, int length) {
        for (int i = 0; i < length; i++) {
            int character = digits.loadByte(i);
            if (!Characters.isDigit(character) && character != '.') {
                return true;
            }
            if (character >= '1' && character <= '9') {
                return false;
            }
        }
        return true;
    }

    private static int whole(Address digits, int length, int from) {
        int i = from;
        while (i < length && Characters.isDigit(digits.loadByte(i))) {
            i++;
        }
        return i;
    }

    private static int zeros(Address digits, int length) {
        int i = 0;
        while (i < length && digits.loadByte(i) == '0') {
            i++;
        }
        return i;
    }

    private static int compareDigits(Address a, int aLength, Address b, int bLength) {
        int i = zeros(a, aLength);
        int j = zeros(b, bLength);
        int aEnd = whole(a, aLength, i);
        int bEnd = whole(b, bLength, j);
        if (aEnd - i != bEnd - j) {
            return aEnd - i - (bEnd - j);
        }
        int order = Memory.compare(a.plus(i), b.plus(j), aEnd - i);
        if (order != 0) {
            return order;
        }
        boolean aPoint = aEnd < aLength && a.loadByte(aEnd) == '.';
        boolean bPoint = bEnd < bLength && b.loadByte(bEnd) == '.';
        for (int k = 1; aPoint || bPoint; k++) {
            aPoint = aPoint && aEnd + k < aLength && Characters.isDigit(a.loadByte(aEnd + k));
            bPoint = bPoint && bEnd + k < bLength && Characters.isDigit(b.loadByte(bEnd + k));
            int difference = (aPoint ? a.loadByte(aEnd + k) : '0')
                    - (bPoint ? b.loadByte(bEnd + k) : '0');
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
