package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.LocalVariable;
import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.isa.Register;
import java.util.List;
import java.util.Map;

/**
 * Where the parts of a function's source are in its code. All labels are bound in one section.
 *
 * @param lines     in ascending order; a row holds up to the next one
 * @param frame     in ascending order; a row holds up to the next one
 * @param variables the places of local variables; where none is given, the value is lost
 */
public record FunctionCode(Function function, Label start, Label end, List<Line> lines,
        List<Frame> frame, List<Variable> variables) {

    /** Bytes of stack that the function itself takes, without those of its callees. */
    public int frameSize() {
        return frame.stream().mapToInt(Frame::offset).max().orElse(0);
    }

    /** From {@code at} on, instructions belong to {@code position}. */
    public record Line(Label at, Position position, boolean statement) {
    }

    /**
     * From {@code at} on, the canonical frame address (the caller's sp at the call) is {@code
     * register} plus {@code offset}.
     *
     * @param saved where the caller's registers are, as offsets from the canonical frame address
     */
    public record Frame(Label at, Register register, int offset, Map<Register, Integer> saved) {
    }

    /** From {@code from} up to {@code to}, the variable's words are there, the low one first. */
    public record Variable(LocalVariable variable, Label from, Label to, List<Place> words) {
    }

    /** Where a word of a variable is. */
    public sealed interface Place {
        record InRegister(Register register) implements Place {
        }

        /** In memory, {@code offset} bytes from the canonical frame address. */
        record InFrame(int offset) implements Place {
        }

        record Constant(int value) implements Place {
        }
    }
}
