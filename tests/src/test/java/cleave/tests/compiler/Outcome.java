package cleave.tests.compiler;

import java.util.ArrayList;
import java.util.List;

/**
 * What a program did: for each step its result in eight hexadecimal digits, or how it panicked,
 * which is the last.
 */
record Outcome(List<String> lines) {
    /** How the panic of a null reference begins. */
    static final String NULL = "null reference at ";

    private static final String REFUSED = "static initialiser fails with ";
    private static final String END = ".";

    /** The outcome of a program that never begins: one of its static initialisers fails. */
    static Outcome refused(String why) {
        return new Outcome(List.of(REFUSED + why));
    }

    boolean isRefused() {
        return lines.get(0).startsWith(REFUSED);
    }

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

    /** Whether the compiled program did this, too. */
    boolean allows(Outcome compiled, Variant variant) {
        int last = lines.size() - 1;
        return lines.equals(compiled.lines) || !variant.noticesEveryNull()
                && lines.get(last).startsWith(NULL) && compiled.lines.size() > last
                && lines.subList(0, last).equals(compiled.lines.subList(0, last));
    }

    boolean panicked() {
        return lines.stream().anyMatch(line -> line.contains(" at "));
    }
}
