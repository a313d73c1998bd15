package cleave.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Numbers measured in turn: their middle, and how far the smallest and largest are from it. */
record Series(List<Double> values) {
    Series {
        values = List.copyOf(values);
    }

    double median() {
        List<Double> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private List<Double> sorted() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted;
    }

    /** Of each number its ratio to the one of the same pair. */
    Series over(Series other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return new Series(ratios);
    }

    Series minus(Series other) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            differences.add(values.get(i) - other.values.get(i));
        }
        return new Series(differences);
    }

    /** The middle, with the smallest and the largest when there are several. */
    String text() {
        List<Double> sorted = sorted();
        return values.size() == 1 ? number(median()) : String.format(Locale.ROOT, "%s (%s to %s)",
                number(median()), number(sorted.get(0)), number(sorted.get(sorted.size() - 1)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
