package cleave.toolchain.asm;

import static cleave.toolchain.isa.Instruction.CSRRC;
import static cleave.toolchain.isa.Instruction.CSRRCI;
import static cleave.toolchain.isa.Instruction.CSRRS;
import static cleave.toolchain.isa.Instruction.CSRRSI;
import static cleave.toolchain.isa.Instruction.CSRRW;
import static cleave.toolchain.isa.Instruction.CSRRWI;
import static cleave.toolchain.isa.Instruction.EBREAK;
import static cleave.toolchain.isa.Instruction.ECALL;
import static cleave.toolchain.isa.Instruction.FENCE;
import static cleave.toolchain.isa.Instruction.FENCE_I;
import static cleave.toolchain.isa.Instruction.FENCE_TSO;
import static cleave.toolchain.isa.Instruction.MRET;
import static cleave.toolchain.isa.Instruction.PAUSE;
import static cleave.toolchain.isa.Instruction.SFENCE_VMA;
import static cleave.toolchain.isa.Instruction.SRET;
import static cleave.toolchain.isa.Instruction.WFI;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;

/** Fences, environment calls, the privileged instructions, and Zicsr. */
public interface SystemInstructions extends Emitter {
    // ---- fences ----

    /** Orders everything before against everything after. */
    default void fence() {
        emit(FENCE, ZERO, ZERO, ZERO, 0xff);
    }

    /** Sets are written as in assembly language: letters of {@code iorw}. */
    default void fence(String predecessor, String successor) {
        emit(FENCE, ZERO, ZERO, ZERO, fenceSet(predecessor) << 4 | fenceSet(successor));
    }

    default void fenceTso() {
        emit(FENCE_TSO, ZERO, ZERO, ZERO, 0);
    }

    default void pause() {
        emit(PAUSE, ZERO, ZERO, ZERO, 0);
    }

    default void fenceI() {
        emit(FENCE_I, ZERO, ZERO, ZERO, 0);
    }

    // ---- environment and privilege ----

    default void ecall() {
        emit(ECALL, ZERO, ZERO, ZERO, 0);
    }

    default void ebreak() {
        emit(EBREAK, ZERO, ZERO, ZERO, 0);
    }

    default void sret() {
        emit(SRET, ZERO, ZERO, ZERO, 0);
    }

    default void mret() {
        emit(MRET, ZERO, ZERO, ZERO, 0);
    }

    default void wfi() {
        emit(WFI, ZERO, ZERO, ZERO, 0);
    }

    /** ZERO stands for all addresses, or all address spaces. */
    default void sfenceVma(Register address, Register asid) {
        emit(SFENCE_VMA, ZERO, address, asid, 0);
    }

    // ---- Zicsr ----

    default void csrrw(Register rd, Csr csr, Register rs1) {
        emit(CSRRW, rd, rs1, ZERO, csr.number());
    }

    default void csrrs(Register rd, Csr csr, Register rs1) {
        emit(CSRRS, rd, rs1, ZERO, csr.number());
    }

    default void csrrc(Register rd, Csr csr, Register rs1) {
        emit(CSRRC, rd, rs1, ZERO, csr.number());
    }

    default void csrrwi(Register rd, Csr csr, int immediate) {
        emit(CSRRWI, rd, field(CSRRWI, immediate), ZERO, csr.number());
    }

    default void csrrsi(Register rd, Csr csr, int immediate) {
        emit(CSRRSI, rd, field(CSRRSI, immediate), ZERO, csr.number());
    }

    default void csrrci(Register rd, Csr csr, int immediate) {
        emit(CSRRCI, rd, field(CSRRCI, immediate), ZERO, csr.number());
    }

    private int fenceSet(String letters) {
        int set = 0;
        for (char letter : letters.toCharArray()) {
            int index = "wroi".indexOf(letter);
            if (index < 0) {
                throw new AssemblyException(origin(),
                        "fence: " + letter + " is none of i, o, r, w");
            }
            set |= 1 << index;
        }
        return set;
    }

    /** The five-bit immediate stands where the other forms have rs1. */
    private Register field(Instruction instruction, int immediate) {
        if (immediate < 0 || immediate > 31) {
            throw new AssemblyException(origin(), instruction.mnemonic() + ": immediate "
                    + immediate + " is not in 0 to 31");
        }
        return Register.of(immediate);
    }
}
