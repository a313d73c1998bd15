package cleave.toolchain.compiler.ir.eval;

import cleave.toolchain.compiler.ir.Symbol;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object of the {@link Heap}: a static field, an array with its length word, a struct, a data
 * object of the program, or (without bytes) a function.
 */
public final class Allocation {
    private final int address;
    private final byte[] bytes;
    private final int start;
    private final int alignment;
    private final String type;
    private final Symbol symbol;
    private final boolean writable;
    private final TreeMap<Integer, Word> pointers = new TreeMap<>();

    Allocation(int address, byte[] bytes, int start, int alignment, String type, Symbol symbol,
            boolean writable) {
        this.address = address;
        this.bytes = bytes;
        this.start = start;
        this.alignment = alignment;
        this.type = type;
        this.symbol = symbol;
        this.writable = writable;
    }

    /** Of its first byte. */
    public int address() {
        return address;
    }

    /** What a reference to it is: arrays begin with their length. */
    public Word reference() {
        return new Word(address + start, this);
    }

    public int size() {
        return bytes.length;
    }

    /** The offset of the byte to which references point. */
    public int start() {
        return start;
    }

    public int alignment() {
        return alignment;
    }

    /** Descriptor of the static field, array or struct; null for what has none. */
    public String type() {
        return type;
    }

    /** Its name; null for what an initialiser made. */
    public Symbol symbol() {
        return symbol;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isWritable() {
        return writable;
    }

    /** The words that are addresses, by offset. */
    SortedMap<Integer, Word> pointers() {
        return Collections.unmodifiableSortedMap(pointers);
    }

    boolean contains(int at, int size) {
        long offset = (at & 0xffff_ffffL) - (address & 0xffff_ffffL);
        return offset >= 0 && offset + size <= bytes.length;
    }

    Word load(int offset, int size, boolean signed) {
        if (size == 4 && pointers.containsKey(offset)) {
            return pointers.get(offset);
        }
        long bits = 0;
        for (int i = size - 1; i >= 0; i--) {
            bits = bits << 8 | bytes[offset + i] & 0xff;
        }
        if (size == 8) {
            return Word.of(bits);
        }
        int unused = 64 - 8 * size;
        // A word is kept sign-extended, whatever its load says.
        return Word.of(signed || size == 4 ? bits << unused >> unused : bits);
    }

    void store(int offset, int size, Word word) {
        if (!pointers.isEmpty()) {
            pointers.subMap(offset - 3, offset + size).clear();
        }
        for (int i = 0; i < size; i++) {
            bytes[offset + i] = (byte) (word.bits() >>> 8 * i);
        }
        if (size == 4 && word.origin() != null) {
            pointers.put(offset, word);
        }
    }

    @Override
    public String toString() {
        return (symbol == null ? type : symbol.name()) + " at 0x" + Integer.toHexString(address);
    }
}
