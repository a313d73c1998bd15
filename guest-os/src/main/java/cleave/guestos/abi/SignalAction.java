package cleave.guestos.abi;

import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct sigaction} for RISC-V, which has no restorer. */
@Size(16)
public final class SignalAction extends Struct {
    /** The address of the handler, or {@link Signal#SIG_DFL} or {@link Signal#SIG_IGN}. */
    public int handler;
    @Offset(4)
    public int flags;
    /** Bit {@code n - 1} is signal n: the first 32 signals here, the others in the next word. */
    @Offset(8)
    public int mask;
    public int maskHigh;
}
