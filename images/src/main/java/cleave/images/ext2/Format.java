package cleave.images.ext2;

/**
 * What a new file system shall be like.
 *
 * @param blockSize 1024, 2048 or 4096 bytes
 * @param inodeSize 128 or 256 bytes
 * @param label at most 16 bytes
 * @param time of everything in it, in seconds since 1970
 */
public record Format(int blockSize, int inodeSize, String label, long time) {
    /** 1 January 2026, when the machine's clock starts, too. */
    public static final long TIME = 1_767_225_600L;
    private static final long LARGE = 16 << 20;

    /** Blocks of 4 KiB, the size of a page, unless that would waste a small disk. */
    public static Format of(long size, String label) {
        return new Format(size < LARGE ? 1024 : 4096, 128, label, TIME);
    }

    public Format withBlockSize(int bytes) {
        return new Format(bytes, inodeSize, label, time);
    }
}
