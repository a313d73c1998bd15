package cleave.guestos.user.sh;

import cleave.guestos.abi.Termios;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.magic.Address;

/**
 * Reads lines from a terminal, with cursor keys, Home and End, Delete, history by up and down,
 * Ctrl-R to search it, Ctrl-A B E F D K U W Y L, words by Alt-B and Alt-F, and completion by Tab.
 */
final class LineEditor {
    private static final int BACKSPACE = 127;
    private static final int FIRST_PRINTABLE = 32;
    private static final Termios NORMAL = new Termios();
    private static final Termios RAW = new Termios();
    private static final Text RESULT = new Text();
    /** What was taken out last. */
    private static final Text KILLED = new Text();
    /** The line that was begun before the history was looked at. */
    private static final Text DRAFT = new Text();
    private static boolean known;
    /** Which line of the history is shown; their count for the draft. */
    private static int shown;

    private LineEditor() {
    }

    /** The modes that the terminal had before the last line, after a program has left others. */
    static void restoreTerminal() {
        if (known) {
            Terminal.tcsetattr(0, Terminal.TCSADRAIN, NORMAL);
        }
    }

    private static void makeRaw() {
        Terminal.tcgetattr(0, NORMAL);
        Terminal.tcgetattr(0, RAW);
        known = true;
        // Typed ahead for a command, a return must be a line feed and the interrupt a signal.
        RAW.input &= ~(Termios.INLCR | Termios.IXON);
        RAW.local &= ~(Termios.ICANON | Termios.ECHO | Termios.IEXTEN);
        RAW.characters[Termios.VMIN] = 1;
        RAW.characters[Termios.VTIME] = 0;
        Terminal.tcsetattr(0, Terminal.TCSADRAIN, RAW);
    }

    /** A line with its line feed, good until the next; null at the end and for an interrupt. */
    static Address read(Address prompt) {
        Stdio.flushAll();
        makeRaw();
        EditLine.begin(prompt);
        shown = History.count();
        int key = edit();
        restoreTerminal();
        if (key == Keys.INTERRUPTED) {
            EditLine.write("^C\n");
            Traps.interrupt();
            return Address.of(0);
        }
        EditLine.write("\n");
        if (key == Keys.END_OF_INPUT) {
            return Address.of(0);
        }
        RESULT.clear();
        RESULT.add(EditLine.TEXT.text());
        History.add(RESULT.text());
        return RESULT.add('\n').text();
    }

    /** A signal came while a key was waited for: with {@code set -b}, jobs are told of at once. */
    static void notice() {
        if (ShellOptions.isSet('b')) {
            EditLine.clearRow();
            Jobs.report();
            EditLine.show();
        }
    }

    /** Edits until a key ends the line: a carriage return, or one of the two ends. */
    private static int edit() {
        while (true) {
            int key = Keys.next();
            if (key == Keys.control('r')) {
                key = searchBack();
            }
            if (key == '\n' || key == '\r') {
                return '\n';
            }
            if (key == Keys.control('c') || key == Keys.INTERRUPTED) {
                return Keys.INTERRUPTED;
            }
            if (key == Keys.END_OF_INPUT || key == Keys.control('d') && EditLine.TEXT.length == 0) {
                return Keys.END_OF_INPUT;
            }
            if (key >= FIRST_PRINTABLE && key <= 0xff && key != BACKSPACE) {
                EditLine.insert(key);
                EditLine.showLast(key);
            } else if (!move(key) && !delete(key)) {
                other(key);
            }
        }
    }

    private static boolean move(int key) {
        int cursor = EditLine.cursor;
        int to;
        if (key == Keys.LEFT || key == Keys.control('b')) {
            to = EditLine.before(cursor);
        } else if (key == Keys.RIGHT || key == Keys.control('f')) {
            to = EditLine.behind(cursor);
        } else if (key == Keys.HOME || key == Keys.control('a')) {
            to = 0;
        } else if (key == Keys.LAST || key == Keys.control('e')) {
            to = EditLine.TEXT.length;
        } else if (key == Keys.WORD_LEFT) {
            to = EditLine.wordBefore(cursor);
        } else if (key == Keys.WORD_RIGHT) {
            to = EditLine.wordBehind(cursor);
        } else {
            return false;
        }
        EditLine.cursor = to;
        EditLine.show();
        return true;
    }

    private static boolean delete(int key) {
        int cursor = EditLine.cursor;
        if (key == BACKSPACE || key == Keys.control('h')) {
            EditLine.remove(EditLine.before(cursor), cursor);
        } else if (key == Keys.DELETE || key == Keys.control('d')) {
            EditLine.remove(cursor, EditLine.behind(cursor));
        } else if (key == Keys.control('k')) {
            kill(cursor, EditLine.TEXT.length);
        } else if (key == Keys.control('u')) {
            kill(0, cursor);
        } else if (key == Keys.control('w')) {
            kill(EditLine.wordBefore(cursor), cursor);
        } else {
            return false;
        }
        EditLine.show();
        return true;
    }

    private static void kill(int from, int to) {
        if (to > from) {
            KILLED.clear();
            KILLED.add(EditLine.TEXT.bytes.plus(from), to - from);
            EditLine.remove(from, to);
        }
    }

    private static void other(int key) {
        if (key == Keys.UP || key == Keys.control('p')) {
            showHistory(shown - 1);
        } else if (key == Keys.DOWN || key == Keys.control('n')) {
            showHistory(shown + 1);
        } else if (key == Keys.control('y')) {
            EditLine.insert(KILLED.text());
            EditLine.show();
        } else if (key == Keys.control('l')) {
            EditLine.clearScreen();
        } else if (key == '\t') {
            Completion.complete();
        }
    }

    private static void showHistory(int index) {
        if (index < 0 || index > History.count()) {
            return;
        }
        if (shown == History.count()) {
            DRAFT.clear();
            DRAFT.add(EditLine.TEXT.text());
        }
        shown = index;
        EditLine.set(index == History.count() ? DRAFT.text() : History.get(index));
        EditLine.show();
    }

    /** Ctrl-R: returns the key that ended the search, which is still to be obeyed. */
    private static int searchBack() {
        Text wanted = new Text();
        Text prompt = new Text();
        int from = History.count();
        int key;
        while (true) {
            prompt.clear();
            prompt.add("(search `").add(wanted.text()).add("') ");
            EditLine.prompt(prompt.text());
            EditLine.show();
            key = Keys.next();
            if (key == Keys.control('r')) {
                from = find(wanted.text(), from - 1);
            } else if (key == BACKSPACE || key == Keys.control('h')) {
                wanted.length = Math.max(0, wanted.length - 1);
                from = find(wanted.text(), History.count() - 1);
            } else if (key >= FIRST_PRINTABLE && key <= 0xff) {
                wanted.add(key);
                from = find(wanted.text(), Math.min(from, History.count() - 1));
            } else {
                break;
            }
        }
        wanted.free();
        Address text = Prompt.text();
        Address last = Strings.findLast(text, '\n');
        EditLine.prompt(last.isNull() ? text : last.plus(1));
        EditLine.show();
        prompt.free();
        return key == Keys.control('g') ? Keys.UNKNOWN : key;
    }

    /** Shows the last line up to an index that has the text; returns its index. */
    private static int find(Address wanted, int from) {
        for (int i = from; i >= 0; i--) {
            if (!Strings.find(History.get(i), wanted).isNull()) {
                EditLine.set(History.get(i));
                shown = i;
                return i;
            }
        }
        return Math.max(0, from + 1);
    }
}
