package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.layout.ClassKind;
import cleave.toolchain.compiler.layout.ClassKinds;
import cleave.toolchain.compiler.layout.ClassLines;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** What the subset forbids and a look at a class, a method's head or a single bytecode tells. */
final class SubsetCheck {
    private static final Set<String> SUPERCLASSES = Set.of("java/lang/Object", "java/lang/Enum",
            ClassKinds.STRUCT, ClassKinds.WORD);

    private SubsetCheck() {
    }

    // ---- classes ----

    static List<Violation> check(ClassModel type) {
        List<Violation> violations = new ArrayList<>();
        String name = type.simpleName();
        String parent = type.node().superName;
        if (!SUPERCLASSES.contains(parent)) {
            violations.add(at(type, "no-inheritance", name + " extends "
                    + parent.substring(parent.lastIndexOf('/') + 1),
                    parent.equals("java/lang/Record") ? "make it a final subclass of Struct"
                            : "put the common part into a struct, and embed it"));
        } else if ((type.kind() == ClassKind.STRUCT || type.kind() == ClassKind.WORD)
                && !type.isFinal()) {
            violations.add(at(type, "final-class", name + " is not final", "declare it final"));
        }
        if (type.kind() == ClassKind.WORD && type.node().fields.stream().anyMatch(
                field -> (field.access & Opcodes.ACC_STATIC) == 0)) {
            violations.add(at(type, "word-class", name + " is a word and has a field",
                    "keep everything in its 32 bits, or make it a struct"));
        }
        boolean isInterface = (type.node().access & Opcodes.ACC_INTERFACE) != 0;
        if (!isInterface && !type.node().interfaces.isEmpty()
                && type.kind() != ClassKind.ENUM) {
            violations.add(at(type, "no-interfaces", name + " implements an interface",
                    "only references to methods are values of an interface, one that extends Fn"));
        }
        if (type.kind() == ClassKind.FUNCTION && abstractMethods(type) > 1) {
            violations.add(at(type, "function-type", name + " has more than one method",
                    "give a function pointer one, and make a struct of several pointers"));
        }
        return violations;
    }

    private static long abstractMethods(ClassModel type) {
        return type.node().methods.stream()
                .filter(method -> (method.access & Opcodes.ACC_ABSTRACT) != 0).count();
    }

    private static Violation at(ClassModel type, String rule, String message,
            String suggestion) {
        return Violation.at(type.position("", ClassLines.of(type.node())), rule, message,
                suggestion);
    }

    // ---- heads of methods ----

