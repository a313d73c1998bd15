package cleave.toolchain.compiler.ir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A closed world: all functions that can be reached, the data they use, and the structs'
 * layouts.
 */
public final class Program {
    private final Map<Symbol, Function> functions = new LinkedHashMap<>();
    private final Map<Symbol, DataObject> data = new LinkedHashMap<>();
    private final Map<String, StructLayout> structs = new LinkedHashMap<>();
    private final Map<String, ReferenceKind> references = new LinkedHashMap<>();
    private final Map<Symbol, Set<String>> pointers = new LinkedHashMap<>();
    private final List<String> waivers = new ArrayList<>();
    private Symbol panicHandler;

    /** What a value of a class is. */
    public enum ReferenceKind {
        /** The address of a struct. */
        STRUCT,
        /** The address of a constant's record. */
        ENUM,
        /** 32 bits. */
        WORD,
        /** The address of a function. */
        FUNCTION
    }

    /** The address of a function is used as a value of that interface. */
    public void pointTo(Symbol function, String type) {
        pointers.computeIfAbsent(function, key -> new LinkedHashSet<>()).add(type);
    }

    /** The interfaces of which the address of a function is a value, as far as they are known. */
    public Set<String> pointerTypes(Symbol function) {
        return pointers.getOrDefault(function, Set.of());
    }

    public void add(Function function) {
        functions.put(function.symbol(), function);
    }

    public void remove(Function function) {
        functions.remove(function.symbol());
    }

    public void add(DataObject object) {
        data.put(object.symbol(), object);
    }

    public void remove(DataObject object) {
        data.remove(object.symbol());
    }

    public void add(StructLayout layout) {
        structs.put(layout.className(), layout);
    }

    /** In a fixed order: that of discovery. */
    public Collection<Function> functions() {
        return Collections.unmodifiableCollection(functions.values());
    }

    /** The function of that symbol; null for an assembly routine. */
    public Function function(Symbol symbol) {
        return functions.get(symbol);
    }

    public Collection<DataObject> data() {
        return Collections.unmodifiableCollection(data.values());
    }

    public DataObject data(Symbol symbol) {
        return data.get(symbol);
    }

    /** By internal class name. */
    public Map<String, StructLayout> structs() {
        return Collections.unmodifiableMap(structs);
    }

    /** Says what values of a class are; the debugger shows them accordingly. */
    public void declare(String className, ReferenceKind kind) {
        references.put(className, kind);
    }

    /** What values of each class are, by internal name. */
    public Map<String, ReferenceKind> references() {
        return Collections.unmodifiableMap(references);
    }

    /** The methods with {@code @Unchecked}, each with its reason: {@code Copy.page: "..."}. */
    public List<String> waivers() {
        return waivers;
    }

    /** The {@code @PanicHandler}; null when the program has none. */
    public Symbol panicHandler() {
        return panicHandler;
    }

    public void setPanicHandler(Symbol symbol) {
        panicHandler = symbol;
    }
}
