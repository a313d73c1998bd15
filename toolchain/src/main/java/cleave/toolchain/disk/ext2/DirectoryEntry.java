package cleave.toolchain.disk.ext2;

import cleave.toolchain.disk.Names;

/**
 * A name in a directory.
 *
 * @param inode which file it names
 * @param type the number of its {@link FileType}; 0 when the directory does not say
 * @param name as {@link Names#text} writes it
 */
public record DirectoryEntry(long inode, int type, String name) {
    /** Whether it is the directory itself, or the one above. */
    public boolean isDot() {
        return name.equals(".") || name.equals("..");
    }
}
