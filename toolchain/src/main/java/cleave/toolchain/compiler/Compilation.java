package cleave.toolchain.compiler;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.backend.BackEnd;
import cleave.toolchain.compiler.backend.Routine;
import cleave.toolchain.compiler.debuginfo.DebugInfo;
import cleave.toolchain.compiler.frontend.Translation;
import cleave.toolchain.compiler.ir.Program;
import java.util.ArrayList;
import java.util.List;

/** A program that a back end can write. */
public final class Compilation {
    private final Translation translation;
    private final int stackLimit;

    Compilation(Translation translation, int stackLimit) {
        this.translation = translation;
        this.stackLimit = stackLimit;
    }

    public Program program() {
        return translation.program();
    }

    /** Writes code and data; an entry point that may need too much stack is a violation. */
    public BuildReport emit(BackEnd backEnd, Assembler assembler) {
        return Compiler.emit(translation, stackLimit, backEnd, assembler, code -> { });
    }

    /**
     * Writes code, data and debugging information.
     *
     * @param name      of the program, for the debugger
     * @param directory to which the paths of sources are relative; may be empty
     * @param routines  routines in assembly, beside the compiled code, that the debugger must know
     */
    public BuildReport emit(BackEnd backEnd, Assembler assembler, String name, String directory,
            List<Routine> routines) {
        return Compiler.emit(translation, stackLimit, backEnd, assembler, code -> {
            List<Routine> all = new ArrayList<>(code.routines());
            all.addAll(routines);
            DebugInfo.write(assembler, program(), code.functions(), all, name, directory);
        });
    }
}
