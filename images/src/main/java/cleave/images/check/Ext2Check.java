package cleave.images.check;

import cleave.toolchain.disk.DiskBytes;
import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.Superblock;
import java.io.IOException;
import java.util.List;

/** {@code cleave image check}: all passes over one file system. */
public final class Ext2Check {
    /** Blocks and inodes for which there is memory: 256 GiB in blocks of 4 KiB. */
    private static final long MOST = 1 << 26;

    private Ext2Check() {
    }

    /**
     * Looks at everything.
     *
     * @param disk one that has an ext2 superblock
     * @param image the file it is in
     * @throws DiskException when it has features that are not understood here
     */
    public static Report check(DiskBytes disk, String image) throws IOException {
        Report report = new Report(image, disk.start());
        Ext2FileSystem files = open(disk, report);
        if (files == null) {
            return report;
        }
        LayoutCheck layout = new LayoutCheck(files, report);
        if (!layout.superblockIsSound()) {
            return report;
        }
        Superblock superblock = files.superblock();
        if (superblock.blocks() > MOST || superblock.inodes() > MOST) {
            throw new DiskException(disk.name() + " has more than " + MOST
                    + " blocks or inodes: check it with e2fsck -fn " + image);
        }
        BlockUse use = new BlockUse(superblock.firstDataBlock(), superblock.blocks());
        if (!layout.claim(use)) {
            return report;
        }
        InodeTable table = new InodeTable((int) superblock.inodes());
        new InodeCheck(files, use, table, report).run();
        new TreeCheck(files, use, table, report).run();
        new BitmapCheck(files, use, table, report).run();
        return report;
    }

    /** Null when the superblock or the descriptors are so damaged that nothing can be read. */
    private static Ext2FileSystem open(DiskBytes disk, Report report) throws IOException {
        Superblock superblock = new Superblock(disk.read(Superblock.PLACE, Superblock.SIZE));
        List<String> obstacles = superblock.obstaclesToWriting();
        if (!obstacles.isEmpty()) {
            throw new DiskException(disk.name() + " has features that are not checked here ("
                    + String.join(", ", obstacles) + "): check it with e2fsck -fn");
        }
        try {
            return Ext2FileSystem.open(disk);
        } catch (DiskException e) {
            report.add(0, WayOut.REBUILD, "%s", e.getMessage());
            return null;
        }
    }
}
