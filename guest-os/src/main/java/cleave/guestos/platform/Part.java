package cleave.guestos.platform;

import cleave.toolchain.asm.Assembler;

/** A piece of a program in machine code: its functions, constants and variables. */
@FunctionalInterface
public interface Part {
    /** Appends the piece, in the sections it needs, and leaves {@code .text} current. */
    void assemble(Assembler a);
}
