package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/** A growing string. It begins with zeros; a zero byte is put behind it when it is asked for. */
final class Text extends Struct {
    private static final int START = 64;

    Address bytes;
    int length;
    private int room;

    private void reserve(int more) {
        if (length + more + 1 > room) {
            room = Math.max(START, Math.max(2 * room, length + more + 1));
            bytes = Storage.resize(bytes, room);
        }
    }

    Text add(int character) {
        reserve(1);
        bytes.storeByte(length, character);
        length++;
        return this;
    }

    Text add(Address from, int count) {
        reserve(count);
        Memory.copy(bytes.plus(length), from, count);
        length += count;
        return this;
    }

    Text add(Address text) {
        return add(text, Strings.length(text));
    }

    Text add(String text) {
        return add(Address.of(text), text.length());
    }

    /** A number in decimal digits. */
    Text addNumber(long number) {
        if (number < 0) {
            add('-');
        }
        long power = 1;
        while (Long.compareUnsigned(Long.divideUnsigned(magnitude(number), power), 9) > 0) {
            power *= 10;
        }
        for (; power != 0; power = Long.divideUnsigned(power, 10)) {
            add('0' + (int) Long.remainderUnsigned(Long.divideUnsigned(magnitude(number), power),
                    10));
        }
        return this;
    }

    private static long magnitude(long number) {
        return number < 0 ? -number : number;
    }

    /** The contents with a zero byte behind; good until the next change. */
    Address text() {
        reserve(0);
        bytes.storeByte(length, 0);
        return bytes;
    }

    int at(int index) {
        return bytes.loadUnsignedByte(index);
    }

    void clear() {
        length = 0;
    }

    /** Gives the contents and, as it was made by {@code new}, the text itself back to the heap. */
    void free() {
        Heap.free(bytes);
        Heap.free(this);
    }
}
