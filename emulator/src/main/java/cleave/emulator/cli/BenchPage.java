package cleave.emulator.cli;

import cleave.emulator.cli.BenchCosts.Cost;
import cleave.emulator.cli.BenchCosts.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The costs as an HTML page that needs nothing else: a bar for each operation, on a logarithmic
 * scale, and a curve for each operation that was measured at several sizes.
 */
final class BenchPage {
    private static final int LABEL = 230;
    private static final int BAR = 560;
    private static final int ROW = 22;
    private static final int WIDTH = 420;
    private static final int HEIGHT = 220;
    private static final int MARGIN = 70;

    private final BenchCosts costs;
    private final StringBuilder page = new StringBuilder();

    private BenchPage(BenchCosts costs) {
        this.costs = costs;
    }

    static String of(BenchCosts costs, String image) {
        return new BenchPage(costs).compose(image);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private void add(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private String compose(String image) {
        add("<!DOCTYPE html>%n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>What processes cost</title><style>");
        add("body{font:14px sans-serif;margin:24px;max-width:900px;color:#222}"
                + "table{border-collapse:collapse}td,th{padding:2px 14px;text-align:right}"
                + "td:first-child,th:first-child{text-align:left}tr:nth-child(even){background:"
                + "#f3f3f3}svg{font:12px sans-serif}figure{display:inline-block;margin:12px}");
        add("</style></head><body>%n<h1>What processes cost</h1>");
        add("<p>Guest instructions of one operation, kernel included, measured inside %s.</p>",
                escaped(image));
        bars();
        costs.series().forEach(this::curve);
        table();
        add("</body></html>");
        return page.toString();
    }

    private void bars() {
        List<Cost> all = costs.costs();
        double most = Math.log10(Math.max(10, all.stream().mapToLong(Cost::instructions).max()
                .orElse(10)));
        add("<svg width=\"%d\" height=\"%d\" role=\"img\">", LABEL + BAR + 110,
                ROW * (all.size() + 1));
        for (int power = 0; power <= most; power++) {
            double x = LABEL + BAR * power / most;
            add("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\" stroke=\"#ddd\"/>", x, x,
                    ROW * all.size());
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#777\">%s</text>", x,
                    ROW * all.size() + 16, BenchCosts.number((long) Math.pow(10, power)));
        }
        for (int i = 0; i < all.size(); i++) {
            Cost cost = all.get(i);
            double width = BAR * Math.log10(Math.max(1, cost.instructions())) / most;
            int y = i * ROW;
            add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LABEL - 8, y + 15,
                    escaped(cost.name()));
            add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#4a7dbd\"/>", LABEL,
                    y + 3, width, ROW - 6);
            add("<text x=\"%.1f\" y=\"%d\">%s</text>", LABEL + width + 6, y + 15,
                    BenchCosts.number(cost.instructions()));
        }
        add("</svg>");
    }

    private void curve(Series series) {
        double right = series.points().keySet().stream().max(Long::compare).orElse(1L);
        double top = Math.max(1, series.points().values().stream().mapToLong(Cost::instructions)
                .max().orElse(1)) * 1.1;
        add("<figure><figcaption>%s: instructions by %s</figcaption>", escaped(series.name()),
                series.unit());
        add("<svg width=\"%d\" height=\"%d\" role=\"img\">", WIDTH + MARGIN + 30,
                HEIGHT + 40);
        add("<path d=\"M%d 10V%dH%d\" fill=\"none\" stroke=\"#777\"/>", MARGIN, HEIGHT,
                MARGIN + WIDTH);
        List<String> places = new ArrayList<>();
        for (Map.Entry<Long, Cost> point : series.points().entrySet()) {
            double x = MARGIN + WIDTH * point.getKey() / right;
            double y = HEIGHT - (HEIGHT - 10) * point.getValue().instructions() / top;
            places.add(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#bd4a4a\"/>", x, y);
            add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>", x, y - 9,
                    BenchCosts.number(point.getValue().instructions()));
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#777\">%d</text>", x,
                    HEIGHT + 16, point.getKey());
        }
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"#bd4a4a\"/></svg></figure>",
                String.join(" ", places));
    }

    private void table() {
        add("<table><tr><th>operation</th><th>instructions</th><th>cycles</th></tr>");
        for (Cost cost : costs.costs()) {
            add("<tr><td>%s</td><td>%s</td><td>%s</td></tr>", escaped(cost.name()),
                    BenchCosts.number(cost.instructions()), BenchCosts.number(cost.cycles()));
        }
        add("</table>");
    }
}
