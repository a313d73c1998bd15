package cleave.toolchain.hosted;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * What locals and stack hold before each instruction of a method. One walk is enough: the stack map
 * frames of the class file (JVMS 4.7.4) say the types wherever paths meet. They do not say which
 * arrays are inline, so that is carried along the paths.
 */
final class MethodFlow {
    private final HostedClasses classes;
    private final String owner;
    private final MethodNode method;
    private final SlotInterpreter interpreter;
    private final Map<AbstractInsnNode, Frame<Slot>> before = new HashMap<>();
    private final Map<LabelNode, FrameNode> frameAt = new HashMap<>();
    private final Map<FrameNode, List<Frame<Slot>>> arriving = new HashMap<>();
    private final Map<FrameNode, Frame<Slot>> reached = new HashMap<>();

    MethodFlow(HostedClasses classes, String owner, MethodNode method) {
        this.classes = classes;
        this.owner = owner;
        this.method = method;
        this.interpreter = new SlotInterpreter(classes);
        findFrames();
        walk();
    }

    /** The state before an instruction; null where none arrives. */
    Frame<Slot> before(AbstractInsnNode instruction) {
        return before.get(instruction);
    }

    /** Whether this {@code aconst_null} is address 0. */
    boolean isAddress(AbstractInsnNode aconstNull) {
        return interpreter.cell(aconstNull).isAddress();
    }

