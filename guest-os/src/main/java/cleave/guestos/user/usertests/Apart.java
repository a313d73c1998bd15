package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Fn;
import cleave.magic.Recursive;

/** What a row does in a child of its own, and how that child has ended. */
final class Apart {
    /** Added to the signal that has ended a child. */
    static final int KILLED = 1000;
    /** The same, when the child has left a core file. */
    static final int DUMPED = 2000;
    private static final int LONG = 60;

    /** What a child does; the result is its exit code. */
    interface Deed extends Fn {
        int run();
    }

    /** What a child finds out by {@link Check}; whatever it changes of itself goes with it. */
    interface Part extends Fn {
        void run();
    }

    private Apart() {
    }

    /** Deeds may have children that do something: three generations at most. */
    @Recursive(max = 3)
    static int start(Deed deed) {
        int child = Child.fork();
        if (child == 0) {
            Program.exitNow(deed.run());
        }
        return child;
    }

    /** Waits for its end: its exit code, or how a signal has ended it; -errno if there is none. */
    static int end(int child) {
        int ended = Wait.waitpid(child, 0);
        while (ended < 0 && Errors.errno == Errno.EINTR) {
            ended = Wait.waitpid(child, 0);
        }
        if (ended < 0) {
            return -Errors.errno;
        }
        return Wait.exited(Wait.status) ? Wait.exitCode(Wait.status)
                : Wait.signal(Wait.status) + (Wait.coreDumped(Wait.status) ? DUMPED : KILLED);
    }

    static int run(Deed deed) {
        return end(start(deed));
    }

    /** Does a part of a row in a child. */
    static void part(Part part, String what) {
        int child = Child.fork();
        if (child == 0) {
            part.run();
            Child.done();
        }
        Child.exits(child, 0, what);
    }

    /** A child that sleeps until a signal ends it. */
    static int sleeper() {
        return start(Apart::sleep);
    }

    static int sleep() {
        while (true) {
            Time.sleep(LONG);
        }
    }
}
