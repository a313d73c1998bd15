package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.Atomic;
import cleave.magic.Symbol;

/**
 * What handlers of signals have to tell, as bits of one word, and system calls that do not begin
 * once it is told. Between a look at the word and the call that sleeps a signal can come, and
 * would be slept over: a handler that finds the program there lets {@link #call} return EINTR
 * instead of entering the kernel. POSIX has {@code ppoll} for that, which knows no open of a FIFO,
 * nor who else reads the same pipe, nor that a terminal stops readers of the background.
 */
public final class Events {
    /** Where {@code ucontext_t} has the program counter (Linux, riscv). */
    private static final int PROGRAM_COUNTER = 160;
    private static final int[] WORD = new int[1];

    private Events() {
    }

    /** The system call, or {@code -EINTR} when one of the events has come and is not forgotten. */
    public static int call(int events, int number, int a0, int a1, int a2, int a3) {
        return callUnless(Address.of(WORD), events, number, a0, a1, a2, a3);
    }

    @Symbol("__libc_call_unless")
    private static native int callUnless(Address word, int events, int number, int a0, int a1,
            int a2, int a3);

    /** Where a call that has not begun is given up; 0 for a program counter of other code. */
    @Symbol("__libc_call_resume")
    private static native int resume(int programCounter);

    /** For handlers: these events have come. The context is the third parameter of a handler. */
    public static void tell(int events, Address context) {
        Atomic.or(Address.of(WORD), events);
        int instead = resume(context.loadInt(PROGRAM_COUNTER));
        if (instead != 0) {
            context.storeInt(PROGRAM_COUNTER, instead);
        }
    }

    /** Tells oneself. */
    public static void set(int events) {
        Atomic.or(Address.of(WORD), events);
    }

    public static boolean are(int events) {
        return (Atomic.or(Address.of(WORD), 0) & events) != 0;
    }

    /** Forgets events; whether one of them had come. */
    public static boolean forget(int events) {
        return (Atomic.and(Address.of(WORD), ~events) & events) != 0;
    }
}
