/**
 * Disk images, read only: bytes at any place, partitions, and below, in {@code ext2}, files. Both
 * the emulator, which boots what is on a disk, and the maker of images build on it; it depends on
 * nothing, and writing is none of its business.
 */
package cleave.toolchain.disk;
