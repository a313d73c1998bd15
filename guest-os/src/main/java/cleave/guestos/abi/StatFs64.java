package cleave.guestos.abi;

import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct statfs64} on 32 bits. */
@Size(88)
public final class StatFs64 extends Struct {
    @Offset(0)
    public int type;
    @Offset(4)
    public int blockSize;
    @Offset(8)
    public long blocks;
    @Offset(16)
    public long free;
    /** Free for those who are not root. */
    @Offset(24)
    public long available;
    @Offset(32)
    public long files;
    @Offset(40)
    public long filesFree;
    @Offset(48)
    public int id;
    @Offset(52)
    public int idHigh;
    @Offset(56)
    public int nameMax;
    @Offset(60)
    public int fragmentSize;
    @Offset(64)
    public int flags;
    @Inline(4)
    public int[] spare;
}
