package cleave.guestos.libc;

import cleave.guestos.abi.Termios;
import cleave.guestos.abi.WindowSize;
import cleave.magic.Address;

/** Terminals: their modes, size, and the process group they listen to. */
public final class Terminal {
    /** When {@link #tcsetattr} takes effect: now, after output, after output and without input. */
    public static final int TCSANOW = 0;
    public static final int TCSADRAIN = 1;
    public static final int TCSAFLUSH = 2;

    private static final Termios PROBE = new Termios();
    private static final int[] NUMBER = new int[1];

    private Terminal() {
    }

    public static boolean isatty(int file) {
        return tcgetattr(file, PROBE) == 0;
    }

    public static int tcgetattr(int file, Termios to) {
        return Files.ioctl(file, Termios.TCGETS, Address.of(to).bits());
    }

    public static int tcsetattr(int file, int when, Termios from) {
        return Files.ioctl(file, Termios.TCSETS + when, Address.of(from).bits());
    }

    /** No lines, no echo, no signals, no translation: each byte as it comes. */
    public static void makeRaw(Termios modes) {
        modes.input &= ~(Termios.BRKINT | Termios.ICRNL | Termios.INLCR | Termios.IGNCR
                | Termios.IXON);
        modes.output &= ~Termios.OPOST;
        modes.local &= ~(Termios.ECHO | Termios.ECHONL | Termios.ICANON | Termios.ISIG
                | Termios.IEXTEN);
        modes.characters[Termios.VMIN] = 1;
        modes.characters[Termios.VTIME] = 0;
    }

    /** The group whose processes may read, and which the keys' signals go to; or -1. */
    public static int tcgetpgrp(int file) {
        return Files.ioctl(file, Termios.TIOCGPGRP, Address.of(NUMBER).bits()) < 0 ? -1
                : NUMBER[0];
    }

    public static int tcsetpgrp(int file, int group) {
        NUMBER[0] = group;
        return Files.ioctl(file, Termios.TIOCSPGRP, Address.of(NUMBER).bits());
    }

    /** The session whose controlling terminal it is. */
    public static int tcgetsid(int file) {
        return Files.ioctl(file, Termios.TIOCGSID, Address.of(NUMBER).bits()) < 0 ? -1
                : NUMBER[0];
    }

    /** Makes the terminal the controlling one of the caller's session, which must have none. */
    public static int takeControl(int file) {
        return Files.ioctl(file, Termios.TIOCSCTTY, 0);
    }

    public static int windowSize(int file, WindowSize to) {
        return Files.ioctl(file, Termios.TIOCGWINSZ, Address.of(to).bits());
    }

    /** Waits until all output is out. */
    public static int tcdrain(int file) {
        return Files.ioctl(file, Termios.TCSBRK, 1);
    }
}
