package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Buffer;
import cleave.guestos.kernel.file.BufferCache;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Listing;
import cleave.guestos.kernel.file.OpenFile;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Entries of directories. The lock on names is held. Indexes of large directories are not kept:
 * a directory that is changed is no longer marked as one that has one.
 */
final class Directories {
    private static final int ALIGNMENT_MASK = 3;

    private Directories() {
    }

    private static Buffer error(int result) {
        return Struct.at(Address.of(result), Buffer.class);
    }

    static int blocks(Inode directory) {
        return (int) (directory.size >>> Volume.of(directory).blockShift);
    }

    /** A block of a directory whose entries all make sense, held for the caller; or an error. */
    static Buffer block(Inode directory, int index) {
        Volume volume = Volume.of(directory);
        volume.lock.take();
        int block = BlockMap.find(directory, index);
        volume.lock.give();
        if (block <= 0) {
            return error(block == 0 ? damaged(directory, index) : block);
        }
        Buffer buffer = volume.read(block);
        if (Errors.are(buffer)) {
            return buffer;
        }
        if (!isSound(volume, buffer)) {
            buffer.release();
            return error(damaged(directory, index));
        }
        return buffer;
    }

    private static int damaged(Inode directory, int index) {
        Volume.of(directory).complain().text("block ").decimal(index).text(" of directory ")
                .decimal(directory.number).text(" has no entries that make sense").end();
        return -Errno.EIO;
    }

    private static boolean isSound(Volume volume, Buffer buffer) {
        int offset = 0;
        while (offset < volume.blockSize) {
            DiskEntry entry = entry(buffer, offset);
            int bytes = entry.bytes();
            if (bytes < DiskEntry.needed(1) || (bytes & ALIGNMENT_MASK) != 0
                    || offset + bytes > volume.blockSize
                    || DiskEntry.needed(entry.nameBytes()) > bytes
                    || Integer.compareUnsigned(entry.inode, volume.disk.inodes) > 0) {
                return false;
            }
            offset += bytes;
        }
        return true;
    }

    static DiskEntry entry(Buffer buffer, int offset) {
        return Struct.at(buffer.data.plus(offset), DiskEntry.class);
    }

    /** Where in a block a name is; -1 if it is not there. */
    private static int find(Buffer buffer, int size, Address name, int length) {
        int offset = 0;
        while (offset < size) {
            DiskEntry entry = entry(buffer, offset);
            if (entry.inode != 0 && entry.nameBytes() == length
                    && Bytes.equal(entry.name(), name, length)) {
                return offset;
            }
            offset += entry.bytes();
        }
        return -1;
    }

    /** The number of the inode that a name leads to; 0 if there is none; or an error. */
    static int search(Inode directory, Address name, int length) {
        int size = Volume.of(directory).blockSize;
        int blocks = blocks(directory);
        for (int i = 0; i < blocks; i++) {
            Buffer buffer = block(directory, i);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            int offset = find(buffer, size, name, length);
            int number = offset < 0 ? 0 : entry(buffer, offset).inode;
            buffer.release();
            if (offset >= 0) {
                return number;
            }
        }
        return 0;
    }

    /** Lets a name lead to another inode: 0, {@code -ENOENT} or an error. */
    static int replace(Inode directory, Address name, int length, Inode target) {
        Volume volume = Volume.of(directory);
        int blocks = blocks(directory);
        for (int i = 0; i < blocks; i++) {
            Buffer buffer = block(directory, i);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            int offset = find(buffer, volume.blockSize, name, length);
            if (offset >= 0) {
                set(volume, entry(buffer, offset), target);
                buffer.markDirty();
            }
            buffer.release();
            if (offset >= 0) {
                changed(directory);
                return 0;
            }
        }
        return -Errno.ENOENT;
    }

    private static void set(Volume volume, DiskEntry entry, Inode target) {
        entry.inode = target.number;
        entry.type = (byte) (volume.hasFileTypes() ? DiskEntry.typeOf(target.mode) : 0);
    }

    private static void changed(Inode directory) {
        Node.of(directory).flags &= ~DiskInode.INDEXED;
        directory.touch();
    }

    /** Adds a name, which is not there yet: 0 or an error. */
    static int add(Inode directory, Address name, int length, Inode target) {
        int size = Volume.of(directory).blockSize;
        int blocks = blocks(directory);
        for (int i = 0; i < blocks; i++) {
            Buffer buffer = block(directory, i);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            DiskEntry entry = room(buffer, size, DiskEntry.needed(length));
            if (entry != null) {
                write(directory, entry, name, length, target);
                buffer.markDirty();
            }
            buffer.release();
            if (entry != null) {
                return 0;
            }
        }
        return append(directory, blocks, name, length, target);
    }

    /** An unused entry with that many bytes, cut off from another if need be; null if none. */
    private static DiskEntry room(Buffer buffer, int size, int bytes) {
        int offset = 0;
        while (offset < size) {
            DiskEntry entry = entry(buffer, offset);
            int own = entry.inode == 0 ? 0 : DiskEntry.needed(entry.nameBytes());
            if (entry.bytes() - own >= bytes) {
                if (own == 0) {
                    return entry;
                }
                int rest = entry.bytes() - own;
                entry.length = (short) own;
                DiskEntry free = entry.following();
                free.length = (short) rest;
                return free;
            }
            offset += entry.bytes();
        }
        return null;
    }

    private static void write(Inode directory, DiskEntry entry, Address name, int length,
            Inode target) {
        entry.nameLength = (byte) length;
        set(Volume.of(directory), entry, target);
        Bytes.copy(entry.name(), name, length);
        changed(directory);
    }

