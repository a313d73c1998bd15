package cleave.toolchain.compiler.layout;

/** What a class is to the subset. */
public enum ClassKind {
    /** A subclass of {@code Struct}, or {@code Struct}: its references are addresses. */
    STRUCT,
    /** A subclass of {@code Word}, or {@code Word}: its values are 32 bits. */
    WORD,
    /** An interface that extends {@code Fn}, or {@code Fn}: its values are addresses of code. */
    FUNCTION,
    /** An enum: its constants are addresses of records. */
    ENUM,
    /** Any other class. */
    OTHER
}
