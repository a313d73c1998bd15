package cleave.toolchain.compiler.ir.eval;

import cleave.toolchain.compiler.ir.Position;

/** Why code cannot be evaluated: a failed check, an instruction of the machine, an endless loop. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Position position;

    public EvaluationException(Position position, String message) {
        super(message, null, false, false);
        this.position = position;
    }

    /** The line that was being evaluated; null when it is not known. */
    public Position position() {
        return position;
    }
}
