package cleave.toolchain.compiler.ir;

/** The width of a memory access. */
public enum Width {
    BYTE(1), HALF(2), WORD(4), DOUBLE(8);

    private final int bytes;

    Width(int bytes) {
        this.bytes = bytes;
    }

    /** 1, 2, 4 or 8. */
    public int bytes() {
        return bytes;
    }
}
