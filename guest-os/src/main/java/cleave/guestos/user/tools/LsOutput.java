package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.abi.WindowSize;
import cleave.guestos.libc.Calendar;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Terminal;
import cleave.guestos.libc.Time;
import cleave.guestos.user.tools.common.Modes;
import cleave.guestos.user.tools.common.Names;
import cleave.guestos.user.tools.common.Sizes;
import cleave.guestos.user.tools.common.Text;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/** How {@link Ls} prints: one name a line, columns, or details. */
final class LsOutput {
    static boolean columns;
    static boolean details;
    static boolean numeric;
    static boolean human;
    static boolean inodes;
    static boolean marks;
    /** On a terminal, control characters in names are question marks. */
    static boolean hideControls;

    private static final int LINE_WIDTH = 80;
    private static final int GAP = 2;
    private static final int SIZE = 16;
    private static final int TARGET = 4096;
    /** Half a year: above that, a date has its year and not its hour. */
    private static final long RECENT = 31_556_952L / 2;

    private static final byte[] NUMBER = new byte[24];
    private static final byte[] LINK = new byte[TARGET];
    private static final byte[] DATE = new byte[32];
    private static final Statx FILE = new Statx();
    private static final Text MODE = new Text();
    private static final Calendar CALENDAR = new Calendar();
    private static final WindowSize WINDOW = new WindowSize();

    private static long now;
    private static int inodeWidth;
    private static int linkWidth;
    private static int userWidth;
    private static int groupWidth;
    private static int sizeWidth;
    private static int majorWidth;
    private static int minorWidth;

    private LsOutput() {
    }

    /** Reads where a link leads. */
    static void readTarget(Ls.Item item, Address path) {
        int length = Files.readlink(path, Address.of(LINK), TARGET - 1);
        if (length >= 0) {
            item.target = Strings.duplicate(Address.of(LINK), length);
        }
        item.targetMode = Files.stat(path, FILE) == 0 ? FILE.mode & 0xffff : 0;
    }

    /** The line above a directory's details: how many KiB its files take. */
    static void total(Words items) {
        if (details) {
            long blocks = 0;
            for (int i = 0; i < items.count(); i++) {
                blocks += Struct.at(items.address(i), Ls.Item.class).file.blocks;
            }
            if (human) {
                Sizes.human(Address.of(NUMBER), SIZE, blocks * 512);
                Stdio.printf("total %s\n", Address.of(NUMBER));
            } else {
                Stdio.printf("total %lld\n", (blocks + 1) / 2);
            }
        }
    }

    static void print(Words items) {
        inodeWidth = inodes ? inodeWidth(items) : 0;
        if (details) {
            measure(items);
            for (int i = 0; i < items.count(); i++) {
                detail(Struct.at(items.address(i), Ls.Item.class));
            }
        } else if (columns) {
            columns(items);
        } else {
            for (int i = 0; i < items.count(); i++) {
                name(Struct.at(items.address(i), Ls.Item.class));
                Stdio.stdout().line();
            }
        }
    }

