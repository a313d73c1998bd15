package cleave.guestos.user.tools;

import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.user.tools.common.Sizes;
import cleave.magic.Address;

/** {@code cmp}: whether two files are equal, and where they are not. */
final class Cmp {
    private static final String USAGE = "cmp [-ls] [-n BYTES] FILE1 [FILE2 [SKIP1 [SKIP2]]]\n"
            + "Says where two files differ first. Ends with 0 if they are equal, 1 if not.\n"
            + "  -l  every byte, in octal    -s  nothing but the exit code    -n N  N bytes only\n";
    private static final int WRONG = 2;
    private static final Statx FILE = new Statx();

    private static boolean all;
    private static boolean silent;
    /** Of the places that -l prints: that of the last. */
    private static int width = 1;

    private Cmp() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "l(verbose)n:(bytes)s(quiet)", USAGE, WRONG);
        long most = Long.MAX_VALUE;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            all |= letter == 'l';
            silent |= letter == 's';
            if (letter == 'n') {
                most = size(CommandLine.value());
            }
        }
        CommandLine.need(1, 4);
        Address second = CommandLine.operandCount() > 1 ? CommandLine.operand(1)
                : Address.of("-");
        Stream a = Inputs.open(CommandLine.operand(0));
        Stream b = a == null ? null : Inputs.open(second);
        if (b == null) {
            return WRONG;
        }
        if (CommandLine.operandCount() > 2) {
            skip(a, size(CommandLine.operand(2)));
        }
        if (CommandLine.operandCount() > 3) {
            skip(b, size(CommandLine.operand(3)));
        }
        long end = most;
        if (Files.fstat(a.descriptor(), FILE) == 0 && Files.isRegular(FILE)) {
            end = Math.min(end, FILE.size);
        }
        if (Files.fstat(b.descriptor(), FILE) == 0 && Files.isRegular(FILE)) {
            end = Math.min(end, FILE.size);
        }
        for (long rest = end / 10; rest > 0; rest /= 10) {
            width++;
        }
        int result = compare(a, CommandLine.operand(0), b, second, most);
        return Inputs.finish(a, CommandLine.operand(0)) + Inputs.finish(b, second) > 0 ? WRONG
                : result;
    }

    private static long size(Address text) {
        long size = Sizes.parse(text);
        if (size < 0) {
            CommandLine.refuse(text, "not a number of bytes");
        }
        return size;
    }

    private static void skip(Stream in, long bytes) {
        long left = bytes;
        while (left > 0 && in.get() >= 0) {
            left--;
        }
    }

    private static int compare(Stream a, Address aName, Stream b, Address bName, long most) {
        long line = 1;
        int result = 0;
        int last = '\n';
        for (long at = 1; at <= most; at++) {
            int one = a.get();
            int other = b.get();
            if (one < 0 || other < 0) {
                if (one != other && !silent) {
                    ended(one < 0 ? aName : bName, at - 1, line, last == '\n');
                }
                return one == other ? result : 1;
            }
            if (one != other) {
                result = 1;
                if (silent) {
                    return 1;
                }
                if (!all) {
                    Stdio.stdout().put(aName).put(" ").put(bName).put(" differ: char ").put(at)
                            .put(", line ").put(line).line();
                    return 1;
                }
                Format.print(Stdio.stdout(), "%*lld %3o %3o\n", width, (int) at,
                        (int) (at >> 32), one, other, 0);
            }
            line += one == '\n' ? 1 : 0;
            last = one;
        }
        return result;
    }

    private static void ended(Address name, long bytes, long line, boolean lineEnded) {
        Stream out = Errors.message().put("EOF on ").put(name);
        if (bytes == 0) {
            out.put(" which is empty").line();
            return;
        }
        out.put(" after byte ").put(bytes);
        if (!all) {
            out.put(lineEnded ? ", line " : ", in line ").put(lineEnded ? line - 1 : line);
        }
        out.line();
    }
}
