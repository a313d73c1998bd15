package cleave.toolchain.isa;

import cleave.toolchain.isa.Encoding.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The 16-bit instructions of RV32C without floating point (volume I, "C Standard Extension"): one
 * line each, in the order of the manual's listing, declared by the instruction they expand to.
 * Excluded values are the manual's reserved encodings; HINTs are not excluded and expand to an
 * instruction without effect. The custom encodings of RV32 ({@code shamt[5] = 1}) are illegal.
 */
public enum CompressedInstruction {
    //           15 .................................. 0     operands          expansion
    C_ADDI4SPN ("000 nzuimm[5:4|9:6|2|3] rd' 00",           "rd, sp, imm",    "addi rd, x2, imm"),
    C_LW       ("010 uimm[5:3] rs1' uimm[2|6] rd' 00",      "rd, imm(rs1)",   "lw rd, imm(rs1)"),
    C_SW       ("110 uimm[5:3] rs1' uimm[2|6] rs2' 00",     "rs2, imm(rs1)",  "sw rs2, imm(rs1)"),

    C_NOP      ("000 imm[5] 00000 imm[4:0] 01",             "",               "addi x0, x0, imm"),
    C_ADDI     ("000 imm[5] rs1/rd!=0 imm[4:0] 01",         "rd, imm",        "addi rd, rs1, imm"),
    C_JAL      ("001 imm[11|4|9:8|10|6|7|3:1|5] 01",        "target",         "jal x1, imm"),
    C_LI       ("010 imm[5] rd imm[4:0] 01",                "rd, imm",        "addi rd, x0, imm"),
    C_ADDI16SP ("011 nzimm[9] 00010 nzimm[4|6|8:7|5] 01",   "sp, imm",        "addi x2, x2, imm"),
    C_LUI      ("011 nzimm[17] rd!=2 nzimm[16:12] 01",      "rd, upper",      "lui rd, imm"),
    C_SRLI     ("100 0 00 rs1'/rd' shamt 01",               "rd, shamt",      "srli rd, rs1, imm"),
    C_SRAI     ("100 0 01 rs1'/rd' shamt 01",               "rd, shamt",      "srai rd, rs1, imm"),
    C_ANDI     ("100 imm[5] 10 rs1'/rd' imm[4:0] 01",       "rd, imm",        "andi rd, rs1, imm"),
    C_SUB      ("100 0 11 rs1'/rd' 00 rs2' 01",             "rd, rs2",        "sub rd, rs1, rs2"),
    C_XOR      ("100 0 11 rs1'/rd' 01 rs2' 01",             "rd, rs2",        "xor rd, rs1, rs2"),
    C_OR       ("100 0 11 rs1'/rd' 10 rs2' 01",             "rd, rs2",        "or rd, rs1, rs2"),
    C_AND      ("100 0 11 rs1'/rd' 11 rs2' 01",             "rd, rs2",        "and rd, rs1, rs2"),
    C_J        ("101 imm[11|4|9:8|10|6|7|3:1|5] 01",        "target",         "jal x0, imm"),
    C_BEQZ     ("110 imm[8|4:3] rs1' imm[7:6|2:1|5] 01",    "rs1, target",    "beq rs1, x0, imm"),
    C_BNEZ     ("111 imm[8|4:3] rs1' imm[7:6|2:1|5] 01",    "rs1, target",    "bne rs1, x0, imm"),

    C_SLLI     ("000 0 rs1/rd shamt 10",                    "rd, shamt",      "slli rd, rs1, imm"),
    C_LWSP     ("010 uimm[5] rd!=0 uimm[4:2|7:6] 10",       "rd, imm(sp)",    "lw rd, imm(x2)"),
    C_JR       ("100 0 rs1!=0 00000 10",                    "rs1",            "jalr x0, 0(rs1)"),
    C_MV       ("100 0 rd rs2!=0 10",                       "rd, rs2",        "add rd, x0, rs2"),
    C_EBREAK   ("100 1 00000 00000 10",                     "",               "ebreak"),
    C_JALR     ("100 1 rs1!=0 00000 10",                    "rs1",            "jalr x1, 0(rs1)"),
    C_ADD      ("100 1 rs1/rd rs2!=0 10",                   "rd, rs2",        "add rd, rs1, rs2"),
    C_SWSP     ("110 uimm[5:2|7:6] rs2 10",                 "rs2, imm(sp)",   "sw rs2, imm(x2)");

    /** Candidates by funct3 and quadrant. */
    private static final CompressedInstruction[][] BUCKETS = buckets();

    private static final Map<Instruction, List<CompressedInstruction>> BY_TARGET = byTarget();
    /** Those that the manual makes HINTs when their immediate is 0. */
    private static final Set<CompressedInstruction> HINTS_BY_ZERO =
            EnumSet.of(C_ADDI, C_SLLI, C_SRLI, C_SRAI);

    private final String mnemonic;
    private final String syntax;
    private final Encoding encoding;
    private final Instruction target;
    private final int fixedBits;
    private final Operand[] open;

    CompressedInstruction(String encoding, String syntax, String expansion) {
        this.mnemonic = name().toLowerCase(Locale.ROOT).replace('_', '.');
        this.syntax = syntax;
        this.encoding = new Encoding(encoding, 16);
        Expansion parsed = new Expansion(expansion);
        this.target = parsed.target();
        this.fixedBits = parsed.match();
        this.open = parsed.open().toArray(new Operand[0]);
    }

