package cleave.toolchain.disk.ext2;

import cleave.toolchain.disk.DiskBytes;
import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads files out of an ext2, ext3 or ext4 file system (Linux, Documentation/filesystems/ext4).
 * Understands block maps and extents, 64-bit block numbers, and symbolic links; an unfinished
 * journal is not replayed. Refuses file systems with incompatible features beyond these, and what
 * is damaged; whatever is on the disk, the work is bounded by its size.
 */
public final class Ext2FileSystem {
    private static final long LINK_TARGET_MOST = 4096;

    private final DiskBytes disk;
    private final Superblock superblock;
    private final List<GroupDescriptor> groups;

    private Ext2FileSystem(DiskBytes disk, Superblock superblock, List<GroupDescriptor> groups) {
        this.disk = disk;
        this.superblock = superblock;
        this.groups = groups;
    }

    /** Whether there is one. */
    public static boolean isPresent(DiskBytes disk) throws IOException {
        return disk.size() >= Superblock.PLACE + Superblock.SIZE
                && Structure.get(disk.read(Superblock.PLACE, Superblock.SIZE), 0,
                        Ext2Field.S_MAGIC) == Superblock.MAGIC;
    }

    /**
     * Reads superblock and group descriptors.
     *
     * @throws DiskException when they are damaged or have features that cannot be read
     */
    public static Ext2FileSystem open(DiskBytes disk) throws IOException {
        Superblock superblock = Superblock.read(disk);
        long place = (superblock.firstDataBlock() + 1) * superblock.blockSize();
        int size = superblock.descriptorSize();
        disk.require(place, superblock.groups() * size);
        List<GroupDescriptor> groups = new ArrayList<>();
        for (long at = place; groups.size() < superblock.groups(); at += size) {
            groups.add(new GroupDescriptor(disk.read(at, size)));
        }
        return new Ext2FileSystem(disk, superblock, groups);
    }

    public DiskBytes disk() {
        return disk;
    }

    public Superblock superblock() {
        return superblock;
    }

    public List<GroupDescriptor> groups() {
        return groups;
    }

    /** Where an inode lies on the disk, in bytes. */
    public long place(long number) throws DiskException {
        long index = number - 1;
        if (index < 0 || index >= superblock.inodes()) {
            throw disk.damaged("it refers to inode " + number + " of " + superblock.inodes());
        }
        long table = groups.get((int) (index / superblock.inodesPerGroup())).inodeTable();
        return table * superblock.blockSize()
                + index % superblock.inodesPerGroup() * superblock.inodeSize();
    }

    public Inode inode(long number) throws IOException {
        return new Inode(number, disk.read(place(number), superblock.inodeSize()));
    }

    public BlockMap blocks(Inode inode) {
        return new BlockMap(disk, superblock, inode);
    }

    /** One block of the disk. */
    public ByteBuffer block(long number) throws IOException {
        return disk.read(number * superblock.blockSize(), superblock.blockSize());
    }

    /** Follows a path. */
    public Lookup lookup(String path, boolean followLast) throws IOException {
        return new PathWalk(this, path, followLast).walk();
    }

    /** The regular file at an absolute path; links are followed. */
    public Optional<Inode> regular(String path) throws IOException {
        return lookup(path, true) instanceof Lookup.Found found
                && found.inode().is(FileType.REGULAR) ? Optional.of(found.inode())
                : Optional.empty();
    }

    /** The names in a directory, in its order, {@code .} and {@code ..} included. */
    public List<DirectoryEntry> entries(Inode directory) throws IOException {
        List<DirectoryEntry> entries = new ArrayList<>();
        long blocks = directoryBlocks(directory);
        BlockMap map = blocks(directory);
        for (long i = 0; i < blocks; i++) {
            DirectoryBlock block = directoryBlock(directory, map, i);
            for (int at = 0; at < block.bytes().limit(); at += block.length(at)) {
                refuseFault(directory, block, at);
                if (block.inode(at) != 0) {
                    entries.add(block.entry(at));
                }
            }
        }
        return entries;
    }

