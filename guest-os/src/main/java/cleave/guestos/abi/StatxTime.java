package cleave.guestos.abi;

import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct statx_timestamp}. */
@Size(16)
public final class StatxTime extends Struct {
    public long seconds;
    public int nanoseconds;
    public int reserved;
}
