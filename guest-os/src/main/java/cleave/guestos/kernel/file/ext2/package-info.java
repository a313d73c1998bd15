/**
 * The second extended file system, read and written: revisions 0 and 1, blocks of 1, 2 and 4 KiB,
 * file types in directories, sparse superblocks, large files. Journals, extents and whatever else
 * is incompatible are refused; what is only unsafe to write is mounted read-only.
 *
 * <p>Whatever happens between two points that may sleep happens at once; {@link
 * cleave.guestos.kernel.file.ext2.Volume#lock} is held while several blocks that belong together
 * are changed. It comes last: whoever holds it takes no other lock and lets go of no inode.
 */
package cleave.guestos.kernel.file.ext2;
