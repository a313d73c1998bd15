package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.Width;
import cleave.toolchain.compiler.layout.ClassKind;
import java.util.Map;

/** {@code Struct}, and the few methods that strings and constants of enums have. */
final class StructIntrinsics {
    private static final String STRUCT = "cleave/magic/Struct.";
    private static final String OF_STRUCT = "Lcleave/magic/Struct;";

    private StructIntrinsics() {
    }

    static void addTo(Map<String, Intrinsic> table) {
        table.put(STRUCT + "at(Lcleave/magic/Address;Ljava/lang/Class;)" + OF_STRUCT, call -> {
            layout(call, call.className(1));
            return call.argument(0);
        });
        table.put(STRUCT + "element(" + OF_STRUCT + "I)" + OF_STRUCT,
                call -> call.code().indexed(call.argument(0), call.argument(1),
                        layout(call, struct(call)).size()));
        table.put(STRUCT + "indexOf(" + OF_STRUCT + OF_STRUCT + ")I",
                StructIntrinsics::indexOf);
        table.put(STRUCT + "sizeOf(Ljava/lang/Class;)I",
                call -> call.code().constant(layout(call, call.className(0)).size()));
        table.put(STRUCT + "offsetOf(Ljava/lang/Class;Ljava/lang/String;)I",
                call -> call.code().constant(offset(call, call.className(0))));
        table.put(STRUCT + "addressOf(" + OF_STRUCT + "Ljava/lang/String;)Lcleave/magic/Address;",
                call -> call.code().plus(call.argument(0), offset(call, struct(call))));
        table.put("java/lang/Enum.ordinal()I", call -> call.code().load(
                MemoryAccess.word(EnumLayout.ORDINAL, Alias.CONSTANT), call.argument(0)));
        table.put("java/lang/Enum.name()Ljava/lang/String;", call -> call.code().load(
                MemoryAccess.word(EnumLayout.NAME, Alias.CONSTANT), call.argument(0)));
        table.put("java/lang/String.length()I", StructIntrinsics::length);
        table.put("java/lang/String.isEmpty()Z", call -> call.code().set(Condition.EQ,
                length(call), call.code().constant(0)));
        table.put("java/lang/String.charAt(I)C", StructIntrinsics::charAt);
    }

    private static Value length(Intrinsic.Call call) {
        call.code().checkNull(call.argument(0), 0);
        return call.code().load(MemoryInstructions.LENGTH, call.argument(0));
    }

    private static Value charAt(Intrinsic.Call call) {
        Code code = call.code();
        if (!code.isUnchecked()) {
            code.emit(Op.CHECK_INDEX, call.argument(1), length(call));
        }
        return code.load(new MemoryAccess(Width.BYTE, false, false, 0, Alias.CONSTANT),
                code.emit(Op.ADD, call.argument(0), call.argument(1)));
    }

    private static Value indexOf(Intrinsic.Call call) {
        Code code = call.code();
        int size = layout(call, struct(call)).size();
        Value bytes = code.emit(Op.SUB, call.argument(1), call.argument(0));
        return Integer.bitCount(size) == 1
                ? code.emit(Op.SRA, bytes, code.constant(Integer.numberOfTrailingZeros(size)))
                : code.emit(Op.DIV, bytes, code.constant(size));
    }

    /** The static type of the first argument. */
    private static String struct(Intrinsic.Call call) {
        if (call.shapes().get(0) instanceof Shape.Reference reference
                && reference.descriptor().startsWith("L")) {
            return Descriptors.className(reference.descriptor());
        }
        throw noStruct(call, "the struct");
    }

    private static Refusal noStruct(Intrinsic.Call call, String what) {
        return call.code().refuse("struct-class", what + " has no layout: its type is not known"
                + " here", "use a final subclass of Struct");
    }

    private static StructLayout layout(Intrinsic.Call call, String name) {
        if (call.lookup().world().kind(name) != ClassKind.STRUCT
                || call.lookup().world().find(name) == null
                || name.equals("cleave/magic/Struct")) {
            throw noStruct(call, name.substring(name.lastIndexOf('/') + 1));
        }
        StructLayout layout = call.lookup().layout(name);
        if (layout.size() == 0) {
            throw call.code().refuse("struct-size", layout.name() + " has no fields",
                    "give it one, or use Address");
        }
        return layout;
    }

    private static int offset(Intrinsic.Call call, String name) {
        StructLayout layout = layout(call, name);
        StructLayout.Field field = layout.field(call.text(1));
        if (field == null) {
            throw call.code().refuse("missing-member", layout.name() + " has no field "
                    + call.text(1), "name one of its fields");
        }
        return field.offset();
    }
}
