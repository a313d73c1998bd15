package cleave.guestos.kernel.file.tmp;

import cleave.guestos.kernel.file.Superblock;
import cleave.magic.Struct;

/** A file system in memory: what it may have, and what it has. */
final class MemoryVolume extends Struct {
    int pagesMax;
    int nodesMax;
    int nodes;
    int lastNumber;

    static MemoryVolume of(Superblock superblock) {
        return Struct.at(superblock.data, MemoryVolume.class);
    }
}
