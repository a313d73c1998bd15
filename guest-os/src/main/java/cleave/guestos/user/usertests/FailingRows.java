package cleave.guestos.user.usertests;

import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Time;
import cleave.magic.Address;

/** What must make a row fail, whatever it checks itself; the rows behind it must not notice. */
final class FailingRows {
    /** Longer than any row may take. */
    private static final int FOR_EVER = 100_000;

    private FailingRows() {
    }

    /** A grandchild has left session and group, and ignores what can be ignored. */
    static void hang(int count) {
        if (Child.fork() == 0) {
            Processes.setsid();
            Signals.ignore(Signal.SIGTERM);
            Signals.ignore(Signal.SIGHUP);
            if (Child.fork() != 0) {
                Program.exitNow(0);
            }
            Time.sleep(FOR_EVER);
        }
        Time.sleep(FOR_EVER);
    }

    static void fault(int count) {
        Address.of(0).writeInt(0, 1);
    }

    static void leave(int count) {
        if (Child.fork() == 0) {
            Time.sleep(FOR_EVER);
        }
    }

    /** In a child, and in another program: both count. */
    static void wrong(int count) {
        int child = Child.fork();
        if (child == 0) {
            Check.that(false, "what a child finds");
            Child.done();
        }
        Child.exits(child, 0, "a child that says nothing of it");
        child = Child.fork();
        if (child == 0) {
            Child.again("wrong");
        }
        Child.exits(child, 0, "a role that found it");
    }

    static int wrongAgain(int count) {
        Check.that(false, "what a role finds");
        return 0;
    }
}
