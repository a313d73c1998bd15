package cleave.toolchain.compiler;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.backend.BackEnd;
import cleave.toolchain.compiler.frontend.Translation;
import cleave.toolchain.compiler.ir.Program;

/** A program that a back end can write. */
public final class Compilation {
    private final Translation translation;

    Compilation(Translation translation) {
        this.translation = translation;
    }

    public Program program() {
        return translation.program();
    }

    /** Writes code and data; an entry point that may need too much stack is a violation. */
    public BuildReport emit(BackEnd backEnd, Assembler assembler) {
        return Compiler.emit(translation, backEnd, assembler);
    }
}
