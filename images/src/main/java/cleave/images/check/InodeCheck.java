package cleave.images.check;

import cleave.toolchain.disk.ext2.BlockMap;
import cleave.toolchain.disk.ext2.Ext2Field;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.Inode;
import cleave.toolchain.disk.ext2.Superblock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Every inode by itself: kind, size, blocks. */
final class InodeCheck {
    private static final int SECTOR = 512;
    private static final int ATTRIBUTES_MAGIC = 0xea02_0000;
    /** Encryption, a server's own inode, extents, data in the inode, folded names: not ext2's. */
    private static final int FOREIGN_FLAGS = 0x800 | 0x2000 | Inode.FLAG_EXTENTS | 0x1000_0000
            | 0x4000_0000;
    private static final int COMPATIBLE_INDEX = 0x20;

    private final Ext2FileSystem files;
    private final Superblock superblock;
    private final BlockUse use;
    private final InodeTable table;
    private final Report report;
    private final int blockSize;
    /** Blocks of extended attributes, which inodes may share, by how many do. */
    private final Map<Long, Integer> attributes = new HashMap<>();

    InodeCheck(Ext2FileSystem files, BlockUse use, InodeTable table, Report report) {
        this.files = files;
        this.superblock = files.superblock();
        this.use = use;
        this.table = table;
        this.report = report;
        this.blockSize = superblock.blockSize();
    }

    void run() throws IOException {
        for (int number = 1; number <= table.count(); number++) {
            Inode inode = files.inode(number);
            boolean reserved = number < superblock.firstInode() && number != Inode.ROOT;
            if (reserved) {
                table.used.set(number);
                reserved(inode);
            } else if (inode.links() > 0) {
                table.used.set(number);
                table.links[number] = inode.links();
                used(inode);
            } else if (inode.mode() != 0 && inode.get(Ext2Field.I_DTIME) == 0) {
                report.add(number, WayOut.REPAIR, "it has no names, and was never deleted");
            } else if (inode.get(Ext2Field.I_DTIME) != 0
                    && inode.get(Ext2Field.I_DTIME) < superblock.inodes()) {
                // No time, but the next inode of the list.
                report.add(number, WayOut.REPAIR, "it waits to be deleted when the disk is "
                        + "mounted");
            }
        }
        if (!table.directories.get(Inode.ROOT)) {
            report.add(Inode.ROOT, WayOut.REPAIR, "the root is no directory");
        }
        for (Map.Entry<Long, Integer> entry : attributes.entrySet()) {
            int users = files.block(entry.getKey()).getInt(Integer.BYTES);
            if (users != entry.getValue()) {
                report.add(0, WayOut.COUNT_AGAIN, "block %d of extended attributes says that %d "
                        + "inodes have it, and %d do", entry.getKey(), users, entry.getValue());
            }
        }
    }

    /** Bad blocks, room for more descriptors, a journal: only what they keep counts. */
    private void reserved(Inode inode) throws IOException {
        if (inode.links() > 0 || inode.number() == 1) {
            new FileBlocks(files, use, report, inode).walk();
        }
    }

    private void wrong(Inode inode, WayOut wayOut, String format, Object... values) {
        report.add(inode.number(), wayOut, format, values);
    }

    private void used(Inode inode) throws IOException {
        Optional<FileType> type = inode.type();
        if (type.isEmpty()) {
            wrong(inode, WayOut.REPAIR, "its mode 0%o is that of no kind of file", inode.mode());
            return;
        }
        table.kinds[(int) inode.number()] = (byte) type.get().entry();
        if (type.get() == FileType.DIRECTORY) {
            table.directories.set((int) inode.number());
        }
        if (inode.get(Ext2Field.I_DTIME) != 0) {
            wrong(inode, WayOut.REPAIR, "it has names, and a time of deletion");
        }
        if (type.get() != FileType.REGULAR && inode.get(Ext2Field.I_SIZE_HIGH) != 0) {
            wrong(inode, WayOut.REPAIR, "%s has a size of more than 4 GiB", type.get().words());
        }
        flags(inode);
        long count = 0;
        if (inode.attributes() != 0) {
            count += attributes(inode);
        }
        if (inode.hasBlocks()) {
            FileBlocks blocks = new FileBlocks(files, use, report, inode);
            blocks.walk();
            count += blocks.count();
            if (blocks.isSound()) {
                size(inode, blocks.last());
            }
        } else {
            withoutBlocks(inode);
        }
        long sectors = inode.get(Ext2Field.I_BLOCKS);
        if (sectors != count * (blockSize / SECTOR)) {
            wrong(inode, WayOut.COUNT_AGAIN, "it counts %d sectors of 512 bytes, and has %d",
                    sectors, count * (blockSize / SECTOR));
        }
    }

