package cleave.toolchain.asm;

import static cleave.toolchain.isa.Instruction.ADD;
import static cleave.toolchain.isa.Instruction.ADDI;
import static cleave.toolchain.isa.Instruction.AND;
import static cleave.toolchain.isa.Instruction.ANDI;
import static cleave.toolchain.isa.Instruction.AUIPC;
import static cleave.toolchain.isa.Instruction.BEQ;
import static cleave.toolchain.isa.Instruction.BGE;
import static cleave.toolchain.isa.Instruction.BGEU;
import static cleave.toolchain.isa.Instruction.BLT;
import static cleave.toolchain.isa.Instruction.BLTU;
import static cleave.toolchain.isa.Instruction.BNE;
import static cleave.toolchain.isa.Instruction.JALR;
import static cleave.toolchain.isa.Instruction.LB;
import static cleave.toolchain.isa.Instruction.LBU;
import static cleave.toolchain.isa.Instruction.LH;
import static cleave.toolchain.isa.Instruction.LHU;
import static cleave.toolchain.isa.Instruction.LUI;
import static cleave.toolchain.isa.Instruction.LW;
import static cleave.toolchain.isa.Instruction.OR;
import static cleave.toolchain.isa.Instruction.ORI;
import static cleave.toolchain.isa.Instruction.SB;
import static cleave.toolchain.isa.Instruction.SH;
import static cleave.toolchain.isa.Instruction.SLL;
import static cleave.toolchain.isa.Instruction.SLLI;
import static cleave.toolchain.isa.Instruction.SLT;
import static cleave.toolchain.isa.Instruction.SLTI;
import static cleave.toolchain.isa.Instruction.SLTIU;
import static cleave.toolchain.isa.Instruction.SLTU;
import static cleave.toolchain.isa.Instruction.SRA;
import static cleave.toolchain.isa.Instruction.SRAI;
import static cleave.toolchain.isa.Instruction.SRL;
import static cleave.toolchain.isa.Instruction.SRLI;
import static cleave.toolchain.isa.Instruction.SUB;
import static cleave.toolchain.isa.Instruction.SW;
import static cleave.toolchain.isa.Instruction.XOR;
import static cleave.toolchain.isa.Instruction.XORI;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.isa.Register;

/**
 * RV32I without its system instructions, in the manual's order. A load is {@code rd, base, offset},
 * a store {@code source, base, offset}; where an immediate may come from a label there is a form
 * with a {@link Reference}.
 */
public interface IntegerInstructions extends Emitter {
    /** {@code upper}, of which 20 bits count, goes to bits 31 to 12. */
    default void lui(Register rd, int upper) {
        emit(LUI, rd, ZERO, ZERO, upper << 12);
    }

    default void lui(Register rd, Reference upper) {
        emit(LUI, rd, ZERO, ZERO, upper);
    }

    /** {@code upper}, of which 20 bits count, goes to bits 31 to 12. */
    default void auipc(Register rd, int upper) {
        emit(AUIPC, rd, ZERO, ZERO, upper << 12);
    }

    default void auipc(Register rd, Reference upper) {
        emit(AUIPC, rd, ZERO, ZERO, upper);
    }

    default void jal(Register rd, Label target) {
        jump(rd, target);
    }

    default void jalr(Register rd, Register base, int offset) {
        emit(JALR, rd, base, ZERO, offset);
    }

    default void jalr(Register rd, Register base, Reference offset) {
        emit(JALR, rd, base, ZERO, offset);
    }

    default void beq(Register rs1, Register rs2, Label target) {
        branch(BEQ, rs1, rs2, target);
    }

    default void bne(Register rs1, Register rs2, Label target) {
        branch(BNE, rs1, rs2, target);
    }

    default void blt(Register rs1, Register rs2, Label target) {
        branch(BLT, rs1, rs2, target);
    }

    default void bge(Register rs1, Register rs2, Label target) {
        branch(BGE, rs1, rs2, target);
    }

    default void bltu(Register rs1, Register rs2, Label target) {
        branch(BLTU, rs1, rs2, target);
    }

    default void bgeu(Register rs1, Register rs2, Label target) {
        branch(BGEU, rs1, rs2, target);
    }

    default void lb(Register rd, Register base, int offset) {
        emit(LB, rd, base, ZERO, offset);
    }

