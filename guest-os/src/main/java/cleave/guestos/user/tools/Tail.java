package cleave.guestos.user.tools;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Time;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.user.tools.common.Sizes;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;
import cleave.magic.Struct;

/** {@code tail}: the last lines or bytes of files, and those that come later. */
final class Tail {
    private static final String USAGE =
            "tail [-n [+]LINES | -c [+]BYTES | -NUMBER] [-fqv] [FILE ...]\n"
            + "Prints the last 10 lines of each file.\n"
            + "  -n N  the last N lines; -n +N those from line N on\n"
            + "  -c N  the last N bytes; -c +N those from byte N on\n"
            + "  -f    go on with what is appended, until it is interrupted\n"
            + "  -q    never print file names    -v  always print them\n";
    private static final int PAUSE_MILLISECONDS = 500;

    private static long wanted = 10;
    private static boolean bytes;
    private static boolean fromStart;
    private static boolean headers;
    private static boolean printed;
    private static final Words FOLLOWED = new Words();
    private static final Words FOLLOWED_NAMES = new Words();

    private Tail() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "#n:(lines)c:(bytes)f(follow)q(quiet)v(verbose)",
                USAGE);
        boolean quiet = false;
        boolean verbose = false;
        boolean follow = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            quiet |= letter == 'q';
            verbose |= letter == 'v';
            follow |= letter == 'f';
            if (letter == 'n' || letter == 'c' || letter == CommandLine.NUMBER) {
                bytes = letter == 'c';
                Address value = CommandLine.value();
                fromStart = value.loadByte(0) == '+';
                wanted = Sizes.parse(value.plus(fromStart || value.loadByte(0) == '-' ? 1 : 0));
                if (wanted < 0) {
                    CommandLine.refuse(value, "not a number of lines or bytes");
                }
            }
        }
        headers = verbose || CommandLine.operandCount() > 1 && !quiet;
        if (!follow) {
            return Inputs.each(Tail::print);
        }
        return follow();
    }

    private static int print(Stream in, Address name) {
        if (headers) {
            Head.header(name, !printed);
            printed = true;
        }
        if (fromStart) {
            printFrom(in);
        } else if (bytes) {
            printLastBytes(in);
        } else {
            printLastLines(in);
        }
        return 0;
    }

    private static void printFrom(Stream in) {
        long skipped = 1;
        while (skipped < wanted) {
            int character = in.get();
            if (character < 0) {
                return;
            }
            if (bytes || character == '\n') {
                skipped++;
            }
        }
        Stream out = Stdio.stdout();
        for (int character = in.get(); character >= 0; character = in.get()) {
            out.putByte(character);
        }
    }

    private static void printLastBytes(Stream in) {
        int size = (int) Math.min(wanted, Integer.MAX_VALUE / 2);
        Address ring = Address.of(0);
        int room = 0;
        int length = 0;
        int start = 0;
        for (int character = in.get(); character >= 0; character = in.get()) {
            if (length < size) {
                if (length == room) {
                    room = Math.min(size, Math.max(Stdio.BUFFER_SIZE, 2 * room));
                    ring = Heap.realloc(ring, room);
                    if (ring.isNull()) {
                        Errors.die(1, "out of memory");
                    }
                }
                ring.storeByte(length, character);
                length++;
            } else if (size > 0) {
                ring.storeByte(start, character);
                start = start + 1 == size ? 0 : start + 1;
            }
        }
        Stdio.stdout().write(ring.plus(start), length - start).write(ring, start);
        Heap.free(ring);
    }

    /** A ring of the last lines, each a copy with its length before it. */
    private static void printLastLines(Stream in) {
        int size = (int) Math.min(wanted, Integer.MAX_VALUE / 8);
        Words lines = new Words();
        int start = 0;
        Line line = new Line();
        while (Stdio.getline(line, in) >= 0) {
            if (size > 0) {
                Address copy = Heap.malloc(line.length + 4);
                if (copy.isNull()) {
                    Errors.die(1, "out of memory");
                }
                copy.storeInt(0, line.length);
                Memory.copy(copy.plus(4), line.text, line.length);
                if (lines.count() < size) {
                    lines.add(copy);
                } else {
                    Heap.free(lines.address(start));
                    lines.set(start, copy.bits());
                    start = start + 1 == size ? 0 : start + 1;
                }
            }
        }
        for (int i = 0; i < lines.count(); i++) {
            int at = start + i;
            Address copy = lines.address(at < lines.count() ? at : at - lines.count());
            Stdio.stdout().write(copy.plus(4), copy.loadInt(0));
        }
        lines.release(true);
        line.release();
    }

    // ---- following ----

    private static int follow() {
        int status = 0;
        boolean none = CommandLine.operandCount() == 0;
        for (int i = 0; i < Math.max(1, CommandLine.operandCount()); i++) {
            Address name = none ? Address.of("-") : CommandLine.operand(i);
            Stream in = Inputs.open(name);
            if (in == null) {
                status = 1;
            } else {
                print(in, name);
                in.clearError();
                FOLLOWED.add(Address.of(in));
                FOLLOWED_NAMES.add(name);
            }
        }
        int last = FOLLOWED.count() - 1;
        while (FOLLOWED.count() > 0) {
            Stdio.stdout().flush();
            boolean idle = true;
            for (int i = 0; i < FOLLOWED.count(); i++) {
                Stream in = Struct.at(FOLLOWED.address(i), Stream.class);
                int character = in.get();
                if (character >= 0 && headers && i != last) {
                    Head.header(FOLLOWED_NAMES.address(i), false);
                }
                while (character >= 0) {
                    idle = false;
                    last = i;
                    Stdio.stdout().putByte(character);
                    character = in.get();
                }
                if (in.failed()) {
                    Errors.warnErrno(FOLLOWED_NAMES.address(i));
                    return 1;
                }
                if (Strings.equal(FOLLOWED_NAMES.address(i), "-") && FOLLOWED.count() == 1
                        && isPipe(in)) {
                    return status;
                }
                in.clearError();
            }
            if (idle) {
                Time.millisleep(PAUSE_MILLISECONDS);
            }
        }
        return status;
    }

    /** What has ended and cannot grow: standard input that is a pipe. */
    private static boolean isPipe(Stream in) {
        return Files.lseek(in.descriptor(), 0,
                OpenFlags.SEEK_CUR) < 0;
    }
}
