package cleave.toolchain.asm;

import static cleave.toolchain.isa.Instruction.LUI;
import static cleave.toolchain.isa.Register.RA;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Register;

/**
 * Pseudo-instructions without labels of their own (RISC-V assembly programmer's manual); those that
 * take an address, {@code la}, {@code call} and {@code tail}, are in {@link Assembler}.
 */
public interface PseudoInstructions extends IntegerInstructions, SystemInstructions {
    default void nop() {
        addi(ZERO, ZERO, 0);
    }

    /** Any constant: one instruction when 12 bits or the upper 20 bits are enough, else two. */
    default void li(Register rd, int value) {
        int high = Reference.high(value);
        int low = Reference.low(value);
        if (high == 0) {
            addi(rd, ZERO, low);
            return;
        }
        emit(LUI, rd, ZERO, ZERO, high);
        if (low != 0) {
            addi(rd, rd, low);
        }
    }

    default void mv(Register rd, Register rs) {
        addi(rd, rs, 0);
    }

    default void not(Register rd, Register rs) {
        xori(rd, rs, -1);
    }

    default void neg(Register rd, Register rs) {
        sub(rd, ZERO, rs);
    }

    default void zextB(Register rd, Register rs) {
        andi(rd, rs, 0xff);
    }

    default void seqz(Register rd, Register rs) {
        sltiu(rd, rs, 1);
    }

    default void snez(Register rd, Register rs) {
        sltu(rd, ZERO, rs);
    }

    default void sltz(Register rd, Register rs) {
        slt(rd, rs, ZERO);
    }

    default void sgtz(Register rd, Register rs) {
        slt(rd, ZERO, rs);
    }

    default void beqz(Register rs, Label target) {
        beq(rs, ZERO, target);
    }

    default void bnez(Register rs, Label target) {
        bne(rs, ZERO, target);
    }

    default void blez(Register rs, Label target) {
        bge(ZERO, rs, target);
    }

    default void bgez(Register rs, Label target) {
        bge(rs, ZERO, target);
    }

    default void bltz(Register rs, Label target) {
        blt(rs, ZERO, target);
    }

    default void bgtz(Register rs, Label target) {
        blt(ZERO, rs, target);
    }

    default void bgt(Register rs, Register rt, Label target) {
        blt(rt, rs, target);
    }

    default void ble(Register rs, Register rt, Label target) {
        bge(rt, rs, target);
    }

    default void bgtu(Register rs, Register rt, Label target) {
        bltu(rt, rs, target);
    }

    default void bleu(Register rs, Register rt, Label target) {
        bgeu(rt, rs, target);
    }

    default void jalr(Register rd, Register rs) {
        jalr(rd, rs, 0);
    }

    /** Reaches 1 MiB both ways; {@link Assembler#tail} reaches everything. */
    default void j(Label target) {
        jal(ZERO, target);
    }

    default void jal(Label target) {
        jal(RA, target);
    }

    default void jr(Register rs) {
        jalr(ZERO, rs, 0);
    }

    default void jalr(Register rs) {
        jalr(RA, rs, 0);
    }

    default void ret() {
        jalr(ZERO, RA, 0);
    }

    default void csrr(Register rd, Csr csr) {
        csrrs(rd, csr, ZERO);
    }

    default void csrw(Csr csr, Register rs) {
        csrrw(ZERO, csr, rs);
    }

    default void csrs(Csr csr, Register rs) {
        csrrs(ZERO, csr, rs);
    }

    default void csrc(Csr csr, Register rs) {
        csrrc(ZERO, csr, rs);
    }

    default void csrwi(Csr csr, int immediate) {
        csrrwi(ZERO, csr, immediate);
    }

    default void csrsi(Csr csr, int immediate) {
        csrrsi(ZERO, csr, immediate);
    }

    default void csrci(Csr csr, int immediate) {
        csrrci(ZERO, csr, immediate);
    }

    default void rdcycle(Register rd) {
        csrr(rd, Csr.CYCLE);
    }

    default void rdtime(Register rd) {
        csrr(rd, Csr.TIME);
    }

    default void rdinstret(Register rd) {
        csrr(rd, Csr.INSTRET);
    }

    default void rdcycleh(Register rd) {
        csrr(rd, Csr.CYCLEH);
    }

    default void rdtimeh(Register rd) {
        csrr(rd, Csr.TIMEH);
    }

    default void rdinstreth(Register rd) {
        csrr(rd, Csr.INSTRETH);
    }

    default void sfenceVma() {
        sfenceVma(ZERO, ZERO);
    }

    /** An instruction that is illegal for certain. */
    default void unimp() {
        csrrw(ZERO, Csr.CYCLE, ZERO);
    }
}
