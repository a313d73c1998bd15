package cleave.tests.disks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Where the metadata of an undamaged ext2 image is, for those who damage it. */
final class Layout {
    static final int SUPERBLOCK = 1024;
    static final int GROUP_BYTES = 32;
    private static final int DIRECTORY = 4;
    private static final int REGULAR = 8;
    private static final int LINK = 10;

    private final ByteBuffer bytes;
    final int blockSize;
    final int blocks;
    final int groups;
    final int inodesPerGroup;
    final int inodeSize;
    /** Numbers of inodes in use, but for those that no name leads to. */
    final List<Integer> inodes = new ArrayList<>();
    final List<Integer> directoryBlocks = new ArrayList<>();
    /** Blocks with numbers of blocks. */
    final List<Integer> indirectBlocks = new ArrayList<>();
    /** Places in bytes of all entries of directories. */
    final List<Integer> entries = new ArrayList<>();

    Layout(byte[] image) {
        bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        blockSize = 1024 << bytes.getInt(SUPERBLOCK + 24);
        blocks = bytes.getInt(SUPERBLOCK + 4);
        inodesPerGroup = bytes.getInt(SUPERBLOCK + 40);
        int perGroup = bytes.getInt(SUPERBLOCK + 32);
        groups = (blocks - bytes.getInt(SUPERBLOCK + 20) + perGroup - 1) / perGroup;
        inodeSize = bytes.getShort(SUPERBLOCK + 88);
        for (int number = 2; number <= groups * inodesPerGroup; number++) {
            if (number == 2 || number > 10) {
                look(number);
            }
        }
    }

    int groupPlace(int group) {
        return (bytes.getInt(SUPERBLOCK + 20) + 1) * blockSize + group * GROUP_BYTES;
    }

    int bitmapPlace(int group, boolean ofInodes) {
        return bytes.getInt(groupPlace(group) + (ofInodes ? 4 : 0)) * blockSize;
    }

    int inodePlace(int number) {
        int group = (number - 1) / inodesPerGroup;
        return bytes.getInt(groupPlace(group) + 8) * blockSize
                + (number - 1) % inodesPerGroup * inodeSize;
    }

    private void look(int number) {
        int place = inodePlace(number);
        int kind = (bytes.getShort(place) & 0xf000) >>> 12;
        if (bytes.getShort(place + 26) == 0) {
            return;
        }
        inodes.add(number);
        boolean slowLink = kind == LINK && bytes.getInt(place + 28) != 0;
        if (kind != DIRECTORY && kind != REGULAR && !slowLink) {
            return;
        }
        for (int i = 0; i < 15; i++) {
            follow(bytes.getInt(place + 40 + 4 * i), Math.max(0, i - 11), kind == DIRECTORY);
        }
    }

    private void follow(int block, int level, boolean directory) {
        if (block == 0) {
            return;
        }
        if (level == 0) {
            if (directory) {
                directoryBlocks.add(block);
                for (int at = 0; at < blockSize;
                        at += bytes.getShort(block * blockSize + at + 4) & 0xffff) {
                    entries.add(block * blockSize + at);
                }
            }
            return;
        }
        indirectBlocks.add(block);
        for (int at = 0; at < blockSize; at += 4) {
            follow(bytes.getInt(block * blockSize + at), level - 1, directory);
        }
    }
}
