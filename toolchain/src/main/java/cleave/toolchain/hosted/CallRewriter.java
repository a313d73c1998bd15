package cleave.toolchain.hosted;

import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.layout.ClassKind;
import cleave.toolchain.compiler.layout.ClassKinds;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.Frame;

/** Rewrites calls: intrinsics, methods of structs and words, function pointers, and Java's own. */
final class CallRewriter {
    private static final Set<String> SIZED = Set.of("element", "indexOf");
    private static final String OBJECT = "Ljava/lang/Object;";

    private final HostedClasses classes;
    private final MethodNames names;
    private final Refusals refusals;
    private final ArgumentConverter arguments;

    CallRewriter(HostedClasses classes, MethodNames names, Refusals refusals, int firstFreeLocal) {
        this.classes = classes;
        this.names = names;
        this.refusals = refusals;
        this.arguments = new ArgumentConverter(classes, refusals, firstFreeLocal);
    }

    /** What becomes of a call. */
    Emitter rewrite(MethodInsnNode call, Frame<Slot> state) {
        if (call.owner.charAt(0) == '[') {
            return arrayMethod(call, state);
        }
        ClassKind kind = classes.kind(call.owner);
        if (kind == ClassKind.WORD && call.name.equals("<init>")) {
            return word(call, state);
        }
        String declaring = classes.isShared(call.owner) && !HostedClasses.isMagic(call.owner)
                ? null : classes.declaring(call.owner, call.name, call.desc);
        if (declaring == null) {
            return outside(call, state);
        }
        if (HostedClasses.isMagic(declaring)) {
            return magic(call, declaring, state);
        }
        if (kind == ClassKind.FUNCTION && call.getOpcode() == Opcodes.INVOKEINTERFACE) {
            return function(call, state);
        }
        Emitter emitter = new Emitter();
        arguments.convert(emitter, Type.getArgumentTypes(call.desc), state, true);
        String name = names.of(declaring, call.name, call.desc);
        if (classes.isMemoryClass(declaring) && call.getOpcode() != Opcodes.INVOKESTATIC) {
            return emitter.call(Opcodes.INVOKESTATIC, declaring, name,
                    "(I" + classes.map(call.desc).substring(1), false);
        }
        return emitter.call(call.getOpcode(), call.owner, name, classes.map(call.desc), call.itf);
    }

    /** {@code new Pte(bits)}, with the copy of the reference that javac makes, is the bits. */
    private Emitter word(MethodInsnNode call, Frame<Slot> state) {
        int size = state.getStackSize();
        boolean shaped = call.desc.equals("(I)V") && size >= 3
                && state.getStack(size - 2).kind == Slot.Kind.FRESH
                && state.getStack(size - 3).kind == Slot.Kind.FRESH
                && state.getStack(size - 2).site == state.getStack(size - 3).site;
        if (!shaped) {
            throw refusals.of(call, "a word is made of one int and used: "
                    + call.owner.replace('/', '.') + "(int bits)");
        }
        int local = arguments.firstFree();
        return new Emitter().variable(Opcodes.ISTORE, local).add(Opcodes.POP2)
                .variable(Opcodes.ILOAD, local);
    }

