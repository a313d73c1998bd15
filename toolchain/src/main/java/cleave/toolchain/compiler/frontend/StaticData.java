package cleave.toolchain.compiler.frontend;

import cleave.magic.Section;
import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.eval.Heap;
import cleave.toolchain.compiler.ir.eval.HeapImage;
import cleave.toolchain.compiler.layout.ClassKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;

/**
 * What the static initialisers have left behind, as data objects. Types go from the static fields
 * to what they point to; constants of enums and arrays that nobody can store to become read-only;
 * and loads of final fields become their values.
 */
final class StaticData {
    private static final String BLANK = ".bss";
    private static final String READ_ONLY = ".rodata";

    private final World world;
    private final Linkage linkage;
    private final Program program;
    private final Map<Symbol, DataObject> objects = new LinkedHashMap<>();
    private final Map<Symbol, Integer> references = new HashMap<>();
    private final Map<Symbol, List<Value>> fieldLoads = new HashMap<>();

    StaticData(World world, Linkage linkage, Program program) {
        this.world = world;
        this.linkage = linkage;
        this.program = program;
    }

    /** Length, characters, and a zero byte. */
    static DataObject literal(Symbol symbol, String text) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + text.length() + 1)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
        return new DataObject(symbol, READ_ONLY, 4, bytes.array(), new TreeMap<>(), 4, null,
                true);
    }

    /** Adds what the heap has to the program; initialisers are no part of it any more. */
    void take(Heap heap, Iterable<Symbol> symbols) {
        HeapImage.of(heap, allocation -> null).forEach(object ->
                objects.put(object.symbol(), object));
        objects.values().forEach(object -> object.pointers().values().forEach(pointer ->
                references.merge(pointer.symbol(), 1, Integer::sum)));
        for (Symbol symbol : symbols) {
            if (linkage.definition(symbol) instanceof Linkage.Definition.Literal literal) {
                objects.put(symbol, literal(symbol, literal.text()));
            }
        }
        spreadTypes();
        indexLoads();
        placeFields();
        fold();
        objects.values().forEach(program::add);
    }

    // ---- types ----

    private void spreadTypes() {
        Deque<DataObject> work = new ArrayDeque<>(objects.values());
        Set<Symbol> typed = new HashSet<>();
        while (!work.isEmpty()) {
            DataObject from = objects.get(work.remove().symbol());
            from.pointers().forEach((offset, pointer) -> {
                DataObject to = objects.get(pointer.symbol());
                String type = typeAt(from, offset);
                boolean unnamed = to != null && linkage.definition(pointer.symbol()) == null;
                if (unnamed && type != null && pointer.offset() == 0
                        && typed.add(pointer.symbol())) {
                    objects.put(to.symbol(), with(to, isConstant(type) ? READ_ONLY : to.section(),
                            type));
                    work.add(to);
                }
            });
        }
    }

    /** The type of the pointer at that offset of an object. */
    private String typeAt(DataObject object, int offset) {
        if (linkage.definition(object.symbol()) instanceof Linkage.Definition.Field) {
            return object.type();
        }
        if (object.type() == null || object.type().startsWith("[")) {
            return object.type() == null ? null : object.type().substring(1);
        }
        return world.layout(Descriptors.className(object.type())).fields().stream()
                .filter(field -> field.offset() == offset).map(StructLayout.Field::descriptor)
                .findFirst().orElse(null);
    }

    /** Whether values of the type are constants of an enum whose fields are all final. */
    private boolean isConstant(String type) {
        String name = Descriptors.className(type);
        return name != null && world.kind(name) == ClassKind.ENUM
                && world.find(name).node().fields.stream().allMatch(field -> (field.access
                        & (Opcodes.ACC_STATIC | Opcodes.ACC_FINAL)) != 0);
    }

    private static DataObject with(DataObject object, String section, String type) {
        return new DataObject(object.symbol(), section, object.alignment(), object.bytes(),
                object.pointers(), object.start(), type, object.local());
    }

    // ---- sections ----

    private void placeFields() {
        for (DataObject object : List.copyOf(objects.values())) {
            if (linkage.definition(object.symbol()) instanceof Linkage.Definition.Field field) {
                DataObject target = target(object);
                String section = ClassModel.annotations(field.field())
                        .string(Section.class, "value", null);
                if (section != null) {
                    boolean own = target != null
                            && linkage.definition(target.symbol()) == null;
                    place(own ? target : object, section, field);
                } else if (isFinal(object.symbol()) && target != null && target.type() != null
                        && target.type().startsWith("[")
                        && linkage.definition(target.symbol()) == null
                        && (field.field().name.equals("$VALUES")
                                || isOnlyRead(object.symbol(), target))) {
                    objects.put(target.symbol(), with(target, READ_ONLY, target.type()));
                }
            }
        }
    }

    /** Puts a variable, or what it points to, into the section that its field asks for. */
    private void place(DataObject object, String section, Linkage.Definition.Field field) {
        boolean zero = object.pointers().isEmpty()
                && Arrays.equals(object.bytes(), new byte[object.bytes().length]);
        if (section.startsWith(BLANK) && !zero) {
            throw new CompileException(List.of(Violation.at(
                    field.owner().position(field.field().name, 0), "section",
                    field.owner().simpleName() + "." + field.field().name
                    + " has a value, and " + section + " has only zeros",
                    "choose a section whose name begins with .data")));
        }
        objects.put(object.symbol(), with(object, section, object.type()));
    }

    /** The object that a variable points to the start of. */
    private DataObject target(DataObject variable) {
        SymbolAddress pointer = variable.pointers().get(0);
        return pointer == null || pointer.offset() != 0 ? null : objects.get(pointer.symbol());
    }

    private boolean isFinal(Symbol symbol) {
        return linkage.definition(symbol) instanceof Linkage.Definition.Field field
                && (field.field().access & Opcodes.ACC_FINAL) != 0;
    }

    /** Whether no value but the field points to the array, and code only loads its elements. */
    private boolean isOnlyRead(Symbol field, DataObject array) {
        if (references.get(array.symbol()) != 1) {
            return false;
        }
        List<Value> loads = new ArrayList<>();
        for (Value value : fieldLoads.getOrDefault(field, List.of())) {
            if (!collectLoads(value, loads)) {
                return false;
            }
        }
        loads.forEach(load -> load.setAux(constant(load.access())));
        return true;
    }

    private static boolean collectLoads(Value address, List<Value> loads) {
        for (Value user : address.users()) {
            switch (user.op()) {
                case LOAD, LOAD_LONG -> loads.add(user);
                case CHECK_NULL, LOCAL -> {
                }
                case ADD -> {
                    if (!collectLoads(user, loads)) {
                        return false;
                    }
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private static MemoryAccess constant(MemoryAccess access) {
        return access.alias().constant() ? access : new MemoryAccess(access.width(),
                access.signed(), access.isVolatile(), access.offset(), Alias.CONSTANT);
    }

    private static List<Value> values(Function function) {
        return function.blocks().stream().flatMap(block -> block.values().stream()).toList();
    }

    private void indexLoads() {
        for (Function function : program.functions()) {
            for (Value value : values(function)) {
                if ((value.op() == Op.LOAD || value.op() == Op.LOAD_LONG)
                        && value.operand(0).aux() instanceof SymbolAddress address) {
                    fieldLoads.computeIfAbsent(address.symbol(), unused -> new ArrayList<>())
                            .add(value);
                }
            }
        }
    }

    // ---- final fields ----

    private void fold() {
        for (Function function : program.functions()) {
            for (Value value : values(function)) {
                if ((value.op() == Op.LOAD || value.op() == Op.LOAD_LONG)
                        && value.operand(0).aux() instanceof SymbolAddress address
                        && isFinal(address.symbol()) && objects.containsKey(address.symbol())) {
                    fold(function, value, objects.get(address.symbol()));
                }
            }
            Cleaning.run(function);
        }
    }

    private static void fold(Function function, Value load, DataObject field) {
        SymbolAddress pointer = field.pointers().get(0);
        ByteBuffer bytes = ByteBuffer.wrap(field.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        Value constant;
        if (pointer != null) {
            constant = function.newValue(Op.SYMBOL, pointer, load.position());
        } else if (load.op() == Op.LOAD_LONG) {
            constant = function.newValue(Op.CONST_LONG, bytes.getLong(0), load.position());
        } else {
            boolean signed = load.access().signed();
            int number = switch (load.access().width()) {
                case BYTE -> signed ? bytes.get(0) : bytes.get(0) & 0xff;
                case HALF -> signed ? bytes.getShort(0) : bytes.getChar(0);
                default -> bytes.getInt(0);
            };
            constant = function.newValue(Op.CONST, number, load.position());
        }
        load.block().insertBefore(load, constant);
        load.replaceBy(constant);
        load.block().remove(load);
    }
}
