package cleave.guestos.kernel.tty;

import cleave.guestos.abi.Termios;
import cleave.guestos.abi.WindowSize;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * A terminal: its settings, and what was typed and not yet read. Places in the ring are counted
 * from the first character ever typed. In canonical mode a program may read up to
 * {@link #lineEnd}, the end of the last complete line; what is behind can still be edited.
 */
public final class Terminal extends Struct {
    /** Characters that can wait; a power of two. */
    static final int SIZE = 4096;
    /** Stands for a control character that is switched off. */
    static final int DISABLED = 0;

    /** Of a console that nobody has asked for its size. */
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;

    /** The console. */
    public static final Terminal CONSOLE = console();

    @Embedded
    Termios termios;
    @Embedded
    WindowSize window;
    /** The session whose controlling terminal this is; 0 for none. */
    public int session;
    /** The process group in the foreground; 0 for none. */
    public int foreground;

    @Inline(SIZE)
    private byte[] ring;
    /** A bit for each place: a line ends with this character. */
    @Inline(SIZE / 32)
    private int[] ends;
    int read;
    int lineEnd;
    int typed;

    /** Where the cursor is. */
    int column;
    /** Where the cursor was when the line that is being typed began. */
    int lineColumn;
    /** The next character is taken as it is. */
    boolean literal;
    /** Characters are on their way to a reader, and others must wait. */
    boolean reading;
    /** Output waits for the start character. */
    boolean stopped;

    @Embedded
    WaitQueue readers;
    @Embedded
    WaitQueue writers;

    private static Terminal console() {
        Terminal terminal = new Terminal();
        terminal.reset();
        terminal.window.rows = ROWS;
        terminal.window.columns = COLUMNS;
        return terminal;
    }

    /** The settings a terminal begins with. */
    void reset() {
        termios.input = Termios.ICRNL | Termios.IXON;
        termios.output = Termios.OPOST | Termios.ONLCR;
        termios.control = Termios.B115200 | Termios.CS8 | Termios.CREAD | Termios.HUPCL
                | Termios.CLOCAL;
        termios.local = Termios.ISIG | Termios.ICANON | Termios.ECHO | Termios.ECHOE
                | Termios.ECHOK | Termios.ECHOCTL | Termios.ECHOKE | Termios.IEXTEN;
        termios.characters[Termios.VINTR] = control('C');
        termios.characters[Termios.VQUIT] = control('\\');
        termios.characters[Termios.VERASE] = 0x7f;
        termios.characters[Termios.VKILL] = control('U');
        termios.characters[Termios.VEOF] = control('D');
        termios.characters[Termios.VMIN] = 1;
        termios.characters[Termios.VSTART] = control('Q');
        termios.characters[Termios.VSTOP] = control('S');
        termios.characters[Termios.VSUSP] = control('Z');
        termios.characters[Termios.VREPRINT] = control('R');
        termios.characters[Termios.VWERASE] = control('W');
        termios.characters[Termios.VLNEXT] = control('V');
    }

    private static byte control(int letter) {
        return (byte) (letter & 0x1f);
    }

    boolean hasLocal(int bit) {
        return (termios.local & bit) != 0;
    }

    boolean hasInput(int bit) {
        return (termios.input & bit) != 0;
    }

    boolean isCanonical() {
        return hasLocal(Termios.ICANON);
    }

    /** Whether {@code character} is that control character, and it is not switched off. */
    boolean is(int character, int which) {
        return character != DISABLED && (termios.characters[which] & 0xff) == character;
    }

    /** Where a character is. */
    Address address(int place) {
        return Address.of(ring).plus(place & SIZE - 1);
    }

    /** Characters from a place to the end of the ring. */
    int untilWrap(int place) {
        return SIZE - (place & SIZE - 1);
    }

    int at(int place) {
        return ring[place & SIZE - 1] & 0xff;
    }

    boolean endsLine(int place) {
        return (ends[(place & SIZE - 1) >>> 5] & 1 << (place & 31)) != 0;
    }

    boolean isFull() {
        return typed - read >= SIZE - 1;
    }

    /** Keeps a character; there is room for it. */
    void append(int character) {
        ring[typed & SIZE - 1] = (byte) character;
        setEnd(typed, false);
        typed++;
    }

    /** The character before ends a line, and everything up to it may be read. */
    void endLine() {
        setEnd(typed - 1, true);
        lineEnd = typed;
        lineColumn = column;
    }

    private void setEnd(int place, boolean value) {
        int word = (place & SIZE - 1) >>> 5;
        ends[word] = value ? ends[word] | 1 << (place & 31) : ends[word] & ~(1 << (place & 31));
    }

    /** How many characters a read may take now; in canonical mode the ends of files count. */
    int readable() {
        return (isCanonical() ? lineEnd : typed) - read;
    }

    /** Whether a read would not wait. */
    boolean isReadable() {
        int least = termios.characters[Termios.VMIN] & 0xff;
        if (isCanonical() || least == 0 || termios.characters[Termios.VTIME] != 0) {
            return readable() > 0;
        }
        return readable() >= least;
    }

    /** Leaves a character out: the end of a file. */
    void skip() {
        if (read != typed) {
            read++;
        }
    }

    /** Forgets what was typed. */
    void dropInput() {
        read = typed;
        lineEnd = typed;
        literal = false;
    }

    /** Canonical mode was switched on or off: what is there can be read. */
    void changeMode() {
        if (isCanonical() && typed != read) {
            for (int place = read; place != typed; place++) {
                setEnd(place, false);
            }
            endLine();
        } else {
            // A line begins here, not where the last one ended before there were none.
            lineEnd = typed;
            lineColumn = column;
        }
        literal = false;
    }
}
