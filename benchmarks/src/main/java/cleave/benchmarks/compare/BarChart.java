package cleave.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/**
 * Ratios as horizontal bars, as SVG 1.1: on a logarithmic scale, because twice as fast and half
 * as fast are the same distance from equal; the number beside each bar, and a mark at what is aimed
 * at.
 */
final class BarChart {
    private static final int WIDTH = 860;
    private static final int LEFT = 230;
    private static final int RIGHT = 90;
    private static final int TOP = 74;
    private static final int LINE = 26;
    private static final double[] TICKS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100};

    private final String title;
    private final String subtitle;
    private final List<Row> rows;
    private final double low;
    private final double high;

    BarChart(String title, String subtitle, List<Row> rows) {
        this.title = title;
        this.subtitle = subtitle;
        this.rows = rows;
        double least = 0.5;
        double most = 2;
        for (Row row : rows) {
            double ratio = row.wallRatio().median();
            least = Math.min(least, ratio);
            most = Math.max(most, Math.max(ratio, row.bar()));
        }
        low = least * 0.8;
        high = most * 1.25;
    }

    private double x(double ratio) {
        double part = Math.log(ratio / low) / Math.log(high / low);
        return LEFT + Math.max(0, Math.min(1, part)) * (WIDTH - LEFT - RIGHT);
    }

    String svg() {
        int bottom = TOP + rows.size() * LINE;
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" "
                + "viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"13\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                WIDTH, bottom + 44));
        text(out, 12, 24, "start", "font-size=\"16\" font-weight=\"bold\"", title);
        text(out, 12, 44, "start", "fill=\"#555555\"", subtitle);
        for (double tick : TICKS) {
            if (tick > low && tick < high) {
                out.append(String.format(Locale.ROOT, "<path d=\"M%.1f %d V%d\" stroke=\"%s\"/>%n",
                        x(tick), TOP - 8, bottom, tick == 1 ? "#333333" : "#dddddd"));
                text(out, x(tick), TOP - 12, "middle", "fill=\"#555555\" font-size=\"11\"",
                        tick < 1 ? String.format(Locale.ROOT, "%.1f", tick)
                                : String.format(Locale.ROOT, "%.0f", tick));
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            bar(out, rows.get(i), TOP + i * LINE);
        }
        text(out, 12, bottom + 26, "start", "fill=\"#555555\" font-size=\"11\"", "Bars: time of "
                + "the other by time of Cleave, wall clock, median of pairs; right of 1 Cleave is "
                + "faster. Red marks: the bar to reach.");
        return out.append("</svg>\n").toString();
    }

    private void bar(StringBuilder out, Row row, int y) {
        double ratio = row.wallRatio().median();
        double from = Math.min(x(1), x(ratio));
        double to = Math.max(x(1), x(ratio));
        boolean missed = row.bar() > 0 && ratio < row.bar();
        text(out, LEFT - 10, y + 16, "end", "", row.guest() + " : " + row.other());
        out.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" "
                + "height=\"%d\" fill=\"%s\"/>%n", from, y + 4, Math.max(1, to - from), LINE - 9,
                missed ? "#d9a441" : "#2f7d5b"));
        if (row.bar() > 0) {
            out.append(String.format(Locale.ROOT, "<path d=\"M%.1f %d V%d\" stroke=\"#c0392b\" "
                    + "stroke-width=\"3\"/>%n", x(row.bar()), y + 1, y + LINE - 2));
        }
        double beside = Math.max(to, row.bar() > 0 ? x(row.bar()) : 0) + 6;
        text(out, beside, y + 16, "start", "",
                String.format(Locale.ROOT, "%.2f", ratio));
    }

    private static void text(StringBuilder out, double x, double y, String anchor, String more,
            String words) {
        out.append(String.format(Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n", x, y, anchor,
                more, words.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
