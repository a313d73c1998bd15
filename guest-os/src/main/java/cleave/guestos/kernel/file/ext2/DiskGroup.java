package cleave.guestos.kernel.file.ext2;

import cleave.magic.Inline;
import cleave.magic.Offset;
import cleave.magic.Size;
import cleave.magic.Struct;

/** The descriptor of a group of blocks, on the disk. */
@Size(32)
final class DiskGroup extends Struct {
    static final int BYTES = 32;

    @Offset(0)
    int blockBitmap;
    @Offset(4)
    int inodeBitmap;
    @Offset(8)
    int inodeTable;
    @Offset(12)
    short freeBlocks;
    @Offset(14)
    short freeInodes;
    @Offset(16)
    short directories;
    @Offset(18)
    short padding;
    @Inline(12)
    byte[] reserved;
}
