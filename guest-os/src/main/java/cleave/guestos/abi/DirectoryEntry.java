package cleave.guestos.abi;

import cleave.magic.Offset;
import cleave.magic.Struct;

/**
 * The beginning of Linux's {@code struct linux_dirent64}; the name, a C string, follows at {@link
 * #NAME}, and the whole is a multiple of 8 bytes.
 */
public final class DirectoryEntry extends Struct {
    /** Where the name begins. */
    public static final int NAME = 19;

    @Offset(0)
    public long number;
    /** Where the next entry is: a place for {@code _llseek}. */
    @Offset(8)
    public long next;
    /** Bytes of this entry. */
    @Offset(16)
    public short length;
    /** As {@link FileMode#directoryType}. */
    @Offset(18)
    public byte type;
}
