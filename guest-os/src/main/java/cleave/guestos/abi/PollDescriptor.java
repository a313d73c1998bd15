package cleave.guestos.abi;

import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** {@code struct pollfd}. */
@Size(8)
public final class PollDescriptor extends Struct {
    @Offset(0)
    public int descriptor;
    @Offset(4)
    public short events;
    @Offset(6)
    public short happened;
}
