package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Calls, constructors, literals and the exceptions that javac throws where control never comes. */
final class CallInstructions {
    private static final String ASSERTION = "java/lang/AssertionError";
    private static final Map<String, String> PANICS = Map.of(
            ASSERTION, "assertion failed",
            "java/lang/MatchException", "no case matches",
            "java/lang/IncompatibleClassChangeError", "no case matches");
    private static final Set<String> WITH_TEXT = Set.of("()V", "(Ljava/lang/Object;)V");

    private final Code code;
    private final Lookup lookup;
    private final Map<Value, String> messages = new HashMap<>();
    private final Map<Value, String> classLiterals = new HashMap<>();

    CallInstructions(Code code, Lookup lookup) {
        this.code = code;
        this.lookup = lookup;
    }

    /** Writes the instruction; false if it is not one of these. */
    boolean write(AbstractInsnNode insn, ShapeFrame frame) {
        switch (insn.getOpcode()) {
            case Opcodes.LDC -> literal(((LdcInsnNode) insn).cst);
            case Opcodes.NEW -> make((TypeInsnNode) insn);
            case Opcodes.CHECKCAST -> {
            }
            case Opcodes.INVOKESTATIC, Opcodes.INVOKEVIRTUAL, Opcodes.INVOKESPECIAL ->
                call((MethodInsnNode) insn);
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
            code.push(code.symbol(lookup.linkage().literal(text)));
        } else if (constant instanceof Type type && type.getSort() == Type.OBJECT) {
            Value placeholder = code.constant(0); // only intrinsics ask for it, and for the name
            classLiterals.put(placeholder, type.getInternalName());
            code.push(placeholder);
        } else {
            throw code.refuse("no-reflection", "the constant " + constant
                    + " has no meaning on the machine", null);
        }
    }

    private void make(TypeInsnNode insn) {
        if (PANICS.containsKey(insn.desc)) {
            code.push(code.constant(0)); // never looked at: athrow becomes a panic
            return;
        }
        throw code.refuse("no-objects", "new " + insn.desc.replace('/', '.')
                + " makes an object", "make the class a final subclass of cleave.magic.Struct");
    }

    private void call(MethodInsnNode insn) {
        if (PANICS.containsKey(insn.owner) && insn.name.equals("<init>")) {
            panicMessage(insn);
            return;
        }
        if (insn.owner.equals("java/lang/Class") && insn.name.equals("desiredAssertionStatus")) {
            code.pop();
            code.push(code.constant(code.options().assertions() ? 1 : 0));
            return;
        }
        Lookup.Method method = lookup.method(code, insn);
        int count = Type.getArgumentTypes(insn.desc).length + (method.isStatic() ? 0 : 1);
        List<Value> arguments = code.pop(count);
        code.pushCall(lookup.symbol(method), Descriptors.result(insn.desc), arguments);
    }

    // ---- panics ----

    private void panicMessage(MethodInsnNode insn) {
        if (!WITH_TEXT.contains(insn.desc)) {
            throw notLiteral();
        }
        String message = PANICS.get(insn.owner);
        if (!insn.desc.equals("()V")) {
            message = text(code.pop());
        }
        messages.put(code.pop(), message);
    }

    /** The text of a literal. */
    private String text(Value value) {
        if (value.aux() instanceof SymbolAddress address && lookup.linkage()
                .definition(address.symbol()) instanceof Linkage.Definition.Literal literal) {
            return literal.text();
        }
        throw notLiteral();
    }

    private Refusal notLiteral() {
        return code.refuse("literal-message", "the message of an assert is not a literal",
                "write the text itself");
    }

    /** The message of the throwable that {@code athrow} throws. */
    String message(Value throwable) {
        String message = messages.get(throwable);
        if (message == null) {
            throw code.refuse("no-exceptions", "throw is not part of the subset",
                    "return an error code, or call Panic.stop");
        }
        return message;
    }
}
