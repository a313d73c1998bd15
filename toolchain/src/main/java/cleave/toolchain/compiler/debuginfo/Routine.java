package cleave.toolchain.compiler.debuginfo;

import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.backend.FunctionCode.Frame;
import java.util.List;

/**
 * A routine written in assembly, as far as a debugger must know it to walk the stack through it.
 *
 * @param frame         rows, as for compiled functions; empty for a leaf that keeps sp
 * @param trap          whether it was entered by a trap: its caller is the interrupted code
 * @param interruptedPc for a trap, where the interrupted pc is, in bytes from the register that the
 *                      frame rows name
 */
public record Routine(Label start, Label end, List<Frame> frame, boolean trap,
        int interruptedPc) {

    /** A routine that was called. */
    public static Routine called(Label start, Label end, List<Frame> frame) {
        return new Routine(start, end, frame, false, -1);
    }

    /** A routine that a trap has entered, with the interrupted registers saved as the rows say. */
    public static Routine trap(Label start, Label end, List<Frame> frame, int interruptedPc) {
        return new Routine(start, end, frame, true, interruptedPc);
    }
}
