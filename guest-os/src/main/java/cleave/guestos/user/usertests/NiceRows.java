package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;

/** L3: nice values, who may change them, and what share of the processor they leave. */
final class NiceRows {
    private static final int BASE = 20;
    private static final int USER = 12_345;
    private static final int NOBODY = 999_999;
    private static final int UNKNOWN = 5;
    private static final int NICE = 10;
    private static final int RACE_MILLISECONDS = 500;
    private static final int UTIME = 14;
    private static int parent;
    private static int nice;

    private NiceRows() {
    }

    private static int raw(int which, int who) {
        return Syscalls.getpriority(which, who);
    }

    private static int set(int value) {
        return Syscalls.setpriority(Processes.PRIO_PROCESS, 0, value);
    }

    /** L3. */
    static void nice(int count) {
        Apart.part(NiceRows::values, "nice values");
        Apart.part(NiceRows::rights, "who may change them");
        Apart.part(NiceRows::many, "groups and users");
        Apart.part(NiceRows::share, "the share of the processor");
        Command.says("nice; nice -n 10 nice; nice -n 10 nice & wait", "0\n10\n10\n",
                "nice in the shell");
    }

    private static void values() {
        Check.equal(BASE, raw(Processes.PRIO_PROCESS, 0), "0, which the call gives as 20");
        Check.equal(0, set(7), "7");
        Check.equal(BASE - 7, raw(Processes.PRIO_PROCESS, 0), "is 13");
        Check.equal(BASE - 7, raw(Processes.PRIO_PROCESS, Processes.getpid()), "by number");
        Check.equal(7, (int) Numbers.parse(Proc.field(Processes.getpid(), 19), 10), "in /proc");
        Check.equal(BASE - 7, Apart.run(() -> raw(Processes.PRIO_PROCESS, 0)), "fork keeps it");
        Command.says("nice", "7\n", "exec keeps it");
        Check.equal(0, set(100), "100");
        Check.equal(1, raw(Processes.PRIO_PROCESS, 0), "is the greatest, 19");
        Check.equal(0, set(-100), "-100");
        Check.equal(2 * BASE, raw(Processes.PRIO_PROCESS, 0), "is the least, -20");
        Check.equal(-Errno.ESRCH, raw(Processes.PRIO_PROCESS, NOBODY), "of nobody");
        Check.equal(-Errno.EINVAL, raw(UNKNOWN, 0), "neither process, group nor user");
    }

    private static void rights() {
        Check.equal(0, set(-5), "root may lower it");
        parent = Processes.getpid();
        int child = Child.fork();
        if (child == 0) {
            Processes.setuid(USER);
            Check.equal(0, set(3), "others may raise it");
            Check.equal(-Errno.EACCES, set(2), "and not lower it again");
            Check.equal(BASE - 3, raw(Processes.PRIO_PROCESS, 0), "nothing has changed");
            Check.equal(-Errno.EPERM, Syscalls.setpriority(Processes.PRIO_PROCESS, parent, 10),
                    "nor that of another's process");
            Child.done();
        }
        Child.exits(child, 0, "who is not root");
        Check.equal(BASE + 5, raw(Processes.PRIO_PROCESS, 0), "its parent's");
    }

    private static void many() {
        int group = Apart.start(() -> {
            Processes.setpgid(0, 0);
            return Apart.sleep();
        });
        Processes.setpgid(group, group);
        parent = group;
        int member = Apart.start(() -> {
            Processes.setpgid(0, parent);
            return Apart.sleep();
        });
        Processes.setpgid(member, group);
        Check.equal(0, Syscalls.setpriority(Processes.PRIO_PGRP, group, 4), "a group");
        Check.equal(BASE - 4, raw(Processes.PRIO_PROCESS, group), "its leader");
        Check.equal(BASE - 4, raw(Processes.PRIO_PROCESS, member), "its member");
        Check.equal(BASE, raw(Processes.PRIO_PROCESS, 0), "nobody else");
        Syscalls.setpriority(Processes.PRIO_PROCESS, member, 1);
        Check.equal(BASE - 1, raw(Processes.PRIO_PGRP, group), "of a group the best is told");
        Signals.kill(-group, Signal.SIGKILL);
        Apart.end(group);
        Apart.end(member);
        int child = Child.fork();
        if (child == 0) {
            Processes.setuid(USER);
            Check.equal(0, Syscalls.setpriority(Processes.PRIO_USER, USER, 6), "a user");
            Check.equal(BASE - 6, raw(Processes.PRIO_USER, 0), "all of his");
            Child.done();
        }
        Child.exits(child, 0, "a user");
    }

    private static int races() {
        set(nice);
        while (true) {
            Work.spin();
        }
    }

    private static int utime(int process) {
        return (int) Numbers.parse(Proc.field(process, UTIME), 10);
    }

    /** Two want all of the processor: by what they had, not by the clock. */
    private static void share() {
        nice = 0;
        int first = Apart.start(NiceRows::races);
        int second = Apart.start(NiceRows::races);
        nice = NICE;
        int nicer = Apart.start(NiceRows::races);
        int had = 0;
        while (had * 10 < RACE_MILLISECONDS) {
            Time.millisleep(100);
            had = utime(first) + utime(second) + utime(nicer);
        }
        int equal = utime(first);
        int other = utime(second);
        int less = utime(nicer);
        Check.between(equal / 2, equal * 2, other, "hundredths of two that are alike");
        Check.that(less * 4 <= equal + other, "who is nicer by 10 has less than half of theirs");
        Check.that(less > 0, "but something");
        Signals.kill(first, Signal.SIGKILL);
        Signals.kill(second, Signal.SIGKILL);
        Signals.kill(nicer, Signal.SIGKILL);
        Apart.end(first);
        Apart.end(second);
        Apart.end(nicer);
    }
}
