package cleave.guestos.kernel.file.ext2;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.StatFs64;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.BufferCache;
import cleave.guestos.kernel.file.FileSystemType;
import cleave.guestos.kernel.file.FileTime;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Mounts;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.file.SuperblockOperations;
import cleave.guestos.kernel.file.WriteBack;
import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/** The type {@code ext2}: what is mounted, what is refused, and its end. */
public final class Ext2 {
    /** The number of the root directory's inode. */
    static final int ROOT = 2;

    private static final int TYPE = 0xef53;
    private static final int NAME_MAX = 255;
    private static final int LINKS_MAX = 32_000;
    private static final int SUPERBLOCK_OFFSET = 1024;
    private static final FileSystemType FILE_SYSTEM = new FileSystemType();
    private static final SuperblockOperations OPERATIONS = operations();

    private Ext2() {
    }

    private static SuperblockOperations operations() {
        SuperblockOperations operations = new SuperblockOperations();
        operations.statistics = Ext2::statistics;
        operations.writeInode = Ext2::writeInode;
        operations.forget = Nodes::forget;
        operations.synchronise = Ext2::synchronise;
        operations.damaged = Ext2::damaged;
        operations.remount = Ext2::remount;
        operations.end = Ext2::end;
        return operations;
    }

    /** Makes the type known. */
    public static void register() {
        FILE_SYSTEM.name = Address.of("ext2");
        FILE_SYSTEM.needsDevice = true;
        FILE_SYSTEM.begin = Ext2::begin;
        FILE_SYSTEM.register();
    }

    private static Superblock error(int result) {
        return Struct.at(Address.of(result), Superblock.class);
    }

    private static Superblock begin(FileSystemType type, BlockDevice device, int flags,
            Address options) {
        int onError = Options.onError(options);
        if (onError < 0) {
            return error(onError);
        }
        Superblock superblock = Mounts.create(type, device, flags);
        if (superblock == null) {
            return error(-Errno.ENOMEM);
        }
        Volume volume = new Volume();
        int result = volume == null ? -Errno.ENOMEM : open(superblock, volume, onError);
        if (result < 0) {
            if (volume != null) {
                close(volume);
            }
            Mounts.free(superblock);
            return error(result);
        }
        return superblock;
    }

    private static int open(Superblock superblock, Volume volume, int onError) {
        volume.device = superblock.device;
        volume.superblock = superblock;
        superblock.data = Address.of(volume);
        superblock.operations = OPERATIONS;
        int result = Checks.readSuperblock(volume, SUPERBLOCK_OFFSET);
        if (result == 0) {
            result = Checks.features(superblock, volume);
        }
        if (result == 0) {
            result = Checks.groups(volume);
        }
        if (result < 0) {
            return result;
        }
        // A damaged disk cannot stop the machine: for that, mount has to be told.
        volume.onError = onError != 0 ? onError : volume.disk.errors
                >= DiskSuperblock.READ_ONLY_ON_ERROR ? DiskSuperblock.READ_ONLY_ON_ERROR : 0;
        superblock.blockSize = volume.blockSize;
        superblock.linksMax = LINKS_MAX;
        superblock.sizeMax = sizeMax(volume);
        volume.generation = (int) FileTime.now();
        Inode root = Nodes.get(superblock, ROOT);
        if (Errors.are(root)) {
            return Errors.of(root);
        }
        if (!root.isDirectory()) {
            root.release();
            Checks.refuse(volume, "its root is no directory");
            return -Errno.EINVAL;
        }
        superblock.root = root;
        if (!superblock.isReadOnly()) {
            markUse(volume);
        }
        return 0;
    }

    private static long sizeMax(Volume volume) {
        int shift = volume.blockShift - 2;
        long blocks = BlockMap.DIRECT + (1L << shift) + (1L << 2 * shift) + (1L << 3 * shift);
        // The count of sectors of an inode has 32 bits, for indirect blocks too.
        long limit = (1L << Integer.SIZE) - (1L << Integer.SIZE >> shift - 1) << 9;
        return Math.min(blocks << volume.blockShift, limit);
    }

    private static void markUse(Volume volume) {
        if ((volume.disk.state & DiskSuperblock.CLEAN) == 0) {
            Log.line().text("ext2: ").text(volume.device.name)
                    .text(" was not left in order, check it with e2fsck").end();
        }
        volume.disk.state &= ~DiskSuperblock.CLEAN;
        volume.disk.mounts++;
        volume.disk.mountTime = (int) FileTime.now();
        volume.superBuffer.markDirty();
    }

    private static void close(Volume volume) {
        if (volume.superBuffer != null) {
            volume.superBuffer.release();
        }
        BufferCache.drop(volume.device);
        Heap.free(volume, Struct.sizeOf(Volume.class));
    }

    private static int statistics(Superblock superblock, StatFs64 to) {
        DiskSuperblock disk = Volume.of(superblock).disk;
        long free = Integer.toUnsignedLong(disk.freeBlocks);
        long reserved = Integer.toUnsignedLong(disk.reservedBlocks);
        to.type = TYPE;
        to.blocks = Integer.toUnsignedLong(disk.blocks);
        to.free = free;
        to.available = Math.max(free - reserved, 0);
        to.files = Integer.toUnsignedLong(disk.inodes);
        to.filesFree = Integer.toUnsignedLong(disk.freeInodes);
        to.nameMax = NAME_MAX;
        return 0;
    }

    private static int writeInode(Inode inode) {
        return inode.superblock.aborted ? -Errno.EROFS
                : inode.superblock.isReadOnly() ? 0 : Nodes.write(inode);
    }

    private static void damaged(Superblock superblock) {
        Volume.of(superblock).markDamaged();
    }

    private static int synchronise(Superblock superblock) {
        Volume volume = Volume.of(superblock);
        volume.disk.writeTime = (int) FileTime.now();
        volume.superBuffer.markDirty();
        // The last that is written of it is that it has errors.
        return superblock.aborted ? WriteBack.block(superblock, volume.superBuffer) : 0;
    }

    private static int remount(Superblock superblock, int flags) {
        Volume volume = Volume.of(superblock);
        boolean readOnly = (flags & Superblock.READ_ONLY) != 0;
        if (readOnly && !superblock.isReadOnly()) {
            return leave(volume);
        }
        if (!readOnly && superblock.isReadOnly()) {
            int result = Checks.mayWrite(volume);
            if (result < 0) {
                return result;
            }
            markUse(volume);
        }
        return 0;
    }

    /** Everything is written: says so on the disk. */
    private static int leave(Volume volume) {
        int result = BufferCache.write(volume.device);
        if (result < 0) {
            volume.markDamaged();
        }
        if ((volume.disk.state & DiskSuperblock.DAMAGED) == 0) {
            volume.disk.state |= DiskSuperblock.CLEAN;
        }
        volume.disk.writeTime = (int) FileTime.now();
        volume.superBuffer.markDirty();
        int written = WriteBack.block(volume.superblock, volume.superBuffer);
        return result < 0 ? result : written;
    }

    private static void end(Superblock superblock) {
        Volume volume = Volume.of(superblock);
        if (!superblock.isReadOnly()) {
            leave(volume);
        }
        close(volume);
    }
}
