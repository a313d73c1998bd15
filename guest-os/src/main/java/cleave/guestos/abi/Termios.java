package cleave.guestos.abi;

import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct termios} as its kernel has it, with flags, characters and requests. */
@Size(36)
public final class Termios extends Struct {
    /** c_iflag. */
    public static final int BRKINT = 2;
    public static final int ISTRIP = 0x20;
    public static final int IGNCR = 0x80;
    public static final int INLCR = 0x40;
    public static final int ICRNL = 0x100;
    public static final int IXON = 0x400;
    public static final int IXANY = 0x800;
    public static final int IMAXBEL = 0x2000;
    public static final int IUTF8 = 0x4000;
    /** c_oflag. */
    public static final int OPOST = 1;
    public static final int ONLCR = 4;
    public static final int OCRNL = 8;
    public static final int ONOCR = 0x10;
    public static final int ONLRET = 0x20;
    public static final int XTABS = 0x1800;
    /** c_cflag. */
    public static final int B115200 = 0x1002;
    public static final int CS8 = 0x30;
    public static final int CREAD = 0x80;
    public static final int HUPCL = 0x400;
    public static final int CLOCAL = 0x800;
    /** c_lflag. */
    public static final int ISIG = 1;
    public static final int ICANON = 2;
    public static final int ECHO = 8;
    public static final int ECHOE = 0x10;
    public static final int ECHOK = 0x20;
    public static final int ECHONL = 0x40;
    public static final int NOFLSH = 0x80;
    public static final int TOSTOP = 0x100;
    public static final int ECHOCTL = 0x200;
    public static final int ECHOKE = 0x800;
    public static final int IEXTEN = 0x8000;
    /** Indexes of {@link #characters}. */
    public static final int VINTR = 0;
    public static final int VQUIT = 1;
    public static final int VERASE = 2;
    public static final int VKILL = 3;
    public static final int VEOF = 4;
    public static final int VTIME = 5;
    public static final int VMIN = 6;
    public static final int VSTART = 8;
    public static final int VSTOP = 9;
    public static final int VSUSP = 10;
    public static final int VEOL = 11;
    public static final int VREPRINT = 12;
    public static final int VWERASE = 14;
    public static final int VLNEXT = 15;
    public static final int VEOL2 = 16;
    /** Requests of {@code ioctl}. */
    public static final int TCGETS = 0x5401;
    public static final int TCSETS = 0x5402;
    public static final int TCSETSW = 0x5403;
    public static final int TCSETSF = 0x5404;
    public static final int TCSBRK = 0x5409;
    public static final int TCXONC = 0x540a;
    public static final int TCFLSH = 0x540b;
    public static final int TIOCEXCL = 0x540c;
    public static final int TIOCNXCL = 0x540d;
    public static final int TIOCSCTTY = 0x540e;
    public static final int TIOCGPGRP = 0x540f;
    public static final int TIOCSPGRP = 0x5410;
    public static final int TIOCOUTQ = 0x5411;
    public static final int TIOCSTI = 0x5412;
    public static final int TIOCGWINSZ = 0x5413;
    public static final int TIOCSWINSZ = 0x5414;
    public static final int FIONREAD = 0x541b;
    public static final int TIOCNOTTY = 0x5422;
    public static final int TCSBRKP = 0x5425;
    public static final int TIOCGSID = 0x5429;

    public int input;
    public int output;
    public int control;
    @Offset(12)
    public int local;
    public byte line;
    @Offset(17)
    @Inline(19)
    public byte[] characters;
}
