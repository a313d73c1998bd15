package cleave.toolchain.compiler.frontend;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.Value;

/** What is known of a local variable or an operand before the program runs. */
sealed interface Shape extends Value {
    /** Shapes without further knowledge. */
    enum Basic implements Shape {
        /** Never written, or different on different ways. */
        UNUSABLE,
        INT, LONG, FLOAT, DOUBLE, NULL;

        @Override
        public int getSize() {
            return this == LONG || this == DOUBLE ? 2 : 1;
        }
    }

    /** A reference of that static type. */
    record Reference(String descriptor) implements Shape {
    }

    /** What {@code new} at that instruction made, before its constructor ran. */
    record New(AbstractInsnNode at, String className) implements Shape {
    }

    /** The value of an {@code @Inline} array field: the address of its first element. */
    record InPlace(String className, String field, String descriptor) implements Shape {
        String element() {
            return descriptor.substring(1);
        }
    }

    /** The table from ordinals to case numbers that javac makes for a switch over an enum. */
    record CaseTable(String className, String field) implements Shape {
    }

    /** A case number from that table; only a switch may use it. */
    record CaseNumber(CaseTable table) implements Shape {
    }

    @Override
    default int getSize() {
        return 1;
    }
}
