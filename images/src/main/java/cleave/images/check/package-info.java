/**
 * Looks for damage in an ext2 file system, as {@code e2fsck -fn} does, and changes nothing: the
 * layout, then every inode, every directory, the tree that they make, and the bitmaps and counts
 * that must agree with all that.
 */
package cleave.images.check;
