package cleave.guestos.kernel.file.proc;

import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** A text that is being made, in as many frames as it needs. */
final class ProcText extends Struct {
    /** Frames at most: 512 KiB. */
    private static final int FRAMES = 128;
    private static final int DIGITS_MAX = 20;
    private static final byte[] DIGITS = new byte[DIGITS_MAX];
    private static final String HEXADECIMAL = "0123456789abcdef";

    int length;
    /** There was no memory for all of it. */
    boolean cut;
    @Inline(FRAMES)
    private Frame[] frames;

    /** Forgets the text, but keeps the frames. */
    void restart() {
        length = 0;
        cut = false;
    }

    void free() {
        for (int i = 0; i < FRAMES && frames[i] != null; i++) {
            Frames.release(frames[i]);
        }
        Heap.free(this, Struct.sizeOf(ProcText.class));
    }

    /** Moves what lies behind the transfer's offset: the number of bytes, or an error. */
    int give(Transfer to) {
        int done = 0;
        while (to.remaining > 0 && to.offset < length) {
            int at = (int) to.offset;
            int inFrame = at & Pte.PAGE_MASK;
            int part = Math.min(Math.min(to.remaining, length - at), Pte.PAGE_SIZE - inFrame);
            int result = to.give(frames[at >>> Pte.PAGE_SHIFT].address().plus(inFrame), part);
            if (result < 0) {
                return done > 0 ? done : result;
            }
            to.offset += part;
            done += part;
        }
        return done;
    }

    ProcText put(int character) {
        int index = length >>> Pte.PAGE_SHIFT;
        if (index == FRAMES) {
            cut = true;
            return this;
        }
        if (frames[index] == null) {
            frames[index] = Frames.allocate();
            if (frames[index] == null) {
                cut = true;
                return this;
            }
        }
        frames[index].address().storeByte(length & Pte.PAGE_MASK, character);
        length++;
        return this;
    }

    ProcText text(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return this;
    }

    /** A C string. */
    ProcText text(Address text) {
        for (int i = 0; text.loadByte(i) != 0; i++) {
            put(text.loadUnsignedByte(i));
        }
        return this;
    }

    /** Bytes as they are. */
    ProcText bytes(Address from, int count) {
        for (int i = 0; i < count; i++) {
            put(from.loadUnsignedByte(i));
        }
        return this;
    }

    ProcText decimal(int number) {
        if (number < 0) {
            put('-');
        }
        return padded(number < 0 ? -number : number, 0, ' ');
    }

    ProcText decimal(long number) {
        if ((int) number == number) {
            return decimal((int) number);
        }
        int at = DIGITS_MAX;
        long rest = number < 0 ? -number : number;
        do {
            at--;
            DIGITS[at] = (byte) ('0' + (int) Long.remainderUnsigned(rest, 10));
            rest = Long.divideUnsigned(rest, 10);
        } while (rest != 0);
        if (number < 0) {
            put('-');
        }
        return digits(at);
    }

    /** An unsigned number, to the right of at least {@code width} characters. */
    ProcText padded(int number, int width, int fill) {
        int at = DIGITS_MAX;
        int rest = number;
        do {
            int quotient = Integer.divideUnsigned(rest, 10);
            at--;
            DIGITS[at] = (byte) ('0' + rest - quotient * 10);
            rest = quotient;
        } while (rest != 0);
        for (int i = DIGITS_MAX - at; i < width; i++) {
            put(fill);
        }
        return digits(at);
    }

    private ProcText digits(int at) {
        for (int i = at; i < DIGITS_MAX; i++) {
            put(DIGITS[i]);
        }
        return this;
    }

    /** At least {@code width} hexadecimal digits. */
    ProcText hex(int number, int width) {
        int digits = Math.max(width, 8 - Integer.numberOfLeadingZeros(number | 1) / 4);
        for (int i = digits - 1; i >= 0; i--) {
            put(i >= 8 ? '0' : HEXADECIMAL.charAt(number >>> 4 * i & 15));
        }
        return this;
    }

    /** Sixteen hexadecimal digits, as Linux shows sets of signals. */
    ProcText hex(long number) {
        hex((int) (number >>> Integer.SIZE), 8);
        return hex((int) number, 8);
    }

    ProcText octal(int number, int width) {
        for (int i = width - 1; i >= 0; i--) {
            put('0' + (number >>> 3 * i & 7));
        }
        return this;
    }

    /** Blanks up to a column counted from {@code start}. */
    ProcText fill(int start, int column) {
        while (length - start < column && !cut) {
            put(' ');
        }
        return this;
    }

    void end() {
        put('\n');
    }
}