    private static int append(Inode directory, int index, Address name, int length,
            Inode target) {
        Buffer buffer = newBlock(directory, index);
        if (Errors.are(buffer)) {
            return Errors.of(buffer);
        }
        DiskEntry entry = entry(buffer, 0);
        entry.length = (short) Volume.of(directory).blockSize;
        write(directory, entry, name, length, target);
        buffer.release();
        return 0;
    }

    private static Buffer newBlock(Inode directory, int index) {
        Volume volume = Volume.of(directory);
        volume.lock.take();
        int block = BlockMap.make(directory, index);
        Buffer buffer = block < 0 ? error(block)
                : BufferCache.fresh(volume.device, block, volume.blockSize);
        if (Errors.are(buffer)) {
            BlockMap.cut(directory, index);
        }
        volume.lock.give();
        if (!Errors.are(buffer)) {
            directory.size += volume.blockSize;
        }
        return buffer;
    }

    /** Fills a new directory with {@code .} and {@code ..}: 0 or an error. */
    static int begin(Inode directory, Inode parent) {
        Volume volume = Volume.of(directory);
        Buffer buffer = newBlock(directory, 0);
        if (Errors.are(buffer)) {
            return Errors.of(buffer);
        }
        DiskEntry self = entry(buffer, 0);
        self.length = (short) DiskEntry.needed(1);
        write(directory, self, Address.of("."), 1, directory);
        DiskEntry above = self.following();
        above.length = (short) (volume.blockSize - DiskEntry.needed(1));
        write(directory, above, Address.of(".."), 2, parent);
        buffer.release();
        return 0;
    }

    /** Takes a name out: 0, {@code -ENOENT} or an error. */
    static int remove(Inode directory, Address name, int length) {
        int size = Volume.of(directory).blockSize;
        int blocks = blocks(directory);
        for (int i = 0; i < blocks; i++) {
            Buffer buffer = block(directory, i);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            int offset = find(buffer, size, name, length);
            if (offset >= 0) {
                takeOut(buffer, offset);
                buffer.markDirty();
            }
            buffer.release();
            if (offset >= 0) {
                changed(directory);
                return 0;
            }
        }
        return -Errno.ENOENT;
    }

    private static void takeOut(Buffer buffer, int offset) {
        DiskEntry gone = entry(buffer, offset);
        gone.inode = 0;
        if (offset == 0) {
            return;
        }
        DiskEntry before = entry(buffer, 0);
        while (before.following() != gone) {
            before = before.following();
        }
        before.length = (short) (before.bytes() + gone.bytes());
    }

    /** Whether it has no names but {@code .} and {@code ..}: 1 or 0, or an error. */
    static int isEmpty(Inode directory) {
        int size = Volume.of(directory).blockSize;
        int blocks = blocks(directory);
        for (int i = 0; i < blocks; i++) {
            Buffer buffer = block(directory, i);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            boolean empty = true;
            for (int offset = 0; offset < size; offset += entry(buffer, offset).bytes()) {
                DiskEntry entry = entry(buffer, offset);
                empty &= entry.inode == 0 || isDots(entry);
            }
            buffer.release();
            if (!empty) {
                return 0;
            }
        }
        return 1;
    }

    private static boolean isDots(DiskEntry entry) {
        int length = entry.nameBytes();
        Address name = entry.name();
        return length <= 2 && name.loadByte(0) == '.' && (length == 1 || name.loadByte(1) == '.');
    }

    /** Lists the entries from the file's offset on; offsets are bytes of the directory. */
    static int list(OpenFile file, Listing listing) {
        Inode directory = file.inode;
        Volume volume = Volume.of(directory);
        while (file.offset < directory.size) {
            int index = (int) (file.offset >>> volume.blockShift);
            Buffer buffer = block(directory, index);
            if (Errors.are(buffer)) {
                return Errors.of(buffer);
            }
            if (!hasNames(volume, buffer)) {
                buffer.release();
                return damaged(directory, index);
            }
            boolean room = listBlock(file, listing, buffer, index);
            buffer.release();
            if (!room) {
                return 0;
            }
        }
        return 0;
    }

    /** Whether all names are such: with an empty one, or a slash, a program would find no end. */
    private static boolean hasNames(Volume volume, Buffer buffer) {
        int offset = 0;
        while (offset < volume.blockSize) {
            DiskEntry entry = entry(buffer, offset);
            int length = entry.nameBytes();
            if (entry.inode != 0) {
                Address name = entry.name();
                for (int i = 0; i < length; i++) {
                    int character = name.loadByte(i);
                    if (character == '/' || character == 0) {
                        return false;
                    }
                }
                if (length == 0) {
                    return false;
                }
            }
            offset += entry.bytes();
        }
        return true;
    }

    private static boolean listBlock(OpenFile file, Listing listing, Buffer buffer, int index) {
        Volume volume = Volume.of(file.inode);
        long start = (long) index << volume.blockShift;
        int offset = 0;
        while (offset < volume.blockSize) {
            DiskEntry entry = entry(buffer, offset);
            long next = start + offset + entry.bytes();
            // The entry where the last call ended may have been joined with the one before it.
            if (start + offset >= file.offset && entry.inode != 0
                    && !listing.add(entry.name(), entry.nameBytes(), entry.inode,
                            DiskEntry.toProgram(entry.type), next)) {
                return false;
            }
            offset += entry.bytes();
        }
        file.offset = start + volume.blockSize;
        return true;
    }
}
