package cleave.emulator.engine.interpreter;

import cleave.toolchain.isa.Alu;

/**
 * The operations that are too rare for {@link HotLoop}. Immediate forms come as the register form
 * with x0 for {@code rs2}: the second operand is {@code x[rs2]} plus the immediate.
 */
final class RareAlu {
    private RareAlu() {
    }

    /** The result of operation {@code op}; unary operations ignore {@code b}. */
    static int apply(int op, int a, int b) {
        return switch (op) {
            case Op.MULHSU -> Alu.mulhsu(a, b);
            case Op.ANDN -> Alu.andn(a, b);
            case Op.ORN -> Alu.orn(a, b);
            case Op.XNOR -> Alu.xnor(a, b);
            case Op.CLZ -> Alu.clz(a);
            case Op.CTZ -> Alu.ctz(a);
            case Op.CPOP -> Alu.cpop(a);
            case Op.MAX -> Alu.max(a, b);
            case Op.MAXU -> Alu.maxu(a, b);
            case Op.MIN -> Alu.min(a, b);
            case Op.MINU -> Alu.minu(a, b);
            case Op.SEXT_B -> Alu.sextB(a);
            case Op.SEXT_H -> Alu.sextH(a);
            case Op.ZEXT_H -> Alu.zextH(a);
            case Op.ROL -> Alu.rol(a, b);
            case Op.ROR -> Alu.ror(a, b);
            case Op.ORC_B -> Alu.orcB(a);
            case Op.REV8 -> Alu.rev8(a);
            case Op.BCLR -> Alu.bclr(a, b);
            case Op.BEXT -> Alu.bext(a, b);
            case Op.BINV -> Alu.binv(a, b);
            case Op.BSET -> Alu.bset(a, b);
            default -> throw new IllegalArgumentException("no such operation: " + op);
        };
    }
}
