package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Attributes;
import cleave.guestos.kernel.file.Buffer;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.DiskErrors;
import cleave.guestos.kernel.file.FileTime;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Inodes;
import cleave.guestos.kernel.file.RegularFile;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Inodes between memory and disk. */
final class Nodes {
    private static final int HALF = 16;
    private static final int HALF_MASK = 0xffff;
    private static final int MINOR_MASK = 0xff;
    private static final int MAJOR_MASK = 0xff00;
    private static final int EXTRA_SHIFT = 2;
    private static final int EPOCH_MASK = 3;
    private static final int ATTRIBUTES_MAGIC = 0xea02_0000;
    private static final int ATTRIBUTES_USES = 4;

    private Nodes() {
    }

    private static Inode error(int result) {
        return Struct.at(Address.of(result), Inode.class);
    }

    /** The inode of a number, with a reference, read from the disk if need be; or an error. */
    static Inode get(Superblock superblock, int number) {
        Inode inode = Inodes.find(superblock, number);
        if (inode != null) {
            return inode;
        }
        Volume volume = Volume.of(superblock);
        if (Integer.compareUnsigned(number - 1, volume.disk.inodes) >= 0
                || number < volume.firstInode && number != Ext2.ROOT) {
            volume.complain().text("a name leads to inode ").decimal(number).end();
            return error(-Errno.EIO);
        }
        Buffer buffer = volume.inodeBuffer(number);
        if (Errors.are(buffer)) {
            return error(Errors.of(buffer));
        }
        DiskInode disk = volume.inode(buffer, number);
        inode = disk.links == 0 || disk.mode == 0 ? unused(volume, number)
                : !isSound(volume, disk) ? senseless(volume, number)
                : create(superblock, number);
        if (!Errors.are(inode)) {
            read(volume, disk, inode);
        }
        buffer.release();
        return inode;
    }

    private static Inode unused(Volume volume, int number) {
        volume.complain().text("a name leads to inode ").decimal(number)
                .text(", which is not in use").end();
        return error(-Errno.EIO);
    }

    private static boolean isSound(Volume volume, DiskInode disk) {
        if ((disk.flags & DiskInode.EXTENTS) != 0) {
            return false;
        }
        long size = Integer.toUnsignedLong(disk.size);
        if (FileMode.isDirectory(disk.mode)) {
            return (size & volume.blockSize - 1) == 0 && size != 0;
        }
        return !FileMode.isRegular(disk.mode) || disk.sizeHigh >= 0
                && (size | (long) disk.sizeHigh << Integer.SIZE) <= volume.superblock.sizeMax;
    }

    private static Inode senseless(Volume volume, int number) {
        volume.complain().text("the size or kind of inode ").decimal(number)
                .text(" makes no sense").end();
        return error(-Errno.EIO);
    }

    private static Inode create(Superblock superblock, int number) {
        Node node = new Node();
        if (node == null) {
            return error(-Errno.ENOMEM);
        }
        Inode inode = Inodes.create(superblock, number);
        if (inode == null) {
            Heap.free(node, Struct.sizeOf(Node.class));
            return error(-Errno.ENOMEM);
        }
        inode.data = Address.of(node);
        return inode;
    }

