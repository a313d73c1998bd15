package cleave.guestos.kernel.file;

import cleave.magic.Struct;

/** A name in a directory, remembered: what it leads to, or that it leads nowhere. */
final class NameEntry extends Struct {
    /** The directory, which the entry holds. */
    Inode parent;
    /** What it names, which the entry holds; null if there is nothing of that name. */
    Inode inode;
}
