package cleave.emulator.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the guest's benchmarks have printed: lines of name, value and unit, where the units are
 * instructions and cycles.
 */
record BenchCosts(List<Cost> costs) {
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\d+) (instructions|cycles)");
    private static final Pattern SIZED = Pattern.compile("(.+)-(\\d+)(MiB)?");

    /** One operation; -1 for what was not said. */
    record Cost(String name, long instructions, long cycles) {
    }

    /** An operation at several sizes, in ascending order; more than one. */
    record Series(String name, String unit, Map<Long, Cost> points) {
    }

    /** @param console all that the guest has printed; other lines mean nothing */
    static BenchCosts parse(String console) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        console.lines().forEach(line -> {
            Matcher matcher = LINE.matcher(line.strip());
            if (matcher.matches()) {
                String name = matcher.group(1);
                Cost before = costs.getOrDefault(name, new Cost(name, -1, -1));
                long value = Long.parseLong(matcher.group(2));
                costs.put(name, matcher.group(3).equals("cycles")
                        ? new Cost(name, before.instructions, value)
                        : new Cost(name, value, before.cycles));
            }
        });
        return new BenchCosts(List.copyOf(costs.values()));
    }

    /** A table for people. */
    String table() {
        StringBuilder text = new StringBuilder(
                String.format("%-28s %14s %14s%n", "one operation", "instructions", "cycles"));
        for (Cost cost : costs) {
            text.append(String.format("%-28s %14s %14s%n", cost.name, number(cost.instructions),
                    number(cost.cycles)));
        }
        return text.toString();
    }

    static String number(long value) {
        return value < 0 ? "-" : String.format("%,d", value);
    }

    JsonObject json(String image) {
        return new JsonObject().put("benchmark", "cow").put("image", image)
                .putAll("costs", costs.stream().map(cost -> new JsonObject()
                        .put("name", cost.name).put("instructions", cost.instructions)
                        .put("cycles", cost.cycles)).toList());
    }

    /** The operations whose names end with a size. */
    List<Series> series() {
        Map<String, Series> found = new LinkedHashMap<>();
        for (Cost cost : costs) {
            Matcher matcher = SIZED.matcher(cost.name);
            if (matcher.matches()) {
                String unit = matcher.group(3) == null ? "pages" : matcher.group(3);
                found.computeIfAbsent(matcher.group(1),
                        name -> new Series(name, unit, new TreeMap<>())).points
                        .put(Long.parseLong(matcher.group(2)), cost);
            }
        }
        return found.values().stream().filter(series -> series.points.size() > 1).toList();
    }
}
