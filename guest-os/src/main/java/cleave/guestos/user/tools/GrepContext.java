package cleave.guestos.user.tools;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;

/** Lines before and behind those that {@code grep} has found. */
final class GrepContext {
    private static final Words LINES = new Words();

    private static int before;
    private static int behind;
    private static int left;
    private static int lastPrinted;
    private static boolean printed;

    private GrepContext() {
    }

    /** For the next file. */
    static void begin(int linesBefore, int linesBehind) {
        before = linesBefore;
        behind = linesBehind;
        left = 0;
        lastPrinted = 0;
        LINES.release(true);
    }

    /** A line was found: prints those before it that are not printed yet. */
    static void selected(Address name, int number) {
        if (before + behind > 0) {
            int first = number - LINES.count();
            if (printed && first > lastPrinted + 1) {
                Stdio.stdout().put("--\n");
            }
            for (int i = 0; i < LINES.count(); i++) {
                Grep.prefix(name, first + i, '-');
                Stdio.puts(LINES.address(i));
            }
            LINES.release(true);
        }
        lastPrinted = number;
        printed = true;
        left = behind;
    }

    /** Another line: printed if it is close behind one that was found, else kept for the next. */
    static void other(Address name, Line line, int number) {
        if (left > 0) {
            left--;
            Grep.prefix(name, number, '-');
            Stdio.stdout().write(line.text, line.length).line();
            lastPrinted = number;
        } else if (before > 0) {
            if (LINES.count() == before) {
                Heap.free(LINES.address(0));
                for (int i = 1; i < LINES.count(); i++) {
                    LINES.set(i - 1, LINES.get(i));
                }
                LINES.removeLast();
            }
            LINES.add(Strings.duplicate(line.text, line.length));
        }
    }

    /** Whether lines behind the last one found are still to be printed. */
    static boolean wantsMore() {
        return left > 0;
    }
}
