package cleave.toolchain.compiler.ir;

/**
 * A line of source.
 *
 * @param source    path of the file as the debugger should see it: {@code cleave/kernel/Fork.java}
 * @param method    {@code Class.method}
 * @param line      from 1; 0 when the class file has no line numbers
 * @param inlinedAt the call that was replaced by this code; null outside inlined code
 */
public record Position(String source, String method, int line, Position inlinedAt) {
    /** The position of code at the same place after it was inlined into {@code call}. */
    public Position inlinedAt(Position call) {
        return new Position(source, method, line,
                inlinedAt == null ? call : inlinedAt.inlinedAt(call));
    }

    /** Name of the file without folders. */
    public String file() {
        return source.substring(source.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return file() + ":" + line;
    }
}
