package cleave.toolchain.asm;

import static cleave.toolchain.isa.Instruction.AMOADD_W;
import static cleave.toolchain.isa.Instruction.AMOAND_W;
import static cleave.toolchain.isa.Instruction.AMOMAXU_W;
import static cleave.toolchain.isa.Instruction.AMOMAX_W;
import static cleave.toolchain.isa.Instruction.AMOMINU_W;
import static cleave.toolchain.isa.Instruction.AMOMIN_W;
import static cleave.toolchain.isa.Instruction.AMOOR_W;
import static cleave.toolchain.isa.Instruction.AMOSWAP_W;
import static cleave.toolchain.isa.Instruction.AMOXOR_W;
import static cleave.toolchain.isa.Instruction.ANDN;
import static cleave.toolchain.isa.Instruction.BCLR;
import static cleave.toolchain.isa.Instruction.BCLRI;
import static cleave.toolchain.isa.Instruction.BEXT;
import static cleave.toolchain.isa.Instruction.BEXTI;
import static cleave.toolchain.isa.Instruction.BINV;
import static cleave.toolchain.isa.Instruction.BINVI;
import static cleave.toolchain.isa.Instruction.BSET;
import static cleave.toolchain.isa.Instruction.BSETI;
import static cleave.toolchain.isa.Instruction.CLZ;
import static cleave.toolchain.isa.Instruction.CPOP;
import static cleave.toolchain.isa.Instruction.CTZ;
import static cleave.toolchain.isa.Instruction.DIV;
import static cleave.toolchain.isa.Instruction.DIVU;
import static cleave.toolchain.isa.Instruction.LR_W;
import static cleave.toolchain.isa.Instruction.MAX;
import static cleave.toolchain.isa.Instruction.MAXU;
import static cleave.toolchain.isa.Instruction.MIN;
import static cleave.toolchain.isa.Instruction.MINU;
import static cleave.toolchain.isa.Instruction.MUL;
import static cleave.toolchain.isa.Instruction.MULH;
import static cleave.toolchain.isa.Instruction.MULHSU;
import static cleave.toolchain.isa.Instruction.MULHU;
import static cleave.toolchain.isa.Instruction.ORC_B;
import static cleave.toolchain.isa.Instruction.ORN;
import static cleave.toolchain.isa.Instruction.REM;
import static cleave.toolchain.isa.Instruction.REMU;
import static cleave.toolchain.isa.Instruction.REV8;
import static cleave.toolchain.isa.Instruction.ROL;
import static cleave.toolchain.isa.Instruction.ROR;
import static cleave.toolchain.isa.Instruction.RORI;
import static cleave.toolchain.isa.Instruction.SC_W;
import static cleave.toolchain.isa.Instruction.SEXT_B;
import static cleave.toolchain.isa.Instruction.SEXT_H;
import static cleave.toolchain.isa.Instruction.SH1ADD;
import static cleave.toolchain.isa.Instruction.SH2ADD;
import static cleave.toolchain.isa.Instruction.SH3ADD;
import static cleave.toolchain.isa.Instruction.XNOR;
import static cleave.toolchain.isa.Instruction.ZEXT_H;
import static cleave.toolchain.isa.Register.ZERO;

import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;

/** M, A, Zba, Zbb and Zbs, in the manual's order. */
public interface ExtensionInstructions extends Emitter {
    // ---- M ----

    default void mul(Register rd, Register rs1, Register rs2) {
        emit(MUL, rd, rs1, rs2, 0);
    }

    default void mulh(Register rd, Register rs1, Register rs2) {
        emit(MULH, rd, rs1, rs2, 0);
    }

    default void mulhsu(Register rd, Register rs1, Register rs2) {
        emit(MULHSU, rd, rs1, rs2, 0);
    }

    default void mulhu(Register rd, Register rs1, Register rs2) {
        emit(MULHU, rd, rs1, rs2, 0);
    }

    default void div(Register rd, Register rs1, Register rs2) {
        emit(DIV, rd, rs1, rs2, 0);
    }

    default void divu(Register rd, Register rs1, Register rs2) {
        emit(DIVU, rd, rs1, rs2, 0);
    }

    default void rem(Register rd, Register rs1, Register rs2) {
        emit(REM, rd, rs1, rs2, 0);
    }

    default void remu(Register rd, Register rs1, Register rs2) {
        emit(REMU, rd, rs1, rs2, 0);
    }

    // ---- A: the word at base; source is rs2 ----

    default void lrW(Register rd, Register base) {
        lrW(rd, base, Ordering.NONE);
    }

    default void lrW(Register rd, Register base, Ordering ordering) {
        emit(LR_W, rd, base, ZERO, ordering.bits());
    }

    default void scW(Register rd, Register source, Register base) {
        scW(rd, source, base, Ordering.NONE);
    }

    default void scW(Register rd, Register source, Register base, Ordering ordering) {
        amo(SC_W, rd, source, base, ordering);
    }

    /** Any AMO with its ordering: {@code amo(AMOADD_W, rd, source, base, ACQUIRE)}. */
    default void amo(Instruction instruction, Register rd, Register source, Register base,
            Ordering ordering) {
        emit(instruction, rd, base, source, ordering.bits());
    }

