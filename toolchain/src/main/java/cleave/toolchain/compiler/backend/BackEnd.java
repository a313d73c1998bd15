package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.ir.Program;
import java.util.List;

/**
 * Writes a program whose longs have been lowered (every value is {@code i32}) to an assembler:
 * functions to {@code .text} or the section they ask for, data objects to theirs, and the stubs and
 * tables by which failed checks reach the panic handler.
 */
public interface BackEnd {
    /**
     * What the debugger must know.
     *
     * @param functions in the order of their code
     * @param routines  written beside them
     */
    record Code(List<FunctionCode> functions, List<Routine> routines) {
    }

    /** Writes the program. */
    Code emit(Program program, Assembler assembler);
}
