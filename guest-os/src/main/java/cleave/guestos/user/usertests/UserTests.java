package cleave.guestos.user.usertests;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/**
 * {@code usertests} lists the tests, {@code usertests F4} runs one, {@code usertests F7 100000}
 * with another count, and {@code usertests all} runs them all. Before and behind each the kernel
 * audits its memory: no count of a frame may be wrong, and no process and no frame left over.
 */
final class UserTests {
    private static final Row[] TABLE = {
        Row.of("F4", 64, MemoryRows::copyOnWrite,
                "fork copies no page, the first store one, the last owner none (F3, F5)"),
        Row.of("F7", 1000, ProcessRows::manyForks, "forks one after the other leave nothing"),
        Row.of("F7many", 200, ProcessRows::manyChildren, "children at once share a page"),
        Row.of("F11", 40, MemoryRows::failingFork, "fork without memory leaves nothing"),
        Row.of("E7", 100, ProcessRows::manyExecs, "programs one after the other leave nothing"),
        Row.of("W3", 1, ProcessRows::zombie, "a zombie has no memory"),
        Row.of("W6", 200, ProcessRows::orphans, "init waits for orphans"),
        Row.of("W6kill", 1, ProcessRows::initLives, "init cannot be killed"),
        Row.of("M1", 64, MemoryRows::zeroOnDemand, "memory is zero and comes on demand"),
    };
    /** Frames of this program that a first use may touch. */
    private static final int OWN_FRAMES = 8;

    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();

    private UserTests() {
    }

    static int main(int count, Address arguments) {
        if (count < 2) {
            for (int i = 0; i < TABLE.length; i++) {
                Stdio.printf("%-8s %s\n", Address.of(TABLE[i].name), Address.of(TABLE[i].text));
            }
            return 0;
        }
        Address name = Program.argument(1);
        boolean all = Strings.equal(name, "all");
        int runs = 0;
        int failed = 0;
        for (int i = 0; i < TABLE.length; i++) {
            if (all || Strings.equal(name, TABLE[i].name)) {
                runs++;
                failed += run(TABLE[i], count > 2 ? Numbers.toInt(Program.argument(2))
                        : TABLE[i].count);
            }
        }
        if (runs == 0) {
            Errors.warn(name, "no such test; usertests without arguments lists them");
            return 2;
        }
        Stdio.printf("usertests: %d run, %d failed\n", runs, failed);
        return failed == 0 ? 0 : 1;
    }

    private static int run(Row row, int count) {
        Check.begin();
        BEFORE.read();
        row.body.run(count);
        AFTER.read();
        Check.equal(0, AFTER.wrong, "frames whose count is wrong");
        Check.equal(BEFORE.processes, AFTER.processes, "processes behind the test");
        Check.between(-OWN_FRAMES, OWN_FRAMES, AFTER.anonymous - BEFORE.anonymous,
                "frames of programs behind the test");
        Stdio.printf("%s %s: ", Address.of(Check.failures() == 0 ? "ok  " : "FAIL"),
                Address.of(row.name));
        Stdio.puts(row.text);
        Stdio.stdout().flush();
        return Check.failures() == 0 ? 0 : 1;
    }
}
