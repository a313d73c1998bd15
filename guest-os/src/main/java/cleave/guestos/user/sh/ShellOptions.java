package cleave.guestos.user.sh;

import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** The options of {@code set}, by letter and by name. */
final class ShellOptions {
    private static final int LETTERS = 128;
    private static final boolean[] SET = new boolean[LETTERS];

    /** The letter, and behind it the name; those without a letter have a digit. */
    private static final String[] NAMES = {"aallexport", "bnotify", "Cnoclobber", "eerrexit",
        "fnoglob", "iinteractive", "mmonitor", "nnoexec", "sstdin", "unounset",
        "vverbose", "xxtrace", "0ignoreeof"};
    /** What only the start of the shell may set. */
    private static final String AT_START = "is";

    private ShellOptions() {
    }

    static boolean isSet(int letter) {
        return SET[letter & LETTERS - 1];
    }

    static void set(int letter, boolean on) {
        SET[letter & LETTERS - 1] = on;
    }

    /** Sets an option as {@code set} does; false if there is none of that letter. */
    static boolean change(int letter, boolean on, boolean atStart) {
        for (String option : NAMES) {
            if (option.charAt(0) == letter && letter > '9') {
                return change(option, on, atStart);
            }
        }
        return false;
    }

    /** The same by name. */
    static boolean change(Address name, boolean on, boolean atStart) {
        for (String option : NAMES) {
            if (Strings.equal(name, Address.of(option).plus(1))) {
                return change(option, on, atStart);
            }
        }
        return false;
    }

    private static boolean change(String option, boolean on, boolean atStart) {
        int letter = option.charAt(0);
        if (!atStart && !Strings.find(Address.of(AT_START), letter).isNull()) {
            return false;
        }
        if (letter == 'm' && !atStart && on != SET[letter]) {
            return Jobs.control(on);
        }
        SET[letter] = on;
        if (letter == 'b' && Shell.interactive) {
            Traps.arrange(Signal.SIGCHLD);
        }
        return true;
    }

    /** {@code $-}. */
    static void addLetters(Text to) {
        for (String option : NAMES) {
            int letter = option.charAt(0);
            if (letter > '9' && SET[letter]) {
                to.add(letter);
            }
        }
        if (SET['c']) {
            to.add('c');
        }
    }

    /** {@code set -o}, and {@code set +o} in words that can be read again. */
    static void list(boolean asCommands) {
        Stream out = Stdio.stdout();
        if (!asCommands) {
            out.put("Current option settings").line();
        }
        for (String option : NAMES) {
            Address name = Address.of(option).plus(1);
            boolean on = SET[option.charAt(0)];
            if (asCommands) {
                out.put(on ? "set -o " : "set +o ").put(name).line();
            } else {
                out.put(name);
                for (int i = Strings.length(name); i < 16; i++) {
                    out.putByte(' ');
                }
                out.put(on ? "on" : "off").line();
            }
        }
    }
}
