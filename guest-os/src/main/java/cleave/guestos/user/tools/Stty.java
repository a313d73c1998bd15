package cleave.guestos.user.tools;

import cleave.guestos.abi.Termios;
import cleave.guestos.abi.WindowSize;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.magic.Address;
import cleave.magic.Struct;

/** {@code stty}: how the terminal treats what is typed and printed. */
final class Stty {
    private static final String USAGE = "stty [-a] [SETTING ...]\n"
            + "Prints or changes the settings of the terminal that standard input is.\n"
            + "  -a  all of them\n"
            + "Settings: a name or -name of isig icanon iexten echo echoe echok echonl noflsh"
            + " tostop\n"
            + "echoctl echoke brkint igncr inlcr icrnl ixon opost onlcr; intr quit erase kill eof\n"
            + "start stop susp rprnt werase lnext CHARACTER, as ^C; min N, time N; rows N, cols"
            + " N;\n"
            + "size; sane; raw, cooked\n";
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int LOCAL = 3;
    private static final int NONE = 0;
    private static final int DELETE = 0x7f;
    private static final Termios MODES = new Termios();
    private static final WindowSize WINDOW = new WindowSize();

    /** A flag by its name. */
    private static final class Flag extends Struct {
        String name;
        int word;
        int bit;
        boolean sane;

        static Flag of(String name, int word, int bit, boolean sane) {
            Flag flag = new Flag();
            flag.name = name;
            flag.word = word;
            flag.bit = bit;
            flag.sane = sane;
            return flag;
        }
    }

    /** A character that means something, by its name. */
    private static final class Key extends Struct {
        String name;
        int index;
        int sane;

        static Key of(String name, int index, int sane) {
            Key key = new Key();
            key.name = name;
            key.index = index;
            key.sane = sane;
            return key;
        }
    }

    private static final Flag[] FLAGS = {
        Flag.of("brkint", INPUT, Termios.BRKINT, true),
        Flag.of("igncr", INPUT, Termios.IGNCR, false),
        Flag.of("inlcr", INPUT, Termios.INLCR, false),
        Flag.of("icrnl", INPUT, Termios.ICRNL, true),
        Flag.of("ixon", INPUT, Termios.IXON, true),
        Flag.of("opost", OUTPUT, Termios.OPOST, true),
        Flag.of("onlcr", OUTPUT, Termios.ONLCR, true),
        Flag.of("isig", LOCAL, Termios.ISIG, true),
        Flag.of("icanon", LOCAL, Termios.ICANON, true),
        Flag.of("iexten", LOCAL, Termios.IEXTEN, true),
        Flag.of("echo", LOCAL, Termios.ECHO, true),
        Flag.of("echoe", LOCAL, Termios.ECHOE, true),
        Flag.of("echok", LOCAL, Termios.ECHOK, true),
        Flag.of("echonl", LOCAL, Termios.ECHONL, false),
        Flag.of("noflsh", LOCAL, Termios.NOFLSH, false),
        Flag.of("tostop", LOCAL, Termios.TOSTOP, false),
        Flag.of("echoctl", LOCAL, Termios.ECHOCTL, true),
        Flag.of("echoke", LOCAL, Termios.ECHOKE, true),
    };
    private static final Key[] KEYS = {
        Key.of("intr", Termios.VINTR, 3),
        Key.of("quit", Termios.VQUIT, 28),
        Key.of("erase", Termios.VERASE, DELETE),
        Key.of("kill", Termios.VKILL, 21),
        Key.of("eof", Termios.VEOF, 4),
        Key.of("start", Termios.VSTART, 17),
        Key.of("stop", Termios.VSTOP, 19),
        Key.of("susp", Termios.VSUSP, 26),
        Key.of("rprnt", Termios.VREPRINT, 18),
        Key.of("werase", Termios.VWERASE, 23),
        Key.of("lnext", Termios.VLNEXT, 22),
    };

    private Stty() {
    }

    static int run(int count, Address arguments) {
        boolean all = count == 2 && Strings.equal(Address.of(arguments.loadInt(4)), "-a");
        if (count == 2 && Strings.equal(Address.of(arguments.loadInt(4)), "--help")) {
            Stdio.stdout().put("usage: ").put(USAGE);
            return 0;
        }
        if (Terminal.tcgetattr(0, MODES) < 0) {
            Errors.warnErrno("standard input");
            return 1;
        }
        if (count == 1 || all) {
            print(all);
            return 0;
        }
        for (int i = 1; i < count; i++) {
            Address word = Address.of(arguments.loadInt(4 * i));
            Address next = Address.of(i + 1 < count ? arguments.loadInt(4 * i + 4) : 0);
            int used = setting(word, next);
            if (used < 0) {
                CommandLine.refuse(word, "no such setting, or no value for it; see stty --help");
                return 1;
            }
            i += used;
        }
        if (Terminal.tcsetattr(0, Terminal.TCSADRAIN, MODES) < 0) {
            Errors.warnErrno("standard input");
            return 1;
        }
        return 0;
    }

    // ---- setting ----

