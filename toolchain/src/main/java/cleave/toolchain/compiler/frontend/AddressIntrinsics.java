package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.Width;
import java.util.List;
import java.util.Map;

/** {@code Word} and {@code Address}. */
final class AddressIntrinsics {
    private static final String ADDRESS = "cleave/magic/Address.";
    private static final List<String> REFERENCES = List.of("I", "Lcleave/magic/Struct;",
            "Lcleave/magic/Fn;", "Ljava/lang/String;", "[Z", "[B", "[S", "[C", "[I", "[J",
            "[Lcleave/magic/Struct;", "[Lcleave/magic/Fn;", "[Lcleave/magic/Word;");

    private AddressIntrinsics() {
    }

    static void addTo(Map<String, Intrinsic> table) {
        table.put("cleave/magic/Word.bits()I", call -> call.argument(0));
        for (String type : REFERENCES) {
            table.put(ADDRESS + "of(" + type + ")Lcleave/magic/Address;",
                    call -> call.argument(0));
        }
        table.put(ADDRESS + "plus(I)Lcleave/magic/Address;", call -> binary(call, Op.ADD));
        table.put(ADDRESS + "minus(I)Lcleave/magic/Address;", call -> binary(call, Op.SUB));
        table.put(ADDRESS + "minus(Lcleave/magic/Address;)I", call -> binary(call, Op.SUB));
        table.put(ADDRESS + "isBelow(Lcleave/magic/Address;)Z", call -> call.code()
                .set(Condition.LTU, call.argument(0), call.argument(1)));
        table.put(ADDRESS + "isNull()Z", call -> call.code()
                .set(Condition.EQ, call.argument(0), call.code().constant(0)));
        add(table, "Byte", Width.BYTE);
        add(table, "Short", Width.HALF);
        add(table, "Int", Width.WORD);
        add(table, "Long", Width.DOUBLE);
    }

    private static Value binary(Intrinsic.Call call, Op op) {
        return call.code().emit(op, call.argument(0), call.argument(1));
    }

    private static void add(Map<String, Intrinsic> table, String name, Width width) {
        String type = width == Width.DOUBLE ? "J" : "I";
        add(table, "load" + name, "store" + name, type, width, false);
        add(table, "read" + name, "write" + name, type, width, true);
    }

    private static void add(Map<String, Intrinsic> table, String load, String store, String type,
            Width width, boolean isVolatile) {
        MemoryAccess access = new MemoryAccess(width, true, isVolatile, 0, Alias.ANY);
        table.put(ADDRESS + load + "(I)" + type, call -> load(call, access));
        table.put(ADDRESS + store + "(I" + type + ")V", call -> {
            call.code().store(at(access, call), base(call), call.argument(2));
            return null;
        });
        if (width.bytes() < 4) {
            table.put(ADDRESS + load.substring(0, 4) + "Unsigned" + load.substring(4) + "(I)I",
                    call -> load(call, new MemoryAccess(width, false, isVolatile, 0, Alias.ANY)));
        }
    }

    private static Value load(Intrinsic.Call call, MemoryAccess access) {
        return call.code().load(at(access, call), base(call));
    }

    /** A constant offset is part of the access. */
    private static MemoryAccess at(MemoryAccess access, Intrinsic.Call call) {
        Value offset = call.argument(1);
        return offset.isConst() ? access.withOffset(offset.constant()) : access;
    }

    private static Value base(Intrinsic.Call call) {
        return call.argument(1).isConst() ? call.argument(0)
                : call.code().emit(Op.ADD, call.argument(0), call.argument(1));
    }
}
