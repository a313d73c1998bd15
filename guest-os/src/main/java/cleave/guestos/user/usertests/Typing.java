package cleave.guestos.user.usertests;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Termios;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Terminal;
import cleave.magic.Address;

/**
 * The controlling terminal as rows use it: they type by {@code TIOCSTI}, without an echo. What
 * others have typed meanwhile is kept for them, and so are the modes and the foreground.
 */
final class Typing {
    private static final int SIZE = 4096;
    private static final int ECHOES = Termios.ECHO | Termios.ECHONL;
    private static final Termios USUAL = new Termios();
    private static final Termios MODES = new Termios();
    private static final byte[] EARLIER = new byte[SIZE];
    private static final byte[] TEXT = new byte[SIZE];
    private static final byte[] KEY = new byte[1];
    private static int file;
    private static int blocking;
    private static int earlier;
    private static int foreground;

    private Typing() {
    }

    /** Takes the terminal; false, and the row fails, if there is none. */
    static boolean begin() {
        file = Files.open("/dev/tty", OpenFlags.O_RDWR | OpenFlags.O_NONBLOCK);
        blocking = Files.open("/dev/tty", OpenFlags.O_RDWR);
        Check.that(file >= 0 && blocking >= 0,
                "a controlling terminal: this row needs one, as the shell of the console has");
        if (file < 0 || blocking < 0) {
            return false;
        }
        Signals.block(Signals.set(Signal.SIGTTOU));
        foreground = Terminal.tcgetpgrp(file);
        Terminal.tcsetpgrp(file, Processes.getpgid(0));
        Terminal.tcgetattr(file, USUAL);
        raw(0, 0);
        earlier = Math.max(Files.read(file, Address.of(EARLIER), SIZE), 0);
        modes(0, 0);
        return true;
    }

    /** Gives it back as it was. */
    static void end() {
        modes(0, Termios.ISIG);
        Terminal.tcsetattr(file, Terminal.TCSAFLUSH, MODES);
        for (int i = 0; i < earlier; i++) {
            type(EARLIER[i]);
        }
        Terminal.tcsetattr(file, Terminal.TCSANOW, USUAL);
        Terminal.tcsetpgrp(file, foreground);
        Files.close(file);
        Files.close(blocking);
    }

    /** The terminal; a read of it does not wait. */
    static int file() {
        return file;
    }

    /** The same; a read waits. */
    static int blocking() {
        return blocking;
    }

    private static void begin(int localOn, int localOff, int inputOn, int inputOff) {
        Terminal.tcgetattr(file, MODES);
        MODES.input = USUAL.input & ~inputOff | inputOn;
        MODES.local = USUAL.local & ~ECHOES & ~localOff | localOn;
        for (int i = 0; i < MODES.characters.length; i++) {
            MODES.characters[i] = USUAL.characters[i];
        }
    }

    private static void set() {
        Terminal.tcsetattr(file, Terminal.TCSANOW, MODES);
    }

    /** The modes that were set last. */
    static Termios now() {
        return MODES;
    }

    /** The usual modes without echo, but for these flags of {@code c_lflag}. */
    static void modes(int on, int off) {
        begin(on, off, 0, 0);
        set();
    }

    /** The same for {@code c_iflag}. */
    static void inputModes(int on, int off) {
        begin(0, 0, on, off);
        set();
    }

    /** Characters as they come: so many, or those that come before such a time is over. */
    static void raw(int least, int tenths) {
        begin(0, Termios.ICANON | Termios.ISIG, 0, Termios.ICRNL | Termios.IXON);
        MODES.characters[Termios.VMIN] = (byte) least;
        MODES.characters[Termios.VTIME] = (byte) tenths;
        set();
    }

    /** Changes a character of the modes that were set last. */
    static void character(int which, int value) {
        MODES.characters[which] = (byte) value;
        set();
    }

    static void type(int key) {
        KEY[0] = (byte) key;
        Check.equal(0, Files.ioctl(file, Termios.TIOCSTI, Address.of(KEY).bits()), "TIOCSTI");
    }

    static void type(String keys) {
        for (int i = 0; i < keys.length(); i++) {
            type(keys.charAt(i));
        }
    }

    /** Reads what is there: its bytes, or -errno; it is {@link #text} then. */
    static int read() {
        return read(file, SIZE - 1);
    }

    static int read(int from, int bytes) {
        int result = FileCalls.read(from, Address.of(TEXT), bytes);
        Address.of(TEXT).storeByte(Math.max(result, 0), 0);
        return result;
    }

    static Address text() {
        return Address.of(TEXT);
    }
}
