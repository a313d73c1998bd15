package cleave.toolchain.compiler.frontend;

import cleave.magic.Section;
import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Static fields and literals as data objects. */
final class StaticData {
    private final Linkage linkage;
    private final Program program;
    private final Map<Symbol, byte[]> contents = new HashMap<>();

    StaticData(Linkage linkage, Program program) {
        this.linkage = linkage;
        this.program = program;
    }

    /** Runs a static initialiser that only assigns constants. */
    List<Violation> evaluate(Function initialiser) {
        List<Violation> violations = new ArrayList<>();
        for (Value value : initialiser.blocks().stream()
                .flatMap(block -> block.values().stream()).toList()) {
            boolean assignment = value.op() == Op.STORE || value.op() == Op.STORE_LONG;
            if (assignment && value.operand(0).op() == Op.SYMBOL
                    && (value.operand(1).isConst() || value.operand(1).isConstLong())) {
                store(value);
            } else if (!(value.op() == Op.CONST || value.op() == Op.CONST_LONG
                    || value.op() == Op.SYMBOL || value.op() == Op.RETURN
                    || value.op() == Op.JUMP)) {
                violations.add(Violation.at(value.position(), "static-initialiser",
                        "the initialiser of a static field is not a constant", "assign it at run"
                        + " time"));
            }
        }
        return violations;
    }

    private void store(Value store) {
        Symbol symbol = ((SymbolAddress) store.operand(0).aux()).symbol();
        long value = store.operand(1).isConst() ? store.operand(1).constant()
                : store.operand(1).constantLong();
        byte[] bytes = new byte[store.access().width().bytes()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (value >> 8 * i);
        }
        contents.put(symbol, bytes);
    }

    /** Adds those of the symbols that are static fields or literals. */
    void add(List<Symbol> symbols) {
        for (Symbol symbol : symbols) {
            if (linkage.definition(symbol) instanceof Linkage.Definition.Field field) {
                program.add(variable(symbol, field));
            } else if (linkage.definition(symbol) instanceof Linkage.Definition.Literal text) {
                program.add(literal(symbol, text.text()));
            }
        }
    }

    private DataObject variable(Symbol symbol, Linkage.Definition.Field definition) {
        int size = Descriptors.width(definition.field().desc).bytes();
        byte[] bytes = contents.getOrDefault(symbol, new byte[size]);
        boolean zero = true;
        for (byte b : bytes) {
            zero &= b == 0;
        }
        String section = ClassModel.annotations(definition.field())
                .string(Section.class, "value", zero ? ".bss" : ".data");
        return new DataObject(symbol, section, size, bytes, new TreeMap<>(), 0,
                definition.field().desc, false);
    }

    /** Length, characters, and a zero byte. */
    private static DataObject literal(Symbol symbol, String text) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + text.length() + 1)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
        return new DataObject(symbol, ".rodata", 4, bytes.array(), new TreeMap<>(), 4, null,
                true);
    }
}
