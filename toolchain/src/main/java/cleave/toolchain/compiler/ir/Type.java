package cleave.toolchain.compiler.ir;

/**
 * What a value is. References, booleans and narrow integers are {@link #I32}, as on the
 * machine.
 */
public enum Type {
    VOID, I32, I64;

    @Override
    public String toString() {
        return this == VOID ? "void" : this == I32 ? "i32" : "i64";
    }
}
