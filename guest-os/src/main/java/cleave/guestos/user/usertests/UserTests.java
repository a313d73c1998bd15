package cleave.guestos.user.usertests;

import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/**
 * {@code usertests [-t SECONDS] NAME [COUNT] ...}: the tests of the process model. A name is a row,
 * {@code F4}, a family of rows, {@code F}, or {@code all}; a number behind a name says how often
 * the row repeats what it repeats. {@code usertests -l} lists the rows. A row that takes longer
 * than it may, 120 seconds or what {@code -t} says, is ended with all its processes, and fails.
 */
final class UserTests {
    private static final int SECONDS = 120;
    private static final String USAGE = "usage: usertests -l\n"
            + "       usertests [-t SECONDS] NAME [COUNT] ...\n"
            + "NAME is a row (F4), a family of rows (F), or all\n";

    private static int seconds = SECONDS;
    private static int runs;
    private static int failed;

    private UserTests() {
    }

    static int main(int count, Address arguments) {
        Child.playRole(count);
        int first = 1;
        if (count == 2 && Strings.equal(Program.argument(1), "-l")) {
            list();
            return 0;
        }
        if (count > 2 && Strings.equal(Program.argument(1), "-t")) {
            seconds = Numbers.isInt(Program.argument(2)) ? Numbers.toInt(Program.argument(2)) : 0;
            first = 3;
        }
        if (count == first || seconds <= 0 || Program.argument(first).loadByte(0) == '-') {
            Stdio.stderr().put(USAGE).flush();
            return 2;
        }
        for (int i = first; i < count; i++) {
            if (isCount(i) ? i == first || isCount(i - 1) : select(i, 0, false) == 0) {
                Errors.warn(Program.argument(i), "no such row; usertests -l lists them");
                return 2;
            }
        }
        Runner.warmUp();
        for (int i = first; i < count; i++) {
            if (!isCount(i)) {
                select(i, i + 1 < count && isCount(i + 1)
                        ? Numbers.toInt(Program.argument(i + 1)) : 0, true);
            }
        }
        Stdio.printf("usertests: %d run, %d failed\n", runs, failed);
        return failed == 0 ? 0 : 1;
    }

    private static void list() {
        for (int i = 0; i < Table.ROWS.length; i++) {
            Row row = Table.ROWS[i];
            Stdio.printf("%-4s %s\n", Address.of(row.name), Address.of(row.text));
        }
    }

    private static boolean isCount(int index) {
        return Numbers.isInt(Program.argument(index))
                && Numbers.toInt(Program.argument(index)) > 0;
    }

    /** The rows that an argument names, run or not; how many they are. */
    private static int select(int index, int count, boolean run) {
        Address name = Program.argument(index);
        int found = 0;
        for (int i = 0; i < Table.ROWS.length; i++) {
            Row row = Table.ROWS[i];
            if (Strings.equal(name, "all") || Strings.equal(name, row.name)
                    || isFamily(name, row)) {
                found++;
                run(row, count, run);
            }
        }
        for (int i = 0; i < Table.FAILING.length; i++) {
            if (Strings.equal(name, Table.FAILING[i].name)) {
                found++;
                run(Table.FAILING[i], count, run);
            }
        }
        return found;
    }

    private static boolean isFamily(Address name, Row row) {
        return name.loadByte(0) == row.name.charAt(0) && name.loadByte(1) == 0;
    }

    /** Who repeats more than is usual has more time, too. */
    private static void run(Row row, int count, boolean run) {
        if (run) {
            int times = count == 0 ? row.count : count;
            runs++;
            failed += Runner.holds(row, times,
                    (int) Math.max(seconds, (long) seconds * times / row.count)) ? 0 : 1;
        }
    }
}
