package cleave.guestos.kernel.process;

/** What a process is doing. */
public final class ProcessState {
    /** Runs, or waits for its turn. */
    public static final int RUNNING = 0;
    /** Sleeps until it is woken or a signal comes. */
    public static final int SLEEPING = 1;
    /** Sleeps until it is woken. */
    public static final int DISK_SLEEP = 2;
    public static final int STOPPED = 3;
    public static final int ZOMBIE = 4;
    /** The first thread of a process, which has ended while others go on. */
    public static final int LEFT = 5;

    private static final String LETTERS = "RSDTZZ";

    private ProcessState() {
    }

    /** As {@code ps} shows it. */
    public static int letter(int state) {
        return LETTERS.charAt(state);
    }
}
