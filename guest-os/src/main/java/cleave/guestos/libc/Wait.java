package cleave.guestos.libc;

import cleave.guestos.abi.Rusage;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.WaitOptions;
import cleave.magic.Address;

/**
 * Waiting for children. riscv32 has {@code waitid} only: {@code waitpid} is made of it, and keeps
 * the status word in {@link #status} and the resources in {@link #usage}.
 */
public final class Wait {
    private static final int CORE = 0x80;
    private static final int STOPPED = 0x7f;
    private static final int CONTINUED = 0xffff;
    private static final SignalInfo INFORMATION = new SignalInfo();
    private static final Rusage USAGE = new Rusage();

    /** The status word of the last child that {@link #waitpid} returned. */
    public static int status;

    private Wait() {
    }

    /** Waits for any child to end; its pid, or -1. */
    public static int any() {
        return waitpid(-1, 0);
    }

    /**
     * Waits for a child to end: the one with that pid; any for -1; any of the own group for 0; any
     * of group n for -n. WUNTRACED and WCONTINUED let stopped and continued ones count as well.
     * Returns the pid, 0 if there is none yet under WNOHANG, or -1.
     */
    public static int waitpid(int process, int options) {
        int kind = process == -1 ? WaitOptions.P_ALL
                : process > 0 ? WaitOptions.P_PID : WaitOptions.P_PGID;
        int id = process > 0 ? process : process == -1 ? 0
                : process == 0 ? Syscalls.getpgid(0) : -process;
        INFORMATION.process = 0;
        int raw = Syscalls.waitid(kind, id, Address.of(INFORMATION),
                options | WaitOptions.WEXITED, Address.of(USAGE));
        if (Errors.are(raw)) {
            return Errors.result(raw);
        }
        if (INFORMATION.process != 0) {
            status = word(INFORMATION);
        }
        return INFORMATION.process;
    }

    /** {@code waitid} itself; the information may be null. */
    public static int waitid(int kind, int id, SignalInfo information, int options) {
        return Errors.result(Syscalls.waitid(kind, id, Address.of(information), options,
                Address.of(0)));
    }

    /** What the last child that {@link #waitpid} returned has used. */
    public static Rusage usage() {
        return USAGE;
    }

    /** The status word that {@code wait4} would give. */
    private static int word(SignalInfo information) {
        switch (information.code) {
            case Signal.CLD_EXITED:
                return (information.status & 0xff) << 8;
            case Signal.CLD_KILLED:
                return information.status & STOPPED;
            case Signal.CLD_DUMPED:
                return information.status & STOPPED | CORE;
            case Signal.CLD_CONTINUED:
                return CONTINUED;
            default:
                return (information.status & 0xff) << 8 | STOPPED;
        }
    }

    // ---- what status words say ----

    /** Whether it ended by itself, with {@link #exitCode}. */
    public static boolean exited(int word) {
        return (word & 0x7f) == 0;
    }

    public static int exitCode(int word) {
        return word >> 8 & 0xff;
    }

    /** Whether a signal has ended it, {@link #signal}. */
    public static boolean signalled(int word) {
        return (word & 0x7f) != 0 && (word & 0x7f) != STOPPED;
    }

    public static int signal(int word) {
        return word & 0x7f;
    }

    public static boolean coreDumped(int word) {
        return signalled(word) && (word & CORE) != 0;
    }

    /** Whether a signal has stopped it, {@link #stopSignal}. */
    public static boolean stopped(int word) {
        return (word & 0xff) == STOPPED;
    }

    public static int stopSignal(int word) {
        return word >> 8 & 0xff;
    }

    public static boolean continued(int word) {
        return word == CONTINUED;
    }
}
