package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.backend.allocate.Allocator;
import cleave.toolchain.compiler.backend.allocate.DeadInstructions;
import cleave.toolchain.compiler.backend.allocate.DeadMarks;
import cleave.toolchain.compiler.backend.allocate.EarlyCopies;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import cleave.toolchain.compiler.backend.select.Selector;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;

/**
 * The back end for code that people run: selects instructions, colours registers, and writes blocks
 * so that the usual way falls through.
 */
public final class OptimisingBackEnd implements BackEnd {
    private final SourceOrigins origins;

    public OptimisingBackEnd() {
        this(new SourceOrigins());
    }

    /** Keeps {@code origins}, which the assembler asks, at the line that is being written. */
    public OptimisingBackEnd(SourceOrigins origins) {
        this.origins = origins;
    }

    @Override
    public Code emit(Program program, Assembler assembler) {
        return Output.write(program, assembler, origins, OptimisingBackEnd::write);
    }

    private static FunctionCode write(Function function, Output output) {
        MachineCode code = Selector.select(function);
        DeadInstructions.remove(code);
        DeadMarks.drop(code);
        Allocator.run(code);
        EarlyCopies.run(code);
        return new FunctionEmitter(code, output).write();
    }
}
