package cleave.images.ext2;

/**
 * What an inode says besides its content.
 *
 * @param permissions the low twelve bits of the mode
 * @param time in seconds since 1970
 */
public record Meta(int permissions, int uid, int gid, long time) {
}
