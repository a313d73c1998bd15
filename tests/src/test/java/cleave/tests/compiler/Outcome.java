package cleave.tests.compiler;

import java.util.ArrayList;
import java.util.List;

/**
 * What a program did: for each step its result in eight hexadecimal digits, or how it panicked,
 * which is the last.
 */
record Outcome(List<String> lines) {
    private static final String END = ".";

    /** The outcomes in what the programs of a {@link Batch} print. */
    static List<Outcome> parse(String console) {
        List<Outcome> outcomes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String line : console.split("\r?\n")) {
            if (line.equals(END)) {
                outcomes.add(new Outcome(List.copyOf(lines)));
                lines.clear();
            } else {
                lines.add(line);
            }
        }
        return outcomes;
    }

    boolean panicked() {
        return lines.stream().anyMatch(line -> line.contains(" at "));
    }
}
