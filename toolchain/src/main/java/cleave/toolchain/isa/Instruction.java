package cleave.toolchain.isa;

import static cleave.toolchain.isa.CsrOperation.CLEAR;
import static cleave.toolchain.isa.CsrOperation.SET;
import static cleave.toolchain.isa.CsrOperation.WRITE;
import static cleave.toolchain.isa.Extension.*;
import static cleave.toolchain.isa.Format.*;

import cleave.toolchain.isa.Effect.Environment.Kind;
import cleave.toolchain.isa.Encoding.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The 32-bit instructions: one line each, encodings in the columns and order of the manual's
 * listings (volume I, "RV32/64G Instruction Set Listings" and the chapters of the B extension;
 * volume II, "RISC-V Privileged Instruction Set Listings"). The mnemonic is the constant's name
 * with dots for underscores. Everything that knows instructions derives from this table.
 *
 * <p>As the manual asks of a standard implementation, reserved fields of {@code fence} and
 * {@code fence.i} are ignored when decoding, and zero when encoding. {@code fence.tso} and
 * {@code pause} refine {@code fence}: they are the only encodings that overlap another.
 */
public enum Instruction {
    //          31 ...................................... 0   format, extension, effect
    // ---- RV32I ----
    LUI       ("imm[31:12]                  rd    0110111", U, RV32I, upper(false)),
    AUIPC     ("imm[31:12]                  rd    0010111", U, RV32I, upper(true)),
    JAL       ("imm[20|10:1|11|19:12]       rd    1101111", J, RV32I, jump(false)),
    JALR      ("imm[11:0]          rs1   000 rd    1100111", I_OFFSET, RV32I, jump(true)),
    BEQ       ("imm[12|10:5] rs2   rs1   000 imm[4:1|11] 1100011", B, RV32I, branch("eq")),
    BNE       ("imm[12|10:5] rs2   rs1   001 imm[4:1|11] 1100011", B, RV32I, branch("ne")),
    BLT       ("imm[12|10:5] rs2   rs1   100 imm[4:1|11] 1100011", B, RV32I, branch("lt")),
    BGE       ("imm[12|10:5] rs2   rs1   101 imm[4:1|11] 1100011", B, RV32I, branch("ge")),
    BLTU      ("imm[12|10:5] rs2   rs1   110 imm[4:1|11] 1100011", B, RV32I, branch("ltu")),
    BGEU      ("imm[12|10:5] rs2   rs1   111 imm[4:1|11] 1100011", B, RV32I, branch("geu")),
    LB        ("imm[11:0]          rs1   000 rd    0000011", I_OFFSET, RV32I, load(1, true)),
    LH        ("imm[11:0]          rs1   001 rd    0000011", I_OFFSET, RV32I, load(2, true)),
    LW        ("imm[11:0]          rs1   010 rd    0000011", I_OFFSET, RV32I, load(4, true)),
    LBU       ("imm[11:0]          rs1   100 rd    0000011", I_OFFSET, RV32I, load(1, false)),
    LHU       ("imm[11:0]          rs1   101 rd    0000011", I_OFFSET, RV32I, load(2, false)),
    SB        ("imm[11:5]    rs2   rs1   000 imm[4:0] 0100011", S, RV32I, store(1)),
    SH        ("imm[11:5]    rs2   rs1   001 imm[4:0] 0100011", S, RV32I, store(2)),
    SW        ("imm[11:5]    rs2   rs1   010 imm[4:0] 0100011", S, RV32I, store(4)),
    ADDI      ("imm[11:0]          rs1   000 rd    0010011", I, RV32I, alu("add")),
    SLTI      ("imm[11:0]          rs1   010 rd    0010011", I, RV32I, alu("slt")),
    SLTIU     ("imm[11:0]          rs1   011 rd    0010011", I, RV32I, alu("sltu")),
    XORI      ("imm[11:0]          rs1   100 rd    0010011", I, RV32I, alu("xor")),
    ORI       ("imm[11:0]          rs1   110 rd    0010011", I, RV32I, alu("or")),
    ANDI      ("imm[11:0]          rs1   111 rd    0010011", I, RV32I, alu("and")),
    SLLI      ("0000000      shamt rs1   001 rd    0010011", SHIFT, RV32I, alu("sll")),
    SRLI      ("0000000      shamt rs1   101 rd    0010011", SHIFT, RV32I, alu("srl")),
    SRAI      ("0100000      shamt rs1   101 rd    0010011", SHIFT, RV32I, alu("sra")),
    ADD       ("0000000      rs2   rs1   000 rd    0110011", R, RV32I, alu("add")),
    SUB       ("0100000      rs2   rs1   000 rd    0110011", R, RV32I, alu("sub")),
    SLL       ("0000000      rs2   rs1   001 rd    0110011", R, RV32I, alu("sll")),
    SLT       ("0000000      rs2   rs1   010 rd    0110011", R, RV32I, alu("slt")),
    SLTU      ("0000000      rs2   rs1   011 rd    0110011", R, RV32I, alu("sltu")),
    XOR       ("0000000      rs2   rs1   100 rd    0110011", R, RV32I, alu("xor")),
    SRL       ("0000000      rs2   rs1   101 rd    0110011", R, RV32I, alu("srl")),
    SRA       ("0100000      rs2   rs1   101 rd    0110011", R, RV32I, alu("sra")),
    OR        ("0000000      rs2   rs1   110 rd    0110011", R, RV32I, alu("or")),
    AND       ("0000000      rs2   rs1   111 rd    0110011", R, RV32I, alu("and")),
    FENCE     ("fm pred succ       ----- 000 ----- 0001111", FENCE_SETS, RV32I, fence()),
    FENCE_TSO ("1000 0011 0011     00000 000 00000 0001111", SYSTEM, RV32I, fence()),
    ECALL     ("000000000000       00000 000 00000 1110011", SYSTEM, RV32I, system(Kind.ECALL)),
    EBREAK    ("000000000001       00000 000 00000 1110011", SYSTEM, RV32I, system(Kind.EBREAK)),

