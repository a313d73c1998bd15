package cleave.emulator.engine.interpreter;

/**
 * The numbers of the decoded operations, bits 7 to 0 of a decoded {@link Word}. They are
 * {@code int} constants and no enum, because the switch over them is the hot path of the
 * interpreter. Numbers of one group are neighbours; {@link HotLoop} relies on the groups' bounds.
 */
final class Op {
    // ---- Results of registers and immediates; hot ----
    static final int ADDI = 0;
    static final int ADD = 1;
    static final int MV = 2;
    static final int LI = 3;
    static final int SLLI = 4;
    static final int SRLI = 5;
    static final int ANDI = 6;
    static final int SUB = 7;
    static final int XOR = 8;
    static final int AND = 9;
    static final int OR = 10;
    static final int MUL = 11;
    static final int SRAI = 12;
    static final int XORI = 13;
    static final int ORI = 14;
    static final int SLTIU = 15;
    static final int SLTU = 17;
    static final int AUIPC = 22;

    // ---- Loads and stores ----
    static final int LW = 32;
    static final int LBU = 33;
    static final int LHU = 34;
    static final int LH = 35;
    static final int LB = 36;
    static final int SW = 37;
    static final int SB = 38;
    static final int SH = 39;

    // ---- Branches within the page: two words follow, charge and edge ----
    static final int BNEZ = 48;
    static final int BEQZ = 49;
    static final int BNE = 50;
    static final int BEQ = 51;
    static final int BLT = 52;
    static final int BGE = 53;
    static final int BLTU = 54;
    static final int BGEU = 55;

    // ---- Other transfers of control: two words follow, charge and edge ----
    static final int J = 56;
    static final int JAL = 57;
    static final int JAL_FAR = 58;
    static final int JALR = 59;
    /** The block ends; execution goes on in the page without a jump. */
    static final int NEXT = 60;
    /** The page ends; execution goes on in the next one without a jump. */
    static final int NEXT_PAGE = 61;
    /** Completes a branch that leaves the page: what its link leads to. */
    static final int FAR_BRANCH = 62;

    // ---- What is done outside of the hot loop ----
    static final int FIRST_OUTSIDE = 64;
    static final int LR = 64;
    static final int SC = 65;
    static final int AMO = 66;
    static final int CSR = 68;
    static final int ECALL = 69;
    static final int MRET = 71;
    static final int SRET = 72;
    /** {@code wfi} and whatever else ends the block and is left to the reference interpreter. */
    static final int SFENCE_VMA = 74;
    static final int STEP = 75;
    /** As STEP, but there may be a breakpoint. */
    static final int BREAKPOINT = 76;
    static final int LAST_OUTSIDE = 76;

    // ---- Results by a call of LessOftenAlu: second operand x[rs2] + immediate ----
    static final int SLT = 128;
    static final int SLL = 129;
    static final int SRL = 130;
    static final int SRA = 131;
    static final int MULH = 132;
    static final int MULHSU = 133;
    static final int MULHU = 134;
    static final int DIV = 135;
    static final int DIVU = 136;
    static final int REM = 137;
    static final int REMU = 138;
    static final int SH1ADD = 139;
    static final int SH2ADD = 140;
    static final int SH3ADD = 141;
    static final int ANDN = 142;
    static final int ORN = 143;
    static final int XNOR = 144;
    static final int CLZ = 145;
    static final int CTZ = 146;
    static final int CPOP = 147;
    static final int MAX = 148;
    static final int MAXU = 149;
    static final int MIN = 150;
    static final int MINU = 151;
    static final int SEXT_B = 152;
    static final int SEXT_H = 153;
    static final int ZEXT_H = 154;
    static final int ROL = 155;
    static final int ROR = 156;
    static final int ORC_B = 157;
    static final int REV8 = 158;
    static final int BCLR = 159;
    static final int BEXT = 160;
    static final int BINV = 161;
    static final int BSET = 162;

    private Op() {
    }

    /** Whether it is a conditional branch. */
    static boolean isBranch(int op) {
        return op >= BNEZ && op <= BGEU;
    }

    /** Whether its word is followed by charge and edge. */
    static boolean isTransfer(int op) {
        return op >= BNEZ && op <= NEXT_PAGE;
    }

    /** Whether nothing after it in the block can be reached through it. */
    static boolean endsBlock(int op) {
        return op >= J && op <= NEXT_PAGE || op >= CSR && op <= BREAKPOINT;
    }
}
