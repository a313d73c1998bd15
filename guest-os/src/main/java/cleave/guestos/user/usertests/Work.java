package cleave.guestos.user.usertests;

import cleave.guestos.abi.Rusage;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Time;

/** Use of the processor. */
final class Work {
    /** Milliseconds that nothing takes, on however busy a machine. */
    static final int LONG = 60_000;
    private static final int NANOSECONDS_PER_MILLISECOND = 1_000_000;
    /** Many, for asking the time, which is the kernel's work, not to be the most of it. */
    private static final int TURNS = 20_000;
    private static final Rusage USAGE = new Rusage();

    private Work() {
    }

    /** Milliseconds of the processor that this process has used. */
    static int used() {
        return (int) (Time.processTime() / NANOSECONDS_PER_MILLISECOND);
    }

    /** Uses the processor for so many milliseconds, however long that takes. */
    static void use(int milliseconds) {
        long end = Time.processTime() + (long) milliseconds * NANOSECONDS_PER_MILLISECOND;
        while (Time.processTime() < end) {
            spin();
        }
    }

    /** Uses the processor, as a program and not as the kernel, for a while. */
    static int spin() {
        int sum = 1;
        for (int i = 0; i < TURNS; i++) {
            sum = sum * 31 + i;
        }
        return sum;
    }

    /** Milliseconds since the machine began. */
    static int now() {
        return (int) (Time.monotonic() / NANOSECONDS_PER_MILLISECOND);
    }

    /** Milliseconds that a process or its children have used, by {@code getrusage}. */
    static int usage(int who) {
        Processes.getrusage(who, USAGE);
        return of(USAGE);
    }

    static int of(Rusage usage) {
        return (usage.userSeconds + usage.systemSeconds) * 1000
                + (usage.userMicroseconds + usage.systemMicroseconds) / 1000;
    }
}