    // ---- Zihintpause ----
    PAUSE     ("0000 0001 0000     00000 000 00000 0001111", SYSTEM, ZIHINTPAUSE, fence()),

    // ---- Zifencei ----
    FENCE_I   ("------------       ----- 001 ----- 0001111", SYSTEM, ZIFENCEI, fenceI()),

    // ---- Zicsr ----
    CSRRW     ("csr                rs1   001 rd    1110011", CSR, ZICSR, csr(WRITE)),
    CSRRS     ("csr                rs1   010 rd    1110011", CSR, ZICSR, csr(SET)),
    CSRRC     ("csr                rs1   011 rd    1110011", CSR, ZICSR, csr(CLEAR)),
    CSRRWI    ("csr                uimm  101 rd    1110011", CSR_IMMEDIATE, ZICSR, csr(WRITE)),
    CSRRSI    ("csr                uimm  110 rd    1110011", CSR_IMMEDIATE, ZICSR, csr(SET)),
    CSRRCI    ("csr                uimm  111 rd    1110011", CSR_IMMEDIATE, ZICSR, csr(CLEAR)),

    // ---- M ----
    MUL       ("0000001      rs2   rs1   000 rd    0110011", R, M, alu("mul")),
    MULH      ("0000001      rs2   rs1   001 rd    0110011", R, M, alu("mulh")),
    MULHSU    ("0000001      rs2   rs1   010 rd    0110011", R, M, alu("mulhsu")),
    MULHU     ("0000001      rs2   rs1   011 rd    0110011", R, M, alu("mulhu")),
    DIV       ("0000001      rs2   rs1   100 rd    0110011", R, M, alu("div")),
    DIVU      ("0000001      rs2   rs1   101 rd    0110011", R, M, alu("divu")),
    REM       ("0000001      rs2   rs1   110 rd    0110011", R, M, alu("rem")),
    REMU      ("0000001      rs2   rs1   111 rd    0110011", R, M, alu("remu")),

