package cleave.guestos.user.tools.common;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Recursive;

/**
 * The files that a filter reads: its operands, {@code -} or none of them for standard input. A
 * reader reads no other inputs; to the compiler, which knows it by its shape only, it might.
 */
public final class Inputs {
    /** Reads one input; the name is as given, null when none was. The result is a status. */
    public interface Reader extends Fn {
        int read(Stream in, Address name);
    }

    private static final int FAILED = 1;

    private Inputs() {
    }

    /** Lets every operand be read; the greatest status, 1 for a file that cannot be read. */
    public static int each(Reader reader) {
        return each(reader, 0);
    }

    /** The operands from one on. */
    @Recursive(max = 1)
    public static int each(Reader reader, int first) {
        int status = 0;
        if (CommandLine.operandCount() <= first) {
            return reader.read(Stdio.stdin(), Address.of(0)) | finish(Stdio.stdin(),
                    Address.of("standard input"));
        }
        for (int i = first; i < CommandLine.operandCount(); i++) {
            status = Math.max(status, one(reader, CommandLine.operand(i)));
        }
        return status;
    }

    /** Lets one file be read. */
    @Recursive(max = 1)
    public static int one(Reader reader, Address name) {
        Stream in = open(name);
        if (in == null) {
            return FAILED;
        }
        int status = reader.read(in, name);
        status = Math.max(status, finish(in, name));
        close(in);
        return status;
    }

    /** The file of that name, or standard input; null after a message. */
    public static Stream open(Address name) {
        if (Strings.equal(name, "-")) {
            return Stdio.stdin();
        }
        Stream in = Stdio.fopen(name, "re");
        if (in == null) {
            Errors.warnErrno(name);
        }
        return in;
    }

    /** Says what was wrong with reading, if anything was; 0 or 1. */
    public static int finish(Stream in, Address name) {
        if (!in.failed()) {
            return 0;
        }
        Errors.warnErrno(name);
        return FAILED;
    }

    public static void close(Stream in) {
        if (in == Stdio.stdin()) {
            in.clearError();
        } else {
            Stdio.fclose(in);
        }
    }
}
