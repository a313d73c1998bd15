package cleave.tests.guestos;

import java.util.regex.Pattern;

/** What of a tour must be the same on every machine: all but the numbers of processes. */
final class TourText {
    private static final Pattern PID = Pattern.compile(
            "(?<=\\(pid |my child is |^\\[1\\] )\\d+");

    private TourText() {
    }

    static String comparable(String console) {
        StringBuilder text = new StringBuilder();
        console.lines().forEach(line -> text.append(PID.matcher(line).replaceAll("N"))
                .append('\n'));
        return text.toString();
    }
}