    private static void set(Flag flag, boolean on) {
        int word = flag.word == INPUT ? MODES.input : flag.word == OUTPUT ? MODES.output
                : MODES.local;
        word = on ? word | flag.bit : word & ~flag.bit;
        if (flag.word == INPUT) {
            MODES.input = word;
        } else if (flag.word == OUTPUT) {
            MODES.output = word;
        } else {
            MODES.local = word;
        }
    }

    private static boolean isSet(Flag flag) {
        int word = flag.word == INPUT ? MODES.input : flag.word == OUTPUT ? MODES.output
                : MODES.local;
        return (word & flag.bit) != 0;
    }

    /** Does what a word says; how many more words it took, or -1 if it says nothing. */
    private static int setting(Address word, Address value) {
        boolean off = word.loadByte(0) == '-';
        Address name = word.plus(off ? 1 : 0);
        for (Flag flag : FLAGS) {
            if (Strings.equal(name, flag.name)) {
                set(flag, !off);
                return 0;
            }
        }
        for (Key key : KEYS) {
            if (Strings.equal(word, key.name)) {
                int character = value.isNull() ? -1 : character(value);
                if (character < 0) {
                    return -1;
                }
                MODES.characters[key.index] = (byte) character;
                return 1;
            }
        }
        if (Strings.equal(word, "sane")) {
            sane();
        } else if (Strings.equal(word, "raw") || Strings.equal(word, "-cooked")) {
            Terminal.makeRaw(MODES);
        } else if (Strings.equal(word, "cooked") || Strings.equal(word, "-raw")) {
            sane();
        } else if (Strings.equal(word, "size")) {
            if (Terminal.windowSize(0, WINDOW) < 0) {
                return -1;
            }
            Stdio.printf("%d %d\n", WINDOW.rows & 0xffff, WINDOW.columns & 0xffff);
        } else {
            return number(word, value);
        }
        return 0;
    }

    private static int number(Address word, Address value) {
        boolean rows = Strings.equal(word, "rows");
        boolean columns = Strings.equal(word, "cols") || Strings.equal(word, "columns");
        boolean least = Strings.equal(word, "min");
        boolean time = Strings.equal(word, "time");
        if (!rows && !columns && !least && !time || value.isNull() || !Numbers.isInt(value)) {
            return -1;
        }
        int number = Numbers.toInt(value);
        if (least) {
            MODES.characters[Termios.VMIN] = (byte) number;
        } else if (time) {
            MODES.characters[Termios.VTIME] = (byte) number;
        } else {
            if (Terminal.windowSize(0, WINDOW) < 0) {
                return -1;
            }
            if (rows) {
                WINDOW.rows = (short) number;
            } else {
                WINDOW.columns = (short) number;
            }
            Files.ioctl(0, Termios.TIOCSWINSZ, Address.of(WINDOW).bits());
        }
        return 1;
    }

    /** {@code ^C}, {@code ^?} for delete, {@code undef} or {@code ^-} for none, or itself. */
    private static int character(Address text) {
        if (Strings.equal(text, "undef") || Strings.equal(text, "^-")) {
            return NONE;
        }
        if (text.loadByte(0) == '^' && text.loadByte(1) != 0 && text.loadByte(2) == 0) {
            return text.loadByte(1) == '?' ? DELETE : text.loadByte(1) & 0x1f;
        }
        return text.loadByte(0) != 0 && text.loadByte(1) == 0 ? text.loadUnsignedByte(0) : -1;
    }

    private static void sane() {
        for (Flag flag : FLAGS) {
            set(flag, flag.sane);
        }
        for (Key key : KEYS) {
            MODES.characters[key.index] = (byte) key.sane;
        }
        MODES.characters[Termios.VMIN] = 1;
        MODES.characters[Termios.VTIME] = 0;
    }

    // ---- printing ----

    /** What is not as sane terminals have it, or everything. */
    private static void print(boolean all) {
        Stream out = Stdio.stdout();
        if (all && Terminal.windowSize(0, WINDOW) == 0) {
            Stdio.printf("rows %d; columns %d;\n", WINDOW.rows & 0xffff, WINDOW.columns & 0xffff);
        }
        boolean any = false;
        for (Key key : KEYS) {
            int value = MODES.characters[key.index] & 0xff;
            if (all || value != key.sane) {
                out.put(key.name).put(" = ");
                put(out, value);
                out.put("; ");
                any = true;
            }
        }
        if (any) {
            out.line();
        }
        any = false;
        for (Flag flag : FLAGS) {
            if (all || isSet(flag) != flag.sane) {
                out.put(any ? " " : "").put(isSet(flag) ? "" : "-").put(flag.name);
                any = true;
            }
        }
        if (any) {
            out.line();
        }
    }

    private static void put(Stream out, int value) {
        if (value == NONE) {
            out.put("<undef>");
        } else if (value == DELETE) {
            out.put("^?");
        } else if (value < ' ') {
            out.putByte('^').putByte(value + '@');
        } else {
            out.putByte(value);
        }
    }
}
