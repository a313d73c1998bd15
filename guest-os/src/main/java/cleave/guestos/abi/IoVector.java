package cleave.guestos.abi;

import cleave.magic.Size;
import cleave.magic.Struct;

/** {@code struct iovec}: bytes of a program. */
@Size(8)
public final class IoVector extends Struct {
    public int address;
    public int bytes;
}
