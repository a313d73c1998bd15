package cleave.toolchain.isa;

/**
 * The operand fields of a 32-bit instruction word (volume I, "Base Instruction Formats" and
 * "Immediate Encoding Variants"). Immediates come sign-extended and, for U, already shifted.
 */
public final class Operands {
    private Operands() {
    }

    /** Whether the halfword (or the word's low half) begins a 16-bit instruction. */
    public static boolean isCompressed(int word) {
        return (word & 3) != 3;
    }

    public static int rd(int word) {
        return word >>> 7 & 31;
    }

    /** The register, or in the immediate forms of the CSR instructions the 5-bit immediate. */
    public static int rs1(int word) {
        return word >>> 15 & 31;
    }

    public static int rs2(int word) {
        return word >>> 20 & 31;
    }

    public static int immI(int word) {
        return word >> 20;
    }

    public static int immS(int word) {
        return word >> 25 << 5 | word >>> 7 & 31;
    }

    public static int immB(int word) {
        return word >> 31 << 12 | (word & 0x80) << 4 | word >>> 20 & 0x7e0 | word >>> 7 & 0x1e;
    }

    public static int immU(int word) {
        return word & 0xffff_f000;
    }

    public static int immJ(int word) {
        return word >> 31 << 20 | word & 0xf_f000 | word >>> 9 & 0x800 | word >>> 20 & 0x7fe;
    }

    public static int shamt(int word) {
        return word >>> 20 & 31;
    }

    /** The CSR's number, 0 to 4095. */
    public static int csr(int word) {
        return word >>> 20;
    }

    /** The ordering bits of an AMO: bit 1 is {@code aq}, bit 0 is {@code rl}. */
    public static int aqrl(int word) {
        return word >>> 25 & 3;
    }

    /** The twelve bits of a fence: {@code fm}, predecessor set, successor set. */
    public static int fence(int word) {
        return word >>> 20;
    }
}
