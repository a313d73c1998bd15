package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.ir.Program;

/**
 * The back end that is obviously right, and the oracle of the other one: every value has a slot on
 * the stack, and an operation loads its operands, computes, and stores its result. A phi has a
 * second slot, which its predecessors fill and which its block copies from, so that phis of one
 * block never disturb each other.
 */
public final class NaiveBackEnd implements BackEnd {
    private final SourceOrigins origins;

    public NaiveBackEnd() {
        this(new SourceOrigins());
    }

    /** Keeps {@code origins}, which the assembler asks, at the line that is being written. */
    public NaiveBackEnd(SourceOrigins origins) {
        this.origins = origins;
    }

    @Override
    public Code emit(Program program, Assembler assembler) {
        return Output.write(program, assembler, origins,
                (function, output) -> new NaiveFunction(function, output).write());
    }
}
