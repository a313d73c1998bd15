package cleave.benchmarks.compare;

/** The comparison cannot be made; the message says what is wrong and what to do. */
final class CompareException extends Exception {
    private static final long serialVersionUID = 1;

    CompareException(String message) {
        super(message);
    }
}
