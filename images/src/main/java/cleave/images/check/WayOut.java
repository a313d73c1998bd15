package cleave.images.check;

/** What to do about damage; {@code %s} is what e2fsck calls the disk. */
enum WayOut {
    /** Nothing is lost: the truth can be counted again. */
    COUNT_AGAIN("e2fsck -fy %s counts again"),
    /** The structure can be mended, perhaps at the cost of names. */
    REPAIR("e2fsck -fy %s repairs it"),
    /** A file's content may be wrong or gone. */
    RESTORE("e2fsck -fy %s repairs the disk; then put the file in again with cleave image add"),
    /** Files without names. */
    FIND("e2fsck -fy %s puts it into /lost+found"),
    /** Too little is left to trust the rest. */
    REBUILD("try e2fsck -fy -b 32768 %s with a copy of the superblock, or build the image again");

    private final String words;

    WayOut(String words) {
        this.words = words;
    }

    String words(String disk) {
        return String.format(words, disk);
    }
}
