package cleave.toolchain.compiler.ir;

/**
 * One access to memory.
 *
 * @param width      bytes
 * @param signed     for loads narrower than a word: whether they extend the sign
 * @param isVolatile whether it must happen exactly once, in order, with this width
 * @param offset     added to the address operand, in bytes
 * @param alias      what it may touch
 */
public record MemoryAccess(Width width, boolean signed, boolean isVolatile, int offset,
        Alias alias) {

    public static MemoryAccess word(int offset, Alias alias) {
        return new MemoryAccess(Width.WORD, true, false, offset, alias);
    }

    public MemoryAccess withOffset(int newOffset) {
        return new MemoryAccess(width, signed, isVolatile, newOffset, alias);
    }

    /** The name of the instruction, and what else matters: {@code lbu +4 Proc.state}. */
    @Override
    public String toString() {
        return width.toString().toLowerCase(java.util.Locale.ROOT) + (signed ? "" : "u")
                + (isVolatile ? " volatile" : "") + (offset >= 0 ? " +" : " ") + offset
                + " " + alias;
    }
}