    // ---- A ----
    LR_W      ("00010 aq rl  00000 rs1   010 rd    0101111", LOAD_RESERVED, A, loadReserved()),
    SC_W      ("00011 aq rl  rs2   rs1   010 rd    0101111", AMO, A, storeConditional()),
    AMOSWAP_W ("00001 aq rl  rs2   rs1   010 rd    0101111", AMO, A, amo("swap")),
    AMOADD_W  ("00000 aq rl  rs2   rs1   010 rd    0101111", AMO, A, amo("add")),
    AMOXOR_W  ("00100 aq rl  rs2   rs1   010 rd    0101111", AMO, A, amo("xor")),
    AMOAND_W  ("01100 aq rl  rs2   rs1   010 rd    0101111", AMO, A, amo("and")),
    AMOOR_W   ("01000 aq rl  rs2   rs1   010 rd    0101111", AMO, A, amo("or")),
    AMOMIN_W  ("10000 aq rl  rs2   rs1   010 rd    0101111", AMO, A, amo("min")),
    AMOMAX_W  ("10100 aq rl  rs2   rs1   010 rd    0101111", AMO, A, amo("max")),
    AMOMINU_W ("11000 aq rl  rs2   rs1   010 rd    0101111", AMO, A, amo("minu")),
    AMOMAXU_W ("11100 aq rl  rs2   rs1   010 rd    0101111", AMO, A, amo("maxu")),

    // ---- Zba ----
    SH1ADD    ("0010000      rs2   rs1   010 rd    0110011", R, ZBA, alu("sh1add")),
    SH2ADD    ("0010000      rs2   rs1   100 rd    0110011", R, ZBA, alu("sh2add")),
    SH3ADD    ("0010000      rs2   rs1   110 rd    0110011", R, ZBA, alu("sh3add")),

    // ---- Zbb ----
    ANDN      ("0100000      rs2   rs1   111 rd    0110011", R, ZBB, alu("andn")),
    ORN       ("0100000      rs2   rs1   110 rd    0110011", R, ZBB, alu("orn")),
    XNOR      ("0100000      rs2   rs1   100 rd    0110011", R, ZBB, alu("xnor")),
    CLZ       ("0110000      00000 rs1   001 rd    0010011", UNARY, ZBB, unary("clz")),
    CTZ       ("0110000      00001 rs1   001 rd    0010011", UNARY, ZBB, unary("ctz")),
    CPOP      ("0110000      00010 rs1   001 rd    0010011", UNARY, ZBB, unary("cpop")),
    MAX       ("0000101      rs2   rs1   110 rd    0110011", R, ZBB, alu("max")),
    MAXU      ("0000101      rs2   rs1   111 rd    0110011", R, ZBB, alu("maxu")),
    MIN       ("0000101      rs2   rs1   100 rd    0110011", R, ZBB, alu("min")),
    MINU      ("0000101      rs2   rs1   101 rd    0110011", R, ZBB, alu("minu")),
    SEXT_B    ("0110000      00100 rs1   001 rd    0010011", UNARY, ZBB, unary("sextB")),
    SEXT_H    ("0110000      00101 rs1   001 rd    0010011", UNARY, ZBB, unary("sextH")),
    ZEXT_H    ("0000100      00000 rs1   100 rd    0110011", UNARY, ZBB, unary("zextH")),
    ROL       ("0110000      rs2   rs1   001 rd    0110011", R, ZBB, alu("rol")),
    ROR       ("0110000      rs2   rs1   101 rd    0110011", R, ZBB, alu("ror")),
    RORI      ("0110000      shamt rs1   101 rd    0010011", SHIFT, ZBB, alu("ror")),
    ORC_B     ("0010100      00111 rs1   101 rd    0010011", UNARY, ZBB, unary("orcB")),
    REV8      ("0110100      11000 rs1   101 rd    0010011", UNARY, ZBB, unary("rev8")),

    // ---- Zbs ----
    BCLR      ("0100100      rs2   rs1   001 rd    0110011", R, ZBS, alu("bclr")),
    BCLRI     ("0100100      shamt rs1   001 rd    0010011", SHIFT, ZBS, alu("bclr")),
    BEXT      ("0100100      rs2   rs1   101 rd    0110011", R, ZBS, alu("bext")),
    BEXTI     ("0100100      shamt rs1   101 rd    0010011", SHIFT, ZBS, alu("bext")),
    BINV      ("0110100      rs2   rs1   001 rd    0110011", R, ZBS, alu("binv")),
    BINVI     ("0110100      shamt rs1   001 rd    0010011", SHIFT, ZBS, alu("binv")),
    BSET      ("0010100      rs2   rs1   001 rd    0110011", R, ZBS, alu("bset")),
    BSETI     ("0010100      shamt rs1   001 rd    0010011", SHIFT, ZBS, alu("bset")),

