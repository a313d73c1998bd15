package cleave.guestos.user.tools;

import cleave.guestos.abi.StatFs64;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Systems;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Mounts;
import cleave.guestos.user.tools.common.Sizes;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;

/** {@code df}: how full file systems are. */
final class Df {
    private static final String USAGE = "df [-ahikT] [FILE ...]\n"
            + "Prints how full file systems are, in KiB; those of files, or all.\n"
            + "  -a  those without blocks, too    -h  as 1.5K, 23M    -i  inodes\n"
            + "  -k  in KiB    -T  with types\n";
    private static final int CELLS = 7;
    private static final int TYPE = 1;
    private static final int LAST = 6;
    private static final int KIBI = 1024;
    private static final int[] WIDTHS = {14, 4, 5, 5, 5, 4, 0};
    private static final byte[] NUMBER = new byte[24];
    private static final Words TABLE = new Words();
    /** Rows of cells, each the address of a string. */
    private static final Words ROWS = new Words();
    private static final StatFs64 SPACE = new StatFs64();
    private static final Statx FILE = new Statx();
    private static final Statx MOUNTED = new Statx();

    private static boolean all;
    private static boolean human;
    private static boolean inodes;
    private static boolean types;

    private Df() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "a(all)h(human-readable)i(inodes)kT(print-type)",
                USAGE);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            all |= letter == 'a';
            human = letter == 'h' || human && letter != 'k';
            inodes |= letter == 'i';
            types |= letter == 'T';
        }
        if (!Mounts.read("/proc/mounts", TABLE)) {
            Errors.warnErrno("/proc/mounts");
            return 1;
        }
        row(Address.of("Filesystem"), Address.of("Type"),
                Address.of(inodes ? "Inodes" : human ? "Size" : "1K-blocks"),
                Address.of(inodes ? "IUsed" : "Used"),
                Address.of(inodes ? "IFree" : human ? "Avail" : "Available"),
                Address.of(inodes ? "IUse%" : "Use%"), Address.of("Mounted on"));
        int status = 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            status |= operand(CommandLine.operand(i));
        }
        for (int i = 0; CommandLine.operandCount() == 0 && i < TABLE.count(); i++) {
            Mounts.Entry entry = Mounts.entry(TABLE, i);
            if (!isHidden(i, entry) && Systems.statfs(entry.target, SPACE) == 0
                    && (all || SPACE.blocks > 0)) {
                fill(entry);
            }
        }
        if (ROWS.count() > CELLS) {
            print();
        } else if (status == 0) {
            Errors.warn("no file systems are to be told of");
            return 1;
        }
        return status;
    }

    /** Whether something else is mounted there since, or the same is listed already. */
    private static boolean isHidden(int index, Mounts.Entry entry) {
        for (int i = index + 1; i < TABLE.count(); i++) {
            if (Strings.equal(Mounts.entry(TABLE, i).target, entry.target)) {
                return true;
            }
        }
        return false;
    }

    private static int operand(Address path) {
        if (Files.stat(path, FILE) < 0 || Systems.statfs(path, SPACE) < 0) {
            Errors.warnErrno(path);
            return 1;
        }
        Mounts.Entry found = null;
        for (int i = 0; i < TABLE.count(); i++) {
            Mounts.Entry entry = Mounts.entry(TABLE, i);
            if (Strings.equal(entry.source, path)) {
                Systems.statfs(entry.target, SPACE);
                found = entry;
                break;
            }
            if (!isHidden(i, entry) && Files.stat(entry.target, MOUNTED) == 0
                    && MOUNTED.deviceMajor == FILE.deviceMajor
                    && MOUNTED.deviceMinor == FILE.deviceMinor) {
                found = entry;
            }
        }
        if (found == null) {
            Errors.warn(path, "its file system is not in /proc/mounts");
            return 1;
        }
        fill(found);
        return 0;
    }

    private static void fill(Mounts.Entry entry) {
        long unit = inodes ? 1 : SPACE.fragmentSize > 0 ? SPACE.fragmentSize : SPACE.blockSize;
        long total = inodes ? SPACE.files : SPACE.blocks;
        long free = inodes ? SPACE.filesFree : SPACE.free;
        long available = inodes ? SPACE.filesFree : SPACE.available;
        long used = total - free;
        row(entry.source, entry.type, number(total * unit), number(used * unit),
                number(available * unit), percent(used, used + available), entry.target);
    }

    private static Address number(long value) {
        if (human) {
            Sizes.human(Address.of(NUMBER), NUMBER.length, value);
        } else {
            long shown = inodes ? value : (value + KIBI - 1) / KIBI;
            Format.snprintf(Address.of(NUMBER), NUMBER.length, "%lld", (int) shown,
                    (int) (shown >> 32));
        }
        return Strings.duplicate(Address.of(NUMBER));
    }

    /** Rounded up, as POSIX wants it. */
    private static Address percent(long used, long of) {
        if (of == 0) {
            return Address.of("-");
        }
        Format.snprintf(Address.of(NUMBER), NUMBER.length, "%d%%",
                (int) ((used * 100 + of - 1) / of));
        return Strings.duplicate(Address.of(NUMBER));
    }

    private static void row(Address source, Address type, Address total, Address used,
            Address available, Address percent, Address target) {
        int first = ROWS.count();
        ROWS.add(source);
        ROWS.add(type);
        ROWS.add(total);
        ROWS.add(used);
        ROWS.add(available);
        ROWS.add(percent);
        ROWS.add(target);
        for (int i = 0; i < CELLS; i++) {
            WIDTHS[i] = Math.max(WIDTHS[i], Strings.length(ROWS.address(first + i)));
        }
    }

    private static void print() {
        Stream out = Stdio.stdout();
        for (int at = 0; at < ROWS.count(); at += CELLS) {
            for (int i = 0; i < CELLS; i++) {
                if (i == TYPE && !types) {
                    continue;
                }
                if (i > 0) {
                    out.putByte(' ');
                }
                Format.print(out, i <= TYPE ? "%-*s" : "%*s", i == LAST ? 0 : WIDTHS[i],
                        ROWS.get(at + i), 0, 0, 0, 0);
            }
            out.line();
        }
    }
}
