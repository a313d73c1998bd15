package cleave.guestos.user.tools.regex;

import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Program;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Unchecked;

/**
 * Runs {@link Code} over a text by trying one way after the other, and keeps the longest match. An
 * instruction that has failed at a place will fail there again, whatever led to it: it is tried
 * once, so that the time is at most that of all instructions at all places. Only back references
 * break that rule, and expressions that have them are tried in all ways.
 */
@Unchecked("slots are those that the parser has given out; the tables are sized by the code")
final class Matcher {
    private static final int GROUP_SLOTS = 2 * Regex.GROUPS_MAX;
    private static final int OUT_OF_MEMORY = 2;
    /** What waits: an instruction and a place, or a slot's old value, marked by the sign. */
    private static final Words WAITING = new Words();

    private static final int[] BEST = new int[GROUP_SLOTS];
    private static Address slots;
    private static int slotCount;
    private static Address tried;
    private static int triedBytes;

    private Matcher() {
    }

    static int slot(int index) {
        return BEST[index];
    }

    static boolean find(Regex regex, Address text, int length, int from) {
        prepare(regex, length - from + 1);
        for (int start = from; start <= length; start++) {
            if (!regex.first.isNull()) {
                while (start < length
                        && !ByteSet.has(regex.first, text.loadUnsignedByte(start))) {
                    start++;
                }
                if (start == length) {
                    return false;
                }
            }
            if (matchAt(regex, text, length, from, start)) {
                return true;
            }
            if (regex.code.operation(0) == Code.START) {
                return false;
            }
        }
        return false;
    }

    private static void prepare(Regex regex, int places) {
        slotCount = GROUP_SLOTS + regex.rounds;
        slots = Heap.realloc(slots, 4 * slotCount);
        long bits = (long) places * regex.code.length();
        if (bits > Integer.MAX_VALUE) {
            Errors.warn("a line is too long for this expression");
            Program.exit(OUT_OF_MEMORY);
        }
        int bytes = regex.looksBack ? 0 : (int) (bits + 7) / 8;
        if (bytes > triedBytes) {
            tried = Heap.realloc(tried, bytes);
            triedBytes = bytes;
        }
        if (slots.isNull() || bytes > 0 && tried.isNull()) {
            Errors.warn("out of memory for a long line");
            Program.exit(OUT_OF_MEMORY);
        }
        Memory.clear(tried, bytes);
    }

    private static boolean firstTry(int at, int place, int codeLength) {
        int bit = place * codeLength + at;
        int value = tried.loadUnsignedByte(bit >>> 3);
        int mask = 1 << (bit & 7);
        tried.storeByte(bit >>> 3, value | mask);
        return (value & mask) == 0;
    }

    private static void set(int slot, int value) {
        WAITING.add(slots.loadInt(4 * slot));
        WAITING.add(~slot);
        slots.storeInt(4 * slot, value);
    }

    /** The longest match that begins at a place; its slots are in BEST. */
    private static boolean matchAt(Regex regex, Address text, int length, int from, int start) {
        for (int i = 0; i < slotCount; i++) {
            slots.storeInt(4 * i, -1);
        }
        boolean found = false;
        int codeLength = regex.code.length();
        WAITING.clear();
        WAITING.add(start);
        WAITING.add(0);
        while (WAITING.count() > 0) {
            int at = WAITING.removeLast();
            int place = WAITING.removeLast();
            if (at < 0) {
                slots.storeInt(4 * ~at, place);
                continue;
            }
            while (at >= 0) {
                if (!regex.looksBack && !firstTry(at, place - from, codeLength)) {
                    break;
                }
                int operation = regex.code.operation(at);
                int argument = regex.code.argument(at);
                if (operation == Code.MATCH) {
                    if (!found || place > BEST[1]) {
                        found = true;
                        keep(start, place);
                    }
                    at = place == length ? stopAll() : -1;
                } else if (operation == Code.SPLIT) {
                    WAITING.add(place);
                    WAITING.add(at + argument);
                    at++;
                } else if (operation == Code.JUMP) {
                    at += argument;
                } else if (operation == Code.BACK) {
                    int taken = repeated(text, length, place, argument, regex.ignoreCase);
                    at = taken < 0 ? -1 : at + 1;
                    place += Math.max(0, taken);
                } else if (operation <= Code.SET) {
                    boolean fits = place < length && fits(regex, operation, argument,
                            text.loadUnsignedByte(place));
                    at = fits ? at + 1 : -1;
                    place++;
                } else {
                    at = step(operation, argument, text, length, place) ? at + 1 : -1;
                }
            }
        }
        return found;
    }

    /** Nothing can be longer than a match to the end of the text. */
    private static int stopAll() {
        WAITING.clear();
        return -1;
    }

    private static void keep(int start, int end) {
        for (int i = 2; i < GROUP_SLOTS; i++) {
            BEST[i] = slots.loadInt(4 * i);
        }
        BEST[0] = start;
        BEST[1] = end;
    }

    private static boolean fits(Regex regex, int operation, int argument, int value) {
        if (operation == Code.BYTE) {
            return value == argument || regex.ignoreCase && Characters.toLower(value) == argument;
        }
        return operation == Code.ANY || ByteSet.has(Address.of(argument), value);
    }

    /** An instruction that takes no byte. */
    private static boolean step(int operation, int argument, Address text, int length, int place) {
        switch (operation) {
            case Code.SAVE:
                set(argument, place);
                return true;
            case Code.ROUND:
                set(GROUP_SLOTS + argument, place);
                return true;
            case Code.PROGRESS:
                return slots.loadInt(4 * (GROUP_SLOTS + argument)) != place;
            case Code.START:
                return place == 0;
            case Code.END:
                return place == length;
            default:
                boolean before = place > 0 && ByteSet.isWord(text.loadUnsignedByte(place - 1));
                boolean behind = place < length && ByteSet.isWord(text.loadUnsignedByte(place));
                return operation == Code.WORD_START ? !before && behind
                        : operation == Code.WORD_END ? before && !behind
                        : (before != behind) == (operation == Code.WORD_EDGE);
        }
    }

    /** How many bytes the text of a group takes again here; -1 if it is not here. */
    private static int repeated(Address text, int length, int place, int group, boolean fold) {
        int start = slots.loadInt(8 * group);
        int end = slots.loadInt(8 * group + 4);
        if (start < 0 || end < start || end - start > length - place) {
            return -1;
        }
        for (int i = 0; i < end - start; i++) {
            int a = text.loadUnsignedByte(start + i);
            int b = text.loadUnsignedByte(place + i);
            if (a != b && !(fold && Characters.toLower(a) == Characters.toLower(b))) {
                return -1;
            }
        }
        return end - start;
    }
}
