package cleave.guestos.user.tools.common;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/** A string that grows, with a zero behind it. */
public final class Text extends Struct {
    private static final int FIRST = 64;
    private static final int OUT_OF_MEMORY = 2;

    private Address bytes;
    private int length;
    private int room;

    /** The string, good until the text grows. */
    public Address address() {
        reserve(0);
        return bytes;
    }

    public int length() {
        return length;
    }

    public int byteAt(int index) {
        return bytes.loadUnsignedByte(index);
    }

    public Text put(int character) {
        reserve(1);
        bytes.storeByte(length, character);
        length++;
        bytes.storeByte(length, 0);
        return this;
    }

    public Text put(Address from, int count) {
        reserve(count);
        Memory.copy(bytes.plus(length), from, count);
        length += count;
        bytes.storeByte(length, 0);
        return this;
    }

    public Text put(Address text) {
        return put(text, Strings.length(text));
    }

    public Text put(String text) {
        return put(Address.of(text), text.length());
    }

    /** Cuts what is behind {@code count} bytes off. */
    public Text truncate(int count) {
        if (count < length) {
            length = count;
            bytes.storeByte(length, 0);
        }
        return this;
    }

    public Text clear() {
        return truncate(0);
    }

    /** Appends a file name to a path. */
    public Text putName(Address name) {
        if (length > 0 && byteAt(length - 1) != '/') {
            put('/');
        }
        return put(name);
    }

    private void reserve(int more) {
        if (length + more < room) {
            return;
        }
        int size = Math.max(FIRST, Math.max(2 * room, length + more + 1));
        Address larger = Heap.realloc(bytes, size);
        if (larger.isNull()) {
            Errors.warn("out of memory");
            Program.exit(OUT_OF_MEMORY);
        }
        if (room == 0) {
            larger.storeByte(0, 0);
        }
        bytes = larger;
        room = size;
    }
}
