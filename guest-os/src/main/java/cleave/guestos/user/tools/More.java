package cleave.guestos.user.tools;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Termios;
import cleave.guestos.abi.WindowSize;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Terminal;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.magic.Address;

/**
 * {@code more} and {@code less}: files a screen at a time, forwards; not on a terminal they are
 * copied. Deviation: less does not go back.
 */
final class More {
    private static final String USAGE = "more [FILE ...]\n       less [FILE ...]\n"
            + "Shows files a screen at a time. Space goes on by a screen, d by half of one,"
            + " return by\n"
            + "a line; n goes to the next file, G to the end without a stop, q ends.\n";
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;
    private static final int TAB = 8;
    private static final WindowSize WINDOW = new WindowSize();
    private static final Termios SAVED = new Termios();
    private static final Termios RAW = new Termios();
    private static final byte[] KEY = new byte[1];

    private static int keyboard = -1;
    private static int rows = ROWS;
    private static int columns = COLUMNS;
    /** Rows that may still be printed without a question. */
    private static int left;
    private static boolean skipFile;

    private More() {
    }

    static int run(int count, Address arguments) {
        CommandLine.operandsOnly(count, arguments, USAGE);
        if (!Terminal.isatty(1)) {
            return Inputs.each(More::copy);
        }
        keyboard = Files.open("/dev/tty", OpenFlags.O_RDONLY);
        if (keyboard < 0) {
            keyboard = 2;
        }
        if (Terminal.windowSize(1, WINDOW) == 0 && WINDOW.rows > 1 && WINDOW.columns > 0) {
            rows = WINDOW.rows;
            columns = WINDOW.columns;
        }
        left = rows - 1;
        return Inputs.each(More::show);
    }

    private static int copy(Stream in, Address name) {
        for (int value = in.get(); value >= 0; value = in.get()) {
            Stdio.stdout().putByte(value);
        }
        return 0;
    }

    private static int show(Stream in, Address name) {
        skipFile = false;
        Line line = new Line();
        while (!skipFile && Stdio.getline(line, in) >= 0) {
            int needed = rowsOf(line);
            while (left < needed && !skipFile) {
                ask(name);
            }
            if (skipFile) {
                break;
            }
            left -= needed;
            Stdio.stdout().write(line.text, line.length);
        }
        line.release();
        return 0;
    }

    /** How many rows of the screen a line takes. */
    private static int rowsOf(Line line) {
        int column = 0;
        int taken = 1;
        for (int i = 0; i < line.length; i++) {
            int character = line.text.loadByte(i);
            int width = character == '\n' ? 0 : character == '\t' ? TAB - column % TAB : 1;
            if (column + width > columns) {
                taken++;
                column = 0;
            }
            column += width;
        }
        return Math.min(taken, rows - 1);
    }

    private static void ask(Address name) {
        Stream out = Stdio.stdout();
        out.put("\033[7m--More--\033[0m");
        if (!name.isNull()) {
            out.put(" (").put(name).put(")");
        }
        out.flush();
        int key = key();
        out.put("\r\033[K");
        switch (key) {
            case '\n', '\r', 'j' -> left = Math.max(left, 0) + 1;
            case 'd' -> left = rows / 2;
            case 'n' -> {
                skipFile = true;
                left = rows - 1;
            }
            case 'G' -> left = Integer.MAX_VALUE;
            case 'q', 'Q', -1 -> {
                out.flush();
                Program.exit(0);
            }
            default -> left = rows - 1;
        }
    }

    /** One key, without a return after it; -1 at the end. */
    private static int key() {
        boolean terminal = Terminal.tcgetattr(keyboard, SAVED) == 0;
        if (terminal) {
            Terminal.tcgetattr(keyboard, RAW);
            RAW.local &= ~(Termios.ICANON | Termios.ECHO);
            RAW.characters[Termios.VMIN] = 1;
            RAW.characters[Termios.VTIME] = 0;
            Terminal.tcsetattr(keyboard, Terminal.TCSADRAIN, RAW);
        }
        int bytes = Files.read(keyboard, Address.of(KEY), 1);
        if (terminal) {
            Terminal.tcsetattr(keyboard, Terminal.TCSADRAIN, SAVED);
        }
        return bytes == 1 ? KEY[0] & 0xff : -1;
    }
}
