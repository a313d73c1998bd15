package cleave.emulator.engine.interpreter;

/**
 * The numbers of the decoded operations, bits 7 to 0 of a decoded {@link Word}. They are
 * {@code int} constants and no enum, because the switch over them is the hot path of the
 * interpreter. They come in groups of eight, the frequent ones first: {@link HotLoop} decides by
 * group first and then within it, by small switches that HotSpot turns into branches ordered by
 * frequency and well predicted. Of one large switch it would make a jump through a table.
 */
final class Op {
    private static final int GROUP = -8;

    // ---- Results of registers and immediates; the most frequent ----
    static final int PLAIN = 0;
    static final int ADDI = 0;
    static final int ADD = 1;
    static final int MV = 2;
    static final int LI = 3;
    static final int SLLI = 4;
    static final int SRLI = 5;
    static final int ANDI = 6;
    static final int SUB = 7;

    // ---- Loads ----
    static final int LOADS = 8;
    static final int LW = 8;
    static final int LBU = 9;
    static final int LHU = 10;
    static final int LH = 11;
    static final int LB = 12;

    // ---- Branches within the page ----
    static final int BRANCHES = 16;
    static final int BNEZ = 16;
    static final int BEQZ = 17;
    static final int BNE = 18;
    static final int BEQ = 19;
    static final int BLT = 20;
    static final int BGE = 21;
    static final int BLTU = 22;
    static final int BGEU = 23;

    // ---- More results ----
    static final int PLAIN_2 = 24;
    static final int XOR = 24;
    static final int AND = 25;
    static final int OR = 26;
    static final int MUL = 27;
    static final int SRAI = 28;
    static final int XORI = 29;
    static final int ORI = 30;
    static final int SLTIU = 31;

    // ---- Stores ----
    static final int STORES = 32;
    static final int SW = 32;
    static final int SB = 33;
    static final int SH = 34;

    // ---- Other transfers of control ----
    static final int TRANSFERS = 40;
    static final int J = 40;
    static final int JAL = 41;
    static final int JALR = 42;
    /** The block ends; execution goes on in the page without a jump. */
    static final int NEXT = 43;
    static final int JAL_FAR = 44;
    /** The page ends; execution goes on in the next one without a jump. */
    static final int NEXT_PAGE = 45;
    /** Completes a branch that leaves the page: what its link leads to. */
    static final int FAR_BRANCH = 46;

    // ---- Seldom; second operand x[rs2] + immediate ----
    static final int SELDOM = 48;
    static final int SLTU = 48;
    static final int SLT = 49;
    static final int SLL = 50;
    static final int SRL = 51;
    static final int SRA = 52;
    static final int AUIPC = 53;
    static final int MULHU = 54;
    static final int MULH = 55;

    // ---- Division and address arithmetic ----
    static final int SELDOM_2 = 56;
    static final int DIV = 56;
    static final int DIVU = 57;
    static final int REM = 58;
    static final int REMU = 59;
    static final int SH1ADD = 60;
    static final int SH2ADD = 61;
    static final int SH3ADD = 62;

    // ---- Left to Outside ----
    static final int LR = 64;
    static final int SC = 65;
    static final int AMO = 66;
    /** A CSR that neither translation nor interrupts depend on: the block goes on. */
    static final int PLAIN_CSR = 67;
    static final int SFENCE_VMA = 68;
    static final int CSR = 69;
    static final int ECALL = 70;
    static final int MRET = 71;
    static final int SRET = 72;
    /** {@code wfi} and whatever else ends the block and is left to the reference interpreter. */
    static final int STEP = 73;
    /** As STEP, but there may be a breakpoint. */
    static final int BREAKPOINT = 74;

    // ---- Rare results: second operand x[rs2] + immediate ----
    static final int MULHSU = 128;
    static final int ANDN = 129;
    static final int ORN = 130;
    static final int XNOR = 131;
    static final int CLZ = 132;
    static final int CTZ = 133;
    static final int CPOP = 134;
    static final int MAX = 135;
    static final int MAXU = 136;
    static final int MIN = 137;
    static final int MINU = 138;
    static final int SEXT_B = 139;
    static final int SEXT_H = 140;
    static final int ZEXT_H = 141;
    static final int ROL = 142;
    static final int ROR = 143;
    static final int ORC_B = 144;
    static final int REV8 = 145;
    static final int BCLR = 146;
    static final int BEXT = 147;
    static final int BINV = 148;
    static final int BSET = 149;

    private Op() {
    }

    /** Whether it is a conditional branch. */
    static boolean isBranch(int op) {
        return (op & GROUP) == BRANCHES;
    }

    /** Whether it has a charge and an edge. */
    static boolean isTransfer(int op) {
        return isBranch(op) || (op & GROUP) == TRANSFERS;
    }

    /** Whether {@link Outside} needs to see the instruction, in the place of the immediate. */
    static boolean needsInstruction(int op) {
        return op >= LR && op <= BREAKPOINT;
    }

    /** Whether nothing after it in the block can be reached through it. */
    static boolean endsBlock(int op) {
        return (op & GROUP) == TRANSFERS || op >= CSR && op <= BREAKPOINT;
    }
}
