package cleave.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of behaviours in {@code tests/README.md}: what shows each of them. */
public final class BehaviourTable {
    /** The behaviours that the first guest kernel must have, by their numbers. */
    public static final List<String> FIRST_STAGE = Stream.of(
            "F1 F2 F3 F4 F5 F6 F7 F9 F10 F11", "E1 E2 E3 E4 E5 E6 E7 E8 E9",
            "W1 W2 W3 W4 W5 W6 W7 W9", "S1 S2 S4", "M1 M2 M4 M5 M6", "L1 L3", "A1 A3 A4")
            .flatMap(family -> Stream.of(family.split(" "))).toList();

    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]\\d+(?:, [A-Z]\\d+)*) \\|"
            + "[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE);
    private static final Pattern USER = Pattern.compile("\\buser ([A-Z]\\d+(?:, [A-Z]\\d+)*)");

    private BehaviourTable() {
    }

    /** What shows each behaviour, by its number. */
    public static Map<String, String> read() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
        while (row.find()) {
            for (String number : row.group(1).split(", ")) {
                rows.put(number, row.group(2));
            }
        }
        return rows;
    }

    /** The rows of {@code usertests} that it names, in its order. */
    public static List<String> userRows() throws IOException {
        String all = read().values().stream().distinct().collect(Collectors.joining("\n"));
        return USER.matcher(all).results()
                .flatMap(found -> Stream.of(found.group(1).split(", "))).toList();
    }
}