    private void findFrames() {
        List<LabelNode> labels = new ArrayList<>();
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof LabelNode label) {
                labels.add(label);
            } else if (node instanceof FrameNode frame) {
                labels.forEach(label -> frameAt.put(label, frame));
                arriving.put(frame, new ArrayList<>());
            } else if (node.getOpcode() >= 0) {
                labels.clear();
            }
        }
    }

    private Frame<Slot> entry() {
        Frame<Slot> frame = new Frame<>(method.maxLocals, method.maxStack);
        int local = 0;
        if ((method.access & Opcodes.ACC_STATIC) == 0) {
            Type type = Type.getObjectType(owner);
            frame.setLocal(local++, method.name.equals("<init>") ? Slot.fresh(type, null)
                    : Slot.of(type, classes));
        }
        for (Type argument : Type.getArgumentTypes(method.desc)) {
            frame.setLocal(local++, Slot.of(argument, classes));
            if (argument.getSize() == 2) {
                frame.setLocal(local++, Slot.NONE);
            }
        }
        while (local < method.maxLocals) {
            frame.setLocal(local++, Slot.NONE);
        }
        return frame;
    }

    private void walk() {
        Frame<Slot> state = entry();
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof FrameNode frame) {
                state = arrive(frame, state);
            } else if (node instanceof LabelNode label) {
                protect(label, state);
            }
            if (state == null) {
                continue;
            }
            before.put(node, state);
            if (node.getOpcode() >= 0) {
                state = step(node, new Frame<>(state));
            }
        }
    }

    /** Handlers see the locals from the start of what they protect. */
    private void protect(LabelNode label, Frame<Slot> state) {
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (block.start == label && state != null) {
                Frame<Slot> thrown = new Frame<>(state);
                thrown.clearStack();
                thrown.push(Slot.of(Type.getObjectType("java/lang/Throwable"), classes));
                leaveFor(block.handler, thrown);
            }
        }
    }

    private Frame<Slot> step(AbstractInsnNode node, Frame<Slot> state) {
        new NullUses(classes, owner, method).see(node, state);
        Slot made = made(node, state);
        try {
            state.execute(node, interpreter);
        } catch (AnalyzerException | IndexOutOfBoundsException e) {
            throw new UnsupportedHere(owner.replace('/', '.') + "." + method.name
                    + " has damaged code: compile it again");
        }
        if (made != null) {
            initialise(made, state);
        }
        if (storesObject(node, before.get(node))) {
            state.setLocal(((VarInsnNode) node).var, interpreter.newValue(
                    Type.getObjectType("java/lang/Object")));
        }
        if (node instanceof JumpInsnNode jump) {
            leaveFor(jump.label, state);
        } else if (node instanceof TableSwitchInsnNode table) {
            table.labels.forEach(label -> leaveFor(label, state));
            leaveFor(table.dflt, state);
        } else if (node instanceof LookupSwitchInsnNode lookup) {
            lookup.labels.forEach(label -> leaveFor(label, state));
            leaveFor(lookup.dflt, state);
        }
        int code = node.getOpcode();
        boolean ends = code == Opcodes.GOTO || code == Opcodes.ATHROW
                || code >= Opcodes.TABLESWITCH && code <= Opcodes.RETURN;
        return ends ? null : state;
    }

    /** Whether an address goes into a variable that is declared as an object. */
    boolean storesObject(AbstractInsnNode node, Frame<Slot> state) {
        if (node.getOpcode() != Opcodes.ASTORE || method.localVariables == null
                || !state.getStack(state.getStackSize() - 1).isInMemory()) {
            return false;
        }
        int next = method.instructions.indexOf(node) + 1;
        for (LocalVariableNode variable : method.localVariables) {
            if (variable.index == ((VarInsnNode) node).var
                    && method.instructions.indexOf(variable.start) <= next
                    && next < method.instructions.indexOf(variable.end)) {
                return !classes.isAddress(Type.getType(variable.desc));
            }
        }
        return false;
    }

    /** The new object whose constructor is called here; null elsewhere. */
    private static Slot made(AbstractInsnNode node, Frame<Slot> state) {
        if (node instanceof MethodInsnNode call && call.name.equals("<init>")) {
            int arguments = Type.getArgumentTypes(call.desc).length;
            return state.getStack(state.getStackSize() - arguments - 1);
        }
        return null;
    }

    private void initialise(Slot made, Frame<Slot> state) {
        Slot ready = Slot.of(made.type, classes);
        for (int i = 0; i < state.getLocals(); i++) {
            if (isSame(state.getLocal(i), made)) {
                state.setLocal(i, ready);
            }
        }
        for (int i = 0; i < state.getStackSize(); i++) {
            if (isSame(state.getStack(i), made)) {
                state.setStack(i, ready);
            }
        }
    }

    private static boolean isSame(Slot slot, Slot made) {
        return slot.kind == Slot.Kind.FRESH && slot.site == made.site;
    }

    private void leaveFor(LabelNode label, Frame<Slot> state) {
        FrameNode frame = frameAt.get(label);
        if (frame == null) {
            throw new UnsupportedHere(owner.replace('/', '.') + "." + method.name
                    + " has no stack map frames: compile it with javac --release 17");
        }
        Frame<Slot> target = reached.get(frame);
        if (target == null) {
            arriving.get(frame).add(new Frame<>(state));
        } else {
            meet(state, target);
        }
    }

    private Frame<Slot> arrive(FrameNode node, Frame<Slot> fallThrough) {
        List<Frame<Slot>> sources = arriving.get(node);
        if (fallThrough != null) {
            sources.add(fallThrough);
        }
        Frame<Slot> state = new Frame<>(method.maxLocals, method.maxStack);
        int local = 0;
        for (Object entry : node.local) {
            Slot slot = slot(entry);
            state.setLocal(local, carry(slot, sources, local, false));
            local++;
            if (slot.getSize() == 2) {
                state.setLocal(local++, Slot.NONE);
            }
        }
        while (local < method.maxLocals) {
            state.setLocal(local++, Slot.NONE);
        }
        for (Object entry : node.stack) {
            state.push(carry(slot(entry), sources, state.getStackSize(), true));
        }
        reached.put(node, state);
        sources.forEach(source -> meet(source, state));
        return state;
    }

    /** The slot that frame has; inline, if it is so on all paths that are known. */
    private static Slot carry(Slot slot, List<Frame<Slot>> sources, int index, boolean stack) {
        if (slot.kind != Slot.Kind.ADDRESS || sources.isEmpty()) {
            return slot;
        }
        Slot first = stack ? sources.get(0).getStack(index) : sources.get(0).getLocal(index);
        return first.kind == Slot.Kind.INLINE ? first : slot;
    }

    private void meet(Frame<Slot> from, Frame<Slot> to) {
        for (int i = 0; i < to.getLocals(); i++) {
            meet(from.getLocal(i), to.getLocal(i));
        }
        for (int i = 0; i < to.getStackSize() && i < from.getStackSize(); i++) {
            meet(from.getStack(i), to.getStack(i));
        }
    }

    private void meet(Slot from, Slot to) {
        if (from.kind == Slot.Kind.NULL) {
            if (to.kind == Slot.Kind.NULL) {
                from.cell.join(to.cell);
            } else {
                from.cell.use(to.kind == Slot.Kind.ADDRESS);
            }
        } else if (to.kind == Slot.Kind.PLAIN && from.isInMemory()) {
            throw new UnsupportedHere(owner.replace('/', '.') + "." + method.name
                    + ": a struct and an object meet in one variable, " + to.type.getClassName()
                    + ": use two variables");
        } else if (to.kind == Slot.Kind.ADDRESS && from.kind == Slot.Kind.INLINE
                || to.kind == Slot.Kind.INLINE && !to.isSameArray(from)) {
            throw new UnsupportedHere(owner.replace('/', '.') + "." + method.name
                    + ": an inline array and another array meet in one variable, but only the"
                    + " inline one has no length in memory: use two variables");
        }
    }

    private Slot slot(Object entry) {
        if (entry instanceof String type) {
            return Slot.of(Type.getObjectType(type), classes);
        }
        if (entry instanceof LabelNode label) {
            AbstractInsnNode site = label;
            while (site.getOpcode() != Opcodes.NEW) {
                site = site.getNext();
            }
            return Slot.fresh(Type.getObjectType(((TypeInsnNode) site).desc), site);
        }
        if (entry == Opcodes.UNINITIALIZED_THIS) {
            return Slot.fresh(Type.getObjectType(owner), null);
        }
        if (entry == Opcodes.NULL) {
            return Slot.ofNull(new Slot.Null());
        }
        return entry == Opcodes.INTEGER ? Slot.of(Type.INT_TYPE, classes)
                : entry == Opcodes.LONG ? Slot.of(Type.LONG_TYPE, classes)
                : entry == Opcodes.FLOAT ? Slot.of(Type.FLOAT_TYPE, classes)
                : entry == Opcodes.DOUBLE ? Slot.of(Type.DOUBLE_TYPE, classes) : Slot.NONE;
    }

    /** Learns from the uses of {@code null} what it is. */
    private record NullUses(HostedClasses classes, String owner, MethodNode method) {
        void see(AbstractInsnNode node, Frame<Slot> state) {
            switch (node.getOpcode()) {
                case Opcodes.PUTFIELD, Opcodes.PUTSTATIC -> {
                    FieldInsnNode field = (FieldInsnNode) node;
                    use(state, 0, isAddress(field.owner, Type.getType(field.desc)));
                    if (node.getOpcode() == Opcodes.PUTFIELD) {
                        use(state, 1, classes.isAddress(Type.getObjectType(field.owner)));
                    }
                }
                case Opcodes.GETFIELD -> use(state, 0, classes.isAddress(
                        Type.getObjectType(((FieldInsnNode) node).owner)));
                case Opcodes.AASTORE -> {
                    Slot array = state.getStack(state.getStackSize() - 3);
                    use(state, 0, array.isInMemory()
                            && classes.isAddress(HostedClasses.component(array.type)));
                }
                case Opcodes.ARETURN -> use(state, 0,
                        classes.isAddress(Type.getReturnType(method.desc)));
                case Opcodes.CHECKCAST, Opcodes.INSTANCEOF -> use(state, 0, classes.isAddress(
                        Type.getObjectType(((TypeInsnNode) node).desc)));
                case Opcodes.IF_ACMPEQ, Opcodes.IF_ACMPNE -> compare(
                        state.getStack(state.getStackSize() - 1),
                        state.getStack(state.getStackSize() - 2));
                default -> call(node, state);
            }
        }

        private void call(AbstractInsnNode node, Frame<Slot> state) {
            if (node instanceof MethodInsnNode call) {
                int arguments = arguments(call.owner, call.desc, state);
                if (call.getOpcode() != Opcodes.INVOKESTATIC) {
                    use(state, arguments, classes.isAddress(Type.getObjectType(call.owner)));
                }
            } else if (node instanceof InvokeDynamicInsnNode dynamic) {
                arguments(owner, dynamic.desc, state);
            }
        }

        private int arguments(String target, String descriptor, Frame<Slot> state) {
            Type[] types = Type.getArgumentTypes(descriptor);
            for (int i = 0; i < types.length; i++) {
                use(state, types.length - 1 - i, isAddress(target, types[i]));
            }
            return types.length;
        }

        private boolean isAddress(String target, Type type) {
            boolean mapped = HostedClasses.isMagic(target) || !classes.isShared(target);
            return mapped && classes.isAddress(type);
        }

        private static void use(Frame<Slot> state, int depth, boolean address) {
            Slot slot = state.getStack(state.getStackSize() - 1 - depth);
            if (slot.kind == Slot.Kind.NULL) {
                slot.cell.use(address);
            }
        }

        private static void compare(Slot one, Slot other) {
            if (one.kind == Slot.Kind.NULL && other.kind == Slot.Kind.NULL) {
                one.cell.join(other.cell);
            } else if (one.kind == Slot.Kind.NULL) {
                one.cell.use(other.isInMemory());
            } else if (other.kind == Slot.Kind.NULL) {
                other.cell.use(one.isInMemory());
            }
        }
    }
}
