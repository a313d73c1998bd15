package cleave.toolchain.disk.ext2;

/**
 * A stretch of a file, from the block that was asked for.
 *
 * @param physical the block of the disk that holds the first; 0 for a hole
 * @param length blocks that follow each other on the disk, or are all missing; at least 1
 */
public record Run(long physical, long length) {
    public boolean isHole() {
        return physical == 0;
    }
}
