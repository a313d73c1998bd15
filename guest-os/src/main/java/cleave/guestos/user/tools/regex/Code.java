package cleave.guestos.user.tools.regex;

import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * A regular expression as instructions of two words, an operation and its argument. Jumps are
 * relative, so that a piece can be repeated by copying it.
 */
final class Code extends Struct {
    /** A byte, any byte, one of a set (the address of 256 bits). */
    static final int BYTE = 0;
    static final int ANY = 1;
    static final int SET = 2;
    /** Goes on behind this instruction and, if that does not lead to a match, at the target. */
    static final int SPLIT = 3;
    static final int JUMP = 4;
    /** Keeps the position in a slot: 2n for where group n begins, 2n + 1 for where it ends. */
    static final int SAVE = 5;
    static final int START = 6;
    static final int END = 7;
    /** What a group has matched, again. */
    static final int BACK = 8;
    static final int WORD_START = 9;
    static final int WORD_END = 10;
    static final int WORD_EDGE = 11;
    static final int NO_WORD_EDGE = 12;
    /** Keeps the position of a round of a loop; fails if the round has matched nothing. */
    static final int ROUND = 13;
    static final int PROGRESS = 14;
    static final int MATCH = 15;

    private static final int LENGTH_MAX = 0x1_0000;

    private Words words;

    static Code make() {
        Code code = new Code();
        code.words = new Words();
        return code;
    }

    int length() {
        return words.count() / 2;
    }

    int operation(int at) {
        return words.get(2 * at);
    }

    int argument(int at) {
        return words.get(2 * at + 1);
    }

    void add(int operation, int argument) {
        words.add(operation);
        words.add(argument);
    }

    /** The words, for the matcher, which reads many. */
    Address address() {
        return words.items();
    }

    boolean isTooLong() {
        return length() > LENGTH_MAX;
    }

    void setArgument(int at, int argument) {
        words.set(2 * at + 1, argument);
    }

    /** Puts an instruction before others, whose jumps among each other stay what they are. */
    void insert(int at, int operation, int argument) {
        add(0, 0);
        for (int i = length() - 1; i > at; i--) {
            words.set(2 * i, operation(i - 1));
            words.set(2 * i + 1, argument(i - 1));
        }
        words.set(2 * at, operation);
        words.set(2 * at + 1, argument);
    }

    /** Appends a copy of the instructions from one to another. */
    void copy(int from, int to) {
        for (int i = from; i < to; i++) {
            add(operation(i), argument(i));
        }
    }

    void truncate(int length) {
        words.truncate(2 * length);
    }

    void release() {
        words.release(false);
    }
}
