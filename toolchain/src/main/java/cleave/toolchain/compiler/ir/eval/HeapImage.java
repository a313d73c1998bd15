package cleave.toolchain.compiler.ir.eval;

import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The static fields and everything that can be reached from them as data objects. The order is that
 * of the roots, then breadth first; objects without a name get that of the root, numbered.
 */
public final class HeapImage {
    private final Function<Allocation, String> section;
    private final Map<Allocation, Symbol> names = new HashMap<>();
    private final Deque<Allocation> open = new ArrayDeque<>();
    private final List<DataObject> objects = new ArrayList<>();

    private HeapImage(Function<Allocation, String> section) {
        this.section = section;
    }

    /**
     * @param section where an object goes, or null for {@code .data}, and {@code .bss} when all
     *                of it
     *                is zero
     */
    public static List<DataObject> of(Heap heap, Function<Allocation, String> section) {
        HeapImage image = new HeapImage(section);
        heap.roots().forEach(root -> image.names.put(root, root.symbol()));
        for (Allocation root : heap.roots()) {
            image.addFrom(root);
        }
        return image.objects;
    }

    private void addFrom(Allocation root) {
        int number = 0;
        open.add(root);
        while (!open.isEmpty()) {
            Allocation from = open.remove();
            for (Word word : from.pointers().values()) {
                Allocation to = word.origin();
                if (to.symbol() == null && !names.containsKey(to)) {
                    names.put(to, new Symbol(root.symbol().name() + "$" + number++));
                    open.add(to);
                }
            }
            objects.add(object(from));
        }
    }

    private DataObject object(Allocation allocation) {
        SortedMap<Integer, SymbolAddress> pointers = new TreeMap<>();
        byte[] bytes = allocation.bytes().clone();
        allocation.pointers().forEach((offset, word) -> {
            pointers.put(offset, address(word));
            for (int i = 0; i < 4; i++) {
                bytes[offset + i] = 0;
            }
        });
        String place = section.apply(allocation);
        if (place == null) {
            place = pointers.isEmpty() && isZero(bytes) ? ".bss" : ".data";
        }
        return new DataObject(names.get(allocation), place, allocation.alignment(), bytes, pointers,
                allocation.start(), allocation.type(), allocation.symbol() == null);
    }

    private SymbolAddress address(Word word) {
        Allocation to = word.origin();
        Symbol symbol = to.symbol() == null ? names.get(to) : to.symbol();
        return symbol.plus(word.asInt() - to.address() - to.start());
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
