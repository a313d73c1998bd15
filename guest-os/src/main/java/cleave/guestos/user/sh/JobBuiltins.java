package cleave.guestos.user.sh;

import cleave.guestos.abi.Signal;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Events;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** {@code jobs fg bg wait}. */
final class JobBuiltins {
    private JobBuiltins() {
    }

    /** The job that a word names: {@code %n %+ %- %prefix %?part} or a process; null for none. */
    static Job find(Address word) {
        if (word.loadByte(0) != '%') {
            return Numbers.isInt(word) ? ofProcess(Numbers.toInt(word)) : null;
        }
        Address name = word.plus(1);
        int first = name.loadByte(0);
        if (first == 0 || (first == '%' || first == '+') && name.loadByte(1) == 0) {
            return Jobs.current(null);
        }
        if (first == '-' && name.loadByte(1) == 0) {
            return Jobs.current(Jobs.current(null));
        }
        Job found = null;
        for (Job job = Jobs.list(); job != null; job = job.next) {
            boolean fits = Characters.isDigit(first) ? job.number == Numbers.toInt(name)
                    : first == '?' ? !Strings.find(job.text, name.plus(1)).isNull()
                    : Strings.startsWith(job.text, name);
            if (job.number > 0 && fits) {
                found = job;
            }
        }
        return found;
    }

    private static Job ofProcess(int process) {
        for (Job job = Jobs.list(); job != null; job = job.next) {
            for (Job.Member member = job.first; member != null; member = member.next) {
                if (member.process == process) {
                    return job;
                }
            }
        }
        return null;
    }

    private static Job named(String builtin, int count, Address arguments, int index) {
        Job job = index < count ? find(Builtins.word(arguments, index)) : Jobs.current(null);
        if (job == null) {
            if (index < count) {
                Messages.warn(builtin, "No such job: ", Builtins.word(arguments, index));
            } else {
                Messages.begin().put(builtin).put(": No current job").line();
            }
        }
        return job;
    }

    static int jobs(int count, Address arguments) {
        int index = 1;
        boolean numbers = false;
        boolean only = false;
        while (Builtins.isOption(count, arguments, index)) {
            int letter = Builtins.word(arguments, index).loadByte(1);
            numbers |= letter == 'l';
            only |= letter == 'p';
            if (letter != 'l' && letter != 'p' && letter != '-') {
                return Builtins.badOption("jobs", letter);
            }
            index++;
        }
        while (Jobs.list() != null && Jobs.hear(WaitOptions.WNOHANG)) {
            Traps.check();
        }
        int highest = 0;
        for (Job job = Jobs.list(); job != null; job = job.next) {
            highest = Math.max(highest, job.number);
        }
        for (int number = 1; number <= highest; number++) {
            Job job = Jobs.list();
            while (job != null && job.number != number) {
                job = job.next;
            }
            if (job == null || index < count && job != find(Builtins.word(arguments, index))) {
                continue;
            }
            if (only) {
                Stdio.stdout().put(job.group).line();
            } else {
                job.show(Stdio.stdout(), Jobs.sign(job), numbers);
            }
            job.changed = false;
            if (job.state == Job.DONE) {
                Jobs.remove(job);
            }
        }
        return 0;
    }

    static int foreground(int count, Address arguments) {
        Job job = controlled("fg") ? named("fg", count, arguments, 1) : null;
        if (job == null) {
            return Shell.ERROR;
        }
        return Jobs.goOn(job, true);
    }

    static int background(int count, Address arguments) {
        if (!controlled("bg")) {
            return Shell.ERROR;
        }
        int index = 1;
        do {
            Job job = named("bg", count, arguments, index);
            if (job == null) {
                return Shell.ERROR;
            }
            Jobs.goOn(job, false);
            Stdio.stdout().putByte('[').put(job.number).put("] ").put(job.text).line();
            index++;
        } while (index < count);
        return 0;
    }

    private static boolean controlled(String builtin) {
        if (!Jobs.areControlled()) {
            Messages.begin().put(builtin).put(": No job control in this shell").line();
        }
        return Jobs.areControlled();
    }

    // ---- wait ----

    private static void wake(int signal) {
    }

    static int await(int count, Address arguments) {
        Signals.handle(Signal.SIGCHLD, JobBuiltins::wake, 0, 0);
        long mask = Signals.block(Signals.ALL);
        int status = 0;
        if (count == 1) {
            while (status == 0 && anyRuns()) {
                status = pause(mask);
            }
            forgetDone();
        }
        for (int i = 1; i < count; i++) {
            Job job = find(Builtins.word(arguments, i));
            status = Shell.NOT_FOUND;
            if (job == null && Builtins.word(arguments, i).loadByte(0) != '%'
                    && !Builtins.isCount(Builtins.word(arguments, i))) {
                Messages.warn("wait", "No such job: ", Builtins.word(arguments, i));
                status = Shell.ERROR;
            }
            if (job != null) {
                status = await(job, mask);
            }
        }
        Signals.setMask(mask);
        Traps.arrange(Signal.SIGCHLD);
        return status;
    }

    private static boolean anyRuns() {
        for (Job job = Jobs.list(); job != null; job = job.next) {
            if (job.state == Job.RUNNING) {
                return true;
            }
        }
        return false;
    }

    private static int await(Job job, long mask) {
        while (job.state == Job.RUNNING) {
            int disturbed = pause(mask);
            if (disturbed != 0) {
                return disturbed;
            }
        }
        int status = job.status();
        if (job.state == Job.DONE) {
            Jobs.remove(job);
        }
        return status;
    }

    /** Takes what news there are, or sleeps until some come; what a trapped signal gives, or 0. */
    private static int pause(long mask) {
        if (!Events.are(Traps.INTERRUPT | Traps.TRAP) && !Jobs.hear(WaitOptions.WNOHANG)
                && anyRuns()) {
            Signals.sigsuspend(mask);
        }
        int signal = Traps.isInterrupted() ? Signal.SIGINT : Traps.first();
        return signal == 0 ? 0 : Shell.SIGNAL_BASE + signal;
    }

    private static void forgetDone() {
        Job next;
        for (Job job = Jobs.list(); job != null; job = next) {
            next = job.next;
            if (job.state == Job.DONE) {
                Jobs.remove(job);
            }
        }
    }
}
