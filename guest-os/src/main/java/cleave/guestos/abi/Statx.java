package cleave.guestos.abi;

import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** Linux's {@code struct statx}, the one way to ask for a file's attributes on riscv32. */
@Size(256)
public final class Statx extends Struct {
    /** The mask of what is asked and answered: type to blocks. */
    public static final int BASIC = 0x7ff;

    public int mask;
    public int blockSize;
    public long attributes;
    @Offset(16)
    public int links;
    public int user;
    public int group;
    public short mode;
    @Offset(32)
    public long inode;
    public long size;
    @Offset(48)
    public long blocks;
    public long attributesMask;
    @Offset(64)
    @Embedded
    public StatxTime accessed;
    @Embedded
    public StatxTime born;
    @Embedded
    public StatxTime changed;
    @Embedded
    public StatxTime modified;
    @Offset(128)
    public int specialMajor;
    public int specialMinor;
    public int deviceMajor;
    public int deviceMinor;
    @Offset(144)
    public long mount;
    @Inline(13)
    public long[] spare;
}
