package cleave.guestos.user.tools;

import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Copying;
import cleave.guestos.user.tools.common.Inputs;
import cleave.guestos.libc.Strings;
import cleave.guestos.abi.OpenFlags;
import cleave.magic.Address;

/** {@code cat}: files one behind the other. */
final class Cat {
    private static final String USAGE = "cat [-nbsE] [FILE ...]\n"
            + "Prints files one behind the other; - is standard input.\n"
            + "  -n  number the lines    -b  number those that are not empty\n"
            + "  -s  of several empty lines in a row print one\n"
            + "  -E  print $ at the end of each line\n";

    private static boolean all;
    private static boolean filled;
    private static boolean squeeze;
    private static boolean ends;
    private static int number;
    private static int previous = '\n';
    private static int beforePrevious = 'x';

    private Cat() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "n(number)b(number-nonblank)s(squeeze-blank)"
                + "E(show-ends)u", USAGE);
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            all |= letter == 'n';
            filled |= letter == 'b';
            squeeze |= letter == 's';
            ends |= letter == 'E';
        }
        if (all || filled || squeeze || ends) {
            return Inputs.each(Cat::decorated);
        }
        int status = 0;
        for (int i = 0; i < Math.max(1, CommandLine.operandCount()); i++) {
            status |= plain(CommandLine.operandCount() == 0 ? Address.of("-")
                    : CommandLine.operand(i));
        }
        return status;
    }

    private static int plain(Address name) {
        boolean standard = Strings.equal(name, "-");
        int in = standard ? 0 : Files.open(name, OpenFlags.O_RDONLY);
        if (in < 0) {
            Errors.warnErrno(name);
            return 1;
        }
        int result = Copying.all(in, 1);
        if (result < 0) {
            Errors.warnErrno(result == -1 ? name : Address.of("standard output"));
        }
        if (!standard) {
            Files.close(in);
        }
        return result < 0 ? 1 : 0;
    }

    private static int decorated(Stream in, Address name) {
        Stream out = Stdio.stdout();
        for (int character = in.get(); character >= 0; character = in.get()) {
            boolean starts = previous == '\n';
            boolean empty = starts && character == '\n';
            boolean dropped = squeeze && empty && beforePrevious == '\n';
            if (!dropped) {
                if (starts && (filled ? !empty : all)) {
                    number++;
                    Stdio.printf("%6d\t", number);
                }
                if (ends && character == '\n') {
                    out.putByte('$');
                }
                out.putByte(character);
            }
            beforePrevious = previous;
            previous = character;
        }
        return 0;
    }
}
