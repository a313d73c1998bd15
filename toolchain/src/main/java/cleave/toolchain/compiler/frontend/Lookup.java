package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Symbol;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** From the names in instructions to members and their symbols. */
final class Lookup {
    /** {@code __cleave_new(bytes)}: zeroed memory. */
    static final Symbol NEW = new Symbol("__cleave_new");
    /** {@code __cleave_new_array(count, bytes of an element)}: the address of element 0. */
    static final Symbol NEW_ARRAY = new Symbol("__cleave_new_array");

    /** A field, and the class that has it. */
    record Field(ClassModel owner, FieldNode node) {
    }

    /** A method, and the class that has it. */
    record Method(ClassModel owner, MethodNode node) {
        boolean isStatic() {
            return (node.access & Opcodes.ACC_STATIC) != 0;
        }
    }

    private final World world;
    private final Linkage linkage;

    Lookup(World world, Linkage linkage) {
        this.world = world;
        this.linkage = linkage;
    }

    World world() {
        return world;
    }

    Linkage linkage() {
        return linkage;
    }

    ClassModel type(Code code, String name) {
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
        return new Field(owner, field);
    }

    Method method(Code code, MethodInsnNode insn) {
        ClassModel owner = type(code, insn.owner);
        MethodNode method = owner.method(insn.name + insn.desc);
        if (method == null) {
            throw code.refuse("missing-member", owner.simpleName() + " has no method "
                    + insn.name + insn.desc, "compile all classes together");
        }
        return new Method(owner, method);
    }

    Symbol symbol(Field field) {
        return linkage.field(field.owner(), field.node());
    }

    Symbol symbol(Method method) {
        return linkage.method(method.owner(), method.node());
    }
}
