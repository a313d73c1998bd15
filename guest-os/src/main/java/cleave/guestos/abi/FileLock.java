package cleave.guestos.abi;

import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** {@code struct flock64}: a lock on a range of a file. */
@Size(32)
public final class FileLock extends Struct {
    public static final int F_RDLCK = 0;
    public static final int F_WRLCK = 1;
    public static final int F_UNLCK = 2;

    @Offset(0)
    public short type;
    @Offset(2)
    public short whence;
    @Offset(8)
    public long start;
    /** 0 for all up to the end, wherever that will be. */
    @Offset(16)
    public long length;
    @Offset(24)
    public int pid;
}
