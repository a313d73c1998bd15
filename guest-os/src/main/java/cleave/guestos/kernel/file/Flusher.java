package cleave.guestos.kernel.file;

import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.Timeout;
import cleave.guestos.kernel.time.Timer;
import cleave.magic.Address;
import cleave.magic.Panic;

/**
 * A thread of the kernel that brings changes of files to the disks a few seconds after the first
 * of them. While nothing has changed it sleeps, and no timer runs for it.
 */
public final class Flusher {
    private static final int SECONDS = 4;
    private static final Timeout TIMEOUT = new Timeout();
    private static final WaitQueue SLEEPER = new WaitQueue();
    private static boolean due;

    private Flusher() {
    }

    /** Begins the thread. */
    public static void begin() {
        TIMEOUT.expired = Flusher::expired;
        if (!Processes.thread(Flusher::run, Address.of(0), Address.of("flush"))) {
            Panic.stop("there is no memory for the thread that writes files");
        }
    }

    /** Something has changed that must come to a disk. */
    static void wake() {
        if (!TIMEOUT.isPending()) {
            Timer.set(TIMEOUT, Clock.ticks() + Clock.ticksOf(SECONDS, 0));
        }
    }

    private static void expired(Timeout timeout, long now) {
        due = true;
        SLEEPER.wakeAll();
    }

    private static void run(long startTick, Address argument) {
        while (true) {
            while (!due) {
                SLEEPER.sleep();
            }
            due = false;
            WriteBack.all();
        }
    }
}
