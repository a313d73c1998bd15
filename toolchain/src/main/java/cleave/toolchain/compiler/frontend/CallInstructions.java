package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.layout.ClassKind;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Calls, references to methods, and literals. Constructors are in {@link ObjectInstructions}. */
final class CallInstructions {
    private final Code code;
    private final Lookup lookup;
    private final ObjectInstructions objects;
    private final ClassModel caller;

    CallInstructions(Code code, Lookup lookup, ClassModel caller, int maxLocals) {
        this.code = code;
        this.lookup = lookup;
        this.caller = caller;
        this.objects = new ObjectInstructions(code, lookup, maxLocals);
    }

    /** Writes the instruction; false if it is not one of these. */
    boolean write(AbstractInsnNode insn, ShapeFrame frame) {
        switch (insn.getOpcode()) {
            case Opcodes.LDC -> literal(((LdcInsnNode) insn).cst);
            case Opcodes.MONITOREXIT -> code.pop(); // monitorenter has been refused
            case Opcodes.NEW -> objects.make((TypeInsnNode) insn);
            case Opcodes.CHECKCAST -> objects.cast((TypeInsnNode) insn);
            case Opcodes.INVOKEINTERFACE -> callPointer((MethodInsnNode) insn, frame);
            case Opcodes.INVOKEDYNAMIC -> reference((InvokeDynamicInsnNode) insn);
            case Opcodes.INVOKESTATIC, Opcodes.INVOKEVIRTUAL, Opcodes.INVOKESPECIAL -> {
                MethodInsnNode call = (MethodInsnNode) insn;
                if (call.name.equals("<init>")) {
                    objects.construct(call, frame);
                } else {
                    call(call, frame);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void literal(Object constant) {
        if (constant instanceof Integer number) {
            code.push(code.constant(number));
        } else if (constant instanceof Long number) {
            code.push(code.constantLong(number));
        } else if (constant instanceof String text) {
            code.push(code.symbol(lookup.linkage().literal(checkAscii(text))));
        } else if (constant instanceof Type type && type.getSort() == Type.OBJECT) {
            code.push(code.placeholder(type.getInternalName()));
        } else {
            throw code.refuse("no-reflection", "the constant " + constant
                    + " has no meaning on the machine", null);
        }
    }

    private String checkAscii(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) > 0 && text.charAt(at) < 128) {
            at++;
        }
        if (at < text.length()) {
            throw code.refuse("ascii", String.format("the literal has the character U+%04X at"
                    + " index %d", (int) text.charAt(at), at), "write it in ASCII");
        }
        return text;
    }

    // ---- calls ----

    private List<Shape> shapes(ShapeFrame frame, int count) {
        List<Shape> shapes = new ArrayList<>();
        for (int i = frame.getStackSize() - count; i < frame.getStackSize(); i++) {
            shapes.add(frame.getStack(i));
        }
        return shapes;
    }

    private void call(MethodInsnNode insn, ShapeFrame frame) {
        boolean isStatic = insn.getOpcode() == Opcodes.INVOKESTATIC;
        int count = Type.getArgumentTypes(insn.desc).length + (isStatic ? 0 : 1);
        List<Shape> shapes = shapes(frame, count);
        if (insn.name.equals("desiredAssertionStatus")) {
            code.pop();
            code.push(code.constant(code.options().assertions() ? 1 : 0));
        } else if (insn.owner.startsWith("[")) {
            objects.copyArray(insn, shapes.get(0), caller);
        } else if (insn.owner.equals("java/lang/System") && insn.name.equals("arraycopy")) {
            objects.copyElements(shapes);
        } else {
            call(insn, shapes, isStatic);
        }
    }

    /** Looks for the method in the class and its superclasses, intrinsics first. */
    private void call(MethodInsnNode insn, List<Shape> shapes, boolean isStatic) {
        String key = insn.name + insn.desc;
        String owner = insn.owner;
        for (int i = 0; owner != null && i < 3; i++) {
            Intrinsic intrinsic = lookup.intrinsic(owner + "." + key);
            if (intrinsic != null) {
                List<Value> arguments = code.pop(shapes.size());
                Value result = intrinsic.write(new Intrinsic.Call(code, lookup, arguments,
                        shapes));
                if (result != null) {
                    code.push(result);
                }
                return;
            }
            Lookup.Method own = lookup.own(owner, key);
            if (own != null) {
                callMethod(own, shapes);
                return;
            }
            if (owner.startsWith("java/")) {
                break;
            }
            ClassModel type = lookup.type(code, owner);
            if (type.method(key) != null) {
                callMethod(lookup.method(code, owner, insn.name, insn.desc), shapes);
                return;
            }
            owner = type.node().superName;
        }
        throw unknown(insn);
    }

    private Refusal unknown(MethodInsnNode insn) {
        String name = insn.owner.substring(insn.owner.lastIndexOf('/') + 1) + "." + insn.name;
        if (insn.owner.startsWith("java/") || isObjects(insn)) {
            return code.refuse("no-library", name + " is the JDK's, and not part of the subset",
                    insn.name.equals("equals") ? "compare by =="
                            : "write it in the subset");
        }
        return code.refuse("missing-member", name + insn.desc + " does not exist",
                "compile all classes together");
    }

    private static boolean isObjects(MethodInsnNode insn) {
        return switch (insn.name) {
            case "equals", "hashCode", "toString", "getClass", "valueOf", "compareTo", "notify",
                    "notifyAll", "wait", "getDeclaringClass" -> true;
            default -> false;
        };
    }

    private void callMethod(Lookup.Method method, List<Shape> shapes) {
        if (method.isAbstract() || !method.isFinal()) {
            throw code.refuse("no-virtual", method.name() + " can be overridden",
                    "make the method or its class final");
        }
        if (method.isHostedOnly()) {
            throw code.refuse("hosted-only", method.name() + " is for hosted runs only",
                    "do not call it from compiled code");
        }
        shapes.forEach(code::refuseInPlace);
        List<Value> arguments = code.pop(shapes.size());
        if (!method.isStatic() && !method.owner().name().startsWith("java/")
                && method.owner().kind() != ClassKind.WORD) {
            code.checkNull(arguments.get(0), 0);
        }
        code.pushCall(lookup.symbol(method), Descriptors.result(method.node().desc), arguments);
    }

    // ---- function pointers ----

    private void callPointer(MethodInsnNode insn, ShapeFrame frame) {
        if (lookup.world().kind(insn.owner) != ClassKind.FUNCTION) {
            throw code.refuse("no-virtual", insn.owner.substring(insn.owner.lastIndexOf('/') + 1)
                    + "." + insn.name + " is called through an interface",
                    "let the interface extend cleave.magic.Fn");
        }
        MethodNode method = declared(insn.owner, insn.name + insn.desc, 0);
        if (method == null) {
            throw unknown(insn);
        }
        if ((method.access & Opcodes.ACC_ABSTRACT) == 0) {
            throw code.refuse("function-type", insn.name + " is a method with code of a function"
                    + " pointer", "make it static");
        }
        int count = Type.getArgumentTypes(insn.desc).length + 1;
        shapes(frame, count).forEach(code::refuseInPlace);
        List<Value> arguments = code.pop(count);
        code.checkNull(arguments.get(0), 0);
        Value result = code.emitTyped(Op.CALL_POINTER, Descriptors.result(insn.desc), insn.owner,
                arguments.toArray(Value[]::new));
        if (result.type() != cleave.toolchain.compiler.ir.Type.VOID) {
            code.push(result);
        }
    }

    /** The method of an interface or one that it extends; null if there is none. */
    private MethodNode declared(String name, String key, int depth) {
        ClassModel type = depth > 8 ? null : lookup.world().find(name);
        if (type == null) {
            return null;
        }
        MethodNode method = type.method(key);
        for (String parent : type.node().interfaces) {
            method = method == null ? declared(parent, key, depth + 1) : method;
        }
        return method;
    }

    private void reference(InvokeDynamicInsnNode insn) {
        if (!insn.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                || insn.bsmArgs.length < 3 || !(insn.bsmArgs[1] instanceof Handle target)) {
            throw code.refuse("no-concatenation", "strings cannot be joined at run time",
                    "print the parts one after the other");
        }
        String type = Descriptors.className(Type.getReturnType(insn.desc).getDescriptor());
        if (type == null || lookup.world().kind(type) != ClassKind.FUNCTION) {
            throw code.refuse("lambda-type", "a lambda or method reference is no function pointer",
                    "let its interface extend cleave.magic.Fn");
        }
        if (Type.getArgumentTypes(insn.desc).length > 0) {
            throw code.refuse("no-capture", "a lambda captures a variable",
                    "pass it as an argument, or use a static field");
        }
        Lookup.Method method = target(target);
        if (!sameWords((Type) insn.bsmArgs[0], method)) {
            throw code.refuse("lambda-type", "a method reference converts its arguments",
                    "write a method with the interface's own parameters");
        }
        Symbol symbol = lookup.symbol(method);
        pointTo(symbol, type, 0);
        code.push(code.symbol(symbol));
    }

    /** The function's address is a value of the interface, and of those that it extends. */
    private void pointTo(Symbol function, String type, int depth) {
        ClassModel model = depth > 8 ? null : lookup.world().find(type);
        if (model != null) {
            lookup.program().pointTo(function, type);
            for (String parent : model.node().interfaces) {
                pointTo(function, parent, depth + 1);
            }
        }
    }

    private Lookup.Method target(Handle handle) {
        boolean constructor = handle.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        if (constructor || lookup.intrinsic(handle.getOwner() + "." + handle.getName()
                + handle.getDesc()) != null || handle.getOwner().startsWith("java/")) {
            throw code.refuse("lambda-type", "there is no function of " + handle.getName(),
                    "write a static method that calls it");
        }
        Lookup.Method method = lookup.method(code, handle.getOwner(), handle.getName(),
                handle.getDesc());
        if (method.isAbstract() || !method.isFinal()) {
            throw code.refuse("no-virtual", method.name() + " can be overridden",
                    "make the method or its class final");
        }
        return method;
    }

    /** Whether the interface's method and the function agree about every word. */
    private static boolean sameWords(Type wanted, Lookup.Method method) {
        List<cleave.toolchain.compiler.ir.Type> types = new ArrayList<>();
        if (!method.isStatic()) {
            types.add(cleave.toolchain.compiler.ir.Type.I32);
        }
        types.addAll(Descriptors.parameters(method.node().desc));
        return Descriptors.parameters(wanted.getDescriptor()).equals(types)
                && Descriptors.result(wanted.getDescriptor())
                        == Descriptors.result(method.node().desc);
    }

    /** The message of the throwable that {@code athrow} throws. */
    String message(Value throwable) {
        return objects.message(throwable);
    }
}