    private static int inodeWidth(Words items) {
        int width = 0;
        for (int i = 0; i < items.count(); i++) {
            width = Math.max(width, digits(Struct.at(items.address(i), Ls.Item.class).file.inode));
        }
        return width;
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    // ---- names ----

    /** The name with its inode and mark; returns the width. */
    private static int name(Ls.Item item) {
        Stream out = Stdio.stdout();
        int width = 0;
        if (inodes) {
            long inode = item.file.inode;
            width = Format.print(out, "%*lld ", inodeWidth,
                    (int) inode, (int) (inode >> 32), 0, 0, 0);
        }
        putName(item.name);
        width += Strings.length(item.name);
        int mark = marks && !(details && item.target.bits() != 0) ? mark(item.file.mode) : 0;
        if (mark != 0) {
            out.putByte(mark);
            width++;
        }
        return width;
    }

    private static void putName(Address name) {
        if (!hideControls) {
            Stdio.stdout().put(name);
            return;
        }
        for (int i = 0; name.loadByte(i) != 0; i++) {
            int character = name.loadUnsignedByte(i);
            Stdio.stdout().putByte(Characters.isControl(character) ? '?' : character);
        }
    }

    private static int mark(int mode) {
        switch (mode & FileMode.S_IFMT) {
            case FileMode.S_IFDIR:
                return '/';
            case FileMode.S_IFLNK:
                return '@';
            case FileMode.S_IFIFO:
                return '|';
            case FileMode.S_IFSOCK:
                return '=';
            case FileMode.S_IFREG:
                return (mode & 0111) != 0 ? '*' : 0;
            default:
                return 0;
        }
    }

    // ---- columns ----

    private static int lineWidth() {
        Address columnsWanted = Environment.getenv("COLUMNS");
        if (!columnsWanted.isNull() && Numbers.isInt(columnsWanted)
                && Numbers.toInt(columnsWanted) > 0) {
            return Numbers.toInt(columnsWanted);
        }
        return Terminal.windowSize(1, WINDOW) == 0 && WINDOW.columns > 0 ? WINDOW.columns
                : LINE_WIDTH;
    }

    private static int width(Ls.Item item) {
        return Strings.length(item.name) + (inodes ? inodeWidth + 1 : 0)
                + (marks && mark(item.file.mode) != 0 ? 1 : 0);
    }

    /** The greatest width of the names of one column of so many rows. */
    private static int columnWidth(Words items, int first, int rows) {
        int width = 0;
        for (int i = first; i < Math.min(first + rows, items.count()); i++) {
            width = Math.max(width, width(Struct.at(items.address(i), Ls.Item.class)));
        }
        return width;
    }

    /** Whether the names fit in so many rows. */
    private static boolean fits(Words items, int rows, int line) {
        int sum = 0;
        for (int first = 0; first < items.count(); first += rows) {
            boolean last = first + rows >= items.count();
            sum += columnWidth(items, first, rows) + (last ? 0 : GAP);
        }
        return sum <= line - 1;
    }

    /** As few rows as the line allows, filled from top to bottom. */
    private static void columns(Words items) {
        int line = lineWidth();
        int rows = 1;
        while (rows < items.count() && !fits(items, rows, line)) {
            rows++;
        }
        for (int row = 0; row < rows && row < items.count(); row++) {
            for (int at = row; at < items.count(); at += rows) {
                int width = name(Struct.at(items.address(at), Ls.Item.class));
                if (at + rows < items.count()) {
                    int wanted = columnWidth(items, at - row, rows) + GAP;
                    for (; width < wanted; width++) {
                        Stdio.stdout().putByte(' ');
                    }
                }
            }
            Stdio.stdout().line();
        }
    }

    // ---- details ----

    private static Address user(Statx file) {
        return numeric ? number(file.user) : Names.user(file.user);
    }

    private static Address group(Statx file) {
        return numeric ? number(file.group) : Names.group(file.group);
    }

    private static Address number(int number) {
        Format.snprintf(Address.of(NUMBER), SIZE, "%u", number);
        return Address.of(NUMBER);
    }

    private static Address size(Statx file) {
        if (human) {
            Sizes.human(Address.of(NUMBER), SIZE, file.size);
        } else {
            Format.snprintf(Address.of(NUMBER), NUMBER.length, "%lld", (int) file.size,
                    (int) (file.size >> 32));
        }
        return Address.of(NUMBER);
    }

    private static boolean isDevice(Statx file) {
        int type = file.mode & FileMode.S_IFMT;
        return type == FileMode.S_IFCHR || type == FileMode.S_IFBLK;
    }

    private static void measure(Words items) {
        now = Time.time();
        linkWidth = 0;
        userWidth = 0;
        groupWidth = 0;
        sizeWidth = 0;
        majorWidth = 0;
        minorWidth = 0;
        for (int i = 0; i < items.count(); i++) {
            Statx file = Struct.at(items.address(i), Ls.Item.class).file;
            linkWidth = Math.max(linkWidth, digits(file.links));
            userWidth = Math.max(userWidth, Strings.length(user(file)));
            groupWidth = Math.max(groupWidth, Strings.length(group(file)));
            if (isDevice(file)) {
                majorWidth = Math.max(majorWidth, digits(file.specialMajor));
                minorWidth = Math.max(minorWidth, digits(file.specialMinor));
                sizeWidth = Math.max(sizeWidth, majorWidth + 2 + minorWidth);
            } else {
                sizeWidth = Math.max(sizeWidth, Strings.length(size(file)));
            }
        }
    }

    private static void detail(Ls.Item item) {
        Stream out = Stdio.stdout();
        Statx file = item.file;
        if (inodes) {
            Format.print(out, "%*lld ", inodeWidth, (int) file.inode, (int) (file.inode >> 32), 0,
                    0, 0);
        }
        Modes.put(file.mode, MODE.clear());
        out.put(MODE.address());
        Format.print(out, " %*u %-*s ", linkWidth, file.links, userWidth, user(file).bits(), 0,
                0);
        Format.print(out, "%-*s ", groupWidth, group(file).bits(), 0, 0, 0, 0);
        if (isDevice(file)) {
            Format.print(out, "%*d, %*d ", Math.max(majorWidth, sizeWidth - 2 - minorWidth),
                    file.specialMajor, minorWidth, file.specialMinor, 0, 0);
        } else {
            Format.print(out, "%*s ", sizeWidth, size(file).bits(), 0, 0, 0, 0);
        }
        date(file.modified.seconds);
        boolean withInodes = inodes;
        inodes = false;
        name(item);
        inodes = withInodes;
        if (!item.target.isNull()) {
            out.put(" -> ");
            putName(item.target);
            int mark = marks && item.targetMode != 0 ? mark(item.targetMode) : 0;
            if (mark != 0) {
                out.putByte(mark);
            }
        }
        out.line();
    }

    private static void date(long seconds) {
        Calendar.gmtime(seconds, CALENDAR);
        boolean recent = seconds <= now && seconds > now - RECENT;
        Calendar.strftime(Address.of(DATE), DATE.length, Address.of(recent ? "%b %e %H:%M "
                : "%b %e  %Y "), CALENDAR);
        Stdio.stdout().put(Address.of(DATE));
    }
}
