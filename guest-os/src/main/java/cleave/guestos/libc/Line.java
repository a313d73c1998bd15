package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.Struct;

/** A line of any length, on the heap; it begins with a null text and size 0. */
public final class Line extends Struct {
    public Address text;
    /** Bytes of the line, its line feed included, its zero not. */
    public int length;
    /** Bytes that the text has room for. */
    public int size;

    /** Takes a line feed at the end away. */
    public void chomp() {
        if (length > 0 && text.loadByte(length - 1) == '\n') {
            length--;
            text.storeByte(length, 0);
        }
    }

    /** Gives the text's memory back. */
    public void release() {
        Heap.free(text);
        text = Address.of(0);
        size = 0;
        length = 0;
    }
}