    /** Blocks of a directory, after they were found not to be more than there can be. */
    public long directoryBlocks(Inode directory) throws DiskException {
        long blocks = directory.size() / superblock.blockSize();
        if (directory.size() % superblock.blockSize() != 0 || blocks > superblock.blocks()) {
            throw disk.damaged("the directory with inode " + directory.number() + " has "
                    + directory.size() + " bytes");
        }
        return blocks;
    }

    /** Block {@code index} of a directory. */
    public DirectoryBlock directoryBlock(Inode directory, BlockMap map, long index)
            throws IOException {
        Run run = map.find(index);
        if (run.isHole()) {
            throw disk.damaged("the directory with inode " + directory.number()
                    + " has a hole at block " + index);
        }
        return new DirectoryBlock(block(run.physical()));
    }

    /** The inode of a name in a directory; 0 when it has none. */
    public long find(Inode directory, String name) throws IOException {
        byte[] wanted = Names.bytes(name);
        long blocks = directoryBlocks(directory);
        BlockMap map = blocks(directory);
        for (long i = 0; i < blocks; i++) {
            DirectoryBlock block = directoryBlock(directory, map, i);
            for (int at = 0; at < block.bytes().limit(); at += block.length(at)) {
                refuseFault(directory, block, at);
                if (block.inode(at) != 0 && block.isNamed(at, wanted)) {
                    return block.inode(at);
                }
            }
        }
        return 0;
    }

    private void refuseFault(Inode directory, DirectoryBlock block, int at)
            throws DiskException {
        Optional<String> fault = block.fault(at);
        if (fault.isPresent()) {
            throw disk.damaged("the directory with inode " + directory.number() + " has "
                    + fault.get());
        }
    }

    /** Where a symbolic link leads. */
    public String target(Inode link) throws IOException {
        if (link.isFastLink()) {
            byte[] target = new byte[(int) link.size()];
            link.map().get(target);
            return Names.text(target);
        }
        return Names.text(content(link, LINK_TARGET_MOST));
    }

    /**
     * All of a file.
     *
     * @throws DiskException when it has more than {@code most} bytes
     */
    public byte[] content(Inode inode, long most) throws IOException {
        if (inode.size() < 0 || inode.size() > most) {
            throw disk.damaged("inode " + inode.number() + " has " + inode.size() + " bytes");
        }
        byte[] content = new byte[(int) inode.size()];
        copy(inode, (offset, bytes) -> bytes.get(content, (int) offset, bytes.remaining()));
        return content;
    }

    /**
     * Reads a file from its beginning to its end.
     *
     * @throws DiskException when it has more blocks than the file system, or is larger than a file
     *     can be
     */
    public void copy(Inode inode, BlockSink sink) throws IOException {
        int blockSize = superblock.blockSize();
        long size = inode.size();
        if (size < 0 || size / blockSize > 1L << Integer.SIZE) {
            throw disk.damaged("inode " + inode.number() + " has a size of 0x"
                    + Long.toHexString(size) + " bytes");
        }
        BlockMap map = blocks(inode);
        long left = superblock.blocks();
        long index = 0;
        while (index * blockSize < size) {
            Run run = map.find(index);
            for (long i = 0; !run.isHole() && i < run.length() && index * blockSize < size; i++) {
                if (--left < 0) {
                    throw disk.damaged("inode " + inode.number() + " has more blocks than the "
                            + "disk");
                }
                long offset = index * blockSize;
                int length = (int) Math.min(blockSize, size - offset);
                sink.accept(offset, disk.read((run.physical() + i) * blockSize, length)
                        .order(ByteOrder.LITTLE_ENDIAN));
                index++;
            }
            index += run.isHole() ? run.length() : 0;
        }
    }
}