    default void amoswapW(Register rd, Register source, Register base) {
        amo(AMOSWAP_W, rd, source, base, Ordering.NONE);
    }

    default void amoaddW(Register rd, Register source, Register base) {
        amo(AMOADD_W, rd, source, base, Ordering.NONE);
    }

    default void amoxorW(Register rd, Register source, Register base) {
        amo(AMOXOR_W, rd, source, base, Ordering.NONE);
    }

    default void amoandW(Register rd, Register source, Register base) {
        amo(AMOAND_W, rd, source, base, Ordering.NONE);
    }

    default void amoorW(Register rd, Register source, Register base) {
        amo(AMOOR_W, rd, source, base, Ordering.NONE);
    }

    default void amominW(Register rd, Register source, Register base) {
        amo(AMOMIN_W, rd, source, base, Ordering.NONE);
    }

    default void amomaxW(Register rd, Register source, Register base) {
        amo(AMOMAX_W, rd, source, base, Ordering.NONE);
    }

    default void amominuW(Register rd, Register source, Register base) {
        amo(AMOMINU_W, rd, source, base, Ordering.NONE);
    }

    default void amomaxuW(Register rd, Register source, Register base) {
        amo(AMOMAXU_W, rd, source, base, Ordering.NONE);
    }

    // ---- Zba ----

    default void sh1add(Register rd, Register rs1, Register rs2) {
        emit(SH1ADD, rd, rs1, rs2, 0);
    }

    default void sh2add(Register rd, Register rs1, Register rs2) {
        emit(SH2ADD, rd, rs1, rs2, 0);
    }

    default void sh3add(Register rd, Register rs1, Register rs2) {
        emit(SH3ADD, rd, rs1, rs2, 0);
    }

    // ---- Zbb ----

    default void andn(Register rd, Register rs1, Register rs2) {
        emit(ANDN, rd, rs1, rs2, 0);
    }

    default void orn(Register rd, Register rs1, Register rs2) {
        emit(ORN, rd, rs1, rs2, 0);
    }

    default void xnor(Register rd, Register rs1, Register rs2) {
        emit(XNOR, rd, rs1, rs2, 0);
    }

    default void clz(Register rd, Register rs1) {
        emit(CLZ, rd, rs1, ZERO, 0);
    }

    default void ctz(Register rd, Register rs1) {
        emit(CTZ, rd, rs1, ZERO, 0);
    }

    default void cpop(Register rd, Register rs1) {
        emit(CPOP, rd, rs1, ZERO, 0);
    }

    default void max(Register rd, Register rs1, Register rs2) {
        emit(MAX, rd, rs1, rs2, 0);
    }

    default void maxu(Register rd, Register rs1, Register rs2) {
        emit(MAXU, rd, rs1, rs2, 0);
    }

    default void min(Register rd, Register rs1, Register rs2) {
        emit(MIN, rd, rs1, rs2, 0);
    }

    default void minu(Register rd, Register rs1, Register rs2) {
        emit(MINU, rd, rs1, rs2, 0);
    }

    default void sextB(Register rd, Register rs1) {
        emit(SEXT_B, rd, rs1, ZERO, 0);
    }

    default void sextH(Register rd, Register rs1) {
        emit(SEXT_H, rd, rs1, ZERO, 0);
    }

    default void zextH(Register rd, Register rs1) {
        emit(ZEXT_H, rd, rs1, ZERO, 0);
    }

    default void rol(Register rd, Register rs1, Register rs2) {
        emit(ROL, rd, rs1, rs2, 0);
    }

    default void ror(Register rd, Register rs1, Register rs2) {
        emit(ROR, rd, rs1, rs2, 0);
    }

    default void rori(Register rd, Register rs1, int amount) {
        emit(RORI, rd, rs1, ZERO, amount);
    }

    default void orcB(Register rd, Register rs1) {
        emit(ORC_B, rd, rs1, ZERO, 0);
    }

    default void rev8(Register rd, Register rs1) {
        emit(REV8, rd, rs1, ZERO, 0);
    }

    // ---- Zbs ----

    default void bclr(Register rd, Register rs1, Register rs2) {
        emit(BCLR, rd, rs1, rs2, 0);
    }

    default void bclri(Register rd, Register rs1, int bit) {
        emit(BCLRI, rd, rs1, ZERO, bit);
    }

    default void bext(Register rd, Register rs1, Register rs2) {
        emit(BEXT, rd, rs1, rs2, 0);
    }

    default void bexti(Register rd, Register rs1, int bit) {
        emit(BEXTI, rd, rs1, ZERO, bit);
    }

    default void binv(Register rd, Register rs1, Register rs2) {
        emit(BINV, rd, rs1, rs2, 0);
    }

    default void binvi(Register rd, Register rs1, int bit) {
        emit(BINVI, rd, rs1, ZERO, bit);
    }

    default void bset(Register rd, Register rs1, Register rs2) {
        emit(BSET, rd, rs1, rs2, 0);
    }

    default void bseti(Register rd, Register rs1, int bit) {
        emit(BSETI, rd, rs1, ZERO, bit);
    }
}
