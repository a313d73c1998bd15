package cleave.toolchain.asm;

import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;

/** What the instruction methods stand on: any instruction of the table, with its operands. */
public interface Emitter {
    /**
     * Appends an instruction. Registers it does not have are {@link Register#ZERO}; the immediate
     * is as in {@link Instruction#encode}.
     *
     * @throws AssemblyException when an operand does not fit
     */
    void emit(Instruction instruction, Register rd, Register rs1, Register rs2, int immediate);

    /** Appends an instruction whose immediate is known when its label has an address. */
    void emit(Instruction instruction, Register rd, Register rs1, Register rs2,
            Reference reference);

    /** The line of source that is being assembled, for messages. */
    Origin origin();

    /** Appends a conditional branch, which becomes two instructions when the target is far. */
    void branch(Instruction instruction, Register rs1, Register rs2, Label target);

    /** Appends {@code jal}; when the target may be far, use {@code call} or {@code tail}. */
    void jump(Register link, Label target);
}
