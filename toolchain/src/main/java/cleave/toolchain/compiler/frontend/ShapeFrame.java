package cleave.toolchain.compiler.frontend;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;

/** The shapes of all variables and operands; a constructor turns all copies of a new value good. */
final class ShapeFrame extends Frame<Shape> {
    ShapeFrame(int locals, int stack) {
        super(locals, stack);
    }

    ShapeFrame(Frame<? extends Shape> frame) {
        super(frame);
    }

    @Override
    public void execute(AbstractInsnNode insn, Interpreter<Shape> interpreter)
            throws AnalyzerException {
        Shape receiver = insn instanceof MethodInsnNode call && call.name.equals("<init>")
                ? receiver(call) : null;
        super.execute(insn, interpreter);
        if (receiver instanceof Shape.New made) {
            Shape good = new Shape.Reference("L" + made.className() + ";");
            for (int i = 0; i < getLocals(); i++) {
                if (made.equals(getLocal(i))) {
                    setLocal(i, good);
                }
            }
            for (int i = 0; i < getStackSize(); i++) {
                if (made.equals(getStack(i))) {
                    setStack(i, good);
                }
            }
        }
    }

    /** The receiver of the constructor that is called next. */
    Shape receiver(MethodInsnNode call) throws AnalyzerException {
        int at = getStackSize() - 1 - org.objectweb.asm.Type.getArgumentTypes(call.desc).length;
        if (at < 0) {
            throw new AnalyzerException(call, "too few operands");
        }
        return getStack(at);
    }
}
