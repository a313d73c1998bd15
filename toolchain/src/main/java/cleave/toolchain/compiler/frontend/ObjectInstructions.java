package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Alias;
import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.layout.ClassKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * {@code new} and constructors: structs are memory from the allocator, words are the argument of
 * their constructor, and throwables are the message of the panic that {@code athrow} becomes.
 */
final class ObjectInstructions {
    private static final Map<String, String> PANICS = Map.of(
            "java/lang/AssertionError", "assertion failed",
            "java/lang/MatchException", "no case matches",
            "java/lang/IncompatibleClassChangeError", "no case matches");
    private static final Set<String> WITH_TEXT = Set.of("(Ljava/lang/Object;)V");
    private static final Set<String> ROOTS = Set.of("java/lang/Object", "cleave/magic/Struct");

    /** What a throwable will say. */
    private record Thrown(String message) {
    }

    private final Code code;
    private final Lookup lookup;
    private final int maxLocals;

    ObjectInstructions(Code code, Lookup lookup, int maxLocals) {
        this.code = code;
        this.lookup = lookup;
        this.maxLocals = maxLocals;
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    void make(TypeInsnNode insn) {
        ClassKind kind = PANICS.containsKey(insn.desc) ? null : lookup.world().kind(insn.desc);
        if (kind == null) {
            code.push(code.placeholder(new Thrown(PANICS.get(insn.desc))));
        } else if (kind == ClassKind.WORD) {
            code.push(code.placeholder(insn));
        } else if (kind == ClassKind.STRUCT || kind == ClassKind.ENUM) {
            lookup.type(code, insn.desc);
            int size = lookup.layout(insn.desc).size();
            if (size == 0) {
                throw code.refuse("struct-size", simple(insn.desc) + " has no fields",
                        "give it one, or use Address");
            }
            code.push(code.call(lookup.allocator(code), Type.I32, List.of(code.constant(size))));
        } else if (isThrowable(insn.desc)) {
            throw code.refuse("no-exceptions", "new " + simple(insn.desc) + " makes an exception",
                    "return an error code, or call Panic.stop");
        } else {
            throw code.refuse("no-objects", "new " + simple(insn.desc) + " makes an object",
                    insn.desc.startsWith("java/") ? "use a struct or an array"
                            : "make the class a final subclass of cleave.magic.Struct");
        }
    }

    private static boolean isThrowable(String name) {
        return name.endsWith("Exception") || name.endsWith("Error");
    }

    void cast(TypeInsnNode insn) {
        ClassKind kind = insn.desc.startsWith("[") ? ClassKind.STRUCT
                : lookup.world().kind(insn.desc);
        if (kind == ClassKind.OTHER && !insn.desc.equals("java/lang/String")) {
            throw code.refuse("no-objects", "there are no values of " + simple(insn.desc),
                    "use a struct, an array, a word or a function pointer");
        }
    }

    // ---- constructors ----

    void construct(MethodInsnNode insn, ShapeFrame frame) {
        if (PANICS.containsKey(insn.owner)) {
            constructThrowable(insn);
        } else if (ROOTS.contains(insn.owner)) {
            code.pop();
        } else if (insn.owner.equals("java/lang/Enum")) {
            constructConstant();
        } else if (lookup.world().kind(insn.owner) == ClassKind.WORD) {
            constructWord(insn, frame);
        } else {
            Lookup.Method constructor = lookup.method(code, insn.owner, insn.name, insn.desc);
            int count = Descriptors.parameters(insn.desc).size() + 1;
            for (int i = 1; i < count; i++) {
                code.refuseInPlace(frame.getStack(frame.getStackSize() - i));
            }
            List<Value> arguments = code.pop(count);
            if (!doesNothing(constructor.node())) {
                code.pushCall(lookup.symbol(constructor), Type.VOID, arguments);
            }
        }
    }

    /** {@code java.lang.Enum} keeps the name and the ordinal. */
    private void constructConstant() {
        List<Value> arguments = code.pop(3);
        code.store(MemoryAccess.word(EnumLayout.NAME, Alias.CONSTANT), arguments.get(0),
                arguments.get(1));
        code.store(MemoryAccess.word(EnumLayout.ORDINAL, Alias.CONSTANT), arguments.get(0),
                arguments.get(2));
    }

    /** All copies of what {@code new} has pushed become the argument. */
    private void constructWord(MethodInsnNode insn, ShapeFrame frame) {
        Lookup.Method constructor = lookup.method(code, insn.owner, insn.name, insn.desc);
        if (!insn.desc.equals("(I)V") || !passesOn(constructor.node())) {
            throw code.refuse("word-class", "the constructor of " + simple(insn.owner)
                    + " does more than pass its argument on",
                    "compute the bits in a static method");
        }
        Value bits = code.pop();
        code.pop();
        Shape made = receiver(insn, frame);
        for (int i = 0; i < code.stack().size(); i++) {
            if (made.equals(frame.getStack(i))) {
                code.stack().set(i, bits);
            }
        }
        for (int i = 0; i < maxLocals; i++) {
            if (made.equals(frame.getLocal(i))) {
                code.ssa().write(i, code.block(), bits);
            }
        }
    }

    private Shape receiver(MethodInsnNode insn, ShapeFrame frame) {
        try {
            return frame.receiver(insn);
        } catch (AnalyzerException e) {
            throw new IllegalStateException("the analysis has accepted this call", e);
        }
    }

    private static List<AbstractInsnNode> instructions(MethodNode method) {
        List<AbstractInsnNode> insns = new ArrayList<>();
        method.instructions.forEach(insn -> {
            if (insn.getOpcode() >= 0) {
                insns.add(insn);
            }
        });
        return insns;
    }

    private static boolean doesNothing(MethodNode constructor) {
        List<AbstractInsnNode> insns = instructions(constructor);
        return insns.size() == 3 && insns.get(0).getOpcode() == Opcodes.ALOAD
                && insns.get(1) instanceof MethodInsnNode call && ROOTS.contains(call.owner);
    }

    private static boolean passesOn(MethodNode constructor) {
        List<AbstractInsnNode> insns = instructions(constructor);
        return insns.size() == 4 && insns.get(1) instanceof VarInsnNode argument
                && argument.getOpcode() == Opcodes.ILOAD
                && insns.get(2) instanceof MethodInsnNode call
                && call.owner.equals("cleave/magic/Word");
    }

    // ---- arrays as a whole ----

    void copyArray(MethodInsnNode insn, Shape array, ClassModel caller) {
        if (!insn.name.equals("clone")) {
            throw code.refuse("no-library", "arrays have no " + insn.name, "compare elements");
        }
        code.refuseInPlace(array);
        boolean constants = caller.kind() == ClassKind.ENUM
                && insn.owner.equals("[L" + caller.name() + ";");
        if (!constants) {
            Value original = code.pop();
            code.checkNull(original, 0);
            code.pushCall(lookup.runtime(code, "ArrayMethods", "copyOf",
                    "(Lcleave/magic/Address;I)Lcleave/magic/Address;"), Type.I32,
                    List.of(original, code.constant(bytes(array))));
        }
    }

    void copyElements(List<Shape> shapes) {
        code.refuseInPlace(shapes.get(0));
        code.refuseInPlace(shapes.get(2));
        if (bytes(shapes.get(0)) != bytes(shapes.get(2))) {
            throw code.refuse("array-types", "elements of different sizes are copied",
                    "copy them one by one");
        }
        List<Value> arguments = new ArrayList<>(code.pop(5));
        arguments.add(code.constant(bytes(shapes.get(0))));
        code.pushCall(lookup.runtime(code, "ArrayMethods", "copy",
                "(Lcleave/magic/Address;ILcleave/magic/Address;III)V"), Type.VOID, arguments);
    }

    private int bytes(Shape array) {
        if (array instanceof Shape.Reference reference
                && reference.descriptor().startsWith("[")) {
            return Descriptors.width(reference.descriptor().substring(1)).bytes();
        }
        throw code.refuse("array-types", "the type of the array is not known here",
                "give the variable its array type");
    }

    // ---- throwables ----

    private void constructThrowable(MethodInsnNode insn) {
        String message = PANICS.get(insn.owner);
        if (WITH_TEXT.contains(insn.desc)) {
            message = lookup.text(code, code.pop());
        } else if (!insn.desc.equals("()V") && !(insn.desc.equals("(Ljava/lang/String;"
                + "Ljava/lang/Throwable;)V"))) {
            throw code.refuse("literal-text", "the text is not a literal",
                    "write the text itself");
        } else {
            code.pop(Descriptors.parameters(insn.desc).size());
        }
        code.setMeaning(code.pop(), new Thrown(message));
    }

    /** The message of the throwable that {@code athrow} throws. */
    String message(Value throwable) {
        if (code.meaning(throwable) instanceof Thrown thrown) {
            return thrown.message();
        }
        throw code.refuse("no-exceptions", "throw is not part of the subset",
                "return an error code, or call Panic.stop");
    }
}
