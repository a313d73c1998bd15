package cleave.toolchain.asm;

/**
 * An operand that is computed from a label's address once that is known: the relocation operators
 * of GNU's assembler (RISC-V assembly programmer's manual, "Assembler Relocation Functions").
 *
 * @param addend bytes added to the label's address
 */
public record Reference(Kind kind, Label label, int addend) {
    /** Which part of the address, or of the distance to it, is meant. */
    public enum Kind {
        /** The upper 20 bits of the address, for {@code lui}, so that LO can be added. */
        HI,
        /** The lower 12 bits of the address, with sign. */
        LO,
        /** The upper 20 bits of the distance, for {@code auipc}. */
        PCREL_HI,
        /** The lower 12 bits of the distance whose PCREL_HI stands at the label. */
        PCREL_LO
    }

    /** {@code %hi(label)}. */
    public static Reference hi(Label label) {
        return hi(label, 0);
    }

    /** {@code %hi(label + addend)}. */
    public static Reference hi(Label label, int addend) {
        return new Reference(Kind.HI, label, addend);
    }

    /** {@code %lo(label)}. */
    public static Reference lo(Label label) {
        return lo(label, 0);
    }

    /** {@code %lo(label + addend)}. */
    public static Reference lo(Label label, int addend) {
        return new Reference(Kind.LO, label, addend);
    }

    /** {@code %pcrel_hi(label)}. */
    public static Reference pcrelHi(Label label) {
        return pcrelHi(label, 0);
    }

    /** {@code %pcrel_hi(label + addend)}. */
    public static Reference pcrelHi(Label label, int addend) {
        return new Reference(Kind.PCREL_HI, label, addend);
    }

    /** {@code %pcrel_lo(auipc)}: the label stands before the {@code auipc}, not at the target. */
    public static Reference pcrelLo(Label auipc) {
        return new Reference(Kind.PCREL_LO, auipc, 0);
    }

    /** The upper part of a value that {@link #low} completes. */
    static int high(int value) {
        return value + 0x800 & ~0xfff;
    }

    static int low(int value) {
        return value << 20 >> 20;
    }
}
