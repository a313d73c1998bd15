package cleave.guestos.user.sh;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Events;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Terminal;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/**
 * The processes that the shell has made, and job control: each job has a process group, and the
 * one in the foreground has the terminal (Shell Command Language, 2.11; XBD, chapter 11).
 */
final class Jobs {
    /** {@code $!}. */
    static int lastBackground;

    /** Jobs that are done and that nobody has asked about are forgotten above this. */
    private static final int REMEMBERED_MAX = 256;

    private static Job list;
    private static boolean controlled;
    /** The controlling terminal, out of the way of scripts; -1 for none. */
    private static int terminal = -1;
    private static int shellGroup;
    private static int groupBefore;
    private static int touches;

    private Jobs() {
    }

    static boolean areControlled() {
        return controlled;
    }

    static Job list() {
        return list;
    }

    // ---- control ----

    /** Begins or ends job control; false, with a message, where there is no terminal. */
    static boolean control(boolean on) {
        if (on == controlled) {
            ShellOptions.set('m', on);
            return true;
        }
        if (!on) {
            giveTerminalBack();
            controlled = false;
        } else if (!takeTerminal()) {
            Messages.begin().put("can't access tty; job control turned off").line();
            return false;
        } else {
            controlled = true;
        }
        ShellOptions.set('m', on);
        Traps.arrangeStops();
        return true;
    }

    private static boolean takeTerminal() {
        int file = Files.open("/dev/tty", OpenFlags.O_RDWR);
        if (file < 0) {
            file = Terminal.isatty(2) ? Files.dup(2) : -1;
        }
        if (file < 0) {
            return false;
        }
        terminal = Redirects.moveAway(file);
        int own = Processes.getpgrp();
        while (true) {
            int front = Terminal.tcgetpgrp(terminal);
            if (front < 0) {
                Files.close(terminal);
                terminal = -1;
                return false;
            }
            if (front == own) {
                break;
            }
            Signals.restore(Signal.SIGTTIN);
            Signals.kill(0, Signal.SIGTTIN);
        }
        groupBefore = own;
        shellGroup = Processes.getpid();
        Signals.ignore(Signal.SIGTTOU);
        if (own != shellGroup) {
            Processes.setpgid(0, shellGroup);
        }
        Terminal.tcsetpgrp(terminal, shellGroup);
        return true;
    }

    static void giveTerminalBack() {
        if (controlled && !Shell.subshell) {
            Terminal.tcsetpgrp(terminal, groupBefore);
            if (groupBefore != shellGroup) {
                Processes.setpgid(0, groupBefore);
            }
            Files.close(terminal);
            terminal = -1;
        }
    }

    static void forgetInSubshell() {
        controlled = false;
        ShellOptions.set('m', false);
        while (list != null) {
            Job job = list;
            list = job.next;
            job.free();
        }
    }

    // ---- making processes ----

    /** A job without processes and number. */
    static Job make(Address text, int expected) {
        Job job = new Job();
        job.text = Storage.copy(text.isNull() ? Address.of("") : text);
        job.expected = expected;
        job.next = list;
        list = job;
        return job;
    }

    /** {@code fork}; a failure is told and is an abort. */
    static int fork() {
        Stdio.flushAll();
        int process = Processes.fork();
        if (process < 0) {
            Messages.begin().put("Cannot fork: ").put(Errors.strerror(Errors.errno)).line();
            Control.abort();
        }
        return process;
    }

    /** A process of the job: 0 in the process itself. */
    static int forkInto(Job job, boolean foreground) {
        int process = fork();
        if (process == 0) {
            beginChild(job, foreground);
        } else if (process > 0) {
            job.add(process);
            if (controlled) {
                Processes.setpgid(process, job.group);
            }
        }
        return process;
    }

    /** What a new process does first; the job is null for one that belongs to none. */
    static void beginChild(Job job, boolean foreground) {
        boolean first = job != null && job.first == null;
        boolean stops = controlled && job == null;
        if (controlled && job != null) {
            int group = first ? Processes.getpid() : job.group;
            Processes.setpgid(0, group);
            if (foreground) {
                Terminal.tcsetpgrp(terminal, group);
            }
        }
        boolean alone = !controlled && job != null && !foreground;
        Shell.enterSubshell();
        if (stops) {
            Traps.ignoreStops();
        }
        if (alone) {
            Signals.ignore(Signal.SIGINT);
            Signals.ignore(Signal.SIGQUIT);
            if (first) {
                Files.close(0);
                Files.open("/dev/null", OpenFlags.O_RDONLY);
            }
        }
    }

    // ---- waiting ----

    /** Waits for a process that is no job's; its exit code. */
    static int waitFor(int process) {
        while (true) {
            int got = Wait.waitpid(process, 0);
            if (got == process) {
                return Job.code(Wait.status);
            }
            if (got < 0 && Errors.errno != Errno.EINTR) {
                return Shell.NOT_FOUND;
            }
        }
    }

