package cleave.guestos.kernel.file.ext2;

import cleave.guestos.kernel.file.Inode;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** What ext2 knows of an inode in memory beyond what all file systems do. */
final class Node extends Struct {
    int flags;
    int generation;
    /** The block of its extended attributes; 0 for none. */
    int attributes;
    /** Its bytes on the disk are those of a file that is gone. */
    boolean fresh;
    /** Where the last block was allocated. */
    int goal;
    @Inline(DiskInode.POINTERS)
    int[] pointers;

    static Node of(Inode inode) {
        return Struct.at(inode.data, Node.class);
    }
}
