package cleave.guestos.kernel.memory;

import cleave.guestos.kernel.process.Process;
import cleave.magic.Inline;
import cleave.magic.NoInline;

/**
 * Allocations that fail on purpose, in checked kernels: a process that has {@link
 * Process#failNth} at n is refused the n-th from now, once. It is Linux's {@code
 * /proc/PID/fail-nth} (fault-injection.rst); as there, children begin without it, and exec leaves
 * it as it is. Beyond Linux's, all from the n-th on may fail, until an access of the program to its
 * memory needs one: what a call takes back it must not need memory for. What comes out of a store
 * for later use counts like what comes out of memory. Ordinary kernels have no trace of it but an
 * unused field.
 */
public final class FailNth {
    /** In {@link Process#failNth}: all fail. Below 0, the count to that. */
    private static final int ALL = Integer.MIN_VALUE;

    /** Whether any process has ever asked for it: before, there may be no current process. */
    private static boolean wanted;

    private FailNth() {
    }

    /** Whether this is a checked kernel. */
    @Inline
    public static boolean isThere() {
        boolean checked = false;
        assert (checked = true) : "this cannot be";
        return checked;
    }

    /**
     * Lets the n-th allocation of a process from now fail; 0 for none.
     *
     * @param lasting whether those behind it fail, too
     */
    public static void set(Process process, int n, boolean lasting) {
        wanted = true;
        process.failNth = lasting ? -n : n;
    }

    /** What is left to count; 0 when an allocation has failed, or none has to. */
    public static int left(Process process) {
        return process.failNth == ALL ? 0 : Math.abs(process.failNth);
    }

    /** The current process's program cannot go on without memory. */
    public static void relent() {
        if (isThere() && wanted && Process.current().failNth == ALL) {
            Process.current().failNth = 0;
        }
    }

    /** Whether the current process counts its allocations. */
    @Inline
    public static boolean isCounting() {
        return isThere() && wanted && Process.current().failNth != 0;
    }

    /** Counts an allocation of the current process: whether it has to fail. */
    @Inline
    public static boolean fires() {
        return isThere() && wanted && isDue();
    }

    @NoInline
    private static boolean isDue() {
        Process process = Process.current();
        int n = process.failNth;
        if (n == 0 || n == ALL) {
            return n != 0;
        }
        process.failNth = n == -1 ? ALL : n - Integer.signum(n);
        return n == 1 || n == -1;
    }
}
