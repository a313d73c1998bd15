package cleave.guestos.kernel.file;

import cleave.magic.Inline;
import cleave.magic.Struct;

/** A file system in its place in the tree. */
public final class Mount extends Struct {
    static final int SOURCE_SIZE = 64;

    public Superblock superblock;
    /** The directory it covers, which this holds; null for the root of everything. */
    public Inode covered;
    public int id;
    /** In order of mounting. */
    public Mount next;
    /** What {@code mount} called the device; a C string. */
    @Inline(SOURCE_SIZE)
    public byte[] source;
}
