package cleave.toolchain.disk.ext2;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the blocks of a file lie in ext4: a tree of extents. */
record ExtentTree(BlockSource source) {
    private static final int MAGIC = 0xf30a;
    private static final int ENTRY_SIZE = 12;
    private static final int DEPTH_MOST = 5;
    /** Longer extents are of unwritten blocks, which read as zero. */
    private static final int WRITTEN_MOST = 0x8000;
    private static final long END = 1L << Integer.SIZE;

    Run find(ByteBuffer node, long index, int level) throws IOException {
        int entries = node.getShort(2) & 0xffff;
        boolean fits = (entries + 1) * ENTRY_SIZE <= node.limit();
        if ((node.getShort(0) & 0xffff) != MAGIC || !fits || level > DEPTH_MOST) {
            throw source.damaged("has a broken extent tree");
        }
        int at = -1;
        long next = END;
        for (int i = 1; i <= entries; i++) {
            long first = node.getInt(i * ENTRY_SIZE) & 0xffff_ffffL;
            if (first <= index) {
                at = i * ENTRY_SIZE;
            } else {
                next = Math.min(next, first);
            }
        }
        if (at < 0) {
            return new Run(0, Math.max(1, next - index));
        }
        if ((node.getShort(6) & 0xffff) > 0) {
            long child = node.getInt(at + 4) & 0xffff_ffffL
                    | (node.getShort(at + 8) & 0xffffL) << Integer.SIZE;
            Run run = find(source.block(source.check(child, 1), level), index, level + 1);
            return new Run(run.physical(), Math.max(1, Math.min(run.length(), next - index)));
        }
        long within = index - (node.getInt(at) & 0xffff_ffffL);
        int length = node.getShort(at + 4) & 0xffff;
        boolean written = length <= WRITTEN_MOST;
        int covered = written ? length : length - WRITTEN_MOST;
        if (within >= covered) {
            return new Run(0, Math.max(1, next - index));
        }
        long start = node.getInt(at + 8) & 0xffff_ffffL
                | (node.getShort(at + 6) & 0xffffL) << Integer.SIZE;
        source.check(start, covered);
        return new Run(written ? start + within : 0, covered - within);
    }
}
