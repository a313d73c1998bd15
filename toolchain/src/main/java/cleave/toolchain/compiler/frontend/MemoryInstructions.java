package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.layout.ClassKind;
import cleave.toolchain.isa.Csr;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Fields and arrays. */
final class MemoryInstructions {
    /** The length lies before element 0. */
    static final MemoryAccess LENGTH = MemoryAccess.word(-4, Alias.LENGTH);
    private static final String ARRAYS = "ZCFDBSIJ"; // by the operand of newarray less 4

    private final Code code;
    private final Lookup lookup;

    MemoryInstructions(Code code, Lookup lookup) {
        this.code = code;
        this.lookup = lookup;
    }

    /** Writes the instruction; false if it is not one of these. */
    boolean write(AbstractInsnNode insn, ShapeFrame frame) {
        int opcode = insn.getOpcode();
        switch (opcode) {
            case Opcodes.GETSTATIC -> getStatic((FieldInsnNode) insn);
            case Opcodes.PUTSTATIC -> {
                code.refuseInPlace(top(frame, 0));
                putStatic((FieldInsnNode) insn);
            }
            case Opcodes.GETFIELD -> getField((FieldInsnNode) insn);
            case Opcodes.PUTFIELD -> {
                code.refuseInPlace(top(frame, 0));
                putField((FieldInsnNode) insn);
            }
            case Opcodes.ARRAYLENGTH -> {
                Value array = code.pop();
                code.push(length(array, top(frame, 0)));
            }
            case Opcodes.NEWARRAY -> newArray(
                    String.valueOf(ARRAYS.charAt(((IntInsnNode) insn).operand - 4)));
            case Opcodes.MULTIANEWARRAY ->
                newNestedArray(((MultiANewArrayInsnNode) insn).desc.substring(2));
            case Opcodes.ANEWARRAY -> newArray(org.objectweb.asm.Type
                    .getObjectType(((TypeInsnNode) insn).desc).getDescriptor());
            default -> {
                if (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD) {
                    loadElement(opcode, top(frame, 1));
                } else if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
                    code.refuseInPlace(top(frame, 0));
                    storeElement(opcode, top(frame, 2));
                } else {
                    return false;
                }
            }
        }
        return true;
    }

    // ---- static fields ----

    private void getStatic(FieldInsnNode insn) {
        if (insn.name.equals("$assertionsDisabled")) {
            code.push(code.constant(code.options().assertions() ? 0 : 1));
            return;
        }
        if (insn.owner.equals("cleave/toolchain/isa/Csr")) {
            code.push(code.placeholder(csr(insn.name)));
            return;
        }
        if (insn.name.startsWith(ShapeInterpreter.CASE_TABLE_PREFIX)) {
            code.push(code.placeholder(insn.name)); // only indexed, see loadElement
            return;
        }
        Lookup.Field found = lookup.field(code, insn);
        Object constant = found.node().value;
        if (constant instanceof Integer number) {
            code.push(code.constant(number));
        } else if (constant instanceof Long number) {
            code.push(code.constantLong(number));
        } else if (constant instanceof String text) {
            code.push(code.symbol(lookup.linkage().literal(text)));
        } else {
            code.push(code.load(access(found), code.symbol(lookup.symbol(found))));
        }
    }

    private Csr csr(String name) {
        for (Csr csr : Csr.values()) {
            if (csr.name().equals(name)) {
                return csr;
            }
        }
        throw code.refuse("missing-member", "there is no CSR " + name, "name one of isa.Csr");
    }

    private void putStatic(FieldInsnNode insn) {
        Value value = code.pop();
        if (!insn.name.equals("$assertionsDisabled")) {
            Lookup.Field found = lookup.field(code, insn);
            code.store(access(found), code.symbol(lookup.symbol(found)), value);
        }
    }

    private MemoryAccess access(Lookup.Field found) {
        FieldNode field = found.node();
        Symbol symbol = lookup.symbol(found);
        return Descriptors.access(field.desc, 0, (field.access & Opcodes.ACC_VOLATILE) != 0,
                Alias.of(symbol.name()));
    }

    // ---- fields of structs and constants ----

    private void getField(FieldInsnNode insn) {
        StructLayout.Field field = field(insn);
        Value struct = code.pop();
        code.checkNull(struct, field.embedded() || field.count() > 0 ? 0 : field.offset());
        code.push(field.embedded() || field.count() > 0
                ? code.plus(struct, field.offset()) : code.load(access(insn, field), struct));
    }

    private void putField(FieldInsnNode insn) {
        StructLayout.Field field = field(insn);
        Value value = code.pop();
        Value struct = code.pop();
        if (field.embedded() || field.count() > 0) {
            if (value.isConst(0)) {
                return; // Java wants final fields to be assigned: "= null" says nothing
            }
            throw assigned(field);
        }
        code.checkNull(struct, field.offset());
        code.store(access(insn, field), struct, value);
    }

    private Refusal assigned(StructLayout.Field field) {
        return code.refuse("in-place", "the field " + field.name() + " is in place, and cannot be"
                + " assigned", "copy its fields or elements");
    }

    private StructLayout.Field field(FieldInsnNode insn) {
        Lookup.Field found = lookup.field(code, insn);
        ClassKind kind = found.owner().kind();
        if (kind != ClassKind.STRUCT && kind != ClassKind.ENUM) {
            throw code.refuse("no-objects", found.owner().simpleName() + " has instance fields",
                    "make the class a final subclass of cleave.magic.Struct");
        }
        StructLayout.Field field = lookup.layout(insn.owner).field(insn.name);
        if (field == null) {
            throw code.refuse("missing-member", found.owner().simpleName() + "." + insn.name
                    + " has no place in memory", "correct the struct");
        }
        return field;
    }

    private MemoryAccess access(FieldInsnNode insn, StructLayout.Field field) {
        ClassModel owner = lookup.type(code, insn.owner);
        return Descriptors.access(field.descriptor(), field.offset(), field.isVolatile(),
                owner.kind() == ClassKind.ENUM ? Alias.CONSTANT : fieldAlias(owner, insn.name));
    }

    private Alias fieldAlias(ClassModel owner, String field) {
        return Alias.of(lookup.linkage().className(owner) + "." + field);
    }

    // ---- arrays ----

    private void newNestedArray(String element) {
        Value inner = code.pop();
        Value count = code.pop();
        checkSize(count);
        checkSize(inner);
        code.pushCall(lookup.runtime(code, "ArrayMethods", "makeNested",
                "(III)Lcleave/magic/Address;"), Type.I32, List.of(count, inner,
                code.constant(Descriptors.width(element).bytes())));
    }

    private void checkSize(Value count) {
        if (!(count.isConst() && count.constant() >= 0)) {
            code.emit(Op.CHECK_SIZE, count);
        }
    }

    private void newArray(String element) {
        Value count = code.pop();
        checkSize(count);
        code.pushCall(lookup.runtime(code, "ArrayMethods", "make",
                "(II)Lcleave/magic/Address;"), Type.I32, List.of(count,
                code.constant(Descriptors.width(element).bytes())));
    }

    private void loadElement(int opcode, Shape shape) {
        Value index = code.pop();
        Value array = code.pop();
        if (shape instanceof Shape.CaseTable) {
            code.push(index); // the ordinal, which is what the switch will look at
            return;
        }
        checkIndex(array, index, shape);
        StructLayout.Field inPlace = inPlace(shape);
        if (inPlace != null && inPlace.embedded()) {
            code.push(code.indexed(array, index, inPlace.size() / inPlace.count()));
        } else {
            MemoryAccess access = element(opcode, shape);
            code.push(code.load(access, code.indexed(array, index, access.width().bytes())));
        }
    }

    private void storeElement(int opcode, Shape shape) {
        Value value = code.pop();
        Value index = code.pop();
        Value array = code.pop();
        checkIndex(array, index, shape);
        StructLayout.Field inPlace = inPlace(shape);
        if (inPlace != null && inPlace.embedded()) {
            throw assigned(inPlace);
        }
        MemoryAccess access = element(opcode, shape);
        code.store(access, code.indexed(array, index, access.width().bytes()), value);
    }

    private void checkIndex(Value array, Value index, Shape shape) {
        if (!code.isUnchecked()) {
            code.emit(Op.CHECK_INDEX, index, length(array, shape));
        }
    }

    private Value length(Value array, Shape shape) {
        StructLayout.Field inPlace = inPlace(shape);
        if (inPlace != null) {
            return code.constant(inPlace.count());
        }
        code.checkNull(array, 0);
        return code.load(LENGTH, array);
    }

    private StructLayout.Field inPlace(Shape shape) {
        return shape instanceof Shape.InPlace array
                ? lookup.layout(array.className()).field(array.field()) : null;
    }

    /** Elements in place belong to the field; those of arrays to all arrays of that kind. */
    private MemoryAccess element(int opcode, Shape shape) {
        if (shape instanceof Shape.InPlace array) {
            return Descriptors.access(array.element(), 0, inPlace(shape).isVolatile(),
                    fieldAlias(lookup.world().find(array.className()), array.field()));
        }
        return Descriptors.element(element(opcode));
    }

    private static Shape top(ShapeFrame frame, int depth) {
        return frame.getStack(frame.getStackSize() - 1 - depth);
    }

    private static String element(int opcode) {
        boolean load = opcode <= Opcodes.SALOAD;
        return String.valueOf("IJFDABCS".charAt(opcode
                - (load ? Opcodes.IALOAD : Opcodes.IASTORE))).replace('A', 'L');
    }
}