    // ---- Privileged ----
    SRET      ("0001000      00010 00000 000 00000 1110011", SYSTEM, PRIVILEGED, system(Kind.SRET)),
    MRET      ("0011000      00010 00000 000 00000 1110011", SYSTEM, PRIVILEGED, system(Kind.MRET)),
    WFI       ("0001000      00101 00000 000 00000 1110011", SYSTEM, PRIVILEGED, system(Kind.WFI)),
    SFENCE_VMA("0001001      rs2   rs1   000 00000 1110011", FENCE_VMA, PRIVILEGED,
            system(Kind.SFENCE_VMA));

    /** Candidates by opcode[6:2] and funct3, the more specific encoding first. */
    private static final Instruction[][] BUCKETS = buckets();
    private static final Map<String, Instruction> BY_MNEMONIC = byMnemonic();

    private final String mnemonic;
    private final String encodingText;
    private final Encoding encoding;
    private final int mask;
    private final int match;
    private final Format format;
    private final Extension extension;
    private final Effect effect;

    Instruction(String encoding, Format format, Extension extension, Effect effect) {
        this.mnemonic = name().toLowerCase(Locale.ROOT).replace('_', '.');
        this.encodingText = encoding;
        this.encoding = new Encoding(encoding, 32);
        this.mask = this.encoding.mask();
        this.match = this.encoding.match();
        this.format = format;
        this.extension = extension;
        this.effect = effect;
    }

    /** The instruction a 32-bit word encodes, or null when it is illegal. Does not allocate. */
    public static Instruction decode(int word) {
        if ((word & 3) != 3) {
            return null;
        }
        for (Instruction candidate : BUCKETS[bucket(word)]) {
            if ((word & candidate.mask) == candidate.match) {
                return candidate;
            }
        }
        return null;
    }

    /** The instruction of that name, as the manual spells it; null when there is none. */
    public static Instruction byMnemonic(String mnemonic) {
        return BY_MNEMONIC.get(mnemonic);
    }

    /**
     * Encodes the instruction. Registers are 0 to 31; the immediate is what
     * {@link Format#immediate} gives back: in U already shifted, in CSR forms the CSR's number with
     * a 5-bit immediate in the place of {@code rs1}, in AMOs {@code aq << 1 | rl}, in
     * {@code fence} its twelve bits. An operand that the instruction does not have must be 0.
     *
     * @throws IllegalArgumentException naming the operand that does not fit, and what would
     */
    public int encode(int rd, int rs1, int rs2, int immediate) {
        int word = match;
        word = withRegister(word, Operand.RD, rd);
        word = withRegister(word, Operand.RS1, rs1);
        word = withRegister(word, Operand.RS2, rs2);
        checkImmediate(immediate);
        return encoding.with(word, Operand.IMMEDIATE, immediate);
    }

    private int withRegister(int word, Operand operand, int number) {
        if (number != 0 && (number & ~31 | (encoding.has(operand) ? 0 : 1)) != 0) {
            throw new IllegalArgumentException(encoding.has(operand)
                    ? mnemonic + ": there is no register " + number + " for " + operand
                    : mnemonic + " has no operand " + operand);
        }
        return encoding.with(word, operand, number);
    }

    private void checkImmediate(int immediate) {
        if (!immediateFits(immediate)) {
            int step = encoding.immediateStep();
            throw new IllegalArgumentException(mnemonic + ": immediate " + immediate
                    + " is not in " + immediateMinimum() + " to " + immediateMaximum()
                    + (step == 1 ? "" : " or no multiple of " + step));
        }
    }

    /** Whether {@link #encode} would accept the immediate. */
    public boolean immediateFits(int immediate) {
        return encoding.immediateFits(immediate);
    }

