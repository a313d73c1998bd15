package cleave.tests.compiler;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a source that can be left out as a whole, or whose parts can: a statement, a method.
 * The lines of head and tail stand around the body.
 *
 * @param removable whether the source may still compile without it
 */
record Piece(String head, List<Piece> body, String tail, boolean removable) {
    static Piece line(String text) {
        return new Piece(text, List.of(), "", true);
    }

    /** What everything else relies on. */
    static Piece fixed(String text) {
        return new Piece(text, List.of(), "", false);
    }

    static Piece block(String head, List<Piece> body, String tail) {
        return new Piece(head, List.copyOf(body), tail, true);
    }

    /** Removable pieces in it, itself not counted. */
    int removablePieces() {
        return body.stream().mapToInt(piece -> (piece.removable ? 1 : 0)
                + piece.removablePieces()).sum();
    }

    /** Without the removable pieces {@code from} to {@code to}, in the order of the text. */
    Piece without(int from, int to) {
        return new Cutter(from, to).cut(this);
    }

    private static final class Cutter {
        private final int from;
        private final int to;
        private int next;

        Cutter(int from, int to) {
            this.from = from;
            this.to = to;
        }

        Piece cut(Piece piece) {
            List<Piece> kept = new ArrayList<>();
            for (Piece part : piece.body) {
                int number = part.removable ? next++ : -1;
                Piece rest = cut(part);
                if (number < from || number >= to) {
                    kept.add(rest);
                }
            }
            return new Piece(piece.head, List.copyOf(kept), piece.tail, piece.removable);
        }
    }

    void write(StringBuilder out, String indent) {
        append(out, indent, head);
        body.forEach(piece -> piece.write(out, indent + (head.isEmpty() ? "" : "    ")));
        append(out, indent, tail);
    }

    private static void append(StringBuilder out, String indent, String text) {
        if (!text.isEmpty()) {
            text.lines().forEach(line -> out.append(indent).append(line).append('\n'));
        }
    }
}
