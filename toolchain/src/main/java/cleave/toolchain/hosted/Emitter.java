package cleave.toolchain.hosted;

import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Instructions that take the place of one instruction. */
final class Emitter {
    static final String WORLD = descriptor("HostedWorld");
    private static final String PACKAGE = "cleave/toolchain/hosted/";
    private static final String BOOTSTRAP =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;";

    final InsnList list = new InsnList();

    static String descriptor(String type) {
        return "L" + PACKAGE + type + ";";
    }

    static Handle bootstrap(String name, String rest) {
        return new Handle(Opcodes.H_INVOKESTATIC, PACKAGE + "Linker", name, rest, false);
    }

    Emitter add(int opcode) {
        list.add(new InsnNode(opcode));
        return this;
    }

    Emitter variable(int opcode, int local) {
        list.add(new VarInsnNode(opcode, local));
        return this;
    }

    Emitter load(Object constant) {
        list.add(new LdcInsnNode(constant));
        return this;
    }

    Emitter push(int value) {
        if (value >= -1 && value <= 5) {
            return add(Opcodes.ICONST_0 + value);
        }
        if (value == (short) value) {
            list.add(new IntInsnNode(Opcodes.SIPUSH, value));
            return this;
        }
        return load(value);
    }

    /** Calls a static method of this package. */
    Emitter call(String owner, String name, String descriptor) {
        return call(Opcodes.INVOKESTATIC, PACKAGE + owner, name, descriptor, false);
    }

    Emitter call(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        list.add(new MethodInsnNode(opcode, owner, name, descriptor, isInterface));
        return this;
    }

    Emitter world() {
        return load(new ConstantDynamic("world", WORLD,
                bootstrap("world", BOOTSTRAP + ")" + WORLD)));
    }

    Emitter field(String struct, String name) {
        return load(new ConstantDynamic(name, descriptor("FieldAccess"), bootstrap("field",
                BOOTSTRAP + "Ljava/lang/String;)" + descriptor("FieldAccess")), struct));
    }

    Emitter staticField(String owner, String name) {
        return load(new ConstantDynamic(name, descriptor("FieldAccess"), bootstrap("staticField",
                BOOTSTRAP + "Ljava/lang/Class;)" + descriptor("FieldAccess")),
                Type.getObjectType(owner)));
    }
}