    private Emitter function(MethodInsnNode call, Frame<Slot> state) {
        Emitter emitter = new Emitter();
        arguments.convert(emitter, Type.getArgumentTypes(call.desc), state, true);
        emitter.list.add(new InvokeDynamicInsnNode(call.name,
                "(I" + classes.map(call.desc).substring(1), Emitter.bootstrap("call",
                        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                                + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;")));
        return emitter;
    }

    private Emitter magic(MethodInsnNode call, String declaring, Frame<Slot> state) {
        Emitter emitter = new Emitter();
        if (declaring.equals(ClassKinds.WORD) && call.name.equals("bits")) {
            return emitter;
        }
        if (declaring.equals(ClassKinds.STRUCT) && call.name.equals("<init>")) {
            return emitter.add(Opcodes.POP);
        }
        String owner = declaring.substring(declaring.lastIndexOf('/') + 1) + "Operations";
        StringBuilder descriptor = new StringBuilder("(");
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            descriptor.append('I');
        }
        for (Type type : Type.getArgumentTypes(call.desc)) {
            descriptor.append(classes.map(type).getDescriptor());
        }
        if (declaring.equals(ClassKinds.STRUCT) && SIZED.contains(call.name)) {
            emitter.push(struct(call, state).size());
            descriptor.append('I');
        } else if (call.name.equals("addressOf")) {
            emitter.load(struct(call, state).className());
            descriptor.append("Ljava/lang/String;");
        }
        return emitter.world().call(owner, call.name, descriptor.append(Emitter.WORLD).append(')')
                .append(classes.map(Type.getReturnType(call.desc)).getDescriptor()).toString());
    }

    /** The struct that is the first of two arguments. */
    private StructLayout struct(MethodInsnNode call, Frame<Slot> state) {
        Slot slot = state.getStack(state.getStackSize() - 2);
        if (slot.type == null || slot.type.getSort() != Type.OBJECT
                || slot.type.getInternalName().equals(ClassKinds.STRUCT)) {
            throw refusals.of(call, "Struct." + call.name + " of a struct of no particular type:"
                    + " cast it to the subclass of Struct");
        }
        return classes.layout(slot.type.getInternalName());
    }

    private Emitter arrayMethod(MethodInsnNode call, Frame<Slot> state) {
        Type array = Type.getObjectType(call.owner);
        if (!classes.isAddress(array)) {
            return outside(call, state);
        }
        if (!SlotInterpreter.isArrayCopy(call)) {
            throw refusals.of(call, call.name + " of an array in memory: compare its elements");
        }
        return new Emitter().push(ClassRewriter.kind(HostedClasses.component(array))).world()
                .call("ArrayAccess", "copy", "(IC" + Emitter.WORLD + ")I");
    }

    /** A method that nobody rewrites gets objects and arrays as it expects them. */
    private Emitter outside(MethodInsnNode call, Frame<Slot> state) {
        Emitter emitter = new Emitter();
        Type[] types = Type.getArgumentTypes(call.desc);
        boolean receiver = call.getOpcode() != Opcodes.INVOKESTATIC;
        String owner = call.owner;
        if (receiver && state.getStack(state.getStackSize() - types.length - 1).isInMemory()) {
            owner = "java/lang/Object";
            Type[] all = new Type[types.length + 1];
            all[0] = Type.getType(OBJECT);
            System.arraycopy(types, 0, all, 1, types.length);
            types = all;
        }
        Runnable after = arguments.convert(emitter, types, state, false);
        emitter.call(call.getOpcode(), owner, call.name, call.desc, call.itf);
        after.run();
        Type result = Type.getReturnType(call.desc);
        if (classes.isAddress(result)) {
            emitter.load(result.getDescriptor()).world().call("Conversions", "unbox",
                    "(" + OBJECT + "Ljava/lang/String;" + Emitter.WORLD + ")I");
        }
        return emitter;
    }

    /** Method references and lambdas; text made of parts; methods of records. */
    Emitter rewrite(InvokeDynamicInsnNode call, Frame<Slot> state) {
        Type made = Type.getReturnType(call.desc);
        Emitter emitter = new Emitter();
        if (made.getSort() == Type.OBJECT
                && classes.kind(made.getInternalName()) == ClassKind.FUNCTION) {
            if (Type.getArgumentTypes(call.desc).length > 0) {
                throw refusals.of(call, "a function pointer cannot capture variables: pass them"
                        + " as parameters");
            }
            Handle target = (Handle) call.bsmArgs[1];
            emitter.list.add(new InvokeDynamicInsnNode("function", "()I", Emitter.bootstrap(
                    "function", "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                            + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
                            + "Ljava/lang/String;)Ljava/lang/invoke/CallSite;"),
                    map(target), simple(target.getOwner()) + "." + target.getName()
                            + target.getDesc()));
            return emitter;
        }
        boolean text = call.bsm.getOwner().equals("java/lang/invoke/StringConcatFactory");
        String descriptor = text ? arguments.asObjects(emitter, call.desc, state)
                : classes.map(call.desc);
        Object[] constants = new Object[call.bsmArgs.length];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = map(call, call.bsmArgs[i], i);
        }
        emitter.list.add(new InvokeDynamicInsnNode(call.name, descriptor, call.bsm, constants));
        return emitter;
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('/') + 1);
    }

    private Object map(InvokeDynamicInsnNode call, Object constant, int index) {
        if (constant instanceof Handle handle) {
            return map(handle);
        }
        if (!(constant instanceof Type type) || type.getSort() != Type.METHOD) {
            return constant;
        }
        String mapped = classes.map(type.getDescriptor());
        boolean generic = index == 2 && !mapped.equals(type.getDescriptor())
                && !classes.map(((Type) call.bsmArgs[0]).getDescriptor()).equals(mapped);
        if (generic) {
            throw refusals.of(call, "a lambda of a generic interface over structs or arrays in"
                    + " memory: declare an interface for it");
        }
        return Type.getMethodType(mapped);
    }

    private Handle map(Handle handle) {
        if (handle.getDesc().charAt(0) != '(' || classes.isShared(handle.getOwner())) {
            return handle.getDesc().charAt(0) == '(' ? handle : new Handle(handle.getTag(),
                    handle.getOwner(), handle.getName(), classes.map(handle.getDesc()),
                    handle.isInterface());
        }
        String declaring = classes.declaring(handle.getOwner(), handle.getName(),
                handle.getDesc());
        if (declaring == null) {
            return handle;
        }
        String mapped = classes.map(handle.getDesc());
        boolean receiver = classes.isMemoryClass(declaring)
                && handle.getTag() != Opcodes.H_INVOKESTATIC;
        return new Handle(receiver ? Opcodes.H_INVOKESTATIC : handle.getTag(), declaring,
                names.of(declaring, handle.getName(), handle.getDesc()),
                receiver ? "(I" + mapped.substring(1) : mapped, handle.isInterface());
    }
}
