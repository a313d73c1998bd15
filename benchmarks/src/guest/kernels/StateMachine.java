package kernels;

import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** A scanner that tells apart the numbers, names, texts and remarks of a line. */
final class StateMachine {
    private static final int BLANK = 0;
    private static final int NAME = 1;
    private static final int ZERO = 2;
    private static final int DECIMAL = 3;
    private static final int HEXADECIMAL = 4;
    private static final int TEXT = 5;
    private static final int ESCAPE = 6;
    private static final int REMARK = 7;
    private static final int WRONG = 8;
    private static final int STATES = 9;

    private static final String SOURCE =
            "count = 0x1f + other*17; \"a \\\"text\\\"\" if (first1 < 300) 0x 12ab 0 -- # remark";

    private static final int[] ENDED = new int[STATES];

    private StateMachine() {
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static int start(int c) {
        switch (c) {
            case '0':
                return ZERO;
            case '"':
                return TEXT;
            case '#':
                return REMARK;
            default:
                return isLetter(c) ? NAME : isDigit(c) ? DECIMAL : BLANK;
        }
    }

    private static int end(int state, int c) {
        ENDED[state]++;
        return start(c);
    }

    private static int next(int state, int c) {
        switch (state) {
            case BLANK:
                return start(c);
            case NAME:
                return isLetter(c) || isDigit(c) ? NAME : end(NAME, c);
            case ZERO:
                return c == 'x' ? HEXADECIMAL : isDigit(c) ? DECIMAL : end(ZERO, c);
            case DECIMAL:
                return isDigit(c) ? DECIMAL : isLetter(c) ? WRONG : end(DECIMAL, c);
            case HEXADECIMAL:
                return isDigit(c) || c >= 'a' && c <= 'f' ? HEXADECIMAL
                        : isLetter(c) ? WRONG : end(HEXADECIMAL, c);
            case TEXT:
                return c == '\\' ? ESCAPE : c == '"' ? end(TEXT, ' ') : TEXT;
            case ESCAPE:
                return TEXT;
            case REMARK:
                return c == '\n' ? end(REMARK, c) : REMARK;
            default:
                return isLetter(c) || isDigit(c) ? WRONG : end(WRONG, c);
        }
    }

    @EntryPoint("run")
    static int run(int rounds) {
        Address source = Address.of(SOURCE);
        int length = SOURCE.length();
        int sum = 0;
        for (int round = 0; round < rounds; round++) {
            int state = BLANK;
            int skip = round % 7;
            for (int i = skip; i < length; i++) {
                state = next(state, source.plus(i).loadUnsignedByte(0));
            }
            state = end(state, '\n');
            for (int kind = 0; kind < STATES; kind++) {
                sum = sum * 31 + ENDED[kind];
            }
            sum += state;
        }
        return sum;
    }
}
