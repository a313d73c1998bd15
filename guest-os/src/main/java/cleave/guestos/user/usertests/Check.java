package cleave.guestos.user.usertests;

import cleave.guestos.libc.Stdio;
import cleave.magic.Address;

/** What must hold; what does not is said at once. */
final class Check {
    private static int failures;

    private Check() {
    }

    static void begin() {
        failures = 0;
    }

    static int failures() {
        return failures;
    }

    static void that(boolean holds, String what) {
        if (!holds) {
            failures++;
            Stdio.printf("  FAIL %s\n", Address.of(what));
            Stdio.stdout().flush();
        }
    }

    static void equal(int wanted, int found, String what) {
        between(wanted, wanted, found, what);
    }

    static void between(int least, int most, int found, String what) {
        if (found < least || found > most) {
            failures++;
            Stdio.printf("  FAIL %s: ", Address.of(what));
            Stdio.printf("%d, not %d to %d\n", found, least, most);
            Stdio.stdout().flush();
        }
    }
}
