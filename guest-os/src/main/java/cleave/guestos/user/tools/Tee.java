package cleave.guestos.user.tools;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Signals;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Copying;
import cleave.guestos.user.tools.common.Words;
import cleave.magic.Address;

/** {@code tee}: what comes in goes on, and into files. */
final class Tee {
    private static final String USAGE = "tee [-ai] [FILE ...]\n"
            + "Copies standard input to standard output and to each file.\n"
            + "  -a  append to the files    -i  ignore interrupts\n";
    private static final int MODE = 0666;
    private static final int SIZE = 4096;
    private static final byte[] BUFFER = new byte[SIZE];
    private static final Words FILES = new Words();

    private Tee() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "a(append)i(ignore-interrupts)", USAGE);
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT;
        boolean append = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            if (letter == 'a') {
                append = true;
            } else {
                Signals.ignore(Signal.SIGINT);
            }
        }
        flags |= append ? OpenFlags.O_APPEND : OpenFlags.O_TRUNC;
        int status = 0;
        FILES.add(1);
        for (int i = 0; i < CommandLine.operandCount(); i++) {
            int file = Files.open(CommandLine.operand(i), flags, MODE);
            FILES.add(file);
            if (file < 0) {
                Errors.warnErrno(CommandLine.operand(i));
                status = 1;
            }
        }
        return status | copy();
    }

    /** An output that fails is left out from then on. */
    private static int copy() {
        int status = 0;
        while (true) {
            int bytes = Files.read(0, Address.of(BUFFER), SIZE);
            if (bytes < 0) {
                Errors.warnErrno("standard input");
                return 1;
            }
            if (bytes == 0) {
                return status;
            }
            for (int i = 0; i < FILES.count(); i++) {
                if (FILES.get(i) >= 0 && !Copying.write(FILES.get(i), Address.of(BUFFER), bytes)) {
                    Errors.warnErrno(i == 0 ? Address.of("standard output")
                            : CommandLine.operand(i - 1));
                    FILES.set(i, -1);
                    status = 1;
                }
            }
        }
    }
}
