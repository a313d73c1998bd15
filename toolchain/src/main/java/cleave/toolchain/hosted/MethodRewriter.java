package cleave.toolchain.hosted;

import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.layout.ClassKind;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Frame;

/** Rewrites the code of one method, instruction by instruction; lines and labels stay. */
final class MethodRewriter {
    private final HostedClasses classes;
    private final MethodNode method;
    private final MethodFlow flow;
    private final Refusals refusals;
    private final CallRewriter calls;
    private final ArgumentConverter converter;
    private final boolean build;

    MethodRewriter(HostedClasses classes, MethodNames names, ClassNode owner, MethodNode method) {
        this.classes = classes;
        this.method = method;
        this.flow = new MethodFlow(classes, owner.name, method);
        this.refusals = new Refusals(owner);
        this.calls = new CallRewriter(classes, names, refusals, method.maxLocals);
        this.converter = new ArgumentConverter(classes, refusals, method.maxLocals);
        this.build = method.name.equals("<clinit>");
    }

    void rewrite() {
        for (AbstractInsnNode node : method.instructions.toArray()) {
            Frame<Slot> state = flow.before(node);
            if (node instanceof FrameNode frame && state != null) {
                rewrite(frame, state);
            } else if (node.getOpcode() >= 0 && state != null) {
                Emitter replacement = replace(node, state);
                if (replacement != null) {
                    method.instructions.insertBefore(node, replacement.list);
                    method.instructions.remove(node);
                }
            }
        }
    }

    private void rewrite(FrameNode frame, Frame<Slot> state) {
        List<Object> locals = new ArrayList<>();
        int local = 0;
        for (Object entry : frame.local) {
            Slot slot = state.getLocal(local);
            locals.add(isInt(slot) ? Opcodes.INTEGER : entry);
            local += slot.getSize();
        }
        List<Object> stack = new ArrayList<>();
        for (Object entry : frame.stack) {
            stack.add(isInt(state.getStack(stack.size())) ? Opcodes.INTEGER : entry);
        }
        frame.local = locals;
        frame.stack = stack;
    }

    /** Whether rewritten code has an int where there was a reference. */
    private boolean isInt(Slot slot) {
        return switch (slot.kind) {
            case ADDRESS, INLINE -> true;
            case NULL -> slot.cell.isAddress();
            case FRESH -> classes.isMemoryClass(slot.type.getInternalName());
            default -> false;
        };
    }

    private static Slot top(Frame<Slot> state, int depth) {
        return state.getStack(state.getStackSize() - 1 - depth);
    }

    /** What stands for the instruction; null to leave it, changed or not, where it is. */
    private Emitter replace(AbstractInsnNode node, Frame<Slot> state) {
        switch (node.getOpcode()) {
            case Opcodes.ALOAD -> {
                VarInsnNode load = (VarInsnNode) node;
                load.setOpcode(isInt(state.getLocal(load.var)) ? Opcodes.ILOAD : Opcodes.ALOAD);
            }
            case Opcodes.ASTORE -> {
                return store((VarInsnNode) node, state);
            }
            case Opcodes.ACONST_NULL -> {
                return flow.isAddress(node) ? new Emitter().push(0) : null;
            }
            case Opcodes.ARETURN -> {
                return giveBack(node, top(state, 0));
            }
            case Opcodes.IFNULL, Opcodes.IFNONNULL, Opcodes.IF_ACMPEQ, Opcodes.IF_ACMPNE -> {
                return compare((JumpInsnNode) node, state);
            }
            case Opcodes.MONITORENTER, Opcodes.MONITOREXIT, Opcodes.ATHROW -> {
                if (isInt(top(state, 0))) {
                    throw refusals.of(node, "a struct is neither locked nor thrown");
                }
            }
            default -> {
                return replaceAccess(node, state);
            }
        }
        return null;
    }

