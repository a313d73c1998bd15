package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.compiler.layout.ClassKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** A class file, and what it is to the compiler. */
final class ClassModel {
    private final ClassNode node;
    private final String place;
    private final ClassKind kind;
    private final Map<String, MethodNode> methods = new LinkedHashMap<>();
    private final Map<String, FieldNode> fields = new LinkedHashMap<>();

    ClassModel(ClassNode node, String place, ClassKind kind) {
        this.node = node;
        this.place = place;
        this.kind = kind;
        node.methods.forEach(method -> methods.put(method.name + method.desc, method));
        node.fields.forEach(field -> fields.put(field.name, field));
    }

    ClassNode node() {
        return node;
    }

    /** The internal name. */
    String name() {
        return node.name;
    }

    /** The name without packages: {@code Outer$Inner}. */
    String simpleName() {
        return node.name.substring(node.name.lastIndexOf('/') + 1);
    }

    /** What to call the class file in messages. */
    String place() {
        return place;
    }

    ClassKind kind() {
        return kind;
    }

    boolean isFinal() {
        return (node.access & Opcodes.ACC_FINAL) != 0;
    }

    /** The method of that name and descriptor; null if the class has none. */
    MethodNode method(String nameAndDescriptor) {
        return methods.get(nameAndDescriptor);
    }

    FieldNode field(String name) {
        return fields.get(name);
    }

    Annotations annotations() {
        return new Annotations(node.invisibleAnnotations);
    }

    static Annotations annotations(MethodNode method) {
        return new Annotations(method.invisibleAnnotations);
    }

    static Annotations annotations(FieldNode field) {
        return new Annotations(field.invisibleAnnotations);
    }

    /** The path of the source as the debugger should see it. */
    String source() {
        String file = node.sourceFile;
        if (file == null) {
            String outer = simpleName();
            int nested = outer.indexOf('$');
            file = (nested < 0 ? outer : outer.substring(0, nested)) + ".java";
        }
        return node.name.substring(0, node.name.lastIndexOf('/') + 1) + file;
    }

    Position position(String method, int line) {
        return new Position(source(), simpleName() + "." + method, line, null);
    }

    /** Where a method's body begins; line 0 when the class file does not say. */
    Position start(MethodNode method) {
        for (AbstractInsnNode at = method.instructions.getFirst(); at != null;
                at = at.getNext()) {
            if (at instanceof LineNumberNode number) {
                return position(method.name, number.line);
            }
        }
        return position(method.name, 0);
    }
}
