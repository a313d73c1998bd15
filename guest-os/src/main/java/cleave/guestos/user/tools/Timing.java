package cleave.guestos.user.tools;

import cleave.guestos.abi.Rusage;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.guestos.user.tools.common.CommandLine;
import cleave.guestos.user.tools.common.Running;
import cleave.magic.Address;

/** {@code time}: how long a program takes, and what it uses. */
final class Timing {
    private static final String USAGE = "time [-pv] PROGRAM [WORD ...]\n"
            + "Runs a program and prints how long it took, and how much processor time in the\n"
            + "program and in the kernel.\n"
            + "  -p  in seconds, as POSIX has it    -v  with memory, page faults and switches\n";
    private static final int WRONG = 125;
    private static final int NOT_RUN = 126;

    private Timing() {
    }

    static int run(int count, Address arguments) {
        CommandLine.begin(count, arguments, "+p(portability)v(verbose)", USAGE, WRONG);
        boolean portable = false;
        boolean verbose = false;
        for (int letter = CommandLine.next(); letter != 0; letter = CommandLine.next()) {
            portable |= letter == 'p';
            verbose |= letter == 'v';
        }
        CommandLine.need(1, -1);
        long start = Time.monotonic();
        int child = Running.start(CommandLine.operandsFrom(0));
        if (child < 0) {
            return NOT_RUN;
        }
        int code = Running.end(child);
        int milliseconds = (int) ((Time.monotonic() - start) / 1_000_000);
        Rusage used = Wait.usage();
        if (Wait.signalled(Wait.status)) {
            Stdio.stderr().put("Command terminated by signal ").put(Wait.signal(Wait.status))
                    .line();
        }
        row("real", milliseconds / 1000, milliseconds % 1000, portable);
        row("user", used.userSeconds, used.userMicroseconds / 1000, portable);
        row("sys", used.systemSeconds, used.systemMicroseconds / 1000, portable);
        if (verbose) {
            Stream out = Stdio.stderr();
            out.put("maximum resident KiB\t").put(used.maxResident).line();
            out.put("minor page faults\t").put(used.minorFaults).line();
            out.put("major page faults\t").put(used.majorFaults).line();
            out.put("voluntary switches\t").put(used.voluntarySwitches).line();
            out.put("involuntary switches\t").put(used.involuntarySwitches).line();
        }
        return code;
    }

    private static void row(String name, int seconds, int milliseconds, boolean portable) {
        Stream out = Stdio.stderr();
        out.put(name);
        if (portable) {
            Stdio.fprintf(out, " %d.%02d\n", seconds, milliseconds / 10);
        } else {
            Stdio.fprintf(out, "\t%dm%d.%03ds\n", seconds / 60, seconds % 60, milliseconds);
        }
    }
}