    private Emitter replaceAccess(AbstractInsnNode node, Frame<Slot> state) {
        if (node instanceof FieldInsnNode field) {
            return switch (node.getOpcode()) {
                case Opcodes.GETFIELD, Opcodes.PUTFIELD -> field(field, state);
                default -> staticField(field, state);
            };
        }
        if (node instanceof MethodInsnNode call) {
            return calls.rewrite(call, state);
        }
        if (node instanceof InvokeDynamicInsnNode call) {
            return calls.rewrite(call, state);
        }
        int code = node.getOpcode();
        if (code >= Opcodes.IALOAD && code <= Opcodes.SALOAD) {
            return elementLoad(top(state, 1));
        }
        if (code >= Opcodes.IASTORE && code <= Opcodes.SASTORE) {
            return elementStore(node, top(state, 2), top(state, 0));
        }
        return replaceTyped(node, state);
    }

    private Emitter replaceTyped(AbstractInsnNode node, Frame<Slot> state) {
        return switch (node.getOpcode()) {
            case Opcodes.ARRAYLENGTH -> length(top(state, 0));
            case Opcodes.NEW -> make(((TypeInsnNode) node).desc);
            case Opcodes.NEWARRAY -> array("ZCFDBSIJ".charAt(((IntInsnNode) node).operand - 4));
            case Opcodes.ANEWARRAY -> classes.isAddress(
                    Type.getObjectType(((TypeInsnNode) node).desc)) ? array('L') : null;
            case Opcodes.MULTIANEWARRAY -> arrays((MultiANewArrayInsnNode) node);
            case Opcodes.CHECKCAST -> cast((TypeInsnNode) node, top(state, 0));
            case Opcodes.INSTANCEOF -> instance((TypeInsnNode) node, top(state, 0));
            default -> null;
        };
    }

    private Emitter store(VarInsnNode node, Frame<Slot> state) {
        if (flow.storesObject(node, state)) {
            Emitter emitter = new Emitter();
            converter.toObject(emitter, top(state, 0));
            return emitter.variable(Opcodes.ASTORE, node.var);
        }
        node.setOpcode(isInt(top(state, 0)) ? Opcodes.ISTORE : Opcodes.ASTORE);
        return null;
    }

    private Emitter giveBack(AbstractInsnNode node, Slot value) {
        Emitter emitter = new Emitter();
        Type type = Type.getReturnType(method.desc);
        if (classes.isAddress(type)) {
            if (value.kind == Slot.Kind.INLINE) {
                throw refusals.of(node, "an inline array cannot be returned: return its struct");
            }
            return emitter.add(Opcodes.IRETURN);
        }
        if (!value.isInMemory()) {
            return null;
        }
        converter.toObject(emitter, value);
        return emitter.add(Opcodes.ARETURN);
    }

    private Emitter compare(JumpInsnNode jump, Frame<Slot> state) {
        boolean one = isInt(top(state, 0));
        switch (jump.getOpcode()) {
            case Opcodes.IFNULL -> jump.setOpcode(one ? Opcodes.IFEQ : Opcodes.IFNULL);
            case Opcodes.IFNONNULL -> jump.setOpcode(one ? Opcodes.IFNE : Opcodes.IFNONNULL);
            default -> {
                if (one != isInt(top(state, 1))) {
                    throw refusals.of(jump, "a struct and an object are never the same: cast the"
                            + " object");
                }
                if (one) {
                    jump.setOpcode(jump.getOpcode() == Opcodes.IF_ACMPEQ ? Opcodes.IF_ICMPEQ
                            : Opcodes.IF_ICMPNE);
                }
            }
        }
        return null;
    }

    private Emitter field(FieldInsnNode node, Frame<Slot> state) {
        if (classes.kind(node.owner) != ClassKind.STRUCT) {
            return objectField(node, top(state, 0));
        }
        boolean put = node.getOpcode() == Opcodes.PUTFIELD;
        StructLayout.Field field = classes.layout(node.owner).field(node.name);
        Emitter emitter = new Emitter();
        if (field.embedded() || field.count() > 0) {
            if (put && top(state, 0).kind == Slot.Kind.NULL) {
                return emitter.add(Opcodes.POP2);
            }
            if (put) {
                throw refusals.of(node, node.name + " is in place and is never assigned: assign"
                        + " what is in it");
            }
            return emitter.field(node.owner, node.name).call("FieldAccess", "addressOf",
                    "(I" + Emitter.descriptor("FieldAccess") + ")I");
        }
        Type type = Type.getType(node.desc);
        if (put) {
            toMemory(emitter, node, type, top(state, 0));
        }
        String value = type.getSort() == Type.LONG ? "J" : "I";
        String access = Emitter.descriptor("FieldAccess");
        emitter.field(node.owner, node.name).call("FieldAccess",
                (put ? "put" : "get") + (value.equals("J") ? "Long" : "Int"),
                put ? "(I" + value + access + ")V" : "(I" + access + ")" + value);
        if (!put) {
            fromMemory(emitter, type);
        }
        return emitter;
    }

