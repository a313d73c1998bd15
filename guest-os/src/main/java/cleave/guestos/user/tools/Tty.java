package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Terminal;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.magic.Address;

/** {@code tty} and {@code clear}: the terminal's name, and an empty screen. */
final class Tty {
    private static final String USAGE = "tty [-s]\n"
            + "Prints the name of the terminal that standard input is.\n"
            + "  -s  nothing: the exit code is 0 for a terminal, 1 for none\n";
    private static final String CLEAR = "clear\nClears the screen of the terminal.\n";
    private static final int SIZE = 256;
    private static final byte[] NAME = new byte[SIZE];

    private Tty() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "s(silent)", USAGE, 2);
        boolean silent = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            silent = true;
        }
        CommandLine.need(0, 0);
        if (!Terminal.isatty(0)) {
            if (!silent) {
                Stdio.stdout().put("not a tty\n");
            }
            return 1;
        }
        if (silent) {
            return 0;
        }
        int length = Files.readlink(Address.of("/proc/self/fd/0"), Address.of(NAME), SIZE - 1);
        if (length < 0) {
            Errors.warnErrno("/proc/self/fd/0");
            return 1;
        }
        Stdio.stdout().write(Address.of(NAME), length).line();
        return 0;
    }

    static int clear(int count, Address arguments) {
        CommandLine.operandsOnly(count, arguments, CLEAR);
        CommandLine.need(0, 0);
        Stdio.stdout().put("\033[H\033[2J\033[3J");
        return 0;
    }
}