    private static void read(Volume volume, DiskInode disk, Inode inode) {
        Node node = Node.of(inode);
        inode.mode = disk.mode & HALF_MASK;
        inode.uid = disk.uid & HALF_MASK | disk.uidHigh << HALF;
        inode.gid = disk.gid & HALF_MASK | disk.gidHigh << HALF;
        inode.links = disk.links & HALF_MASK;
        inode.size = Integer.toUnsignedLong(disk.size);
        if (inode.isRegular()) {
            inode.size |= (long) disk.sizeHigh << Integer.SIZE;
        }
        inode.blocks = Integer.toUnsignedLong(disk.sectors);
        inode.accessed = disk.accessed;
        inode.modified = disk.modified;
        inode.changed = disk.changed;
        if (hasExtra(volume) && (disk.extraSize & HALF_MASK) >= DiskInode.EXTRA) {
            inode.accessed += epoch(disk.accessedExtra);
            inode.modified += epoch(disk.modifiedExtra);
            inode.changed += epoch(disk.changedExtra);
            inode.accessedNanoseconds = disk.accessedExtra >>> EXTRA_SHIFT;
            inode.modifiedNanoseconds = disk.modifiedExtra >>> EXTRA_SHIFT;
            inode.changedNanoseconds = disk.changedExtra >>> EXTRA_SHIFT;
        }
        node.flags = disk.flags;
        node.generation = disk.generation;
        node.attributes = disk.attributes;
        for (int i = 0; i < DiskInode.POINTERS; i++) {
            node.pointers[i] = disk.pointers[i];
        }
        node.goal = node.pointers[0] != 0 && !inode.isLink() ? node.pointers[0] + 1
                : firstOfGroup(volume, inode.number);
        int type = inode.type();
        if (type == FileMode.S_IFCHR || type == FileMode.S_IFBLK) {
            inode.device = node.pointers[0] != 0 ? node.pointers[0] & HALF_MASK
                    : node.pointers[1] & (MAJOR_MASK | MINOR_MASK);
        }
        setOperations(inode);
    }

    private static int firstOfGroup(Volume volume, int number) {
        return volume.firstBlockOf((number - 1) / volume.disk.inodesPerGroup);
    }

    private static boolean hasExtra(Volume volume) {
        return volume.inodeSize >= DiskInode.SMALL + DiskInode.EXTRA;
    }

    private static long epoch(int extra) {
        return (long) (extra & EPOCH_MASK) << Integer.SIZE;
    }

    private static void setOperations(Inode inode) {
        switch (inode.type()) {
            case FileMode.S_IFDIR -> {
                inode.operations = Operations.DIRECTORY;
                inode.fileOperations = Operations.DIRECTORY_FILE;
            }
            case FileMode.S_IFREG -> {
                inode.operations = Operations.REGULAR;
                inode.fileOperations = RegularFile.OPERATIONS;
            }
            case FileMode.S_IFLNK -> inode.operations = Operations.LINK;
            default -> inode.operations = Operations.OTHER;
        }
    }

    /**
     * A new inode that no name leads to yet, with a reference; or an error. The volume's lock is
     * held.
     */
    static Inode make(Inode directory, int mode, int device) {
        Volume volume = Volume.of(directory);
        int number = NodeNumbers.take(volume, directory, mode);
        if (number < 0) {
            return error(number);
        }
        Inode inode = create(directory.superblock, number);
        if (Errors.are(inode)) {
            NodeNumbers.give(volume, number, FileMode.isDirectory(mode));
            return inode;
        }
        Node node = Node.of(inode);
        Attributes.own(directory, inode, mode);
        inode.links = 1;
        inode.device = device;
        node.fresh = true;
        volume.generation++;
        node.generation = volume.generation;
        node.goal = firstOfGroup(volume, number);
        if (device != 0) {
            node.pointers[0] = device;
        }
        setOperations(inode);
        inode.born();
        return inode;
    }

    /** Writes an inode to its block of the table: 0 or an error. */
    static int write(Inode inode) {
        Volume volume = Volume.of(inode);
        Buffer buffer = volume.inodeBuffer(inode.number);
        if (Errors.are(buffer)) {
            return Errors.of(buffer);
        }
        DiskInode disk = volume.inode(buffer, inode.number);
        Node node = Node.of(inode);
        if (node.fresh) {
            node.fresh = false;
            Bytes.clear(Address.of(disk), volume.inodeSize);
            if (hasExtra(volume)) {
                disk.extraSize = DiskInode.EXTRA;
                disk.born = (int) inode.changed;
                disk.bornExtra = extra(inode.changed, inode.changedNanoseconds);
            }
        }
        fill(volume, inode, disk);
        buffer.markDirty();
        buffer.release();
        return 0;
    }

