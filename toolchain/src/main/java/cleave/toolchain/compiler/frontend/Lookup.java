package cleave.toolchain.compiler.frontend;

import cleave.magic.HostedOnly;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Value;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** From the names in instructions to members and their symbols. */
final class Lookup {
    /** {@code __cleave_new(bytes)}: zeroed memory, from the evaluator or the allocator. */
    static final Symbol NEW = new Symbol("__cleave_new");

    private static final String OWN = "cleave/toolchain/compiler/runtime/";

    /** A field, and the class that has it. */
    record Field(ClassModel owner, FieldNode node) {
    }

    /** A method, and the class that has it. */
    record Method(ClassModel owner, MethodNode node) {
        boolean isStatic() {
            return (node.access & Opcodes.ACC_STATIC) != 0;
        }

        boolean isAbstract() {
            return (node.access & Opcodes.ACC_ABSTRACT) != 0;
        }

        /** Whether no other method can be meant. */
        boolean isFinal() {
            return isStatic() || owner.isFinal() || node.name.equals("<init>")
                    || (node.access & (Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE)) != 0;
        }

        boolean isHostedOnly() {
            return ClassModel.annotations(node).has(HostedOnly.class)
                    || owner.annotations().has(HostedOnly.class);
        }

        String name() {
            return owner.simpleName() + "." + node.name;
        }
    }

    private final World world;
    private final Linkage linkage;
    private final Program program;
    private final Map<String, Intrinsic> intrinsics = new HashMap<>();

    Lookup(World world, Linkage linkage, Program program) {
        this.world = world;
        this.linkage = linkage;
        this.program = program;
        AddressIntrinsics.addTo(intrinsics);
        MachineIntrinsics.addTo(intrinsics);
        StructIntrinsics.addTo(intrinsics);
        JdkIntrinsics.addTo(intrinsics);
    }

    Program program() {
        return program;
    }

    /** The intrinsic of that owner, name and descriptor; null if there is none. */
    Intrinsic intrinsic(String key) {
        return intrinsics.get(key);
    }

    /** The layout of a struct or an enum, which the debugger gets to know as well. */
    StructLayout layout(String name) {
        StructLayout layout = world.layout(name);
        program.add(layout);
        return layout;
    }

    /** The text of a value that must be a literal. */
    String text(Code code, Value value) {
        if (value.aux() instanceof SymbolAddress address && linkage
                .definition(address.symbol()) instanceof Linkage.Definition.Literal literal) {
            return literal.text();
        }
        throw code.refuse("literal-text", "the text is not a literal", "write the text itself");
    }

    World world() {
        return world;
    }

    Linkage linkage() {
        return linkage;
    }

    ClassModel type(Code code, String name) {
        if (World.isJdk(name)) {
            throw code.refuse("no-library", name.replace('/', '.')
                    + " is the JDK's, and not part of the subset", "write it in the subset");
        }
        ClassModel found = world.find(name);
        if (found == null) {
            throw code.refuse("missing-class", "there is no class file of "
                    + name.replace('/', '.'), "add the folder or jar that has it");
        }
        return found;
    }

    Field field(Code code, FieldInsnNode insn) {
        ClassModel owner = type(code, insn.owner);
        FieldNode field = owner.field(insn.name);
        if (field == null || !field.desc.equals(insn.desc)) {
            throw code.refuse("missing-member", owner.simpleName() + " has no field " + insn.name,
                    "compile all classes together");
        }
        SubsetCheck.check(code, owner, field);
        return new Field(owner, field);
    }

    /** The method of a class, which is one of the program's. */
    Method method(Code code, String owner, String name, String descriptor) {
        ClassModel found = type(code, owner);
        MethodNode method = found.method(name + descriptor);
        if (method == null) {
            throw code.refuse("missing-member", found.simpleName() + " has no method "
                    + name + descriptor, "compile all classes together");
        }
        return new Method(found, method);
    }

    /** The symbol of a method that the compiler brings along. */
    Symbol runtime(Code code, String type, String name, String descriptor) {
        return symbol(method(code, OWN + type, name, descriptor));
    }

    /** {@link #NEW}. */
    Symbol allocator(Code code) {
        return runtime(code, "ArrayMethods", "allocate", "(I)Lcleave/magic/Address;");
    }

    /** A method that the compiler brings along, if there is one for a method of the JDK. */
    Method own(String owner, String key) {
        ClassModel found = owner.startsWith("java/lang/") ? world.find(OWN
                + owner.substring("java/lang/".length()) + "Methods") : null;
        MethodNode method = found == null ? null : found.method(key);
        return method == null ? null : new Method(found, method);
    }

    Symbol symbol(Field field) {
        return linkage.field(field.owner(), field.node());
    }

    Symbol symbol(Method method) {
        return linkage.method(method.owner(), method.node());
    }
}