    static List<Violation> check(ClassModel owner, MethodNode method) {
        List<Violation> violations = new ArrayList<>();
        String name = owner.simpleName() + "." + method.name;
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            violations.add(Violation.at(owner.start(method), "no-monitors",
                    name + " is synchronized", "take a lock made of Atomic"));
        }
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        if ((method.access & Opcodes.ACC_NATIVE) != 0 && !isStatic) {
            violations.add(Violation.at(owner.start(method), "native-method",
                    name + " is native and not static", "give it the receiver as a parameter"));
        }
        checkTypes(owner, method, name, violations);
        checkTries(owner, method, violations);
        return violations;
    }

    private static void checkTypes(ClassModel owner, MethodNode method, String name,
            List<Violation> violations) {
        List<Type> types = new ArrayList<>(List.of(Type.getArgumentTypes(method.desc)));
        types.add(Type.getReturnType(method.desc));
        if (types.stream().anyMatch(SubsetCheck::isFloating)) {
            violations.add(Violation.at(owner.start(method), "no-floats",
                    name + " has a floating-point parameter or result", "use int or long"));
        }
    }

    private static boolean isFloating(Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        return element.getSort() == Type.FLOAT || element.getSort() == Type.DOUBLE;
    }

    /** A synchronized block has a handler as well, which the monitor's own violation covers. */
    private static void checkTries(ClassModel owner, MethodNode method,
            List<Violation> violations) {
        boolean monitors = false;
        for (AbstractInsnNode insn : method.instructions) {
            monitors |= insn.getOpcode() == Opcodes.MONITORENTER;
        }
        Set<String> told = new HashSet<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (block.type == null && monitors) {
                continue;
            }
            String what = block.type == null ? "try/finally" : "try/catch";
            Position position = owner.position(method.name, line(block.start, owner, method));
            if (told.add(what + position)) {
                violations.add(Violation.at(position, "no-exceptions",
                        what + " is not part of the subset", "return an error code"));
            }
        }
    }

    private static int line(AbstractInsnNode from, ClassModel owner, MethodNode method) {
        for (AbstractInsnNode at = from; at != null; at = at.getNext()) {
            if (at instanceof LineNumberNode number) {
                return number.line;
            }
        }
        return owner.start(method).line();
    }

    // ---- fields ----

    static void check(Code code, ClassModel owner, FieldNode field) {
        if (isFloating(Type.getType(field.desc))) {
            throw code.refuse("no-floats", owner.simpleName() + "." + field.name
                    + " is a floating-point number", "use int or long");
        }
    }

    // ---- bytecodes ----

    /** Refuses bytecodes that have no meaning in the subset. */
    static void check(Code code, AbstractInsnNode insn) {
        switch (insn.getOpcode()) {
            case Opcodes.MONITORENTER -> throw code.refuse("no-monitors",
                    "synchronized is not part of the subset", "take a lock made of Atomic");
            case Opcodes.INSTANCEOF -> throw code.refuse("no-instanceof",
                    "references do not know their type", "keep a kind in a field");
            case Opcodes.MULTIANEWARRAY -> {
                int dimensions = ((MultiANewArrayInsnNode) insn).dims;
                if (dimensions != 2) {
                    throw code.refuse("nested-arrays", "an array of " + dimensions
                            + " dimensions is made at once", "make two at once, as in"
                            + " new int[3][4][], and the others in loops");
                }
            }
            default -> { }
        }
        if (isFloating(insn)) {
            throw code.refuse("no-floats", "there are no floating-point numbers",
                    "use int or long");
        }
    }

    private static boolean isFloating(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        if (insn instanceof MultiANewArrayInsnNode arrays) {
            return isFloating(Type.getType(arrays.desc));
        }
        if (insn instanceof org.objectweb.asm.tree.LdcInsnNode literal) {
            return literal.cst instanceof Float || literal.cst instanceof Double;
        }
        if (insn instanceof org.objectweb.asm.tree.IntInsnNode array
                && opcode == Opcodes.NEWARRAY) {
            return array.operand == Opcodes.T_FLOAT || array.operand == Opcodes.T_DOUBLE;
        }
        return switch (opcode) {
            case Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2, Opcodes.DCONST_0,
                    Opcodes.DCONST_1, Opcodes.FLOAD, Opcodes.DLOAD, Opcodes.FSTORE,
                    Opcodes.DSTORE, Opcodes.FALOAD, Opcodes.DALOAD, Opcodes.FASTORE,
                    Opcodes.DASTORE, Opcodes.FADD, Opcodes.DADD, Opcodes.FSUB, Opcodes.DSUB,
                    Opcodes.FMUL, Opcodes.DMUL, Opcodes.FDIV, Opcodes.DDIV, Opcodes.FREM,
                    Opcodes.DREM, Opcodes.FNEG, Opcodes.DNEG, Opcodes.I2F, Opcodes.I2D,
                    Opcodes.L2F, Opcodes.L2D, Opcodes.F2I, Opcodes.F2L, Opcodes.F2D,
                    Opcodes.D2I, Opcodes.D2L, Opcodes.D2F, Opcodes.FCMPL, Opcodes.FCMPG,
                    Opcodes.DCMPL, Opcodes.DCMPG, Opcodes.FRETURN, Opcodes.DRETURN -> true;
            default -> false;
        };
    }
}
