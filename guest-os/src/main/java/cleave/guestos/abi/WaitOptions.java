package cleave.guestos.abi;

/** Whom {@code waitid} waits for, and what for. */
public final class WaitOptions {
    public static final int WNOHANG = 1;
    public static final int WSTOPPED = 2;
    public static final int WUNTRACED = WSTOPPED;
    public static final int WEXITED = 4;
    public static final int WCONTINUED = 8;
    public static final int WNOWAIT = 0x0100_0000;

    public static final int P_ALL = 0;
    public static final int P_PID = 1;
    public static final int P_PGID = 2;
    public static final int P_PIDFD = 3;

    private WaitOptions() {
    }
}
