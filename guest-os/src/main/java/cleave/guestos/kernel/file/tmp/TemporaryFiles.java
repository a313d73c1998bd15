package cleave.guestos.kernel.file.tmp;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.StatFs64;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.FileSystemType;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Mounts;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.file.SuperblockOperations;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * The type {@code tmpfs}: files whose only place is memory, up to half of it unless {@code size=}
 * says otherwise. Other options: {@code mode=} (octal), {@code uid=}, {@code gid=}, {@code
 * nr_inodes=}.
 */
public final class TemporaryFiles {
    private static final int TYPE = 0x0102_1994;
    private static final int NAME_MAX = 255;
    private static final int ROOT_MODE = 01777;
    private static final int PERCENT = 100;
    private static final FileSystemType FILE_SYSTEM = new FileSystemType();
    private static final SuperblockOperations OPERATIONS = operations();
    private static Superblock unnamed;

    private TemporaryFiles() {
    }

    private static SuperblockOperations operations() {
        SuperblockOperations operations = new SuperblockOperations();
        operations.statistics = TemporaryFiles::statistics;
        operations.forget = MemoryOperations::forget;
        operations.empty = TemporaryFiles::empty;
        operations.end = TemporaryFiles::end;
        return operations;
    }

    /** Makes the type known. */
    public static void register() {
        FILE_SYSTEM.name = Address.of("tmpfs");
        FILE_SYSTEM.begin = TemporaryFiles::begin;
        FILE_SYSTEM.register();
    }

    private static Superblock error(int result) {
        return Struct.at(Address.of(result), Superblock.class);
    }

    /** An empty file system in memory, for this type or another one; or an error. */
    public static Superblock begin(FileSystemType type, BlockDevice device, int flags,
            Address options) {
        Superblock superblock = Mounts.create(type, null, flags);
        MemoryVolume volume = superblock == null ? null : new MemoryVolume();
        if (volume == null) {
            if (superblock != null) {
                Mounts.free(superblock);
            }
            return error(-Errno.ENOMEM);
        }
        volume.pagesMax = Frames.total() / 2;
        volume.nodesMax = Frames.total() / 2;
        superblock.data = Address.of(volume);
        superblock.operations = OPERATIONS;
        superblock.blockSize = Pte.PAGE_SIZE;
        superblock.sizeMax = (long) Integer.MAX_VALUE << Pte.PAGE_SHIFT;
        Inode root = MemoryOperations.make(superblock, FileMode.S_IFDIR | ROOT_MODE);
        int result = Errors.are(root) ? Errors.of(root) : 0;
        if (result == 0) {
            superblock.root = root;
            result = setOptions(volume, root, options);
        }
        if (result < 0) {
            if (superblock.root != null) {
                root.links = 0;
                root.release();
            }
            end(superblock);
            Mounts.free(superblock);
            return error(result);
        }
        return superblock;
    }

    private static int setOptions(MemoryVolume volume, Inode root, Address options) {
        Address at = options;
        while (at.loadByte(0) != 0) {
            int length = 0;
            while (at.loadByte(length) != ',' && at.loadByte(length) != 0) {
                length++;
            }
            if (!setOption(volume, root, at, length)) {
                Log.line().text("tmpfs: an option is not known or makes no sense: ").text(at)
                        .end();
                return -Errno.EINVAL;
            }
            at = at.plus(length);
            if (at.loadByte(0) == ',') {
                at = at.plus(1);
            }
        }
        return 0;
    }

    private static boolean setOption(MemoryVolume volume, Inode root, Address at, int length) {
        int value = valueOf(at, length, "mode=", 8);
        if (value >= 0) {
            root.mode = FileMode.S_IFDIR | value & FileMode.PERMISSIONS;
            return true;
        }
        value = valueOf(at, length, "uid=", 10);
        if (value >= 0) {
            root.uid = value;
            return true;
        }
        value = valueOf(at, length, "gid=", 10);
        if (value >= 0) {
            root.gid = value;
            return true;
        }
        value = valueOf(at, length, "nr_inodes=", 10);
        if (value >= 0) {
            volume.nodesMax = value == 0 ? Integer.MAX_VALUE : value;
            return true;
        }
        return setSize(volume, at, length);
    }

