package cleave.tests.guestos;

import java.util.regex.Pattern;

/** What of a tour must be the same on every machine: all but the numbers of processes. */
final class TourText {
    private static final Pattern PID = Pattern.compile(
            "(?<=\\(pid |my child is |^\\[1\\] )\\d+");

    /** The shell may be sooner to ask for the next line than init to say that it has heard. */
    private static final String PROMPT_AT_THE_END = "cleave:/# (?=init: powering off)";

    private TourText() {
    }

    static String comparable(String console) {
        StringBuilder text = new StringBuilder();
        console.lines().forEach(line -> text.append(PID.matcher(line).replaceAll("N")
                .replaceFirst(PROMPT_AT_THE_END, "")).append('\n'));
        return text.toString();
    }
}
