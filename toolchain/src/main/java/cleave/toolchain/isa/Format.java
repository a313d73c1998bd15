package cleave.toolchain.isa;

/**
 * An instruction format: which operands there are, how assembly language spells them, and what the
 * immediate is. The base formats R I S B U J are the manual's; the others are its variants.
 */
public enum Format {
    R("rd, rs1, rs2"),
    I("rd, rs1, imm"),
    /** Format I whose immediate is a byte offset from rs1: loads and {@code jalr}. */
    I_OFFSET("rd, imm(rs1)"),
    S("rs2, imm(rs1)"),
    B("rs1, rs2, target"),
    U("rd, upper"),
    J("rd, target"),
    SHIFT("rd, rs1, shamt"),
    UNARY("rd, rs1"),
    LOAD_RESERVED("rd, (rs1)"),
    AMO("rd, rs2, (rs1)"),
    CSR("rd, csr, rs1"),
    /** As CSR, with a 5-bit unsigned immediate in the place of rs1. */
    CSR_IMMEDIATE("rd, csr, uimm"),
    FENCE_SETS("pred, succ"),
    /** {@code sfence.vma}. */
    FENCE_VMA("rs1, rs2"),
    /** No operands. */
    SYSTEM("");

    private final String syntax;

    Format(String syntax) {
        this.syntax = syntax;
    }

    /**
     * The operands in assembly order: {@code target} is the address that the immediate leads to,
     * {@code upper} the immediate without its twelve low zeroes.
     */
    public String syntax() {
        return syntax;
    }

    /**
     * The immediate of an instruction word of this format: the value the instruction computes with
     * (sign-extended; U already shifted), the CSR's number, the two ordering bits of an AMO, the
     * twelve bits of a fence; 0 where there is none.
     */
    public int immediate(int word) {
        return switch (this) {
            case I, I_OFFSET -> Operands.immI(word);
            case S -> Operands.immS(word);
            case B -> Operands.immB(word);
            case U -> Operands.immU(word);
            case J -> Operands.immJ(word);
            case SHIFT -> Operands.shamt(word);
            case CSR, CSR_IMMEDIATE -> Operands.csr(word);
            case LOAD_RESERVED, AMO -> Operands.aqrl(word);
            case FENCE_SETS -> Operands.fence(word);
            case R, UNARY, FENCE_VMA, SYSTEM -> 0;
        };
    }
}
