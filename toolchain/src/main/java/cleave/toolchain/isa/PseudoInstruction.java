package cleave.toolchain.isa;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Spellings that say more than the instruction they stand for (RISC-V assembly programmer's manual,
 * "Pseudo-instructions"): each line gives what people write and the one instruction that is meant.
 * Where several lines fit an instruction, the first is the one to print. Pseudo-instructions that
 * expand to more than one instruction are the assembler's.
 */
public enum PseudoInstruction {
    NOP("nop", "", "addi x0, x0, 0"),
    LI("li", "rd, imm", "addi rd, x0, imm"),
    MV("mv", "rd, rs1", "addi rd, rs1, 0"),
    MV_BY_ADD("mv", "rd, rs2", "add rd, x0, rs2"),
    NOT("not", "rd, rs1", "xori rd, rs1, -1"),
    ZEXT_B("zext.b", "rd, rs1", "andi rd, rs1, 255"),
    NEG("neg", "rd, rs2", "sub rd, x0, rs2"),
    SEQZ("seqz", "rd, rs1", "sltiu rd, rs1, 1"),
    SNEZ("snez", "rd, rs2", "sltu rd, x0, rs2"),
    SLTZ("sltz", "rd, rs1", "slt rd, rs1, x0"),
    SGTZ("sgtz", "rd, rs2", "slt rd, x0, rs2"),
    BEQZ("beqz", "rs1, target", "beq rs1, x0, target"),
    BNEZ("bnez", "rs1, target", "bne rs1, x0, target"),
    BLEZ("blez", "rs2, target", "bge x0, rs2, target"),
    BGEZ("bgez", "rs1, target", "bge rs1, x0, target"),
    BLTZ("bltz", "rs1, target", "blt rs1, x0, target"),
    BGTZ("bgtz", "rs2, target", "blt x0, rs2, target"),
    J("j", "target", "jal x0, target"),
    JAL_RA("jal", "target", "jal x1, target"),
    RET("ret", "", "jalr x0, 0(x1)"),
    JR("jr", "rs1", "jalr x0, 0(rs1)"),
    JR_OFFSET("jr", "imm(rs1)", "jalr x0, imm(rs1)"),
    JALR_RA("jalr", "rs1", "jalr x1, 0(rs1)"),
    JALR_RA_OFFSET("jalr", "imm(rs1)", "jalr x1, imm(rs1)"),
    FENCE_ALL("fence", "", "fence 15, 15"),
    UNIMP("unimp", "", "csrrw x0, cycle, x0"),
    RDCYCLE("rdcycle", "rd", "csrrs rd, cycle, x0"),
    RDTIME("rdtime", "rd", "csrrs rd, time, x0"),
    RDINSTRET("rdinstret", "rd", "csrrs rd, instret, x0"),
    RDCYCLEH("rdcycleh", "rd", "csrrs rd, cycleh, x0"),
    RDTIMEH("rdtimeh", "rd", "csrrs rd, timeh, x0"),
    RDINSTRETH("rdinstreth", "rd", "csrrs rd, instreth, x0"),
    CSRR("csrr", "rd, csr", "csrrs rd, csr, x0"),
    CSRW("csrw", "csr, rs1", "csrrw x0, csr, rs1"),
    CSRS("csrs", "csr, rs1", "csrrs x0, csr, rs1"),
    CSRC("csrc", "csr, rs1", "csrrc x0, csr, rs1"),
    CSRWI("csrwi", "csr, uimm", "csrrwi x0, csr, uimm"),
    CSRSI("csrsi", "csr, uimm", "csrrsi x0, csr, uimm"),
    CSRCI("csrci", "csr, uimm", "csrrci x0, csr, uimm"),
    SFENCE_VMA_ALL("sfence.vma", "", "sfence.vma x0, x0"),
    SFENCE_VMA_ADDRESS("sfence.vma", "rs1", "sfence.vma rs1, x0");

    private static final Map<Instruction, List<PseudoInstruction>> BY_TARGET = byTarget();

    private final String mnemonic;
    private final String syntax;
    private final Expansion expansion;
    private final int mask;
    private final int match;

    PseudoInstruction(String mnemonic, String syntax, String expansion) {
        this.mnemonic = mnemonic;
        this.syntax = syntax;
        this.expansion = new Expansion(expansion);
        this.mask = this.expansion.mask();
        this.match = this.expansion.match();
    }

    /** The spelling to prefer for an instruction word that {@code target} encodes, or null. */
    static PseudoInstruction of(Instruction target, int word) {
        for (PseudoInstruction candidate : BY_TARGET.getOrDefault(target, List.of())) {
            if ((word & candidate.mask) == candidate.match) {
                return candidate;
            }
        }
        return null;
    }

    /** The name in assembly language. */
    public String mnemonic() {
        return mnemonic;
    }

    /** The operands in assembly order, in the words of {@link Format#syntax}. */
    public String syntax() {
        return syntax;
    }

    /** The instruction that is meant. */
    public Instruction target() {
        return expansion.target();
    }

    /** Ones where the spelling fixes a bit of the instruction. */
    public int mask() {
        return mask;
    }

    /** The fixed bits. */
    public int match() {
        return match;
    }

    private static Map<Instruction, List<PseudoInstruction>> byTarget() {
        Map<Instruction, List<PseudoInstruction>> map = new EnumMap<>(Instruction.class);
        for (PseudoInstruction pseudo : values()) {
            map.computeIfAbsent(pseudo.target(), target -> new ArrayList<>()).add(pseudo);
        }
        return map;
    }
}
