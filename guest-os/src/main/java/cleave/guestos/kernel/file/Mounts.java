package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Address;
import cleave.magic.Struct;

/** All file systems that are mounted, each in one place. */
public final class Mounts {
    /** Numbers of file systems without a device: major 0. */
    private static final int ANONYMOUS_MAX = 256;
    private static final boolean[] ANONYMOUS = new boolean[ANONYMOUS_MAX];
    private static final int KEPT_FLAGS = Superblock.READ_ONLY | Superblock.NO_SET_ID
            | Superblock.NO_DEVICES | Superblock.NO_EXECUTE | Superblock.NO_ACCESS_TIME;
    private static Mount first;
    private static Mount last;
    private static int lastId;

    private Mounts() {
    }

    /** The first mounted of all, the root; its {@code next} leads to the others. */
    public static Mount first() {
        return first;
    }

    /** The root directory of everything, with a reference; null before it is mounted. */
    public static Inode root() {
        return first == null ? null : first.superblock.root.retain();
    }

    /** The type of that name; null if there is none. */
    private static FileSystemType type(Address name) {
        FileSystemType type = FileSystemType.first();
        while (type != null && !Bytes.same(type.name, name)) {
            type = type.following();
        }
        return type;
    }

    /** Mounts the root of everything: 0 or an error. */
    public static int mountRoot(BlockDevice device, Address source, Address typeName, int flags,
            Address options) {
        FileSystemType type = type(typeName);
        return type == null ? -Errno.ENODEV : begin(type, device, null, source, flags, options);
    }

    /**
     * Mounts a file system on a directory; all texts are the kernel's.
     *
     * @param source the path of the special file of its device; for types without one, any text
     * @param target the directory, with a reference that stays the caller's
     */
    public static int mount(Address source, Inode target, Address typeName, int flags,
            Address options) {
        FileSystemType type = type(typeName);
        if (type == null) {
            return -Errno.ENODEV;
        }
        if (!target.isDirectory()) {
            return -Errno.ENOTDIR;
        }
        BlockDevice device = null;
        if (type.needsDevice) {
            Inode special = Path.lookup(source, 0);
            if (Errors.are(special)) {
                return Errors.of(special);
            }
            boolean isBlock = special.type() == FileMode.S_IFBLK;
            device = BlockDevice.find(special.device);
            special.release();
            if (!isBlock) {
                return -Errno.ENOTBLK;
            }
            if (device == null) {
                return -Errno.ENXIO;
            }
            if (device.readOnly && (flags & Superblock.READ_ONLY) == 0) {
                return -Errno.EACCES;
            }
        }
        return begin(type, device, target, source, flags, options);
    }

    private static int begin(FileSystemType type, BlockDevice device, Inode target,
            Address source, int flags, Address options) {
        if (device != null && device.mounts != 0 || target != null && target.mounted != null) {
            return -Errno.EBUSY;
        }
        Mount mount = new Mount();
        if (mount == null) {
            return -Errno.ENOMEM;
        }
        if (device != null) {
            device.mounts = 1;
        }
        Superblock superblock = type.begin.begin(type, device, flags & KEPT_FLAGS, options);
        if (Errors.are(superblock)) {
            if (device != null) {
                device.mounts = 0;
            }
            Heap.free(mount, Struct.sizeOf(Mount.class));
            return Errors.of(superblock);
        }
        int length = Math.min(Bytes.length(source), Mount.SOURCE_SIZE - 1);
        Bytes.copy(Address.of(mount.source), source, length);
        lastId++;
        mount.id = lastId;
        mount.superblock = superblock;
        superblock.mount = mount;
        if (target != null) {
            mount.covered = target.retain();
            target.mounted = mount;
        }
        if (last == null) {
            first = mount;
        } else {
            last.next = mount;
        }
        last = mount;
        return 0;
    }

    /** A superblock with flags and number, and the rest for its type to fill; null if none. */
    public static Superblock create(FileSystemType type, BlockDevice device, int flags) {
        Superblock superblock = new Superblock();
        if (superblock == null) {
            return null;
        }
        superblock.type = type;
        superblock.device = device;
        superblock.flags = flags;
        if (device != null) {
            superblock.number = device.number;
            return superblock;
        }
        int number = 1;
        while (number < ANONYMOUS_MAX && ANONYMOUS[number]) {
            number++;
        }
        if (number == ANONYMOUS_MAX) {
            Heap.free(superblock, Struct.sizeOf(Superblock.class));
            return null;
        }
        ANONYMOUS[number] = true;
        superblock.number = number;
        return superblock;
    }

