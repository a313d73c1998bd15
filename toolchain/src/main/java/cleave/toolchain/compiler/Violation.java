package cleave.toolchain.compiler;

import cleave.toolchain.compiler.ir.Position;

/**
 * Why a program cannot be compiled.
 *
 * @param place      {@code Fork.java:40}, or the class file
 * @param rule       the name of the rule, as in {@code [no-exceptions]}
 * @param message    what is wrong
 * @param suggestion the form to use instead; null where there is none
 */
public record Violation(String place, String rule, String message, String suggestion) {
    public static Violation at(Position position, String rule, String message,
            String suggestion) {
        return new Violation(position.line() > 0 ? position.toString() : position.file(), rule,
                message, suggestion);
    }

    /** {@code Fork.java:40: [no-exceptions] try/catch is not part of the subset: return ...}. */
    @Override
    public String toString() {
        return place + ": [" + rule + "] " + message
                + (suggestion == null ? "" : ": " + suggestion);
    }
}
