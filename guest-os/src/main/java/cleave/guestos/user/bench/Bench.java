package cleave.guestos.user.bench;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Options;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/**
 * {@code bench [GROUP ...]}, and {@code bench-fork bench-exec bench-cow bench-pipe bench-call} for
 * one group: prints what an operation costs as lines of name, value and unit. A name and a unit
 * mean the same in every version: scripts read them.
 *
 * <p>{@code bench -n COUNT OPERATION ...} does one operation so many times, without choosing the
 * best of several rounds: work for whoever measures from outside. An operation is called like the
 * group that it is of; {@code yield} is the other one of {@code pipe}.
 */
final class Bench {
    private static final String[] GROUPS = {"call", "pipe", "fork", "exec", "cow"};
    private static final String PREFIX = "bench-";
    private static final String YIELD = "yield";
    private static final int COUNT_MAX = 10_000_000;

    private Bench() {
    }

    static int main(int count, Address arguments) {
        int times = times(count, arguments);
        if (times < 0) {
            return 2;
        }
        Meter.check();
        Address name = Program.name();
        if (Strings.startsWith(name, PREFIX)) {
            return run(name.plus(PREFIX.length()), times);
        }
        for (int i = Options.index; i < count; i++) {
            int code = run(Program.argument(i), times);
            if (code != 0) {
                return code;
            }
        }
        if (Options.index == count && times > 0) {
            Errors.warn(Address.of("-n"), "of what? call, pipe, yield, fork, exec or cow");
            return 2;
        }
        for (int i = 0; Options.index == count && i < GROUPS.length; i++) {
            run(i);
        }
        return 0;
    }

    /** How often, by {@code -n}; 0 when nothing is said, -1 when it was refused. */
    private static int times(int count, Address arguments) {
        int times = 0;
        for (int option = Options.next(count, arguments, "n:"); option >= 0;
                option = Options.next(count, arguments, "n:")) {
            if (option != 'n') {
                return -1;
            }
            times = Numbers.isInt(Options.argument) ? Numbers.toInt(Options.argument) : 0;
            if (times < 1 || times > COUNT_MAX) {
                Errors.warn(Options.argument, "not a number of operations from 1 to 10000000");
                return -1;
            }
        }
        return times;
    }

    private static int run(Address group, int times) {
        for (int i = 0; i < GROUPS.length; i++) {
            if (Strings.equal(group, GROUPS[i])) {
                if (times > 0) {
                    repeat(i, times);
                } else {
                    run(i);
                }
                return 0;
            }
        }
        if (times > 0 && Strings.equal(group, YIELD)) {
            Switches.yields(1, times);
            return 0;
        }
        Errors.warn(group, times > 0 ? "no such operation; there are: call pipe yield fork exec cow"
                : "no such group; there are: call pipe fork exec cow");
        return 2;
    }

    private static void run(int group) {
        switch (group) {
            case 0 -> Calls.run();
            case 1 -> Switches.run();
            case 2 -> Forks.run();
            case 3 -> Execs.run();
            default -> CopyOnWrite.run();
        }
    }

    private static void repeat(int group, int times) {
        switch (group) {
            case 0 -> Calls.nothing(1, times);
            case 1 -> Switches.pipes(1, times);
            case 2 -> Forks.small(1, times);
            case 3 -> Execs.tiny(1, times);
            default -> CopyOnWrite.faults(times);
        }
    }
}
