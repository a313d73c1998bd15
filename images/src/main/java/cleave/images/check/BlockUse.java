package cleave.images.check;

/** Who has which block: the first that claims one. */
final class BlockUse {
    /** Has what belongs to the file system itself. */
    static final int SYSTEM = -1;
    static final int NOBODY = 0;

    private final long first;
    private final int[] owners;

    /** @param first the first block that can be in use */
    BlockUse(long first, long blocks) {
        this.first = first;
        this.owners = new int[(int) blocks];
    }

    boolean contains(long block) {
        return block >= first && block < owners.length;
    }

    /** Takes a block for an inode, or for the {@link #SYSTEM}; answers who has it already. */
    int claim(long block, long owner) {
        int before = owners[(int) block];
        if (before == NOBODY) {
            owners[(int) block] = (int) owner;
        }
        return before;
    }

    boolean isUsed(long block) {
        return owners[(int) block] != NOBODY;
    }
}