    private static void fill(Volume volume, Inode inode, DiskInode disk) {
        Node node = Node.of(inode);
        disk.mode = (short) inode.mode;
        disk.uid = (short) inode.uid;
        disk.uidHigh = (short) (inode.uid >>> HALF);
        disk.gid = (short) inode.gid;
        disk.gidHigh = (short) (inode.gid >>> HALF);
        disk.links = (short) inode.links;
        disk.size = (int) inode.size;
        if (inode.isRegular()) {
            disk.sizeHigh = (int) (inode.size >>> Integer.SIZE);
            if (inode.size > Integer.MAX_VALUE) {
                volume.disk.readOnlyCompatible |= DiskSuperblock.LARGE_FILES;
                volume.superBuffer.markDirty();
            }
        }
        disk.sectors = (int) inode.blocks;
        disk.accessed = (int) inode.accessed;
        disk.modified = (int) inode.modified;
        disk.changed = (int) inode.changed;
        if (hasExtra(volume) && (disk.extraSize & HALF_MASK) >= DiskInode.EXTRA) {
            disk.accessedExtra = extra(inode.accessed, inode.accessedNanoseconds);
            disk.modifiedExtra = extra(inode.modified, inode.modifiedNanoseconds);
            disk.changedExtra = extra(inode.changed, inode.changedNanoseconds);
        }
        disk.flags = node.flags;
        disk.generation = node.generation;
        disk.attributes = node.attributes;
        for (int i = 0; i < DiskInode.POINTERS; i++) {
            disk.pointers[i] = node.pointers[i];
        }
    }

    private static int extra(long seconds, int nanoseconds) {
        int epoch = (int) (seconds - (int) seconds >>> Integer.SIZE) & EPOCH_MASK;
        return nanoseconds << EXTRA_SHIFT | epoch;
    }

    /** Nobody holds the inode any more; without a name, its file ends. */
    static void forget(Inode inode) {
        if (inode.links == 0 && !inode.superblock.isReadOnly()) {
            delete(inode);
        }
        Heap.free(Struct.at(inode.data, Node.class), Struct.sizeOf(Node.class));
    }

    private static void delete(Inode inode) {
        Volume volume = Volume.of(inode);
        volume.lock.take();
        Buffer buffer = volume.inodeBuffer(inode.number);
        if (Errors.are(buffer)) {
            // On the disk the file is still there, and so must be its blocks.
            DiskErrors.name(volume.complain(), inode)
                    .text(" has no name, and cannot be deleted").end();
        } else {
            deleteFrom(volume, inode);
            volume.inode(buffer, inode.number).deleted = (int) FileTime.now();
            buffer.markDirty();
            buffer.release();
            NodeNumbers.give(volume, inode.number, inode.isDirectory());
            inode.superblock.touch();
        }
        volume.lock.give();
    }

    private static void deleteFrom(Volume volume, Inode inode) {
        Node node = Node.of(inode);
        if (inode.isRegular() || inode.isDirectory() || SymbolicLinks.hasBlock(inode)) {
            BlockMap.cut(inode, 0);
        }
        if (node.attributes != 0) {
            giveAttributes(volume, node.attributes);
            inode.blocks -= volume.blockSize >>> 9;
            node.attributes = 0;
        }
        inode.size = 0;
        write(inode);
    }

    /** The block of extended attributes may be shared with other files. */
    private static void giveAttributes(Volume volume, int block) {
        if (!volume.isBlock(block)) {
            return;
        }
        Buffer buffer = volume.read(block);
        if (Errors.are(buffer)) {
            return;
        }
        int uses = buffer.data.loadInt(ATTRIBUTES_USES);
        boolean shared = buffer.data.loadInt(0) == ATTRIBUTES_MAGIC && uses > 1;
        if (shared) {
            buffer.data.storeInt(ATTRIBUTES_USES, uses - 1);
            buffer.markDirty();
        }
        buffer.release();
        if (!shared) {
            Blocks.give(volume, block);
        }
    }
}
