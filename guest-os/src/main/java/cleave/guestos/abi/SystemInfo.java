package cleave.guestos.abi;

import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct sysinfo} for 32 bits. */
@Size(64)
public final class SystemInfo extends Struct {
    public int uptime;
    /** Load averages of 1, 5 and 15 minutes, in 65536ths. */
    @Inline(3)
    public int[] loads;
    @Offset(16)
    public int totalMemory;
    public int freeMemory;
    public int sharedMemory;
    public int bufferMemory;
    public int totalSwap;
    public int freeSwap;
    @Offset(40)
    public short processes;
    @Offset(44)
    public int totalHigh;
    public int freeHigh;
    /** Bytes of the unit that sizes are told in. */
    @Offset(52)
    public int unit;
    @Inline(8)
    public byte[] reserved;
}
