package cleave.toolchain.compiler;

import java.util.List;
import java.util.stream.Collectors;

/** A program cannot be compiled, for all the reasons given. */
public final class CompileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Violation> violations;

    public CompileException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
        this.violations = List.copyOf(violations);
    }

    /** A single reason. */
    public static CompileException of(String place, String rule, String message,
            String suggestion) {
        return new CompileException(List.of(new Violation(place, rule, message, suggestion)));
    }

    /** In order of discovery; never empty. */
    public List<Violation> violations() {
        return violations;
    }
}
