package cleave.guestos.user.sh;

import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Rusage;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** What processes may use, and have used: {@code ulimit umask times}. */
final class LimitBuiltins {
    private static final int HARD = 1;
    private static final int SOFT = 2;
    private static final int NAME_COLUMNS = 24;

    private static final String LETTERS = "tfdscmnlvu";
    private static final String[] NAMES = {"time(seconds)", "file(blocks)", "data(kbytes)",
        "stack(kbytes)", "coredump(blocks)", "memory(kbytes)", "nofiles", "locked memory(kbytes)",
        "vmemory(kbytes)", "processes"};
    private static final int[] RESOURCES = {ResourceLimit.CPU, ResourceLimit.FSIZE,
        ResourceLimit.DATA, ResourceLimit.STACK, ResourceLimit.CORE, ResourceLimit.RSS,
        ResourceLimit.NOFILE, ResourceLimit.MEMLOCK, ResourceLimit.AS, ResourceLimit.NPROC};
    /** Bytes of a unit of each. */
    private static final int[] UNITS = {1, 512, 1024, 1024, 512, 1024, 1, 1024, 1024, 1};

    private static final ResourceLimit LIMIT = new ResourceLimit();
    private static final Rusage USAGE = new Rusage();

    private LimitBuiltins() {
    }

    static int ulimit(int count, Address arguments) {
        int which = 0;
        boolean all = false;
        int letter = 'f';
        int index = 1;
        while (Builtins.isOption(count, arguments, index)) {
            Address option = Builtins.word(arguments, index);
            for (int i = 1; option.loadByte(i) != 0; i++) {
                int character = option.loadByte(i);
                if (character == 'H') {
                    which |= HARD;
                } else if (character == 'S') {
                    which |= SOFT;
                } else if (character == 'a') {
                    all = true;
                } else if (Strings.find(Address.of(LETTERS), character).isNull()) {
                    return Builtins.badOption("ulimit", character);
                } else {
                    letter = character;
                }
            }
            index++;
        }
        int row = Strings.find(Address.of(LETTERS), letter).minus(Address.of(LETTERS));
        if (index < count) {
            return set(row, which == 0 ? HARD | SOFT : which, Builtins.word(arguments, index));
        }
        if (!all) {
            return show(row, which);
        }
        for (int i = 0; i < NAMES.length; i++) {
            Stdio.stdout().put(NAMES[i]);
            for (int j = NAMES[i].length(); j < NAME_COLUMNS; j++) {
                Stdio.stdout().putByte(' ');
            }
            show(i, which);
        }
        return 0;
    }

    private static int show(int row, int which) {
        if (Limits.getrlimit(RESOURCES[row], LIMIT) < 0) {
            return failed();
        }
        long value = which == HARD ? LIMIT.hard : LIMIT.soft;
        if (value == ResourceLimit.INFINITY) {
            Stdio.stdout().put("unlimited").line();
        } else {
            Stdio.stdout().put(Long.divideUnsigned(value, UNITS[row])).line();
        }
        return 0;
    }

    private static int set(int row, int which, Address word) {
        long value = ResourceLimit.INFINITY;
        if (!Strings.equal(word, "unlimited")) {
            value = Numbers.toLong(word);
            if (Numbers.end() == word || Numbers.end().loadByte(0) != 0 || value < 0
                    || value > Long.MAX_VALUE / UNITS[row]) {
                Messages.warn("ulimit", "bad number: ", word);
                return Shell.ERROR;
            }
            value *= UNITS[row];
        }
        if (Limits.getrlimit(RESOURCES[row], LIMIT) < 0) {
            return failed();
        }
        if ((which & HARD) != 0) {
            LIMIT.hard = value;
        }
        if ((which & SOFT) != 0) {
            LIMIT.soft = value;
        }
        return Limits.setrlimit(RESOURCES[row], LIMIT) < 0 ? failed() : 0;
    }

