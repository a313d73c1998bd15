package cleave.guestos.user.sh;

import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code kill}, which knows jobs. */
final class Kill {
    private static final int COLUMNS = 8;

    private Kill() {
    }

    static int run(int count, Address arguments) {
        int index = 1;
        int signal = Signal.SIGTERM;
        if (index < count && Builtins.word(arguments, index).loadByte(0) == '-') {
            Address option = Builtins.word(arguments, index);
            if (Strings.equal(option, "-l")) {
                return list(count, arguments);
            }
            index++;
            Address name = option.plus(1);
            if (Strings.equal(option, "-s") && index < count) {
                name = Builtins.word(arguments, index);
                index++;
            }
            if (!Strings.equal(option, "--")) {
                signal = Signals.number(name);
                if (signal < 0) {
                    Messages.warn("kill", "invalid signal number or name: ", name);
                    return Shell.ERROR;
                }
            }
            index = Builtins.skipDashes(count, arguments, index);
        }
        if (index >= count) {
            Messages.begin().put("kill: usage: kill [-s signal | -signal] pid | %job ...").line();
            return Shell.ERROR;
        }
        int status = 0;
        for (int i = index; i < count; i++) {
            status |= send(Builtins.word(arguments, i), signal);
        }
        return status;
    }

    private static int send(Address word, int signal) {
        int target;
        if (word.loadByte(0) == '%') {
            Job job = JobBuiltins.find(word);
            if (job == null) {
                Messages.warn("kill", "No such job: ", word);
                return Shell.ERROR;
            }
            target = Jobs.areControlled() ? -job.group : job.group;
            if (Jobs.areControlled() && job.state == Job.STOPPED
                    && (signal == Signal.SIGTERM || signal == Signal.SIGHUP)) {
                Signals.kill(target, signal);
                signal = Signal.SIGCONT;
            }
        } else if (Numbers.isInt(word)) {
            target = Numbers.toInt(word);
        } else {
            return Builtins.badNumber("kill", word);
        }
        if (Signals.kill(target, signal) < 0) {
            Messages.begin().put("kill: ").put(word).put(": ")
                    .put(Errors.strerror(Errors.errno)).line();
            return 1;
        }
        return 0;
    }

    /** All names, or the name of a number or of an exit code. */
    private static int list(int count, Address arguments) {
        if (count == 2) {
            for (int i = 1; i < Signal.MAX && Signals.name(i) != null; i++) {
                boolean ends = i % COLUMNS == 0 || Signals.name(i + 1) == null;
                Stdio.stdout().put(Signals.name(i)).putByte(ends ? '\n' : ' ');
            }
            return 0;
        }
        for (int i = 2; i < count; i++) {
            Address word = Builtins.word(arguments, i);
            int number = Signals.number(word);
            if (Builtins.isCount(word) && Numbers.toInt(word) > Shell.SIGNAL_BASE) {
                number = Numbers.toInt(word) - Shell.SIGNAL_BASE;
            }
            if (number < 0 || Signals.name(number) == null) {
                Messages.warn("kill", "invalid signal number or name: ", word);
                return Shell.ERROR;
            }
            if (Builtins.isCount(word)) {
                Stdio.stdout().put(Signals.name(number)).line();
            } else {
                Stdio.stdout().put(number).line();
            }
        }
        return 0;
    }
}
