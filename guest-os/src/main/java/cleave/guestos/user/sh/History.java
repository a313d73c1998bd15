package cleave.guestos.user.sh;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.WordList;
import cleave.magic.Address;

/**
 * The lines that the user has typed. Each is added at once to the file that {@code HISTFILE} names,
 * or else to {@code ~/.sh_history}; of that, the last {@value #LINES_MAX} lines are kept.
 */
final class History {
    private static final int LINES_MAX = 500;
    private static final int MODE = 0600;
    private static final int COLUMNS = 5;
    private static final WordList LINES = new WordList();
    private static final Line LINE = new Line();
    /** The number of the first line that is kept. */
    private static int first = 1;

    private History() {
    }

    static int count() {
        return LINES.count;
    }

    static Address get(int index) {
        return LINES.get(index);
    }

    /** In the scratch arena; null when there is no place. */
    private static Address file() {
        Address named = Variables.value("HISTFILE");
        if (!named.isNull()) {
            return Strings.isEmpty(named) ? Address.of(0) : named;
        }
        Address home = Variables.value("HOME");
        if (home.isNull()) {
            return home;
        }
        Text path = new Text();
        Address copy = Arena.SCRATCH.copy(path.add(home).add("/.sh_history").text());
        path.free();
        return copy;
    }

    static void load() {
        Address mark = Arena.SCRATCH.mark();
        Address path = file();
        Stream in = path.isNull() ? null : Stdio.fopen(path, "r");
        if (in != null) {
            int length = Stdio.getline(LINE, in);
            while (length > 0) {
                if (LINE.text.loadByte(length - 1) == '\n') {
                    length--;
                }
                keep(Storage.copy(LINE.text, length));
                length = Stdio.getline(LINE, in);
            }
            Stdio.fclose(in);
            if (first > 1) {
                rewrite(path);
            }
            first = 1;
        }
        Arena.SCRATCH.release(mark);
    }

    private static void keep(Address line) {
        if (LINES.count == LINES_MAX) {
            Heap.free(LINES.get(0));
            for (int i = 1; i < LINES.count; i++) {
                LINES.set(i - 1, LINES.get(i));
            }
            LINES.set(LINES.count - 1, line);
            first++;
        } else if (LINES.add(line) < 0) {
            Heap.free(line);
        }
    }

    private static void rewrite(Address path) {
        Stream out = Stdio.fopen(path, "w");
        for (int i = 0; out != null && i < LINES.count; i++) {
            out.put(LINES.get(i)).line();
        }
        if (out != null) {
            Stdio.fclose(out);
        }
    }

    /** Adds a line, unless it is blank, begins with a blank, or is the one before again. */
    static void add(Address line) {
        boolean again = LINES.count > 0 && Strings.equal(LINES.get(LINES.count - 1), line);
        if (line.loadByte(0) == 0 || line.loadByte(0) == ' ' || again) {
            return;
        }
        keep(Storage.copy(line));
        Address mark = Arena.SCRATCH.mark();
        Address path = file();
        int file = path.isNull() ? -1 : Files.open(path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT
                | OpenFlags.O_APPEND | OpenFlags.O_CLOEXEC, MODE);
        if (file >= 0) {
            Text text = new Text();
            text.add(line).add('\n');
            FileCalls.write(file, text.text(), text.length);
            text.free();
            Files.close(file);
        }
        Arena.SCRATCH.release(mark);
    }

    /** {@code history}: the lines with their numbers. */
    static int run(int count, Address arguments) {
        if (count > 1) {
            Messages.begin().put("history: no arguments are taken").line();
            return Shell.ERROR;
        }
        for (int i = 0; i < LINES.count; i++) {
            int digits = 1;
            for (int rest = first + i; rest >= 10; rest /= 10) {
                digits++;
            }
            for (int j = digits; j < COLUMNS; j++) {
                Stdio.stdout().putByte(' ');
            }
            Stdio.stdout().put(first + i).put("  ").put(LINES.get(i)).line();
        }
        return 0;
    }
}
