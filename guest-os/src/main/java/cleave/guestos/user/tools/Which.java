package cleave.guestos.user.tools;

import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Text;
import cleave.magic.Address;

/** {@code which}: the files that names of programs stand for. */
final class Which {
    private static final String USAGE = "which [-a] NAME ...\n"
            + "Prints the program that each name stands for.\n"
            + "  -a  all of them, not only the first\n";
    private static final Statx FILE = new Statx();
    private static final Text PATH = new Text();

    private Which() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "a", USAGE);
        boolean all = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            all = true;
        }
        int status = CommandLine.operandCount() == 0 ? 1 : 0;
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            if (!find(CommandLine.operand(i), all)) {
                status = 1;
            }
        }
        return status;
    }

    private static boolean isProgram(Address path) {
        return Files.stat(path, FILE) == 0 && FileMode.isRegular(FILE.mode)
                && Files.access(path, FileMode.X_OK) == 0;
    }

    private static boolean find(Address name, boolean all) {
        if (!Strings.find(name, '/').isNull()) {
            if (isProgram(name)) {
                Stdio.puts(name);
                return true;
            }
            return false;
        }
        Address at = Environment.getenv("PATH");
        boolean found = false;
        while (!at.isNull() && (all || !found)) {
            int length = Strings.spanWithout(at, Address.of(":"));
            PATH.clear().put(length == 0 ? Address.of(".") : at, Math.max(1, length))
                    .putName(name);
            if (isProgram(PATH.address())) {
                Stdio.puts(PATH.address());
                found = true;
            }
            at = at.loadByte(length) == 0 ? Address.of(0) : at.plus(length + 1);
        }
        return found;
    }
}
