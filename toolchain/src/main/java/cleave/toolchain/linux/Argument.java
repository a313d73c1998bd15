package cleave.toolchain.linux;

/**
 * What an argument of a system call is: how a trace shows it, and whether the kernel must refuse a
 * bad address in it ({@code EFAULT}).
 */
public enum Argument {
    /** A signed number. */
    INT,
    /** An unsigned number; bytes. */
    SIZE,
    /** A bit pattern without names. */
    HEX,
    /** A file descriptor. */
    FD,
    /** A file descriptor of a directory, or {@code AT_FDCWD}. */
    DIRECTORY,
    PID,
    SIGNAL,
    /** Permission bits of a file, in octal. */
    MODE,
    OPEN_FLAGS,
    AT_FLAGS,
    PROTECTION,
    MAP_FLAGS,
    CLONE_FLAGS,
    WAIT_OPTIONS,
    /** A clock's number. */
    CLOCK,
    /** The upper and the lower half of a 64-bit number: two arguments. */
    HIGH, LOW,
    /** An address that the kernel does not touch in the call itself. */
    ADDRESS,
    /** A C string that names a file. */
    PATH(Direction.IN),
    /** A C string. */
    STRING(Direction.IN),
    /** An array of C strings, ended by a null pointer. */
    STRINGS(Direction.IN),
    /** Bytes that the kernel reads; the next argument counts them. */
    BYTES_IN(Direction.IN),
    /** Bytes that the kernel writes; the next argument counts them. */
    BYTES_OUT(Direction.OUT),
    /** {@code struct iovec[]}; the next argument counts them. */
    VECTORS(Direction.IN),
    /** A struct that the kernel reads; null may mean none. */
    STRUCT_IN(Direction.IN),
    /** A struct that the kernel writes; null may mean none. */
    STRUCT_OUT(Direction.OUT),
    /** A struct that the kernel reads and writes; null may mean none. */
    STRUCT(Direction.BOTH);

    /** Which way memory of the program is used. */
    public enum Direction { NONE, IN, OUT, BOTH }

    private final Direction direction;

    Argument() {
        this(Direction.NONE);
    }

    Argument(Direction direction) {
        this.direction = direction;
    }

    /** How the kernel uses the memory it points to. */
    public Direction direction() {
        return direction;
    }

    /** Whether it is the address of memory that the kernel uses. */
    public boolean isPointer() {
        return direction != Direction.NONE;
    }
}