    /** The instruction the low 16 bits encode, or null when they are illegal or reserved. */
    public static CompressedInstruction decode(int halfword) {
        int bits = halfword & 0xffff;
        if (!Operands.isCompressed(bits)) {
            return null;
        }
        for (CompressedInstruction candidate : BUCKETS[bucket(bits)]) {
            if (candidate.encoding.matches(bits)) {
                return candidate;
            }
        }
        return null;
    }

    /**
     * The 32-bit word that does what the low 16 bits of {@code halfword} say; 0, itself an illegal
     * instruction, when they are illegal or reserved. A link written by the expansion is the
     * address of the next instruction, two bytes further.
     */
    public static int expand(int halfword) {
        CompressedInstruction instruction = decode(halfword);
        return instruction == null ? 0 : instruction.expandLegal(halfword & 0xffff);
    }

    /**
     * The halfword that does what a 32-bit word does: the inverse of {@link #expand}, also for
     * words that only mean the same; 0 when there is none. Where two would do, the first of the
     * table; HINTs are not made.
     */
    public static int compress(int word) {
        Instruction instruction = Instruction.decode(word);
        if (instruction == null) {
            return 0;
        }
        int halfword = find(instruction, word);
        return halfword != 0 ? halfword : findEquivalent(instruction, word);
    }

    /** Copies may be additions of 0 or to x0, and some operations do not mind the order. */
    private static int findEquivalent(Instruction instruction, int word) {
        int rd = Operands.rd(word);
        int rs1 = Operands.rs1(word);
        switch (instruction) {
            case ADDI:
                return Operands.immI(word) != 0 || rs1 == 0 ? 0
                        : find(Instruction.ADD, Instruction.ADD.encode(rd, 0, rs1, 0));
            case ADD, AND, OR, XOR:
                return find(instruction, instruction.encode(rd, Operands.rs2(word), rs1, 0));
            default:
                return 0;
        }
    }

    private static int find(Instruction instruction, int word) {
        if (BY_TARGET.containsKey(instruction)) {
            for (CompressedInstruction candidate : BY_TARGET.get(instruction)) {
                int halfword = candidate.tryCompress(word);
                if (halfword != 0) {
                    return halfword;
                }
            }
        }
        return 0;
    }

    /** Encodes the word's operands, and sees whether they come back. */
    private int tryCompress(int word) {
        int halfword = encoding.match();
        for (Operand operand : open) {
            int value = target.encoding().value(operand, word);
            halfword = encoding.with(halfword, operand, operand == Operand.IMMEDIATE ? value
                    : encoding.registerBits(operand, value));
        }
        return encoding.matches(halfword) && decode(halfword) == this && !isHint(halfword)
                && expandLegal(halfword) == word ? halfword : 0;
    }

    /** Encodings that do nothing by writing x0 or adding 0 (volume I, "HINT Instructions"). */
    private boolean isHint(int halfword) {
        boolean writesNothing = encoding.has(Operand.RD)
                && encoding.value(Operand.RD, halfword) == 0;
        boolean movesNothing = encoding.has(Operand.IMMEDIATE)
                && encoding.value(Operand.IMMEDIATE, halfword) == 0
                && HINTS_BY_ZERO.contains(this);
        return writesNothing || movesNothing || this == C_NOP && halfword != encoding.match();
    }

    /** What the manual lets stand in the halfword always fits into the instruction. */
    private int expandLegal(int halfword) {
        int word = fixedBits;
        for (Operand operand : open) {
            word = target.encoding().with(word, operand, encoding.value(operand, halfword));
        }
        return word;
    }

    /** The name in assembly language: {@code c.addi4spn}. */
    public String mnemonic() {
        return mnemonic;
    }

    /** The operands in assembly order, in the words of {@link Format#syntax}. */
    public String syntax() {
        return syntax;
    }

    /** Ones where the encoding fixes one of its 16 bits. */
    public int mask() {
        return encoding.mask();
    }

    /** The fixed bits of the encoding. */
    public int match() {
        return encoding.match();
    }

    /** What it expands to. */
    public Instruction target() {
        return target;
    }

    /** Whether the immediate can take that value; a branch's or jump's in bytes. */
    public boolean immediateFits(int immediate) {
        return encoding.immediateFits(immediate);
    }

    public int immediateMinimum() {
        return encoding.immediateMinimum();
    }

    public int immediateMaximum() {
        return encoding.immediateMaximum();
    }

    /** A halfword of this instruction with another immediate, which must fit. */
    public int withImmediate(int halfword, int immediate) {
        if (!immediateFits(immediate)) {
            throw new IllegalArgumentException(mnemonic + ": immediate " + immediate
                    + " is not in " + immediateMinimum() + " to " + immediateMaximum());
        }
        return encoding.replace(halfword & 0xffff, Operand.IMMEDIATE, immediate);
    }

    private static int bucket(int halfword) {
        return halfword & 3 | halfword >>> 11 & 0x1c;
    }

    private static Map<Instruction, List<CompressedInstruction>> byTarget() {
        Map<Instruction, List<CompressedInstruction>> map = new EnumMap<>(Instruction.class);
        for (Instruction instruction : Instruction.values()) {
            map.put(instruction, Arrays.stream(values())
                    .filter(compressed -> compressed.target == instruction).toList());
        }
        return map;
    }

    private static CompressedInstruction[][] buckets() {
        CompressedInstruction[][] table = new CompressedInstruction[32][];
        for (int index = 0; index < table.length; index++) {
            List<CompressedInstruction> candidates = new ArrayList<>();
            for (CompressedInstruction instruction : values()) {
                if (bucket(instruction.encoding.match()) == index) {
                    candidates.add(instruction);
                }
            }
            table[index] = candidates.toArray(new CompressedInstruction[0]);
        }
        return table;
    }
}
