/**
 * Writes ext2 revision 1: makes file systems and changes them. The same steps in the same order
 * give the same bytes: times are given, the lowest free inode and the next free block are taken.
 */
package cleave.images.ext2;
