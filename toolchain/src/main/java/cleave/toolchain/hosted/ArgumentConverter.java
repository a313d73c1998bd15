package cleave.toolchain.hosted;

import cleave.toolchain.compiler.layout.ClassKind;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Frame;

/** Turns addresses on the stack into the objects that a callee expects. */
final class ArgumentConverter {
    private static final Type OBJECT = Type.getObjectType("java/lang/Object");

    private final HostedClasses classes;
    private final Refusals refusals;
    private final int firstFree;

    ArgumentConverter(HostedClasses classes, Refusals refusals, int firstFree) {
        this.classes = classes;
        this.refusals = refusals;
        this.firstFree = firstFree;
    }

    int firstFree() {
        return firstFree;
    }

    private boolean converts(Slot slot, Type expected, boolean mapped) {
        boolean memory = mapped && classes.isAddress(expected);
        if (slot.kind == Slot.Kind.INLINE && memory) {
            throw refusals.of(null, "an inline array cannot be passed on: pass its struct");
        }
        return slot.isInMemory() && !memory;
    }

    /**
     * Converts the topmost arguments.
     *
     * @param mapped whether the callee is rewritten, and takes addresses where it says so
     * @return what to emit behind the call: arrays that were copied are copied back
     */
    Runnable convert(Emitter emitter, Type[] types, Frame<Slot> state, boolean mapped) {
        int base = state.getStackSize() - types.length;
        int lowest = types.length;
        for (int i = types.length - 1; i >= 0; i--) {
            if (converts(state.getStack(base + i), types[i], mapped)) {
                lowest = i;
            }
        }
        int[] locals = new int[types.length];
        int next = firstFree;
        for (int i = types.length - 1; i >= lowest; i--) {
            locals[i] = next;
            next += 2;
            emitter.variable(opcode(state.getStack(base + i), types[i], Opcodes.ISTORE),
                    locals[i]);
        }
        Emitter back = new Emitter();
        for (int i = lowest; i < types.length; i++) {
            Slot slot = state.getStack(base + i);
            emitter.variable(opcode(slot, types[i], Opcodes.ILOAD), locals[i]);
            if (converts(slot, types[i], mapped)) {
                toObject(emitter, slot);
                if (!types[i].equals(OBJECT)) {
                    emitter.list.add(new TypeInsnNode(Opcodes.CHECKCAST,
                            types[i].getInternalName()));
                }
                if (slot.type.getSort() == Type.ARRAY) {
                    emitter.add(Opcodes.DUP).variable(Opcodes.ASTORE, next);
                    back.variable(Opcodes.ALOAD, next).variable(Opcodes.ILOAD, locals[i]).world()
                            .call("Conversions", "copyBack",
                                    "(Ljava/lang/Object;I" + Emitter.WORLD + ")V");
                    next++;
                }
            }
        }
        return () -> emitter.list.add(back.list);
    }

    private static int opcode(Slot slot, Type type, int opcode) {
        return slot.isInMemory() || slot.kind == Slot.Kind.NULL && slot.cell.isAddress()
                ? opcode : type.getOpcode(opcode);
    }

    /** The address or word on top of the stack as an object. */
    void toObject(Emitter emitter, Slot slot) {
        if (slot.type.getSort() == Type.ARRAY) {
            emitter.push(slot.kind == Slot.Kind.INLINE ? slot.count : -1)
                    .push(ClassRewriter.kind(HostedClasses.component(slot.type))).world()
                    .call("Conversions", "toArray",
                            "(IIC" + Emitter.WORLD + ")Ljava/lang/Object;");
            return;
        }
        String type = slot.type.getInternalName();
        emitter.load(type).world().call("Conversions",
                classes.kind(type) == ClassKind.WORD ? "boxWord" : "box",
                "(ILjava/lang/String;" + Emitter.WORLD + ")Ljava/lang/Object;");
    }

    /** All addresses among the arguments as objects; gives the descriptor that says so. */
    String asObjects(Emitter emitter, String descriptor, Frame<Slot> state) {
        Type[] types = Type.getArgumentTypes(descriptor);
        for (int i = 0; i < types.length; i++) {
            types[i] = classes.isAddress(types[i]) ? OBJECT : types[i];
        }
        convert(emitter, types, state, false);
        return Type.getMethodDescriptor(Type.getReturnType(descriptor), types);
    }
}
