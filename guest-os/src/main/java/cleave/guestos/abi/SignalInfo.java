package cleave.guestos.abi;

import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/**
 * Linux's {@code siginfo_t} for 32 bits: what follows the code depends on the signal; the fields
 * here are those of {@code kill}, SIGCHLD and, over {@link #process}, the address of a fault.
 */
@Size(128)
public final class SignalInfo extends Struct {
    public int signal;
    public int error;
    public int code;
    /** The sender or the child; the address for SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP. */
    @Offset(12)
    public int process;
    @Offset(16)
    public int user;
    /** Exit code or signal of a child; the value of a queued signal. */
    @Offset(20)
    public int status;
    public int userTime;
    public int systemTime;
    @Inline(24)
    public int[] reserved;
}
