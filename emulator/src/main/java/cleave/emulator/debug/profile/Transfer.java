package cleave.emulator.debug.profile;

import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import cleave.toolchain.isa.Register;

/** What an instruction is to the stack of calls (unprivileged specification, hints of JALR). */
enum Transfer {
    NONE, CALL, RETURN, TRAP_RETURN, OTHER;

    private static final int RA = Register.RA.number();
    private static final int T0 = Register.T0.number();

    /** Of an instruction of 16 or 32 bits. */
    static Transfer of(int bits) {
        int word = Operands.isCompressed(bits) ? CompressedInstruction.expand(bits) : bits;
        Instruction instruction = Instruction.decode(word);
        if (instruction == null) {
            return NONE;
        }
        return switch (instruction) {
            case JAL -> isLink(Operands.rd(word)) ? CALL : OTHER;
            case JALR -> isLink(Operands.rd(word)) ? CALL
                    : isLink(Operands.rs1(word)) ? RETURN : OTHER;
            case SRET, MRET -> TRAP_RETURN;
            case BEQ, BNE, BLT, BGE, BLTU, BGEU -> OTHER;
            default -> NONE;
        };
    }

    private static boolean isLink(int register) {
        return register == RA || register == T0;
    }
}
