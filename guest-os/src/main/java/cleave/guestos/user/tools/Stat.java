package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.StatFs64;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Calendar;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Systems;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Modes;
import cleave.guestos.user.tools.common.Names;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/** {@code stat}: all that is known of a file. */
final class Stat {
    private static final String USAGE = "stat [-fL] [-c FORMAT] FILE ...\n"
            + "Prints all that is known of files.\n"
            + "  -L  what links lead to    -f  of the file system they are in\n"
            + "  -c FORMAT  a line of: %a %A mode, %b %B blocks, %d device, %F type, %g %G group,\n"
            + "     %h links, %i inode, %m %n name, %N with the link, %o I/O size, %s size, %t %T\n"
            + "     device numbers, %u %U owner, %x %y %z %X %Y %Z times\n";
    private static final String ALL = "  File: %N\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\n"
            + "Device: %D\tInode: %-11i Links: %h\n"
            + "Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\n"
            + "Access: %x\nModify: %y\nChange: %z\n Birth: %w";
    private static final int LINK_SIZE = 4096;
    private static final int BLOCK = 512;
    private static final Statx FILE = new Statx();
    private static final StatFs64 SPACE = new StatFs64();
    private static final Calendar DATE = new Calendar();
    private static final byte[] LINK = new byte[LINK_SIZE];
    private static final byte[] PIECE = new byte[64];
    private static final Text SPECIFICATION = new Text();
    private static final Text CELL = new Text();

    private Stat() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "c:(format)f(file-system)L(dereference)", USAGE);
        Address format = Address.of(ALL);
        boolean follow = false;
        boolean system = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            follow |= letter == 'L';
            system |= letter == 'f';
            format = letter == 'c' ? CommandLine.value() : format;
        }
        CommandLine.need(1, -1);
        int status = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            Address path = CommandLine.operand(i);
            int result = system ? Systems.statfs(path, SPACE)
                    : follow ? Files.stat(path, FILE) : Files.lstat(path, FILE);
            if (result < 0) {
                Errors.warnErrno(path);
                status = 1;
            } else if (system) {
                system(path);
            } else {
                print(format, path);
            }
        }
        return status;
    }

    private static void system(Address path) {
        Stream out = Stdio.stdout();
        out.put("  File: \"").put(path).put("\"\n");
        Stdio.printf("    ID: %x%08x Namelen: %d Type: %x\n", SPACE.idHigh, SPACE.id, SPACE.nameMax,
                SPACE.type);
        out.put("Block size: ").put(SPACE.blockSize).put(" Fundamental block size: ")
                .put(SPACE.fragmentSize).line();
        out.put("Blocks: Total: ").put(SPACE.blocks).put(" Free: ").put(SPACE.free)
                .put(" Available: ").put(SPACE.available).line();
        out.put("Inodes: Total: ").put(SPACE.files).put(" Free: ").put(SPACE.filesFree).line();
    }

    private static void print(Address format, Address path) {
        Stream out = Stdio.stdout();
        Address at = format;
        while (at.loadByte(0) != 0) {
            if (at.loadByte(0) != '%') {
                out.putByte(at.loadByte(0));
                at = at.plus(1);
                continue;
            }
            SPECIFICATION.clear().put('%');
            at = at.plus(1);
            while (at.loadByte(0) == '-' || at.loadByte(0) == '.'
                    || Characters.isDigit(at.loadByte(0))) {
                SPECIFICATION.put(at.loadByte(0));
                at = at.plus(1);
            }
            int letter = at.loadUnsignedByte(0);
            at = at.plus(letter == 0 ? 0 : 1);
            CELL.clear();
            if (letter == '%' || letter == 0) {
                out.putByte('%');
            } else if (letter == 'a' && SPECIFICATION.length() > 1) {
                Stdio.printf("%04o", FILE.mode & FileMode.PERMISSIONS);
            } else {
                cell(letter, path);
                SPECIFICATION.put('s');
                Format.print(out, SPECIFICATION.address(), CELL.address().bits(), 0, 0, 0, 0, 0);
            }
        }
        out.line();
    }

    private static void number(long value, String format) {
        Format.snprintf(Address.of(PIECE), PIECE.length, format, (int) value, (int) (value >> 32));
        CELL.put(Address.of(PIECE));
    }

    private static void number(long value) {
        number(value, "%llu");
    }

    private static void cell(int letter, Address path) {
        switch (letter) {
            case 'a' -> number(FILE.mode & FileMode.PERMISSIONS, "%llo");
            case 'A' -> mode();
            case 'b' -> number(FILE.blocks);
            case 'B' -> number(BLOCK);
            case 'd' -> number((long) FILE.deviceMajor << 8 | FILE.deviceMinor);
            case 'D' -> {
                number(FILE.deviceMajor);
                CELL.put(',');
                number(FILE.deviceMinor);
            }
            case 'f' -> number(FILE.mode & 0xffff, "%llx");
            case 'F' -> CELL.put(Modes.typeName(FILE.mode, FILE.size == 0));
            case 'g' -> number(Integer.toUnsignedLong(FILE.group));
            case 'G' -> CELL.put(Names.group(FILE.group));
            case 'h' -> number(FILE.links);
            case 'i' -> number(FILE.inode);
            case 'n', 'm' -> CELL.put(path);
            case 'N' -> name(path);
            case 'o' -> number(FILE.blockSize);
            case 's' -> number(FILE.size);
            case 't' -> number(FILE.specialMajor, "%llx");
            case 'T' -> number(FILE.specialMinor, "%llx");
            case 'u' -> number(Integer.toUnsignedLong(FILE.user));
            case 'U' -> CELL.put(Names.user(FILE.user));
            case 'x' -> time(FILE.accessed.seconds, FILE.accessed.nanoseconds);
            case 'y' -> time(FILE.modified.seconds, FILE.modified.nanoseconds);
            case 'z' -> time(FILE.changed.seconds, FILE.changed.nanoseconds);
            case 'w' -> CELL.put('-');
            case 'X' -> number(FILE.accessed.seconds, "%lld");
            case 'Y' -> number(FILE.modified.seconds, "%lld");
            case 'Z' -> number(FILE.changed.seconds, "%lld");
            default -> CELL.put('?');
        }
    }

    private static void mode() {
        Modes.put(FILE.mode, CELL);
    }

    private static void name(Address path) {
        CELL.put(path);
        if (FileMode.isLink(FILE.mode)) {
            int length = Files.readlink(path, Address.of(LINK), LINK_SIZE);
            if (length >= 0) {
                CELL.put(" -> ").put(Address.of(LINK), length);
            }
        }
    }

    private static void time(long seconds, int nanoseconds) {
        Calendar.gmtime(seconds, DATE);
        Calendar.strftime(Address.of(PIECE), PIECE.length, Address.of("%Y-%m-%d %H:%M:%S"), DATE);
        CELL.put(Address.of(PIECE));
        Format.snprintf(Address.of(PIECE), PIECE.length, ".%09d +0000", nanoseconds);
        CELL.put(Address.of(PIECE));
    }
}
