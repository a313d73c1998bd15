package cleave.toolchain.compiler.backend;

import cleave.toolchain.asm.Origin;
import cleave.toolchain.compiler.ir.Position;
import java.util.function.Supplier;

/**
 * Tells an assembler which line of the compiled source it is being told, so that listings and
 * messages name that line. Make the assembler with it, and give it to the back end:
 *
 * <pre>{@code
 * SourceOrigins origins = new SourceOrigins();
 * Assembler assembler = new Assembler(origins);
 * new OptimisingBackEnd(origins).emit(program, assembler);
 * }</pre>
 */
public final class SourceOrigins implements Supplier<Origin> {
    private static final Origin NONE = new Origin("compiler", "compiler", 0);

    private Origin current = NONE;
    private Position last;

    /** From now on code belongs to {@code position}; null for what no line asked for. */
    void at(Position position) {
        if (position == null) {
            last = null;
            current = NONE;
        } else if (!position.equals(last)) {
            last = position;
            current = new Origin(position.method(), position.file(), position.line());
        }
    }

    @Override
    public Origin get() {
        return current;
    }
}