    /** Before a store: an object becomes its address. */
    private void toMemory(Emitter emitter, AbstractInsnNode node, Type type, Slot value) {
        if (value.kind == Slot.Kind.INLINE) {
            throw refusals.of(node, "an inline array cannot be stored: store its struct");
        }
        boolean reference = type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
        if (reference && !isInt(value)) {
            emitter.world().call("Conversions", "store",
                    "(Ljava/lang/Object;" + Emitter.WORLD + ")I");
        }
    }

    /** After a load: an address becomes the object, where the type is one. */
    private void fromMemory(Emitter emitter, Type type) {
        boolean reference = type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
        if (reference && !classes.isAddress(type)) {
            emitter.world().call("Conversions", "load",
                    "(I" + Emitter.WORLD + ")Ljava/lang/Object;");
            emitter.list.add(new TypeInsnNode(Opcodes.CHECKCAST, type.getInternalName()));
        }
    }

    /** A field that stays with the JVM. */
    private Emitter objectField(FieldInsnNode node, Slot value) {
        boolean put = node.getOpcode() == Opcodes.PUTFIELD || node.getOpcode() == Opcodes.PUTSTATIC;
        Type type = Type.getType(node.desc);
        if (classes.isShared(node.owner)) {
            if (classes.isAddress(type)) {
                throw refusals.of(node, node.name + " of " + node.owner.replace('/', '.')
                        + " is an array outside memory: use a method of that class");
            }
            return null;
        }
        Emitter emitter = new Emitter();
        if (put && value.isInMemory() && !classes.isAddress(type)) {
            converter.toObject(emitter, value);
        } else if (put && value.kind == Slot.Kind.INLINE) {
            throw refusals.of(node, "an inline array cannot be stored: store its struct");
        }
        emitter.list.add(new FieldInsnNode(node.getOpcode(), node.owner, node.name,
                classes.map(node.desc)));
        return emitter;
    }

    private Emitter staticField(FieldInsnNode node, Frame<Slot> state) {
        boolean put = node.getOpcode() == Opcodes.PUTSTATIC;
        ClassNode owner = classes.isShared(node.owner) ? null
                : classes.declaring(node.owner, node.name);
        FieldNode field = owner == null ? null : owner.fields.stream()
                .filter(candidate -> candidate.name.equals(node.name)).findFirst().orElse(null);
        if (field == null || !classes.isInMemory(field)) {
            return objectField(node, put ? top(state, 0) : Slot.NONE);
        }
        Emitter emitter = new Emitter();
        Type type = Type.getType(node.desc);
        if (put) {
            toMemory(emitter, node, type, top(state, 0));
        }
        String value = type.getSort() == Type.LONG ? "J" : "I";
        String access = Emitter.descriptor("FieldAccess");
        return emitter.staticField(owner.name, node.name).call("FieldAccess",
                (put ? "putStatic" : "getStatic") + (value.equals("J") ? "Long" : "Int"),
                put ? "(" + value + access + ")V" : "(" + access + ")" + value);
    }

    private Emitter length(Slot array) {
        if (array.kind == Slot.Kind.INLINE) {
            return new Emitter().add(Opcodes.POP).push(array.count);
        }
        return !isInt(array) ? null : new Emitter().world().call("ArrayAccess", "length",
                "(I" + Emitter.WORLD + ")I");
    }

    private static int count(Slot array) {
        return array.kind == Slot.Kind.INLINE ? array.count : -1;
    }

