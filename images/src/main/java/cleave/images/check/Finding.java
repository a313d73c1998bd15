package cleave.images.check;

/**
 * Something that is wrong.
 *
 * @param inode whose it is; 0 for the file system's own
 */
record Finding(long inode, String what, WayOut wayOut) {
}
