package cleave.emulator.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads files out of an ext2, ext3 or ext4 file system (Linux, Documentation/filesystems/ext4), to
 * find a kernel. Understands block maps and extents, 64-bit block numbers, and symbolic links; an
 * unfinished journal is not replayed. Refuses file systems with incompatible features beyond these.
 */
final class Ext2Reader {
    private static final int SUPERBLOCK_AT = 1024;
    private static final int SUPERBLOCK_SIZE = 1024;
    private static final int MAGIC_AT = 56;
    private static final int MAGIC = 0xef53;

    private static final int FILETYPE = 0x2;
    private static final int RECOVER = 0x4;
    private static final int EXTENTS = 0x40;
    private static final int BLOCKS_64 = 0x80;
    private static final int FLEX_BG = 0x200;
    private static final int CSUM_SEED = 0x2000;
    private static final int KNOWN = FILETYPE | RECOVER | EXTENTS | BLOCKS_64 | FLEX_BG | CSUM_SEED;

    private static final int ROOT = 2;
    private static final int OLD_INODE_SIZE = 128;
    private static final int SMALL_DESCRIPTOR = 32;
    private static final int LINKS_MOST = 8;

    private final DiskBytes disk;
    private final int blockSize;
    private final int firstDataBlock;
    private final long inodeCount;
    private final int inodesPerGroup;
    private final int inodeSize;
    private final int descriptorSize;

    private Ext2Reader(DiskBytes disk, ByteBuffer superblock) throws BootException {
        this.disk = disk;
        int shift = superblock.getInt(24);
        if (shift < 0 || shift > 6) {
            throw disk.damaged("its block size is 1024 << " + shift);
        }
        blockSize = 1024 << shift;
        firstDataBlock = superblock.getInt(20);
        inodeCount = superblock.getInt(0) & 0xffff_ffffL;
        inodesPerGroup = superblock.getInt(40);
        boolean dynamic = superblock.getInt(76) != 0;
        inodeSize = dynamic ? superblock.getShort(88) & 0xffff : OLD_INODE_SIZE;
        int incompatible = dynamic ? superblock.getInt(96) : 0;
        if ((incompatible & ~KNOWN) != 0) {
            throw new BootException(String.format("%s is an ext4 file system with features that "
                    + "are not read (incompatible 0x%x): give its kernel with -kernel, and the "
                    + "disk with -drive", disk.name(), incompatible & ~KNOWN));
        }
        descriptorSize = (incompatible & BLOCKS_64) != 0
                ? Math.max(SMALL_DESCRIPTOR, superblock.getShort(254) & 0xffff) : SMALL_DESCRIPTOR;
        if (inodesPerGroup <= 0 || inodeSize < OLD_INODE_SIZE || inodeSize > blockSize) {
            throw disk.damaged("its superblock contradicts itself");
        }
    }

    static boolean isPresent(DiskBytes disk) throws IOException {
        return disk.size() >= SUPERBLOCK_AT + SUPERBLOCK_SIZE
                && (disk.read(SUPERBLOCK_AT + MAGIC_AT, 2).getShort() & 0xffff) == MAGIC;
    }

    static Ext2Reader open(DiskBytes disk) throws IOException {
        return new Ext2Reader(disk, disk.read(SUPERBLOCK_AT, SUPERBLOCK_SIZE));
    }

    /** The content of the regular file at an absolute path; links are followed. */
    Optional<byte[]> read(String path) throws IOException {
        Optional<Ext2Inode> inode = find(path);
        return inode.isPresent() && inode.get().isRegular()
                ? Optional.of(content(inode.get())) : Optional.empty();
    }

    /** The names in the directory at an absolute path, sorted; empty when there is none. */
    List<String> list(String path) throws IOException {
        Optional<Ext2Inode> inode = find(path);
        return inode.isPresent() && inode.get().isDirectory()
                ? List.copyOf(entries(inode.get()).keySet()) : List.of();
    }

    private Optional<Ext2Inode> find(String path) throws IOException {
        Deque<String> names = new ArrayDeque<>(split(path));
        Ext2Inode here = inode(ROOT);
        int links = 0;
        while (!names.isEmpty()) {
            String name = names.pop();
            if (!here.isDirectory()) {
                return Optional.empty();
            }
            Integer number = entries(here).get(name);
            if (number == null) {
                return Optional.empty();
            }
            Ext2Inode next = inode(number);
            if (next.isLink()) {
                if (++links > LINKS_MOST) {
                    return Optional.empty();
                }
                String target = linkTarget(next);
                if (target.startsWith("/")) {
                    here = inode(ROOT);
                }
                List<String> more = split(target);
                for (int i = more.size() - 1; i >= 0; i--) {
                    names.push(more.get(i));
                }
            } else {
                here = next;
            }
        }
        return Optional.of(here);
    }

    private static List<String> split(String path) {
        return Arrays.stream(path.split("/")).filter(n -> !n.isEmpty() && !n.equals(".")).toList();
    }

    private String linkTarget(Ext2Inode link) throws IOException {
        byte[] target = link.isFastLink() ? link.inlineData() : content(link);
        return new String(target, StandardCharsets.UTF_8);
    }

    private Map<String, Integer> entries(Ext2Inode directory) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(content(directory)).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Integer> entries = new TreeMap<>();
        int at = 0;
        while (at + 8 <= data.limit()) {
            int length = data.getShort(at + 4) & 0xffff;
            int nameLength = data.get(at + 6) & 0xff;
            if (length < 8 || at + length > data.limit() || nameLength + 8 > length) {
                throw disk.damaged("a directory has an entry of " + length + " bytes");
            }
            if (data.getInt(at) != 0) {
                entries.put(new String(data.array(), at + 8, nameLength, StandardCharsets.UTF_8),
                        data.getInt(at));
            }
            at += length;
        }
        return entries;
    }

    private Ext2Inode inode(int number) throws IOException {
        long index = (number & 0xffff_ffffL) - 1;
        if (index < 0 || index >= inodeCount) {
            throw disk.damaged("it refers to inode " + number + " of " + inodeCount);
        }
        long group = index / inodesPerGroup;
        long descriptor = (firstDataBlock + 1L) * blockSize + group * descriptorSize;
        ByteBuffer bytes = disk.read(descriptor, descriptorSize);
        long table = bytes.getInt(8) & 0xffff_ffffL;
        if (descriptorSize > SMALL_DESCRIPTOR) {
            table |= (bytes.getInt(40) & 0xffff_ffffL) << Integer.SIZE;
        }
        long place = table * blockSize + index % inodesPerGroup * inodeSize;
        return new Ext2Inode(disk.read(place, OLD_INODE_SIZE));
    }

    private byte[] content(Ext2Inode inode) throws IOException {
        if (inode.size() > 1L << 30) {
            throw disk.damaged("a file has " + inode.size() + " bytes");
        }
        byte[] content = new byte[(int) inode.size()];
        Ext2Blocks blocks = new Ext2Blocks(disk, blockSize, inode);
        for (int at = 0; at < content.length; at += blockSize) {
            long block = blocks.physical(at / blockSize);
            int length = Math.min(blockSize, content.length - at);
            if (block != 0) {
                disk.read(block * blockSize, length).get(content, at, length);
            }
        }
        return content;
    }
}
