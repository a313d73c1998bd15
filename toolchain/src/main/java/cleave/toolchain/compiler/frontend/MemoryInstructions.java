package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.IntInsnNode;
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
            case Opcodes.PUTSTATIC -> putStatic((FieldInsnNode) insn);
            case Opcodes.ARRAYLENGTH -> {
                Value array = code.pop();
                code.checkNull(array, 0);
                code.push(code.load(LENGTH, array));
            }
            case Opcodes.NEWARRAY -> newArray(
                    String.valueOf(ARRAYS.charAt(((IntInsnNode) insn).operand - 4)));
            case Opcodes.ANEWARRAY -> newArray(org.objectweb.asm.Type
                    .getObjectType(((TypeInsnNode) insn).desc).getDescriptor());
            default -> {
                if (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD) {
                    loadElement(opcode);
                } else if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
                    storeElement(opcode);
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
        Lookup.Field found = lookup.field(code, insn);
        Object constant = found.node().value;
        if (constant instanceof Integer number) {
            code.push(code.constant(number));
        } else if (constant instanceof Long number) {
            code.push(code.constantLong(number));
        } else {
            code.push(code.load(access(found), code.symbol(lookup.symbol(found))));
        }
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

    // ---- arrays ----

    private void newArray(String element) {
        Value count = code.pop();
        if (!(count.isConst() && count.constant() >= 0)) {
            code.emit(Op.CHECK_SIZE, count);
        }
        code.pushCall(Lookup.NEW_ARRAY, Type.I32, List.of(count,
                code.constant(Descriptors.width(element).bytes())));
    }

    private void loadElement(int opcode) {
        Value index = code.pop();
        Value array = code.pop();
        checkIndex(array, index);
        MemoryAccess access = Descriptors.element(element(opcode));
        code.push(code.load(access, code.indexed(array, index, access.width().bytes())));
    }

    private void storeElement(int opcode) {
        Value value = code.pop();
        Value index = code.pop();
        Value array = code.pop();
        checkIndex(array, index);
        MemoryAccess access = Descriptors.element(element(opcode));
        code.store(access, code.indexed(array, index, access.width().bytes()), value);
    }

    private void checkIndex(Value array, Value index) {
        if (!code.isUnchecked()) {
            code.checkNull(array, 0);
            code.emit(Op.CHECK_INDEX, index, code.load(LENGTH, array));
        }
    }

    private static String element(int opcode) {
        boolean load = opcode <= Opcodes.SALOAD;
        return String.valueOf("IJFDABCS".charAt(opcode
                - (load ? Opcodes.IALOAD : Opcodes.IASTORE))).replace('A', 'L');
    }
}