    /** A word of this instruction with another immediate, which must fit. */
    public int withImmediate(int word, int immediate) {
        checkImmediate(immediate);
        return encoding.replace(word, Operand.IMMEDIATE, immediate);
    }

    /** The smallest immediate; a branch's or jump's in bytes. */
    public int immediateMinimum() {
        return encoding.immediateMinimum();
    }

    /** The largest immediate; a branch's or jump's in bytes. */
    public int immediateMaximum() {
        return encoding.immediateMaximum();
    }

    /** The name in assembly language: {@code amoadd.w}. */
    public String mnemonic() {
        return mnemonic;
    }

    /** The table's own line, for documentation. */
    public String encodingText() {
        return encodingText;
    }

    Encoding encoding() {
        return encoding;
    }

    /** Ones where the encoding fixes a bit. */
    public int mask() {
        return mask;
    }

    /** The fixed bits of the encoding. */
    public int match() {
        return match;
    }

    public Format format() {
        return format;
    }

    public Extension extension() {
        return extension;
    }

    public Effect effect() {
        return effect;
    }

    public boolean hasRd() {
        return encoding.has(Operand.RD);
    }

    /** Whether there is a field rs1, be it a register or a CSR instruction's 5-bit immediate. */
    public boolean hasRs1() {
        return encoding.has(Operand.RS1);
    }

    public boolean hasRs2() {
        return encoding.has(Operand.RS2);
    }

    public boolean hasImmediate() {
        return encoding.has(Operand.IMMEDIATE);
    }

    private static int bucket(int word) {
        return word >>> 2 & 0x1f | word >>> 7 & 0xe0;
    }

    private static Instruction[][] buckets() {
        Instruction[] all = values();
        Instruction[][] table = new Instruction[0x100][];
        for (int index = 0; index < table.length; index++) {
            List<Instruction> candidates = new ArrayList<>();
            int word = (index & 0xe0) << 7 | (index & 0x1f) << 2 | 3;
            for (Instruction instruction : all) {
                if (((word ^ instruction.match) & instruction.mask & 0x707f) == 0) {
                    addSpecificFirst(candidates, instruction);
                }
            }
            table[index] = candidates.toArray(new Instruction[0]);
        }
        return table;
    }

    private static void addSpecificFirst(List<Instruction> candidates, Instruction instruction) {
        int at = 0;
        while (at < candidates.size() && Integer.bitCount(candidates.get(at).mask)
                >= Integer.bitCount(instruction.mask)) {
            at++;
        }
        candidates.add(at, instruction);
    }

    private static Map<String, Instruction> byMnemonic() {
        Map<String, Instruction> map = new HashMap<>();
        for (Instruction instruction : values()) {
            map.put(instruction.mnemonic, instruction);
        }
        return map;
    }

    // ---- the shapes of effects, as the table spells them ----

    private static Effect alu(String method) {
        return new Effect.Alu(Meaning.binary(Alu.class, method));
    }

    private static Effect unary(String method) {
        return new Effect.Unary(Meaning.unary(method));
    }

    private static Effect upper(boolean pcRelative) {
        return new Effect.Upper(pcRelative);
    }

    private static Effect jump(boolean indirect) {
        return new Effect.Jump(indirect);
    }

    private static Effect branch(String method) {
        return new Effect.Branch(Meaning.condition(method));
    }

    private static Effect load(int width, boolean signed) {
        return new Effect.Load(width, signed);
    }

    private static Effect store(int width) {
        return new Effect.Store(width);
    }

    private static Effect loadReserved() {
        return new Effect.LoadReserved();
    }

    private static Effect storeConditional() {
        return new Effect.StoreConditional();
    }

    private static Effect amo(String method) {
        return new Effect.Amo(Meaning.binary(AmoOperation.class, method));
    }

    private static Effect csr(CsrOperation operation) {
        return new Effect.CsrAccess(operation);
    }

    private static Effect fence() {
        return new Effect.Fence();
    }

    private static Effect fenceI() {
        return new Effect.FenceI();
    }

    private static Effect system(Kind kind) {
        return new Effect.Environment(kind);
    }
}
