package cleave.guestos.user.tools;

import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code kill}: sends signals. */
final class Kill {
    private static final String USAGE = "kill [-SIGNAL | -s SIGNAL] PID ...\n"
            + "       kill -l [NUMBER ...]\n"
            + "Sends a signal, or TERM, to processes; to all of group N for -N, to all for -1.\n"
            + "  -l  the names of signals\n";
    private static final int STATUS_MASK = 0x7f;

    private static int signal = Signal.SIGTERM;

    private Kill() {
    }

    static int run(int count, Address arguments) {
        int at = 1;
        if (count > 1) {
            Address first = word(arguments, 1);
            if (Strings.equal(first, "--help")) {
                Stdio.stdout().put("usage: ").put(USAGE);
                return 0;
            }
            if (Strings.equal(first, "-l") || Strings.equal(first, "-L")) {
                return list(count, arguments);
            }
            if (Strings.equal(first, "-s") || Strings.equal(first, "-n")) {
                if (count < 3) {
                    Errors.warn(first, "a signal must follow");
                    return 1;
                }
                at = 3;
                signal = number(word(arguments, 2));
            } else if (first.loadByte(0) == '-' && first.loadByte(1) != '-'
                    && first.loadByte(1) != 0) {
                at = 2;
                signal = number(first.plus(1));
            }
            if (signal < 0) {
                return 1;
            }
        }
        if (at < count && Strings.equal(word(arguments, at), "--")) {
            at++;
        }
        if (at == count) {
            Errors.warn("the number of a process is missing; see kill --help");
            return 1;
        }
        int status = 0;
        for (; at < count; at++) {
            status |= send(word(arguments, at));
        }
        return status;
    }

    private static Address word(Address arguments, int at) {
        return Address.of(arguments.loadInt(4 * at));
    }

    private static int number(Address name) {
        int number = Signals.number(name);
        if (number < 0) {
            Errors.warn(name, "no such signal; kill -l lists them");
        }
        return number;
    }

    private static int send(Address text) {
        if (!Numbers.isInt(text)) {
            Errors.warn(text, "not the number of a process");
            return 1;
        }
        if (Signals.kill(Numbers.toInt(text), signal) < 0) {
            Errors.warnErrno(text);
            return 1;
        }
        return 0;
    }

    /** All names, or the names of numbers and of exit codes, or the numbers of names. */
    private static int list(int count, Address arguments) {
        if (count == 2) {
            for (int i = 1; Signals.name(i) != null; i++) {
                Stdio.stdout().put(Signals.name(i)).line();
            }
            return 0;
        }
        int status = 0;
        for (int i = 2; i < count; i++) {
            Address word = word(arguments, i);
            boolean digits = Characters.isDigit(word.loadByte(0));
            int number = digits ? Numbers.toInt(word) & STATUS_MASK : Signals.number(word);
            if (number < 0 || digits && Signals.name(number) == null) {
                Errors.warn(word, "no such signal; kill -l lists them");
                status = 1;
            } else if (digits) {
                Stdio.stdout().put(Signals.name(number)).line();
            } else {
                Stdio.stdout().put(number).line();
            }
        }
        return status;
    }
}
