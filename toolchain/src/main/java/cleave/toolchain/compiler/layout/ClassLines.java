package cleave.toolchain.compiler.layout;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The line of a class in its source. Class files have lines of code only; javac gives the class's
 * own to the constructor that it adds itself, and one that is written stands in the class.
 */
public final class ClassLines {
    private ClassLines() {
    }

    /** That of the first constructor, or else of the first method with code; 0 for none. */
    public static int of(ClassNode type) {
        int line = 0;
        for (MethodNode method : type.methods) {
            int first = first(method);
            if (method.name.equals("<init>") && first > 0) {
                return first;
            }
            line = line == 0 ? first : line;
        }
        return line;
    }

    private static int first(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LineNumberNode number) {
                return number.line;
            }
        }
        return 0;
    }
}
