package cleave.guestos.kernel.file.dev;

import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.FileSystemType;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.SpecialFiles;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.file.pipe.PipeFile;
import cleave.guestos.kernel.file.tmp.TemporaryFiles;
import cleave.guestos.kernel.tty.TerminalFile;
import cleave.magic.Address;

/**
 * {@code devtmpfs}: a file system in memory that begins with the special files of all devices there
 * are. What programs add to it lives as long as the mount.
 */
public final class Devices {
    private static final int TTY_MAJOR = 4;
    private static final int TTY_AUXILIARY_MAJOR = 5;
    private static final int SERIAL_0 = TTY_MAJOR << 8 | 64;
    private static final int CONTROLLING = TTY_AUXILIARY_MAJOR << 8;
    private static final int CONSOLE = TTY_AUXILIARY_MAJOR << 8 | 1;
    private static final int MEMORY = MemoryDevices.MAJOR << 8;

    private static final FileSystemType TYPE = new FileSystemType();

    private Devices() {
    }

    /** Makes the file system known, and what opening special files and FIFOs gives. */
    public static void begin() {
        SpecialFiles.setCharacter(MemoryDevices.MAJOR, MemoryDevices.OPERATIONS);
        SpecialFiles.setCharacter(TTY_MAJOR, TerminalFile.OPERATIONS);
        SpecialFiles.setCharacter(TTY_AUXILIARY_MAJOR, TerminalFile.OPERATIONS);
        SpecialFiles.setBlock(BlockFile.OPERATIONS);
        SpecialFiles.setFifo(PipeFile.OPERATIONS);
        TYPE.name = Address.of("devtmpfs");
        TYPE.begin = Devices::mount;
        TYPE.register();
    }

    private static Superblock mount(FileSystemType type, BlockDevice device, int flags,
            Address options) {
        Superblock superblock = TemporaryFiles.begin(type, device, flags, Address.of("mode=755"));
        if (!Errors.are(superblock)) {
            populate(superblock.root);
        }
        return superblock;
    }

    private static void populate(Inode root) {
        character(root, "console", 0600, CONSOLE);
        character(root, "tty", 0666, CONTROLLING);
        character(root, "ttyS0", 0620, SERIAL_0);
        character(root, "null", 0666, MEMORY | MemoryDevices.NULL);
        character(root, "zero", 0666, MEMORY | MemoryDevices.ZERO);
        character(root, "full", 0666, MEMORY | MemoryDevices.FULL);
        character(root, "random", 0666, MEMORY | MemoryDevices.RANDOM);
        character(root, "urandom", 0666, MEMORY | MemoryDevices.URANDOM);
        character(root, "kmsg", 0200, MEMORY | MemoryDevices.KMSG);
        make(root, Address.of("shm"), FileMode.S_IFDIR | 01777, 0);
        make(root, Address.of("pts"), FileMode.S_IFDIR | 0755, 0);
        link(root, "fd", "/proc/self/fd");
        link(root, "stdin", "/proc/self/fd/0");
        link(root, "stdout", "/proc/self/fd/1");
        link(root, "stderr", "/proc/self/fd/2");
        BlockDevice disk = BlockDevice.first();
        while (disk != null) {
            make(root, disk.name, FileMode.S_IFBLK | 0660, disk.number);
            disk = disk.following();
        }
    }

    private static void character(Inode root, String name, int permissions, int device) {
        make(root, Address.of(name), FileMode.S_IFCHR | permissions, device);
    }

    private static int length(Address text) {
        int length = 0;
        while (text.loadByte(length) != 0) {
            length++;
        }
        return length;
    }

    /** What cannot be made for lack of memory is not there. */
    private static void make(Inode root, Address name, int mode, int device) {
        root.superblock.names.take();
        Inode inode = root.operations.create.create(root, name, length(name), mode, device);
        root.superblock.names.give();
        if (inode != null && !Errors.are(inode)) {
            inode.release();
        }
    }

    private static void link(Inode root, String name, String target) {
        root.superblock.names.take();
        Inode inode = root.operations.symbolicLink.make(root, Address.of(name), name.length(),
                Address.of(target), target.length());
        root.superblock.names.give();
        if (inode != null && !Errors.are(inode)) {
            inode.release();
        }
    }
}
