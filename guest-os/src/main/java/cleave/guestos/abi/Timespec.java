package cleave.guestos.abi;

import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct __kernel_timespec}: seconds of 64 bits on riscv32, too. */
@Size(16)
public final class Timespec extends Struct {
    public long seconds;
    @Offset(8)
    public long nanoseconds;
}
