package cleave.guestos.user.tools;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.magic.Address;

/** {@code yes}: a line without end. */
final class Yes {
    private static final String USAGE = "yes [WORD ...]\n"
            + "Prints a line of these words, or y, again and again until it is stopped.\n";

    private Yes() {
    }

    static int run(int count, Address arguments) {
        CommandLine.operandsOnly(count, arguments, USAGE);
        Stream out = Stdio.stdout();
        while (!out.failed()) {
            if (CommandLine.operandCount() == 0) {
                out.put("y");
            }
            for (int i = 0; i < CommandLine.operandCount(); i++) {
                out.put(i == 0 ? "" : " ").put(CommandLine.operand(i));
            }
            out.line();
        }
        Errors.warnErrno("standard output");
        return 1;
    }
}