    /** {@code size=}: bytes, with k, m or g for powers of 1024, or % of memory. */
    private static boolean setSize(MemoryVolume volume, Address at, int length) {
        int unit = at.loadByte(length - 1) | 0x20;
        int shift = unit == 'k' ? 10 : unit == 'm' ? 20 : unit == 'g' ? 30 : 0;
        boolean percent = at.loadByte(length - 1) == '%';
        int digits = shift != 0 || percent ? length - 1 : length;
        int value = valueOf(at, digits, "size=", 10);
        if (value < 0) {
            return false;
        }
        if (percent) {
            volume.pagesMax = (int) ((long) Frames.total() * value / PERCENT);
        } else {
            long pages = ((long) value << shift) + Pte.PAGE_MASK >>> Pte.PAGE_SHIFT;
            volume.pagesMax = pages == 0 || pages > Integer.MAX_VALUE ? Integer.MAX_VALUE
                    : (int) pages;
        }
        return true;
    }

    /** The number behind the name of an option; -1 if that is not it, or no number follows. */
    private static int valueOf(Address at, int length, String name, int base) {
        int start = name.length();
        if (length <= start || !Bytes.equal(at, Address.of(name), start)) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < length; i++) {
            int digit = at.loadByte(i) - '0';
            if (digit < 0 || digit >= base) {
                return -1;
            }
            value = value * base + digit;
            if (value > Integer.MAX_VALUE) {
                return -1;
            }
        }
        return (int) value;
    }

    private static int statistics(Superblock superblock, StatFs64 to) {
        MemoryVolume volume = MemoryVolume.of(superblock);
        to.type = TYPE;
        to.blocks = volume.pagesMax;
        to.free = Math.max(volume.pagesMax - superblock.dirtyPages, 0);
        to.available = to.free;
        to.files = volume.nodesMax;
        to.filesFree = volume.nodesMax - volume.nodes;
        to.nameMax = NAME_MAX;
        return 0;
    }

    /** Lets go of everything below the root: names from the leaves on. */
    private static void empty(Superblock superblock) {
        Inode at = superblock.root;
        while (MemoryNode.of(superblock.root).first != null) {
            MemoryEntry entry = MemoryNode.of(at).first;
            if (entry.inode.isDirectory() && MemoryNode.of(entry.inode).first != null) {
                at = entry.inode;
            } else {
                MemoryOperations.takeOut(at, entry);
                at = superblock.root;
            }
        }
    }

    private static void end(Superblock superblock) {
        Heap.free(MemoryVolume.of(superblock), Struct.sizeOf(MemoryVolume.class));
    }

    /**
     * A regular file that no name leads to, of zeros, for memory that processes share: with a
     * reference, or an error.
     */
    public static Inode createUnnamed(long bytes, int mode) {
        if (unnamed == null) {
            Superblock superblock = begin(FILE_SYSTEM, null, 0, Address.of(""));
            if (Errors.are(superblock)) {
                return Struct.at(Address.of(Errors.of(superblock)), Inode.class);
            }
            unnamed = superblock;
        }
        Inode inode = MemoryOperations.make(unnamed, FileMode.S_IFREG | mode);
        if (!Errors.are(inode)) {
            inode.links = 0;
            inode.size = bytes;
        }
        return inode;
    }

    /** Says what a file of {@link #createUnnamed} is called: 0 or {@code -ENOMEM}. */
    public static int call(Inode inode, Address name, int length) {
        return MemoryOperations.setText(inode, name, length);
    }

    /** What it is called, {@link #nameBytes} bytes; null if it has no such name. */
    public static Address nameOf(Inode inode) {
        return inode.superblock == unnamed && MemoryOperations.isRegular(inode)
                ? MemoryNode.of(inode).text : Address.of(0);
    }

    /** How long it is. */
    public static int nameBytes(Inode inode) {
        return MemoryNode.of(inode).textBytes;
    }
}
