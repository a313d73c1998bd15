package cleave.guestos.user.tools.common;

import cleave.guestos.abi.FileMode;
import cleave.guestos.libc.Characters;
import cleave.magic.Address;

/** Modes of files in letters (POSIX, ls) and as chmod takes them (POSIX, chmod). */
public final class Modes {
    private static final int USER = 04700;
    private static final int GROUP = 02070;
    private static final int OTHER = 01007;
    private static final int ALL = 07777;
    private static final int SPECIAL = FileMode.S_ISUID | FileMode.S_ISGID;

    private static Address at;

    private Modes() {
    }

    /** The letter of the type that {@code ls -l} begins with. */
    public static int typeLetter(int mode) {
        switch (mode & FileMode.S_IFMT) {
            case FileMode.S_IFDIR:
                return 'd';
            case FileMode.S_IFLNK:
                return 'l';
            case FileMode.S_IFCHR:
                return 'c';
            case FileMode.S_IFBLK:
                return 'b';
            case FileMode.S_IFIFO:
                return 'p';
            case FileMode.S_IFSOCK:
                return 's';
            default:
                return '-';
        }
    }

    /** {@code -rwxr-xr-x}. */
    public static void put(int mode, Text to) {
        to.put(typeLetter(mode));
        three(to, mode >> 6, (mode & FileMode.S_ISUID) != 0, 's');
        three(to, mode >> 3, (mode & FileMode.S_ISGID) != 0, 's');
        three(to, mode, (mode & FileMode.S_ISVTX) != 0, 't');
    }

    private static void three(Text to, int bits, boolean special, int letter) {
        to.put((bits & 4) != 0 ? 'r' : '-');
        to.put((bits & 2) != 0 ? 'w' : '-');
        boolean execute = (bits & 1) != 0;
        to.put(special ? execute ? letter : Characters.toUpper(letter)
                : execute ? 'x' : '-');
    }

    /** What {@code stat} and {@code test} call a type. */
    public static String typeName(int mode, boolean empty) {
        switch (mode & FileMode.S_IFMT) {
            case FileMode.S_IFDIR:
                return "directory";
            case FileMode.S_IFLNK:
                return "symbolic link";
            case FileMode.S_IFCHR:
                return "character special file";
            case FileMode.S_IFBLK:
                return "block special file";
            case FileMode.S_IFIFO:
                return "fifo";
            case FileMode.S_IFSOCK:
                return "socket";
            default:
                return empty ? "regular empty file" : "regular file";
        }
    }

    /**
     * The mode that a text makes of another: octal digits, or {@code [ugoa...][[-+=][perms...]...]}
     * with commas between. Only permission bits come back; -1 if the text is none. As in GNU's
     * chmod, up to four octal digits leave a directory's set-id bits as they are.
     */
    public static int change(Address text, int mode, int umask) {
        boolean directory = FileMode.isDirectory(mode);
        if (Characters.isDigit(text.loadByte(0))) {
            return octal(text, mode, directory);
        }
        int result = mode & ALL;
        at = text;
        while (true) {
            result = clause(result, umask, directory);
            if (result < 0 || at.loadByte(0) == 0) {
                return result;
            }
            if (at.loadByte(0) != ',') {
                return -1;
            }
            at = at.plus(1);
        }
    }

    private static int octal(Address text, int mode, boolean directory) {
        int value = 0;
        int digits = 0;
        while (text.loadByte(digits) >= '0' && text.loadByte(digits) <= '7') {
            value = value * 8 + text.loadByte(digits) - '0';
            if (value > ALL) {
                return -1;
            }
            digits++;
        }
        if (text.loadByte(digits) != 0) {
            return -1;
        }
        return directory && digits < 5 ? value | mode & SPECIAL : value;
    }

    private static int clause(int from, int umask, boolean directory) {
        int who = 0;
        int letter = at.loadByte(0);
        while (letter == 'u' || letter == 'g' || letter == 'o' || letter == 'a') {
            who |= letter == 'u' ? USER : letter == 'g' ? GROUP : letter == 'o' ? OTHER : ALL;
            at = at.plus(1);
            letter = at.loadByte(0);
        }
        if (letter != '+' && letter != '-' && letter != '=') {
            return -1;
        }
        int result = from;
        while (letter == '+' || letter == '-' || letter == '=') {
            at = at.plus(1);
            int mask = who == 0 ? ALL & ~umask : who;
            int bits = rights(result, directory) & mask;
            if (letter == '+') {
                result |= bits;
            } else if (letter == '-') {
                result &= ~bits;
            } else {
                int cleared = who == 0 ? ALL : who;
                result = result & ~(directory ? cleared & ~SPECIAL : cleared) | bits;
            }
            letter = at.loadByte(0);
        }
        return result;
    }

    /** The bits, for everybody, that the letters behind an operator name. */
    private static int rights(int mode, boolean directory) {
        int letter = at.loadByte(0);
        if (letter == 'u' || letter == 'g' || letter == 'o') {
            at = at.plus(1);
            return (mode >> (letter == 'u' ? 6 : letter == 'g' ? 3 : 0) & 7) * 0111;
        }
        int bits = 0;
        while (true) {
            switch (at.loadByte(0)) {
                case 'r':
                    bits |= 0444;
                    break;
                case 'w':
                    bits |= 0222;
                    break;
                case 'x':
                    bits |= 0111;
                    break;
                case 'X':
                    bits |= directory || (mode & 0111) != 0 ? 0111 : 0;
                    break;
                case 's':
                    bits |= SPECIAL;
                    break;
                case 't':
                    bits |= FileMode.S_ISVTX;
                    break;
                default:
                    return bits;
            }
            at = at.plus(1);
        }
    }
}
