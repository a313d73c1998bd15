package cleave.guestos.abi;

import cleave.magic.Offset;
import cleave.magic.Struct;

/** Linux's {@code struct linux_dirent64}, without the name, a string that follows at 19. */
public final class DirectoryRecord extends Struct {
    public static final int NAME = 19;

    public static final int DT_UNKNOWN = 0;
    public static final int DT_FIFO = 1;
    public static final int DT_CHR = 2;
    public static final int DT_DIR = 4;
    public static final int DT_BLK = 6;
    public static final int DT_REG = 8;
    public static final int DT_LNK = 10;
    public static final int DT_SOCK = 12;

    public long inode;
    public long offset;
    @Offset(16)
    public short length;
    @Offset(18)
    public byte type;
}
