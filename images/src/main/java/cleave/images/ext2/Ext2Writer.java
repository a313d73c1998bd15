package cleave.images.ext2;

import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.Names;
import cleave.toolchain.disk.ext2.BlockMap;
import cleave.toolchain.disk.ext2.Ext2Field;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.GroupDescriptor;
import cleave.toolchain.disk.ext2.Inode;
import cleave.toolchain.disk.ext2.Superblock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Changes an ext2 file system, inode by inode. Bitmaps, descriptors and superblock are written by
 * {@link #finish} only; whoever does not get that far throws the image away. Refuses file systems
 * with features that it would damage.
 */
public final class Ext2Writer {
    private static final int SECTOR = 512;
    /** What Linux and e2fsck expect to be the extra size of an inode with 256 bytes. */
    private static final int EXTRA_SIZE = 32;
    private static final int ATTRIBUTES_MAGIC = 0xea02_0000;

    private final Disk disk;
    private final Ext2FileSystem files;
    private final Superblock superblock;
    private final Allocator blocks;
    private final Allocator inodes;

    private Ext2Writer(Disk disk, Ext2FileSystem files) {
        this.disk = disk;
        this.files = files;
        this.superblock = files.superblock();
        this.blocks = new Allocator(disk, files, true);
        this.inodes = new Allocator(disk, files, false);
    }

    /** Opens the file system of a disk for changes. */
    public static Ext2Writer open(Disk disk) throws IOException {
        Ext2FileSystem files = Ext2FileSystem.open(disk);
        List<String> obstacles = files.superblock().obstaclesToWriting();
        if (!obstacles.isEmpty()) {
            throw new DiskException(disk.name() + " has features that cannot be written here ("
                    + String.join(", ", obstacles) + "): mount it to change it, or copy its files "
                    + "to an image made by cleave image create or mke2fs -t ext2");
        }
        refuseDamage(disk, files);
        return new Ext2Writer(disk, files);
    }

    /** What would be written over must be where it can be. */
    private static void refuseDamage(Disk disk, Ext2FileSystem files) throws DiskException {
        Superblock superblock = files.superblock();
        long bits = superblock.blockSize() * 8L;
        if (superblock.blocksPerGroup() > bits || superblock.inodesPerGroup() > bits) {
            throw disk.damaged("its groups have " + superblock.blocksPerGroup() + " blocks and "
                    + superblock.inodesPerGroup() + " inodes, more than its bitmaps can tell");
        }
        disk.require(0, superblock.blocks() * superblock.blockSize());
        long least = superblock.firstDataBlock() + superblock.descriptorBlocks();
        for (int group = 0; group < superblock.groups(); group++) {
            GroupDescriptor descriptor = files.groups().get(group);
            for (long block : new long[] {descriptor.blockBitmap(), descriptor.inodeBitmap(),
                descriptor.inodeTable() + superblock.inodeTableBlocks() - 1,
                descriptor.inodeTable()}) {
                if (block <= least || block >= superblock.blocks()) {
                    throw disk.damaged("group " + group + " has its bitmaps or inodes at block "
                            + block + " of " + superblock.blocks());
                }
            }
        }
    }

    /** Makes a file system with a root and a lost+found on a disk of zeros. */
    public static Ext2Writer format(Disk disk, Format format) throws IOException {
        Formatter.format(disk, format);
        Ext2Writer writer = open(disk);
        Inode root = writer.fresh(Inode.ROOT, FileType.DIRECTORY, new Meta(0755, 0, 0,
                format.time()));
        writer.countDirectory(root.number(), 1);
        writer.directory(root).begin(root.number());
        root.set(Ext2Field.I_LINKS_COUNT, 2);
        writer.write(root);
        writer.makeDirectory(root, "lost+found", new Meta(0700, 0, 0, format.time()));
        return writer;
    }

    public Ext2FileSystem files() {
        return files;
    }

    Disk disk() {
        return disk;
    }

    private DiskException full(String what) {
        return new DiskException(disk.name() + " is full: it has no free " + what + " left of "
                + (what.equals("block") ? superblock.blocks() : superblock.inodes())
                + ": make a larger one (cleave image create --size), or remove files");
    }

    long takeBlock() throws IOException {
        long block = blocks.take();
        if (block == 0) {
            throw full("block");
        }
        return block;
    }

    private long takeInode() throws IOException {
        long number = inodes.take();
        if (number == 0) {
            throw full("inode");
        }
        return number;
    }

    private Inode fresh(long number, FileType type, Meta meta) {
        Inode inode = new Inode(number, ByteBuffer.allocate(superblock.inodeSize())
                .order(ByteOrder.LITTLE_ENDIAN));
        set(inode, type, meta);
        if (superblock.inodeSize() > Superblock.OLD_INODE_SIZE) {
            inode.set(Ext2Field.I_EXTRA_ISIZE, EXTRA_SIZE);
        }
        return inode;
    }

    private static void set(Inode inode, FileType type, Meta meta) {
        inode.set(Ext2Field.I_MODE, type.mode() | meta.permissions());
        inode.set(Ext2Field.I_UID, meta.uid());
        inode.set(Ext2Field.I_UID_HIGH, meta.uid() >>> Short.SIZE);
        inode.set(Ext2Field.I_GID, meta.gid());
        inode.set(Ext2Field.I_GID_HIGH, meta.gid() >>> Short.SIZE);
        for (Ext2Field time : new Ext2Field[] {Ext2Field.I_ATIME, Ext2Field.I_CTIME,
            Ext2Field.I_MTIME}) {
            inode.set(time, meta.time());
        }
    }

    /** Gives a file another owner, other permissions and times. */
    public void setMeta(Inode inode, Meta meta) throws IOException {
        set(inode, inode.type().orElseThrow(), meta);
        write(inode);
    }

    void write(Inode inode) throws IOException {
        disk.write(files.place(inode.number()), inode.bytes().duplicate());
    }

    DirectoryWriter directory(Inode directory) {
        return new DirectoryWriter(this, directory);
    }

    BlockMapWriter map(Inode inode) {
        return new BlockMapWriter(disk, superblock.blockSize(), inode, () -> {
            long block = takeBlock();
            inode.set(Ext2Field.I_BLOCKS, inode.get(Ext2Field.I_BLOCKS)
                    + superblock.blockSize() / SECTOR);
            return block;
        });
    }

    private void enter(Inode directory, String name, Inode inode) throws IOException {
        directory(directory).insert(name, inode.number(), inode.type().orElseThrow());
    }

    /** Makes a directory in a directory. */
    public Inode makeDirectory(Inode parent, String name, Meta meta) throws IOException {
        Inode inode = fresh(takeInode(), FileType.DIRECTORY, meta);
        inode.set(Ext2Field.I_LINKS_COUNT, 2);
        enter(parent, name, inode);
        directory(inode).begin(parent.number());
        countDirectory(inode.number(), 1);
        parent.set(Ext2Field.I_LINKS_COUNT, parent.links() + 1);
        write(parent);
        return inode;
    }

    private void countDirectory(long number, int more) {
        GroupDescriptor group = files.groups().get(
                (int) ((number - 1) / superblock.inodesPerGroup()));
        group.set(Ext2Field.BG_USED_DIRS_COUNT, group.get(Ext2Field.BG_USED_DIRS_COUNT) + more);
    }

    /** Makes a regular file with all that a stream has; blocks of zeros become holes. */
    public Inode makeFile(Inode parent, String name, Meta meta, InputStream content)
            throws IOException {
        Inode inode = fresh(takeInode(), FileType.REGULAR, meta);
        inode.set(Ext2Field.I_LINKS_COUNT, 1);
        enter(parent, name, inode);
        fill(inode, content);
        return inode;
    }

    private void fill(Inode inode, InputStream content) throws IOException {
        int blockSize = superblock.blockSize();
        long most = BlockMap.mostBlocks(blockSize);
        BlockMapWriter map = map(inode);
        ByteBuffer zeros = ByteBuffer.allocate(blockSize);
        long index = 0;
        byte[] piece = content.readNBytes(blockSize);
        while (piece.length > 0) {
            if (index >= most || inode.get(Ext2Field.I_BLOCKS) > 0xffff_ff00L) {
                throw new DiskException(disk.name() + " has blocks of " + blockSize + " bytes, in "
                        + "which no file can be so large: make it with a larger --block-size");
            }
            inode.setSize(index * blockSize + piece.length);
            ByteBuffer block = ByteBuffer.allocate(blockSize).put(piece).clear();
            if (!block.equals(zeros)) {
                disk.write(map.add(index) * blockSize, block);
            }
            index++;
            piece = content.readNBytes(blockSize);
        }
        map.flush();
        write(inode);
    }

    /** Makes a symbolic link. */
    public Inode makeLink(Inode parent, String name, Meta meta, String target)
            throws IOException {
        byte[] bytes = Names.bytes(target);
        int most = Math.min(superblock.blockSize() - 1, 4095);
        if (bytes.length == 0 || bytes.length > most) {
            throw new DiskException(disk.name() + ": a symbolic link leads to a path of 1 to "
                    + most + " bytes, not of " + bytes.length);
        }
        Inode inode = fresh(takeInode(), FileType.LINK, meta);
        inode.set(Ext2Field.I_LINKS_COUNT, 1);
        inode.set(Ext2Field.I_SIZE, bytes.length);
        enter(parent, name, inode);
        if (inode.isFastLink()) {
            inode.map().put(bytes);
        } else {
            ByteBuffer block = ByteBuffer.allocate(superblock.blockSize()).put(bytes).clear();
            disk.write(map(inode).add(0) * superblock.blockSize(), block);
        }
        write(inode);
        return inode;
    }

    /** Makes a device, a named pipe or a socket. */
    public Inode makeNode(Inode parent, String name, FileType type, Meta meta, int major,
            int minor) throws IOException {
        Inode inode = fresh(takeInode(), type, meta);
        inode.set(Ext2Field.I_LINKS_COUNT, 1);
        if (type.isDevice()) {
            inode.setDevice(major, minor);
        }
        enter(parent, name, inode);
        write(inode);
        return inode;
    }

    /** Gives a file that is no directory one more name. */
    public void link(Inode parent, String name, Inode inode) throws IOException {
        if (inode.type().isEmpty()) {
            throw disk.damaged("inode " + inode.number() + " has the mode 0"
                    + Integer.toOctalString(inode.mode()));
        }
        if (inode.links() >= 32_000) {
            throw new DiskException(disk.name() + ": inode " + inode.number()
                    + " has 32000 names already: copy the file");
        }
        enter(parent, name, inode);
        inode.set(Ext2Field.I_LINKS_COUNT, inode.links() + 1);
        write(inode);
    }

    /**
     * Takes a name away, and the file itself when that was its last.
     *
     * @param name of no directory, or of an empty one
     */
    public void remove(Inode parent, String name, Inode inode) throws IOException {
        directory(parent).remove(name);
        boolean isDirectory = inode.is(FileType.DIRECTORY);
        inode.set(Ext2Field.I_LINKS_COUNT, isDirectory ? 0 : Math.max(0, inode.links() - 1));
        if (isDirectory) {
            parent.set(Ext2Field.I_LINKS_COUNT, parent.links() - 1);
            write(parent);
            countDirectory(inode.number(), -1);
        }
        if (inode.links() == 0) {
            freeBlocks(inode);
            inodes.free(inode.number());
            inode.bytes().put(0, new byte[inode.bytes().limit()]);
        }
        write(inode);
    }

    private void freeBlocks(Inode inode) throws IOException {
        if (inode.attributes() != 0) {
            freeAttributes(inode.attributes());
        }
        for (int slot = 0; inode.hasBlocks() && slot < BlockMap.DIRECT + BlockMap.LEVELS;
                slot++) {
            int level = Math.max(0, slot - BlockMap.DIRECT + 1);
            freeTree(inode, inode.map().getInt(slot * Integer.BYTES) & 0xffff_ffffL, level);
        }
    }

    private void freeTree(Inode inode, long block, int level) throws IOException {
        if (block == 0) {
            return;
        }
        if (block <= superblock.firstDataBlock() || block >= superblock.blocks()) {
            throw disk.damaged("inode " + inode.number() + " refers to block " + block + " of "
                    + superblock.blocks());
        }
        if (!blocks.free(block)) {
            throw disk.damaged("inode " + inode.number() + " has block " + block + ", which is "
                    + "free, or belongs to it twice");
        }
        if (level > 0) {
            ByteBuffer numbers = files.block(block);
            while (numbers.hasRemaining()) {
                freeTree(inode, numbers.getInt() & 0xffff_ffffL, level - 1);
            }
        }
    }

    /** Inodes may share a block of attributes; it counts them. */
    private void freeAttributes(long block) throws IOException {
        ByteBuffer attributes = files.block(block);
        int users = attributes.getInt(Integer.BYTES);
        if (attributes.getInt(0) != ATTRIBUTES_MAGIC) {
            throw disk.damaged("block " + block + " should have extended attributes");
        }
        if (users > 1) {
            attributes.putInt(Integer.BYTES, users - 1);
            disk.write(block * superblock.blockSize(), attributes);
        } else {
            blocks.free(block);
        }
    }

    /** Sets what tells this file system from others. */
    public void setUuid(byte[] uuid) {
        superblock.setBytes(Ext2Field.S_UUID, uuid);
    }

    /** Writes all that is not on the disk yet. */
    public void finish() throws IOException {
        blocks.flush();
        inodes.flush();
        int blockSize = superblock.blockSize();
        ByteBuffer descriptors = ByteBuffer.allocate(
                (int) superblock.descriptorBlocks() * blockSize);
        files.groups().forEach(group -> descriptors.put(group.bytes().duplicate().clear()));
        for (long group = 0; group < superblock.groups(); group++) {
            if (superblock.hasCopy(group)) {
                long first = superblock.firstBlock(group);
                superblock.set(Ext2Field.S_BLOCK_GROUP_NR, group);
                long place = group == 0 ? Superblock.PLACE : first * blockSize;
                disk.write(place, superblock.bytes().duplicate().clear());
                disk.write((first + 1) * blockSize, descriptors.duplicate().clear());
            }
        }
        superblock.set(Ext2Field.S_BLOCK_GROUP_NR, 0);
    }
}
