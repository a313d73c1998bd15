package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.Violation;

/** A method cannot be translated; the other methods still are, so that all violations are told. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Violation violation;

    Refusal(Violation violation) {
        super(violation.toString());
        this.violation = violation;
    }

    Violation violation() {
        return violation;
    }
}