    private Emitter elementLoad(Slot array) {
        if (!array.isInMemory()) {
            return null;
        }
        Type type = HostedClasses.component(array.type);
        Emitter emitter = new Emitter().push(count(array));
        if (array.structSize > 0) {
            return emitter.push(array.structSize).world().call("ArrayAccess", "struct",
                    "(IIII" + Emitter.WORLD + ")I");
        }
        if (type.getSort() == Type.LONG) {
            return emitter.world().call("ArrayAccess", "loadLong", "(III" + Emitter.WORLD + ")J");
        }
        emitter.push(ClassRewriter.kind(type)).world().call("ArrayAccess", "loadInt",
                "(IIIC" + Emitter.WORLD + ")I");
        fromMemory(emitter, type);
        return emitter;
    }

    private Emitter elementStore(AbstractInsnNode node, Slot array, Slot value) {
        Emitter emitter = new Emitter();
        if (!array.isInMemory()) {
            if (value.isInMemory()) {
                converter.toObject(emitter, value);
                emitter.add(node.getOpcode());
                return emitter;
            }
            return null;
        }
        if (array.structSize > 0) {
            throw refusals.of(node, "structs in place are never assigned: assign their fields");
        }
        Type type = HostedClasses.component(array.type);
        toMemory(emitter, node, type, value);
        emitter.push(count(array));
        if (type.getSort() == Type.LONG) {
            return emitter.world().call("ArrayAccess", "storeLong",
                    "(IIJI" + Emitter.WORLD + ")V");
        }
        return emitter.push(ClassRewriter.kind(type)).world().call("ArrayAccess", "storeInt",
                "(IIIIC" + Emitter.WORLD + ")V");
    }

    private Emitter make(String type) {
        return switch (classes.kind(type)) {
            case STRUCT -> new Emitter().push(classes.layout(type).size()).push(build ? 1 : 0)
                    .world().call("StructOperations", "allocate", "(IZ" + Emitter.WORLD + ")I");
            case WORD -> new Emitter().push(0);
            default -> null;
        };
    }

    private Emitter array(char kind) {
        return kind == 'F' || kind == 'D' ? null : new Emitter().push(kind).push(build ? 1 : 0)
                .world().call("ArrayAccess", "create", "(ICZ" + Emitter.WORLD + ")I");
    }

    private Emitter arrays(MultiANewArrayInsnNode node) {
        Type type = Type.getType(node.desc);
        if (!classes.isAddress(type)) {
            return null;
        }
        if (node.dims != 2) {
            throw refusals.of(node, "an array of " + node.dims + " dimensions at once: make the"
                    + " inner ones in a loop");
        }
        Type inner = HostedClasses.component(HostedClasses.component(type));
        return new Emitter().push(ClassRewriter.kind(inner)).push(build ? 1 : 0).world()
                .call("ArrayAccess", "create", "(IICZ" + Emitter.WORLD + ")I");
    }

    private Emitter cast(TypeInsnNode node, Slot value) {
        Type type = Type.getObjectType(node.desc);
        if (classes.isAddress(type)) {
            return isInt(value) ? new Emitter() : new Emitter().load(type.getDescriptor()).world()
                    .call("Conversions", "unbox",
                            "(Ljava/lang/Object;Ljava/lang/String;" + Emitter.WORLD + ")I");
        }
        if (value.isInMemory() && !SlotInterpreter.isObject(type)) {
            throw refusals.of(node, "a struct cannot be cast to " + type.getClassName()
                    + ": it is no object");
        }
        if (value.isInMemory()) {
            Emitter emitter = new Emitter();
            converter.toObject(emitter, value);
            return emitter;
        }
        return null;
    }

    private Emitter instance(TypeInsnNode node, Slot value) {
        if (isInt(value)) {
            return new Emitter().call("ArrayAccess", "isNotNull", "(I)Z");
        }
        return !classes.isAddress(Type.getObjectType(node.desc)) ? null
                : new Emitter().call("Conversions", "isInstance", "(Ljava/lang/Object;)Z");
    }
}