    /** Takes news of one process; false when there are none, or a signal came. */
    static boolean hear(int options) {
        int process = Wait.waitpid(-1, options | (controlled ? WaitOptions.WUNTRACED : 0));
        if (process < 0 && Errors.errno == Errno.ECHILD) {
            for (Job job = list; job != null; job = job.next) {
                job.lose();
            }
            return false;
        }
        if (process <= 0) {
            return false;
        }
        Job job = list;
        while (job != null && !job.hear(process, Wait.status)) {
            job = job.next;
        }
        return true;
    }

    /** Waits until a foreground job is done or stopped; its exit code. */
    static int finish(Job job) {
        if (job.first == null) {
            remove(job);
            return Shell.status;
        }
        while (job.state == Job.RUNNING) {
            hear(0);
        }
        if (controlled) {
            Terminal.tcsetpgrp(terminal, shellGroup);
            if (job.state == Job.STOPPED || Wait.signalled(job.word())) {
                LineEditor.restoreTerminal();
            }
        }
        int status = job.status();
        if (job.state == Job.STOPPED) {
            suspended(job);
            return status;
        }
        tellSignal(job);
        remove(job);
        return status;
    }

    private static void suspended(Job job) {
        touch(job);
        job.changed = false;
        Stream to = Stdio.stderr().line();
        job.show(to, sign(job), false);
        to.flush();
        for (Job.Member member = job.first; member != null; member = member.next) {
            if (member.state == Job.STOPPED) {
                Shell.status = Job.code(member.word);
            }
        }
    }

    /** Says what ended a foreground job, when it was a signal that nobody typed. */
    private static void tellSignal(Job job) {
        int word = job.word();
        if (!Wait.signalled(word)) {
            return;
        }
        int signal = Wait.signal(word);
        if (signal == Signal.SIGINT) {
            Traps.interrupt();
        } else if (signal != Signal.SIGPIPE) {
            Stdio.stderr().put(Signals.description(signal))
                    .put(Wait.coreDumped(word) ? " (core dumped)" : "").line().flush();
        }
    }

    // ---- the list ----

    /** Gives a job a number, if it has none, and makes it the current one. */
    static void touch(Job job) {
        if (job.number == 0) {
            int highest = 0;
            for (Job other = list; other != null; other = other.next) {
                highest = Math.max(highest, other.number);
            }
            job.number = highest + 1;
        }
        touches++;
        job.touched = touches;
    }

    static void remove(Job job) {
        if (list == job) {
            list = job.next;
        } else {
            Job before = list;
            while (before.next != job) {
                before = before.next;
            }
            before.next = job.next;
        }
        job.free();
    }

    static int count() {
        int count = 0;
        for (Job job = list; job != null; job = job.next) {
            count++;
        }
        return count;
    }

    /** The current job, or the one before it: stopped ones first, those done last. Or null. */
    static Job current(Job except) {
        Job best = null;
        for (Job job = list; job != null; job = job.next) {
            if (job == except || job.number == 0) {
                continue;
            }
            int better = best == null ? 1 : rank(job) - rank(best);
            if (better > 0 || better == 0 && job.touched > best.touched) {
                best = job;
            }
        }
        return best;
    }

    private static int rank(Job job) {
        return job.state == Job.STOPPED ? 2 : job.state == Job.RUNNING ? 1 : 0;
    }

    static int sign(Job job) {
        Job first = current(null);
        return job == first ? '+' : job == current(first) ? '-' : ' ';
    }

    /** Before a prompt: says what has changed, and forgets what is done. */
    static void report() {
        Events.forget(Traps.CHILD);
        while (list != null && hear(WaitOptions.WNOHANG)) {
            Traps.check();
        }
        Job next;
        for (Job job = list; job != null; job = next) {
            next = job.next;
            if (job.changed && Shell.interactive && job.number > 0) {
                job.show(Stdio.stderr(), sign(job), false);
                job.changed = false;
            }
            if (job.state == Job.DONE && Shell.interactive) {
                remove(job);
            }
        }
        Stdio.stderr().flush();
    }

    /** In scripts, jobs that are done stay for {@code wait}, but not for ever. */
    static void limit() {
        while (count() > REMEMBERED_MAX && hear(WaitOptions.WNOHANG)) {
            Traps.check();
        }
        if (count() <= REMEMBERED_MAX) {
            return;
        }
        Job oldest = null;
        for (Job job = list; job != null; job = job.next) {
            oldest = job.state == Job.DONE ? job : oldest;
        }
        if (oldest != null) {
            remove(oldest);
        }
    }

    /** Lets a job run on; in the foreground, waits for it. */
    static int goOn(Job job, boolean foreground) {
        if (foreground) {
            Terminal.tcsetpgrp(terminal, job.group);
            Stdio.stdout().put(job.text).line().flush();
        }
        job.goOn();
        Signals.killpg(job.group, Signal.SIGCONT);
        if (foreground) {
            return finish(job);
        }
        touch(job);
        return 0;
    }
}
