package cleave.guestos.user.tools;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;

/** How {@code diff} prints differences: as ed's commands, or with what is around them. */
final class DiffOutput {
    /** The difference being looked at: lines from and up to, in both files. */
    private static int aFrom;
    private static int aTo;
    private static int bFrom;
    private static int bTo;

    private DiffOutput() {
    }

    /** Finds the next difference from two places that belong together; false if there is none. */
    private static boolean next(DiffLines a, DiffLines b, int i, int j) {
        aFrom = i;
        bFrom = j;
        while (aFrom < a.count() && !a.isChanged(aFrom)
                && (bFrom >= b.count() || !b.isChanged(bFrom))) {
            aFrom++;
            bFrom++;
        }
        aTo = aFrom;
        bTo = bFrom;
        while (aTo < a.count() && a.isChanged(aTo)) {
            aTo++;
        }
        while (bTo < b.count() && b.isChanged(bTo)) {
            bTo++;
        }
        return aTo > aFrom || bTo > bFrom;
    }

    // ---- as ed's commands ----

    static void normal(DiffLines a, DiffLines b) {
        Stream out = Stdio.stdout();
        int i = 0;
        int j = 0;
        while (next(a, b, i, j)) {
            range(aFrom, aTo);
            out.putByte(aFrom == aTo ? 'a' : bFrom == bTo ? 'd' : 'c');
            range(bFrom, bTo);
            out.line();
            for (int at = aFrom; at < aTo; at++) {
                line("< ", a, at);
            }
            if (aFrom < aTo && bFrom < bTo) {
                out.put("---\n");
            }
            for (int at = bFrom; at < bTo; at++) {
                line("> ", b, at);
            }
            i = aTo;
            j = bTo;
        }
    }

    /** Lines counted from 1, or, for none, the one before. */
    private static void range(int from, int to) {
        Stream out = Stdio.stdout();
        if (to <= from + 1) {
            out.put(to == from ? from : from + 1);
        } else {
            out.put(from + 1).put(",").put(to);
        }
    }

    private static void line(String mark, DiffLines lines, int index) {
        Stream out = Stdio.stdout().put(mark);
        out.write(lines.line(index), lines.length(index));
        if (index + 1 == lines.count() && !lines.ended) {
            out.put("\n\\ No newline at end of file\n");
        }
    }

    // ---- with what is around them ----

    static void unified(DiffLines a, DiffLines b, int context) {
        int i = 0;
        int j = 0;
        while (next(a, b, i, j)) {
            int aStart = Math.max(i, aFrom - context);
            int bStart = bFrom - (aFrom - aStart);
            int aEnd = aTo;
            int bEnd = bTo;
            // Differences that have at most twice the context between them are one.
            while (next(a, b, aEnd, bEnd) && aFrom - aEnd <= 2 * context) {
                aEnd = aTo;
                bEnd = bTo;
            }
            int behind = Math.min(context, a.count() - aEnd);
            hunk(a, aStart, aEnd + behind, b, bStart, bEnd + behind);
            i = aEnd;
            j = bEnd;
        }
    }

    private static void hunk(DiffLines a, int aStart, int aEnd, DiffLines b, int bStart, int bEnd) {
        Stream out = Stdio.stdout();
        out.put("@@ -");
        part(aStart, aEnd);
        out.put(" +");
        part(bStart, bEnd);
        out.put(" @@\n");
        int i = aStart;
        int j = bStart;
        while (i < aEnd || j < bEnd) {
            if (i < aEnd && a.isChanged(i)) {
                line("-", a, i);
                i++;
            } else if (j < bEnd && b.isChanged(j)) {
                line("+", b, j);
                j++;
            } else {
                line(" ", a, i);
                i++;
                j++;
            }
        }
    }

    private static void part(int start, int end) {
        Stream out = Stdio.stdout();
        int count = end - start;
        out.put(count == 0 ? start : start + 1);
        if (count != 1) {
            out.put(",").put(count);
        }
    }
}
