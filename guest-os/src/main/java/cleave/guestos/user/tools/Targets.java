package cleave.guestos.user.tools;

import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Recursive;

/**
 * Where {@code cp}, {@code mv} and {@code ln} put things: into the last operand if that is a
 * directory, else there is one thing, and the last operand is its new name.
 */
final class Targets {
    /** Puts one file at a path; the result is a status. */
    interface Action extends Fn {
        int put(Address from, Address to);
    }

    private static final Statx FILE = new Statx();
    private static final Text PATH = new Text();

    private Targets() {
    }

    /** With one operand, the current directory is where it goes. */
    @Recursive(max = 1)
    static int each(Action action, boolean keepLinks) {
        int count = CommandLine.operandCount();
        Address last = count == 1 ? Address.of(".") : CommandLine.operand(count - 1);
        int sources = Math.max(1, count - 1);
        boolean directory = (keepLinks ? Files.lstat(last, FILE) : Files.stat(last, FILE)) == 0
                && Files.isDirectory(FILE);
        if (!directory) {
            if (sources > 1) {
                Errors.warn(last, "not a directory, and there are several files to put into it");
                return 1;
            }
            return action.put(CommandLine.operand(0), last);
        }
        int status = 0;
        for (int i = 0; i < sources; i++) {
            Address from = CommandLine.operand(i);
            Address name = Strings.baseName(from);
            int length = Strings.length(name);
            while (length > 1 && name.loadByte(length - 1) == '/') {
                length--;
            }
            PATH.clear().put(last).putName(Address.of("")).put(name, length);
            status = Math.max(status, action.put(from, PATH.address()));
        }
        return status;
    }
}
