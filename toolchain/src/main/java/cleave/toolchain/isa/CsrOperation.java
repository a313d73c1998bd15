package cleave.toolchain.isa;

/** What a CSR instruction does with its source operand (volume I, "Zicsr"). */
public enum CsrOperation {
    /** The source replaces the CSR; with {@code rd} = x0 the CSR is not read. */
    WRITE,
    /** Ones in the source are set; with {@code rs1} = x0 or immediate 0 nothing is written. */
    SET,
    /** Ones in the source are cleared; with {@code rs1} = x0 or immediate 0 nothing is written. */
    CLEAR;

    /** The value the CSR is asked to take, before its WARL rules. */
    public int apply(int old, int source) {
        return switch (this) {
            case WRITE -> source;
            case SET -> old | source;
            case CLEAR -> old & ~source;
        };
    }
}
