package cleave.images.ext2;

import cleave.toolchain.disk.DiskException;
import cleave.toolchain.disk.Names;
import cleave.toolchain.disk.ext2.BlockMap;
import cleave.toolchain.disk.ext2.DirectoryBlock;
import cleave.toolchain.disk.ext2.Ext2Field;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.Feature;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.Inode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Puts names into a directory. An index (ext3's dir_index) is given up: it is only a hint. */
final class DirectoryWriter {
    private static final String DOT = ".";
    private static final String DOT_DOT = "..";

    private final Ext2Writer writer;
    private final Ext2FileSystem files;
    private final Disk disk;
    private final Inode directory;
    private final int blockSize;

    DirectoryWriter(Ext2Writer writer, Inode directory) {
        this.writer = writer;
        this.files = writer.files();
        this.disk = writer.disk();
        this.directory = directory;
        this.blockSize = files.superblock().blockSize();
    }

    private int type(FileType type) {
        return files.superblock().has(Feature.FILETYPE) ? type.entry() : 0;
    }

    /** Makes an empty directory's only block. */
    void begin(long parent) throws IOException {
        DirectoryBlock block = new DirectoryBlock(
                ByteBuffer.allocate(blockSize).order(ByteOrder.LITTLE_ENDIAN));
        int first = DirectoryBlock.need(DOT.length());
        block.put(0, directory.number(), first, type(FileType.DIRECTORY), Names.bytes(DOT));
        block.put(first, parent, blockSize - first, type(FileType.DIRECTORY),
                Names.bytes(DOT_DOT));
        append(block);
    }

    private void append(DirectoryBlock block) throws IOException {
        BlockMapWriter map = writer.map(directory);
        long number = map.add(directory.size() / blockSize);
        disk.write(number * blockSize, block.bytes().duplicate());
        map.flush();
        directory.setSize(directory.size() + blockSize);
        writer.write(directory);
    }

    /** Puts in a name that is not there yet. */
    void insert(String name, long inode, FileType type) throws IOException {
        byte[] bytes = Names.bytes(name);
        if (bytes.length == 0 || bytes.length > Names.LONGEST || name.contains("/")) {
            throw new DiskException(disk.name() + ": a name has 1 to " + Names.LONGEST
                    + " bytes and no /; " + name + " has " + bytes.length);
        }
        if (files.find(directory, name) != 0) {
            throw new DiskException(disk.name() + ": " + name + " is there already");
        }
        directory.set(Ext2Field.I_FLAGS,
                directory.get(Ext2Field.I_FLAGS) & ~(long) Inode.FLAG_INDEX);
        int need = DirectoryBlock.need(bytes.length);
        BlockMap map = files.blocks(directory);
        long count = files.directoryBlocks(directory);
        for (long i = 0; i < count; i++) {
            DirectoryBlock block = files.directoryBlock(directory, map, i);
            for (int at = 0; at < blockSize; at += block.length(at)) {
                boolean free = block.inode(at) == 0;
                int used = free ? 0 : DirectoryBlock.need(block.nameLength(at));
                int left = block.length(at) - used;
                if (left >= need) {
                    if (!free) {
                        block.setLength(at, used);
                    }
                    block.put(at + used, inode, left, type(type), bytes);
                    disk.write(map.find(i).physical() * blockSize, block.bytes().duplicate());
                    writer.write(directory);
                    return;
                }
            }
        }
        DirectoryBlock block = new DirectoryBlock(
                ByteBuffer.allocate(blockSize).order(ByteOrder.LITTLE_ENDIAN));
        block.put(0, inode, blockSize, type(type), bytes);
        append(block);
    }

    /** Takes a name out; it must be there. */
    void remove(String name) throws IOException {
        byte[] bytes = Names.bytes(name);
        BlockMap map = files.blocks(directory);
        long count = files.directoryBlocks(directory);
        for (long i = 0; i < count; i++) {
            DirectoryBlock block = files.directoryBlock(directory, map, i);
            int before = -1;
            for (int at = 0; at < blockSize; at += block.length(at)) {
                if (block.inode(at) != 0 && block.isNamed(at, bytes)) {
                    if (before < 0) {
                        block.setInode(at, 0);
                    } else {
                        block.setLength(before, block.length(before) + block.length(at));
                    }
                    disk.write(map.find(i).physical() * blockSize, block.bytes().duplicate());
                    directory.set(Ext2Field.I_FLAGS,
                            directory.get(Ext2Field.I_FLAGS) & ~(long) Inode.FLAG_INDEX);
                    writer.write(directory);
                    return;
                }
                before = at;
            }
        }
        throw new DiskException(disk.name() + ": " + name + " is not there");
    }
}