    private void flags(Inode inode) {
        if (inode.hasFlag(FOREIGN_FLAGS)) {
            wrong(inode, WayOut.REPAIR, "it has flags (0x%x) of features that the file system has "
                    + "not", inode.get(Ext2Field.I_FLAGS) & FOREIGN_FLAGS);
        }
        boolean indexed = (superblock.get(Ext2Field.S_FEATURE_COMPAT) & COMPATIBLE_INDEX) != 0;
        for (Ext2Field field : new Ext2Field[] {Ext2Field.I_FADDR, Ext2Field.I_BLOCKS_HIGH,
            Ext2Field.I_FILE_ACL_HIGH}) {
            if (inode.get(field) != 0) {
                wrong(inode, WayOut.REPAIR, "it has 0x%x in the field %s, which ext2 does not use",
                        inode.get(field), field.name().toLowerCase(Locale.ROOT));
            }
        }
        if (inode.hasFlag(Inode.FLAG_INDEX) && !(indexed && inode.is(FileType.DIRECTORY))) {
            wrong(inode, WayOut.REPAIR, "it is marked as a directory with an index, and is none");
        }
    }

    private int attributes(Inode inode) throws IOException {
        long block = inode.attributes();
        if (!use.contains(block)) {
            wrong(inode, WayOut.REPAIR, "its extended attributes are at block %d of %d", block,
                    superblock.blocks());
            return 0;
        }
        if (!attributes.containsKey(block)) {
            if (use.claim(block, inode.number()) != BlockUse.NOBODY) {
                wrong(inode, WayOut.REPAIR, "its extended attributes are at block %d, which has "
                        + "something else", block);
                return 1;
            }
            if (files.block(block).getInt(0) != ATTRIBUTES_MAGIC) {
                wrong(inode, WayOut.REPAIR, "block %d should have its extended attributes", block);
                return 1;
            }
        }
        attributes.merge(block, 1, Integer::sum);
        return 1;
    }

    private void size(Inode inode, long last) throws IOException {
        long size = inode.size();
        if (inode.is(FileType.DIRECTORY)) {
            if (size != (last + 1) * blockSize) {
                wrong(inode, WayOut.REPAIR, "the directory has %d bytes, and its blocks end at %d",
                        size, (last + 1) * blockSize);
            }
        } else if (inode.is(FileType.LINK)) {
            slowLink(inode, last);
        } else if (size < 0 || size > BlockMap.mostBlocks(blockSize) * blockSize) {
            wrong(inode, WayOut.RESTORE, "its size is 0x%x bytes, more than a file can have", size);
        } else if (last >= 0 && size < last * blockSize) {
            wrong(inode, WayOut.RESTORE, "its size is %d bytes, and it has a block at %d", size,
                    last * blockSize);
        }
    }

    private void slowLink(Inode inode, long last) throws IOException {
        if (last != 0 || inode.size() >= blockSize || inode.size() == 0) {
            wrong(inode, WayOut.REPAIR, "the symbolic link has %d bytes in %d blocks",
                    inode.size(), last + 1);
            return;
        }
        target(inode, files.block(inode.map().getInt(0) & 0xffff_ffffL));
    }

    private void withoutBlocks(Inode inode) {
        if (inode.is(FileType.LINK)) {
            target(inode, inode.map());
        } else if (inode.get(Ext2Field.I_SIZE) != 0) {
            wrong(inode, WayOut.REPAIR, "%s has a size of %d bytes",
                    inode.type().orElseThrow().words(), inode.get(Ext2Field.I_SIZE));
        }
    }

    private void target(Inode inode, ByteBuffer bytes) {
        int length = 0;
        while (length < bytes.limit() && bytes.get(length) != 0) {
            length++;
        }
        if (length != inode.size() || length == 0) {
            wrong(inode, WayOut.REPAIR, "the symbolic link's target has %d bytes, and its size is "
                    + "%d", length, inode.size());
        }
    }
}
