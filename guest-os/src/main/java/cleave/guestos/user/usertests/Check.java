package cleave.guestos.user.usertests;

import cleave.guestos.abi.MapFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;

/**
 * What must hold; what does not is said at once, and makes the row fail, whichever of its processes
 * has found it: the count is in memory that they share.
 */
final class Check {
    private static final int PAGE = 4096;
    private static Address failures;

    private Check() {
    }

    static void begin() {
        if (failures.isNull()) {
            int raw = Syscalls.mmap2(Address.of(0), PAGE,
                    MapFlags.PROT_READ | MapFlags.PROT_WRITE,
                    MapFlags.MAP_SHARED | MapFlags.MAP_ANONYMOUS, -1, 0);
            if (Errors.are(raw)) {
                Errors.result(raw);
                Errors.dieErrno(2, "memory to count failures");
            }
            failures = Address.of(raw);
        }
        failures.writeInt(0, 0);
    }

    static int failures() {
        return failures.readInt(0);
    }

    private static void fail(Address what) {
        failures.writeInt(0, failures.readInt(0) + 1);
        Stdio.printf("  FAIL %s", what);
    }

    static void that(boolean holds, String what) {
        if (!holds) {
            fail(Address.of(what));
            Stdio.printf("\n");
            Stdio.stdout().flush();
        }
    }

    static void equal(int wanted, int found, String what) {
        between(wanted, wanted, found, what);
    }

    static void between(int least, int most, int found, String what) {
        if (found < least || found > most) {
            fail(Address.of(what));
            if (least == most) {
                Stdio.printf(": %d, not %d\n", found, most);
            } else {
                Stdio.printf(": %d, not %d to %d\n", found, least, most);
            }
            Stdio.stdout().flush();
        }
    }

    /** Two strings. */
    static void equal(String wanted, Address found, String what) {
        equal(Address.of(wanted), found, what);
    }

    static void equal(Address wanted, Address found, String what) {
        if (found.isNull() || !Strings.equal(found, wanted)) {
            fail(Address.of(what));
            Stdio.printf(": \"%s\", not \"%s\"\n",
                    found.isNull() ? Address.of("nothing") : found, wanted);
            Stdio.stdout().flush();
        }
    }

    /** The error of a call that must fail: -1 is what it returned, the error is in errno. */
    static void fails(int error, int result, String what) {
        if (result != -1 || Errors.errno != error) {
            fail(Address.of(what));
            Stdio.printf(": %s, ", result == -1 ? Errors.strerror(Errors.errno)
                    : Address.of("no error"));
            Stdio.printf("not %s\n", Errors.strerror(error));
            Stdio.stdout().flush();
        }
    }
}
