package cleave.emulator.debug.profile;

import java.io.IOException;
import java.util.Locale;

/**
 * A flame graph as one HTML page without scripts from elsewhere: a function is a bar as wide as its
 * share of the cycles, over the function that called it. A click on a bar makes it as wide as the
 * page; a click on the lowest one goes back.
 */
final class FlameGraph {
    private static final int ROW = 18;
    private static final double WIDTH = 1200;
    /** Narrower bars are not drawn, units of the page. */
    private static final double NARROWEST = 0.4;
    private static final int COLOURS = 360;

    private final Appendable out;
    private final long total;
    private final int height;

    private FlameGraph(Appendable out, CallNode root) {
        this.out = out;
        this.total = Math.max(1, root.total());
        this.height = (depth(root) + 1) * ROW;
    }

    static void write(Appendable out, CallNode root) throws IOException {
        new FlameGraph(out, root).page(root);
    }

    private static int depth(CallNode node) {
        return 1 + node.callees().stream().mapToInt(FlameGraph::depth).max().orElse(0);
    }

    private void page(CallNode root) throws IOException {
        out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>Cycles by function</title><style>\n"
                + "body{font:13px sans-serif;margin:16px}svg{width:100%;background:#fafafa}\n"
                + "rect{stroke:#fff;stroke-width:.5}text{font:11px monospace;pointer-events:none}\n"
                + "g{cursor:pointer}</style></head><body>\n<h1>Cycles by function</h1>\n<p>");
        out.append(String.format(Locale.ROOT, "%,d cycles in all. Rest on a bar for its numbers;"
                + " click it to look closer.</p>%n", total));
        out.append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %.0f %d\" id=\"graph\""
                + " preserveAspectRatio=\"none\" height=\"%d\">%n", WIDTH, height, height));
        node(root, 0, 0);
        out.append("</svg>\n<script>\n"
                + "const graph=document.getElementById('graph');\n"
                + "graph.addEventListener('click',event=>{const bar=event.target.closest('g');"
                + "if(!bar)return;const rect=bar.querySelector('rect');\n"
                + "graph.setAttribute('viewBox',rect.getAttribute('x')+' 0 '"
                + "+rect.getAttribute('width')+' " + height + "');\n"
                + "});\n</script></body></html>\n");
    }

    private void node(CallNode node, double x, int depth) throws IOException {
        long cycles = node.total();
        double width = cycles * WIDTH / total;
        if (width < NARROWEST) {
            return;
        }
        int y = height - (depth + 1) * ROW;
        String name = escape(node.name);
        out.append(String.format(Locale.ROOT, "<g><title>%s: %,d cycles (%.2f %%), itself %,d"
                + "</title><rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\""
                + " fill=\"hsl(%d,70%%,72%%)\"/><svg x=\"%.2f\" y=\"%d\" width=\"%.2f\""
                + " height=\"%d\"><text x=\"2\" y=\"13\">%s</text></svg></g>%n", name, cycles,
                100.0 * cycles / total, node.cycles, x, y, width, ROW - 1,
                Math.floorMod(node.name.hashCode(), COLOURS), x, y, width, ROW, name));
        double at = x;
        for (CallNode callee : node.callees()) {
            node(callee, at, depth + 1);
            at += callee.total() * WIDTH / total;
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
