/**
 * The file system ext2 and what of ext3 and ext4 can be read by the same means: the layout on the
 * disk (Linux, Documentation/filesystems/ext4), block maps, extents, directories, paths.
 */
package cleave.toolchain.disk.ext2;
