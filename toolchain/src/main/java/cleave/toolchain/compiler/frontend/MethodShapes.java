package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.CompileException;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/** The shapes before each instruction of a method. */
final class MethodShapes {
    private final MethodNode method;
    private final Frame<Shape>[] frames;

    private MethodShapes(MethodNode method, Frame<Shape>[] frames) {
        this.method = method;
        this.frames = frames;
    }

    static MethodShapes of(World world, ClassModel owner, MethodNode method) {
        try {
            return new MethodShapes(method, new Analyzer<Shape>(new ShapeInterpreter(world)) {
                @Override
                protected Frame<Shape> newFrame(int locals, int stack) {
                    return new ShapeFrame(locals, stack);
                }

                @Override
                protected Frame<Shape> newFrame(Frame<? extends Shape> frame) {
                    return new ShapeFrame(frame);
                }
            }.analyze(owner.name(), method));
        } catch (AnalyzerException | RuntimeException damaged) { // ASM trusts its input
            throw CompileException.of(owner.place(), "class-file", "method " + method.name
                    + " is damaged: " + reason(damaged), "compile it again");
        }
    }

    private static String reason(Exception e) {
        String text = String.valueOf(e.getMessage());
        return text.lines().findFirst().orElse(e.getClass().getSimpleName());
    }

    /** Before that instruction; null if it cannot be reached. */
    ShapeFrame before(AbstractInsnNode insn) {
        return (ShapeFrame) frames[method.instructions.indexOf(insn)];
    }
}
