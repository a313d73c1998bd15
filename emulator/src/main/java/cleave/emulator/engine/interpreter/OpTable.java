package cleave.emulator.engine.interpreter;

import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;

/** Which decoded operation executes an instruction. */
final class OpTable {
    private OpTable() {
    }

    /**
     * Whether neither the translation of the instructions that follow nor the interrupts that are
     * due can depend on a write to the CSR.
     */
    static boolean isPlain(int number) {
        Csr csr = Csr.of(number);
        if (csr == null) {
            return false;
        }
        return switch (csr) {
            case SSCRATCH, SEPC, SCAUSE, STVAL, STVEC, MSCRATCH, MEPC, MCAUSE, MTVAL, MTVEC,
                CYCLE, CYCLEH, TIME, TIMEH, INSTRET, INSTRETH, MHARTID, MISA -> true;
            default -> false;
        };
    }

    /**
     * The operation for {@code instruction}; what has none of its own is left to {@link Op#STEP}.
     */
    static int of(Instruction instruction) {
        return switch (instruction) {
            case ADDI -> Op.ADDI;
            case XORI -> Op.XORI;
            case ORI -> Op.ORI;
            case ANDI -> Op.ANDI;
            case SLTIU -> Op.SLTIU;
            case SLLI -> Op.SLLI;
            case SRLI -> Op.SRLI;
            case SRAI -> Op.SRAI;
            case LUI -> Op.LI;
            case AUIPC -> Op.AUIPC;
            // One hart that executes in order has nothing to order: a write to x0, without effect.
            case FENCE, FENCE_TSO, PAUSE, FENCE_I -> Op.LI;
            case ADD -> Op.ADD;
            case SUB -> Op.SUB;
            case XOR -> Op.XOR;
            case OR -> Op.OR;
            case AND -> Op.AND;
            case SLTU -> Op.SLTU;
            case MUL -> Op.MUL;
            case LB -> Op.LB;
            case LH -> Op.LH;
            case LW -> Op.LW;
            case LBU -> Op.LBU;
            case LHU -> Op.LHU;
            case SB -> Op.SB;
            case SH -> Op.SH;
            case SW -> Op.SW;
            case BEQ -> Op.BEQ;
            case BNE -> Op.BNE;
            case BLT -> Op.BLT;
            case BGE -> Op.BGE;
            case BLTU -> Op.BLTU;
            case BGEU -> Op.BGEU;
            case JAL -> Op.JAL;
            case JALR -> Op.JALR;
            default -> lessOften(instruction);
        };
    }

    private static int lessOften(Instruction instruction) {
        return switch (instruction) {
            case SLTI, SLT -> Op.SLT;
            case SLL -> Op.SLL;
            case SRL -> Op.SRL;
            case SRA -> Op.SRA;
            case MULH -> Op.MULH;
            case MULHSU -> Op.MULHSU;
            case MULHU -> Op.MULHU;
            case DIV -> Op.DIV;
            case DIVU -> Op.DIVU;
            case REM -> Op.REM;
            case REMU -> Op.REMU;
            case SH1ADD -> Op.SH1ADD;
            case SH2ADD -> Op.SH2ADD;
            case SH3ADD -> Op.SH3ADD;
            case ANDN -> Op.ANDN;
            case ORN -> Op.ORN;
            case XNOR -> Op.XNOR;
            case CLZ -> Op.CLZ;
            case CTZ -> Op.CTZ;
            case CPOP -> Op.CPOP;
            case MAX -> Op.MAX;
            case MAXU -> Op.MAXU;
            case MIN -> Op.MIN;
            case MINU -> Op.MINU;
            case SEXT_B -> Op.SEXT_B;
            case SEXT_H -> Op.SEXT_H;
            case ZEXT_H -> Op.ZEXT_H;
            case ROL -> Op.ROL;
            case ROR, RORI -> Op.ROR;
            case ORC_B -> Op.ORC_B;
            case REV8 -> Op.REV8;
            case BCLR, BCLRI -> Op.BCLR;
            case BEXT, BEXTI -> Op.BEXT;
            case BINV, BINVI -> Op.BINV;
            case BSET, BSETI -> Op.BSET;
            default -> outside(instruction);
        };
    }

    private static int outside(Instruction instruction) {
        return switch (instruction) {
            case LR_W -> Op.LR;
            case SC_W -> Op.SC;
            case AMOSWAP_W, AMOADD_W, AMOXOR_W, AMOAND_W, AMOOR_W, AMOMIN_W, AMOMAX_W, AMOMINU_W,
                AMOMAXU_W -> Op.AMO;
            case CSRRW, CSRRS, CSRRC, CSRRWI, CSRRSI, CSRRCI -> Op.CSR;
            case ECALL -> Op.ECALL;
            case MRET -> Op.MRET;
            case SRET -> Op.SRET;
            case SFENCE_VMA -> Op.SFENCE_VMA;
            default -> Op.STEP;
        };
    }
}