    private static int failed() {
        Messages.begin().put("ulimit: ").put(Errors.strerror(Errors.errno)).line();
        return Shell.ERROR;
    }

    // ---- umask ----

    static int umask(int count, Address arguments) {
        boolean symbolic = count > 1 && Strings.equal(Builtins.word(arguments, 1), "-S");
        int index = symbolic ? 2 : 1;
        int mask = Processes.umask(0);
        Processes.umask(mask);
        if (index >= count) {
            show(mask, symbolic);
            return 0;
        }
        Address word = Builtins.word(arguments, index);
        int first = word.loadByte(0);
        int wanted = first >= '0' && first <= '9' ? octal(word) : symbolic(word, mask);
        if (wanted < 0) {
            Messages.warn("umask", "Illegal mode: ", word);
            return Shell.ERROR;
        }
        Processes.umask(wanted);
        return 0;
    }

    private static void show(int mask, boolean symbolic) {
        Stream out = Stdio.stdout();
        if (!symbolic) {
            out.putByte('0').putByte('0' + (mask >> 6 & 7)).putByte('0' + (mask >> 3 & 7))
                    .putByte('0' + (mask & 7)).line();
            return;
        }
        for (int i = 0; i < 3; i++) {
            int allowed = ~mask >> 6 - 3 * i;
            out.putByte("ugo".charAt(i)).putByte('=');
            for (int bit = 0; bit < 3; bit++) {
                if ((allowed >> 2 - bit & 1) != 0) {
                    out.putByte("rwx".charAt(bit));
                }
            }
            out.putByte(i < 2 ? ',' : '\n');
        }
    }

    private static int octal(Address word) {
        long value = Numbers.parse(word, 8);
        return Numbers.end().loadByte(0) != 0 || value < 0 || value > 0777 ? -1 : (int) value;
    }

    /** {@code u=rwx,g-w}: what is allowed, not what is masked; -1 if it is none. */
    private static int symbolic(Address word, int mask) {
        int allowed = ~mask & 0777;
        Address at = word;
        while (true) {
            int who = 0;
            while (!Strings.find(Address.of("ugoa"), at.loadByte(0)).isNull()
                    && at.loadByte(0) != 0) {
                int letter = at.loadByte(0);
                who |= letter == 'u' ? 0700 : letter == 'g' ? 070 : letter == 'o' ? 07 : 0777;
                at = at.plus(1);
            }
            who = who == 0 ? 0777 : who;
            int operator = at.loadByte(0);
            if (operator != '=' && operator != '+' && operator != '-') {
                return -1;
            }
            at = at.plus(1);
            int bits = 0;
            while (at.loadByte(0) == 'r' || at.loadByte(0) == 'w' || at.loadByte(0) == 'x') {
                bits |= at.loadByte(0) == 'r' ? 0444 : at.loadByte(0) == 'w' ? 0222 : 0111;
                at = at.plus(1);
            }
            bits &= who;
            allowed = operator == '+' ? allowed | bits : operator == '-' ? allowed & ~bits
                    : allowed & ~who | bits;
            if (at.loadByte(0) == 0) {
                return ~allowed & 0777;
            }
            if (at.loadByte(0) != ',') {
                return -1;
            }
            at = at.plus(1);
        }
    }

    // ---- times ----

    static int times(int count, Address arguments) {
        used(Processes.RUSAGE_SELF);
        used(Processes.RUSAGE_CHILDREN);
        return 0;
    }

    private static void used(int who) {
        Processes.getrusage(who, USAGE);
        time(USAGE.userSeconds, USAGE.userMicroseconds);
        Stdio.stdout().putByte(' ');
        time(USAGE.systemSeconds, USAGE.systemMicroseconds);
        Stdio.stdout().line();
    }

    private static void time(int seconds, int microseconds) {
        Stdio.printf("%dm%d.%06ds", seconds / 60, seconds % 60, microseconds);
    }
}