    /** Frees what {@link #create} made. */
    public static void free(Superblock superblock) {
        if (superblock.device == null) {
            ANONYMOUS[superblock.number] = false;
        }
        Heap.free(superblock, Struct.sizeOf(Superblock.class));
    }

    /** Changes the flags of a mounted file system: 0 or an error. */
    public static int remount(Inode root, int flags) {
        Superblock superblock = root.superblock;
        if (root != superblock.root) {
            return -Errno.EINVAL;
        }
        int kept = flags & KEPT_FLAGS;
        boolean closing = (kept & Superblock.READ_ONLY) != 0 && !superblock.isReadOnly();
        if (closing) {
            if (isWritten(superblock)) {
                return -Errno.EBUSY;
            }
            int result = WriteBack.superblock(superblock);
            if (result < 0) {
                return result;
            }
        } else if ((kept & Superblock.READ_ONLY) == 0 && superblock.device != null
                && superblock.device.readOnly) {
            return -Errno.EROFS;
        }
        if (superblock.operations.remount != null) {
            int result = superblock.operations.remount.remount(superblock, kept);
            if (result < 0) {
                return result;
            }
        }
        superblock.flags = kept;
        superblock.aborted = false;
        return 0;
    }

    private static boolean isWritten(Superblock superblock) {
        Inode inode = superblock.inodes;
        while (inode != null) {
            // A file without a name would have to be freed on the disk.
            if (inode.writers > 0 || inode.links == 0) {
                return true;
            }
            inode = inode.nextOfSuperblock;
        }
        return false;
    }

    /** Takes a file system out of the tree, when nobody uses it: 0 or an error. */
    public static int unmount(Inode root) {
        Superblock superblock = root.superblock;
        if (root != superblock.root) {
            return -Errno.EINVAL;
        }
        Mount mount = superblock.mount;
        if (mount.covered == null) {
            return -Errno.EBUSY;
        }
        // What cannot be written will not be later either: the log has told of it.
        WriteBack.superblock(superblock);
        while (NameCache.dropAll(superblock) > 0) {
            continue;
        }
        NameCache.dropChildren(superblock.root);
        if (isHeld(superblock)) {
            return -Errno.EBUSY;
        }
        if (superblock.operations.empty != null) {
            superblock.operations.empty.empty(superblock);
        }
        remove(mount);
        mount.covered.mounted = null;
        return 0;
    }

    /** Whether anybody uses it but the file system itself, its superblock and who asks. */
    private static boolean isHeld(Superblock superblock) {
        Inode inode = superblock.inodes;
        while (inode != null) {
            int expected = inode == superblock.root ? 2 : Inodes.ownReferences(inode);
            if (inode.references > expected) {
                return true;
            }
            inode = inode.nextOfSuperblock;
        }
        return false;
    }

    private static void remove(Mount mount) {
        Mount before = first;
        while (before.next != mount) {
            before = before.next;
        }
        before.next = mount.next;
        if (last == mount) {
            last = before;
        }
    }

    /** The end of what {@link #unmount} has taken out, when its last reference is given up. */
    public static void end(Superblock superblock) {
        Mount mount = superblock.mount;
        BlockDevice device = superblock.device;
        // Files that had no name any more may have been freed only now.
        superblock.touched = true;
        WriteBack.superblock(superblock);
        superblock.root.release();
        if (superblock.operations.end != null) {
            superblock.operations.end.end(superblock);
        }
        if (device != null) {
            WriteBack.device(device);
            BufferCache.drop(device);
            device.mounts = 0;
        }
        mount.covered.release();
        Heap.free(mount, Struct.sizeOf(Mount.class));
        free(superblock);
    }

    /** Before the machine stops: writes everything, and marks the disks as left in order. */
    public static void stop() {
        WriteBack.all();
        for (Mount mount = first; mount != null; mount = mount.next) {
            Superblock superblock = mount.superblock;
            if (!superblock.isReadOnly() && superblock.operations.remount != null) {
                int flags = superblock.flags | Superblock.READ_ONLY;
                if (superblock.operations.remount.remount(superblock, flags) == 0) {
                    superblock.flags = flags;
                }
            }
        }
    }
}
