package cleave.tests.guests;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Linux and its init wrote to one console, apart, without what may differ between two right
 * machines; {@code tests/guests/README.md} gives the reasons.
 *
 * @param kernel messages of the kernel, without their times
 * @param user lines of init
 */
record ConsoleText(List<String> kernel, List<String> user) {
    /** A message of the kernel, even in the middle of a line of init's. */
    private static final Pattern MESSAGE = Pattern.compile("\\[ *\\d+\\.\\d{6}\\] ([^\\n]*)\\n");
    private static final Pattern RIGHTFUL = Pattern.compile(
            "Memory: .*|memory \\d+ KiB|.*: setting system clock to .*|random: crng init done"
            + "|m(arch|imp)id\t.*");

    /** Takes apart everything after the line in which the kernel says its version. */
    static ConsoleText of(String console) {
        List<String> kernel = new ArrayList<>();
        int start = Math.max(console.indexOf("[    0.000000] Linux version"), 0);
        Matcher message = MESSAGE.matcher(console).region(start, console.length());
        StringBuilder user = new StringBuilder();
        int rest = start;
        while (message.find()) {
            user.append(console, rest, message.start());
            kernel.add(message.group(1));
            rest = message.end();
        }
        user.append(console.substring(rest));
        kernel.removeIf(line -> RIGHTFUL.matcher(line).matches());
        return new ConsoleText(kernel,
                user.toString().lines().filter(l -> !RIGHTFUL.matcher(l).matches()).toList());
    }

    /** Both lists as one text, so that a failed comparison shows the first line that differs. */
    @Override
    public String toString() {
        return String.join("\n", kernel) + "\n---\n" + String.join("\n", user) + "\n";
    }
}
