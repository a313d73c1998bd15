package cleave.guestos.user.tools;

import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Running;
import cleave.magic.Address;

/** {@code env}: the environment, or a program with another one. */
final class Env {
    private static final String USAGE = "env [-i0] [-u NAME] ... [NAME=VALUE ...]"
            + " [PROGRAM [WORD ...]]\n"
            + "Runs a program with these variables; without one, prints the environment.\n"
            + "  -i  begin with an empty environment    -u NAME  without this variable\n"
            + "  -0  end lines by a zero byte\n";
    private static final int WRONG = 125;

    private Env() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "+i(ignore-environment)u:(unset)0(null)", USAGE,
                WRONG);
        int end = '\n';
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            if (letter == 'i') {
                Environment.clearenv();
            } else if (letter == 'u') {
                Environment.unsetenv(CommandLine.value());
            } else {
                end = 0;
            }
        }
        int at = 0;
        while (at < CommandLine.operandCount()
                && !Strings.find(CommandLine.operand(at), '=').isNull()) {
            Environment.putenv(CommandLine.operand(at));
            at++;
        }
        if (at < CommandLine.operandCount()) {
            return Running.become(CommandLine.operandsFrom(at));
        }
        for (int i = 0; !Environment.variable(i).isNull(); i++) {
            Stdio.stdout().put(Environment.variable(i)).putByte(end);
        }
        return 0;
    }
}
