package cleave.toolchain.compiler.ir.eval;

import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Byte-addressed memory made of objects that know what they are. Objects lie apart, so that an
 * access beyond the end of one is found; nothing lies near address 0.
 */
public final class Heap {
    private static final int FIRST = 0x1000_0000;
    private static final int GAP = 64;
    /** Far more than a program of 32 bits could hold as initial data. */
    private static final long LIMIT = 0x1000_0000L;

    private final Function<Symbol, DataObject> data;
    private final TreeMap<Integer, Allocation> byAddress = new TreeMap<>();
    private final Map<Symbol, Allocation> bySymbol = new HashMap<>();
    private final List<Allocation> roots = new ArrayList<>();
    private int next = FIRST;

    /** @param data the program's data objects, or null for symbols that are none */
    public Heap(Function<Symbol, DataObject> data) {
        this.data = data;
    }

    /** A static field: a root of the {@link HeapImage}, in the order of these calls. */
    public Allocation declareStatic(Symbol symbol, String descriptor, int size, int alignment) {
        Allocation allocation = add(new byte[size], 0, alignment, descriptor, symbol, true);
        roots.add(allocation);
        return allocation;
    }

    /**
     * An array of zeros with its length word before element 0.
     *
     * @param descriptor of the array: {@code [I}
     * @param alignment  of an element
     */
    public Allocation newArray(String descriptor, int length, int elementSize, int alignment,
            Position position) {
        if (length < 0) {
            throw new EvaluationException(position, "the size of a new array is " + length);
        }
        int header = Math.max(4, alignment);
        byte[] bytes = zeros((long) header + (long) length * elementSize, position);
        Allocation array = add(bytes, header, header, descriptor, null, true);
        array.store(header - 4, 4, Word.of(length));
        return array;
    }

    /** @param descriptor of the struct: {@code Lcleave/kernel/Proc;} */
    public Allocation newStruct(String descriptor, int size, int alignment, Position position) {
        return add(zeros(size, position), 0, alignment, descriptor, null, true);
    }

    private byte[] zeros(long size, Position position) {
        if (next - FIRST + size > LIMIT) {
            throw new EvaluationException(position,
                    "static initialisers need more than " + (LIMIT >> 20) + " MiB of memory");
        }
        return new byte[(int) size];
    }

    private Allocation add(byte[] bytes, int start, int alignment, String type, Symbol symbol,
            boolean writable) {
        int step = Math.max(alignment, 16);
        int address = (next + step - 1) / step * step;
        Allocation allocation =
                new Allocation(address, bytes, start, alignment, type, symbol, writable);
        next = address + bytes.length + GAP;
        byAddress.put(address, allocation);
        if (symbol != null) {
            bySymbol.put(symbol, allocation);
        }
        return allocation;
    }

    /** The static fields in the order in which they were declared. */
    public List<Allocation> roots() {
        return Collections.unmodifiableList(roots);
    }

    /** The address of a static field, data object or function. */
    public Word address(SymbolAddress address) {
        Allocation target = bySymbol.get(address.symbol());
        if (target == null) {
            DataObject object = data.apply(address.symbol());
            target = object == null
                    ? add(new byte[0], 0, 4, null, address.symbol(), false) : load(object);
        }
        return new Word(target.address() + target.start() + address.offset(), target);
    }

    private Allocation load(DataObject object) {
        boolean writable = !object.section().startsWith(".rodata");
        Allocation allocation = add(object.bytes().clone(), object.start(), object.alignment(),
                object.type(), object.symbol(), writable);
        object.pointers().forEach((offset, to) -> allocation.store(offset, 4, address(to)));
        return allocation;
    }

    /** The function whose address that is; null if it is none. */
    public Symbol function(Word word) {
        Allocation origin = word.origin();
        return origin != null && origin.size() == 0 && origin.address() == word.asInt()
                ? origin.symbol() : null;
    }

    public Word load(Word address, int offset, int size, boolean signed, Position position) {
        int at = address.asInt() + offset;
        Allocation allocation = find(address, at, size, position);
        return allocation.load(at - allocation.address(), size, signed);
    }

    public void store(Word address, int offset, int size, Word word, Position position) {
        int at = address.asInt() + offset;
        Allocation allocation = find(address, at, size, position);
        if (!allocation.isWritable()) {
            throw new EvaluationException(position, "a store to the constant " + allocation);
        }
        allocation.store(at - allocation.address(), size, word);
    }

    private Allocation find(Word address, int at, int size, Position position) {
        Allocation allocation = address.origin();
        if (allocation == null || !allocation.contains(at, size)) {
            Map.Entry<Integer, Allocation> entry = byAddress.floorEntry(at);
            allocation = entry == null ? null : entry.getValue();
        }
        if (allocation == null || !allocation.contains(at, size)) {
            throw new EvaluationException(position, Integer.compareUnsigned(at + 4, 4096) <= 0
                    ? "a null dereference"
                    : "an access to 0x" + Integer.toHexString(at) + ", where nothing is");
        }
        return allocation;
    }
}
