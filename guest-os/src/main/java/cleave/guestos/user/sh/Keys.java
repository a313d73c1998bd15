package cleave.guestos.user.sh;

import cleave.guestos.abi.Errno;
import cleave.guestos.libc.Events;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** Keys of a terminal: bytes, and the sequences that cursor keys send. */
final class Keys {
    static final int END_OF_INPUT = -1;
    static final int INTERRUPTED = -2;
    /** Keys that are no byte. */
    static final int UP = 0x100;
    static final int DOWN = 0x101;
    static final int RIGHT = 0x102;
    static final int LEFT = 0x103;
    static final int HOME = 0x104;
    static final int LAST = 0x105;
    static final int DELETE = 0x106;
    static final int WORD_LEFT = 0x107;
    static final int WORD_RIGHT = 0x108;
    static final int UNKNOWN = 0x109;

    static final int ESCAPE = 27;

    private static final Byte ONE = new Byte();

    /** A place for one byte. */
    private static final class Byte extends Struct {
        @Inline(4)
        byte[] bytes;
    }

    private Keys() {
    }

    static int control(int letter) {
        return letter & 0x1f;
    }

    /** A byte, or one of the two ends. */
    private static int raw() {
        while (true) {
            int got = Alert.read(Traps.INTERRUPT | Traps.CHILD, 0, Address.of(ONE.bytes), 1);
            if (got == 1) {
                return ONE.bytes[0] & 0xff;
            }
            if (Traps.isInterrupted()) {
                return INTERRUPTED;
            }
            if (got != -Errno.EINTR) {
                return END_OF_INPUT;
            }
            Events.forget(Traps.CHILD);
            LineEditor.notice();
        }
    }

    static int next() {
        int key = raw();
        return key == ESCAPE ? sequence() : key;
    }

    /** Behind an escape (ECMA-48, 5.4, and what xterm sends). */
    private static int sequence() {
        int second = raw();
        switch (second) {
            case 'b':
                return WORD_LEFT;
            case 'f':
                return WORD_RIGHT;
            case '[', 'O':
                break;
            default:
                return UNKNOWN;
        }
        int key = raw();
        int number = 0;
        int modifier = 0;
        while (key >= '0' && key <= '9' || key == ';') {
            if (key == ';') {
                modifier = number;
                number = 0;
            } else {
                number = number * 10 + key - '0';
            }
            key = raw();
        }
        switch (key) {
            case 'A':
                return UP;
            case 'B':
                return DOWN;
            case 'C':
                return modifier != 0 ? WORD_RIGHT : RIGHT;
            case 'D':
                return modifier != 0 ? WORD_LEFT : LEFT;
            case 'H':
                return HOME;
            case 'F':
                return LAST;
            case '~':
                return number == 1 || number == 7 ? HOME : number == 4 || number == 8 ? LAST
                        : number == 3 ? DELETE : UNKNOWN;
            default:
                return key < 0 ? key : UNKNOWN;
        }
    }
}
