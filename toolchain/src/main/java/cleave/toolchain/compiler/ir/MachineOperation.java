package cleave.toolchain.compiler.ir;

import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;

/**
 * One instruction of the machine that has no meaning in Java: fences, CSR accesses, atomic
 * operations, {@code wfi}, and moves from and to {@code sp} and {@code tp}.
 *
 * @param instruction what is emitted; AMOs, {@code lr} and {@code sc} acquire and release
 * @param csr         the register of a CSR instruction, else null
 * @param immediate   the ordering of a fence (predecessor in bits 7 to 4), else 0; see {@link
 *                    #SFENCE_VMA_ASID}
 * @param register    what {@code addi} reads (no operand) or writes (one operand) for {@code sp}
 * and
 *                    {@code tp}, else null
 */
public record MachineOperation(Instruction instruction, Csr csr, int immediate,
        cleave.toolchain.isa.Register register) {
    /** {@code sfence.vma zero, rs2}: its only operand is rs2. */
    public static final MachineOperation SFENCE_VMA_ASID =
            new MachineOperation(Instruction.SFENCE_VMA, null, 1, null);

    public static MachineOperation of(Instruction instruction) {
        return new MachineOperation(instruction, null, 0, null);
    }

    public static MachineOperation csr(Instruction instruction, Csr csr) {
        return new MachineOperation(instruction, csr, 0, null);
    }

    @Override
    public String toString() {
        return instruction.name().toLowerCase(java.util.Locale.ROOT)
                + (csr == null ? "" : " " + csr) + (register == null ? "" : " " + register)
                + (immediate == 0 ? "" : " " + immediate);
    }
}
