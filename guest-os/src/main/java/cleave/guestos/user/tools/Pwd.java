package cleave.guestos.user.tools;

import cleave.guestos.abi.Statx;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Tree;
import cleave.magic.Address;

/** {@code pwd}: the path of the current directory. */
final class Pwd {
    private static final String USAGE = "pwd [-L | -P]\n"
            + "Prints the path of the current directory.\n"
            + "  -L  as PWD has it, through links    -P  without links, the default\n";
    private static final int SIZE = 4096;
    private static final byte[] PATH = new byte[SIZE];
    private static final Statx HERE = new Statx();
    private static final Statx THERE = new Statx();

    private Pwd() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "L(logical)P(physical)", USAGE);
        boolean logical = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            logical = letter == 'L';
        }
        Address path = Environment.getenv("PWD");
        if (!logical || path.isNull() || path.loadByte(0) != '/'
                || !Strings.find(path, Address.of("/.")).isNull()
                || Files.stat(path, THERE) < 0 || Files.stat(Address.of("."), HERE) < 0
                || !Tree.same(HERE, THERE)) {
            path = Files.getcwd(Address.of(PATH), SIZE);
            if (path.isNull()) {
                Errors.warnErrno("the current directory");
                return 1;
            }
        }
        Stdio.puts(path);
        return 0;
    }
}
