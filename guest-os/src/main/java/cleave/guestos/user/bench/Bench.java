package cleave.guestos.user.bench;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/**
 * {@code bench [GROUP ...]}, and {@code bench-fork bench-exec bench-cow bench-pipe bench-call} for
 * one group: prints what an operation costs as lines of name, value and unit. A name and a unit
 * mean the same in every version: scripts read them.
 */
final class Bench {
    private static final String[] GROUPS = {"call", "pipe", "fork", "exec", "cow"};
    private static final String PREFIX = "bench-";

    private Bench() {
    }

    static int main(int count, Address arguments) {
        Meter.check();
        Address name = Program.name();
        if (Strings.startsWith(name, PREFIX)) {
            return run(name.plus(PREFIX.length()));
        }
        for (int i = 1; i < count; i++) {
            int code = run(Program.argument(i));
            if (code != 0) {
                return code;
            }
        }
        for (int i = 0; count < 2 && i < GROUPS.length; i++) {
            run(i);
        }
        return 0;
    }

    private static int run(Address group) {
        for (int i = 0; i < GROUPS.length; i++) {
            if (Strings.equal(group, GROUPS[i])) {
                run(i);
                return 0;
            }
        }
        Errors.warn(group, "no such group; there are: call pipe fork exec cow");
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
}