    default void lb(Register rd, Register base, Reference offset) {
        emit(LB, rd, base, ZERO, offset);
    }

    default void lh(Register rd, Register base, int offset) {
        emit(LH, rd, base, ZERO, offset);
    }

    default void lh(Register rd, Register base, Reference offset) {
        emit(LH, rd, base, ZERO, offset);
    }

    default void lw(Register rd, Register base, int offset) {
        emit(LW, rd, base, ZERO, offset);
    }

    default void lw(Register rd, Register base, Reference offset) {
        emit(LW, rd, base, ZERO, offset);
    }

    default void lbu(Register rd, Register base, int offset) {
        emit(LBU, rd, base, ZERO, offset);
    }

    default void lbu(Register rd, Register base, Reference offset) {
        emit(LBU, rd, base, ZERO, offset);
    }

    default void lhu(Register rd, Register base, int offset) {
        emit(LHU, rd, base, ZERO, offset);
    }

    default void lhu(Register rd, Register base, Reference offset) {
        emit(LHU, rd, base, ZERO, offset);
    }

    default void sb(Register source, Register base, int offset) {
        emit(SB, ZERO, base, source, offset);
    }

    default void sb(Register source, Register base, Reference offset) {
        emit(SB, ZERO, base, source, offset);
    }

    default void sh(Register source, Register base, int offset) {
        emit(SH, ZERO, base, source, offset);
    }

    default void sh(Register source, Register base, Reference offset) {
        emit(SH, ZERO, base, source, offset);
    }

    default void sw(Register source, Register base, int offset) {
        emit(SW, ZERO, base, source, offset);
    }

    default void sw(Register source, Register base, Reference offset) {
        emit(SW, ZERO, base, source, offset);
    }

    default void addi(Register rd, Register rs1, int immediate) {
        emit(ADDI, rd, rs1, ZERO, immediate);
    }

    default void addi(Register rd, Register rs1, Reference immediate) {
        emit(ADDI, rd, rs1, ZERO, immediate);
    }

    default void slti(Register rd, Register rs1, int immediate) {
        emit(SLTI, rd, rs1, ZERO, immediate);
    }

    default void sltiu(Register rd, Register rs1, int immediate) {
        emit(SLTIU, rd, rs1, ZERO, immediate);
    }

    default void xori(Register rd, Register rs1, int immediate) {
        emit(XORI, rd, rs1, ZERO, immediate);
    }

    default void ori(Register rd, Register rs1, int immediate) {
        emit(ORI, rd, rs1, ZERO, immediate);
    }

    default void andi(Register rd, Register rs1, int immediate) {
        emit(ANDI, rd, rs1, ZERO, immediate);
    }

    default void slli(Register rd, Register rs1, int amount) {
        emit(SLLI, rd, rs1, ZERO, amount);
    }

    default void srli(Register rd, Register rs1, int amount) {
        emit(SRLI, rd, rs1, ZERO, amount);
    }

    default void srai(Register rd, Register rs1, int amount) {
        emit(SRAI, rd, rs1, ZERO, amount);
    }

    default void add(Register rd, Register rs1, Register rs2) {
        emit(ADD, rd, rs1, rs2, 0);
    }

    default void sub(Register rd, Register rs1, Register rs2) {
        emit(SUB, rd, rs1, rs2, 0);
    }

    default void sll(Register rd, Register rs1, Register rs2) {
        emit(SLL, rd, rs1, rs2, 0);
    }

    default void slt(Register rd, Register rs1, Register rs2) {
        emit(SLT, rd, rs1, rs2, 0);
    }

    default void sltu(Register rd, Register rs1, Register rs2) {
        emit(SLTU, rd, rs1, rs2, 0);
    }

    default void xor(Register rd, Register rs1, Register rs2) {
        emit(XOR, rd, rs1, rs2, 0);
    }

    default void srl(Register rd, Register rs1, Register rs2) {
        emit(SRL, rd, rs1, rs2, 0);
    }

    default void sra(Register rd, Register rs1, Register rs2) {
        emit(SRA, rd, rs1, rs2, 0);
    }

    default void or(Register rd, Register rs1, Register rs2) {
        emit(OR, rd, rs1, rs2, 0);
    }

    default void and(Register rd, Register rs1, Register rs2) {
        emit(AND, rd, rs1, rs2, 0);
    }
}
