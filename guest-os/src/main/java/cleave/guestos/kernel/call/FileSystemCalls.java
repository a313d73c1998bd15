package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.StatFs64;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.Mounts;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.file.Permission;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.file.WriteBack;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/** File systems as a whole: mounting, asking, writing to the disk. */
final class FileSystemCalls {
    private static final int MS_REMOUNT = 0x20;
    private static final int MS_SILENT = 0x8000;
    private static final int MS_RELATIVE_TIMES = 0x20_0000;
    private static final int MS_PRIVATE = 0x4_0000;
    private static final int MS_REC = 0x4000;
    private static final int FLAGS = Superblock.READ_ONLY | Superblock.NO_SET_ID
            | Superblock.NO_DEVICES | Superblock.NO_EXECUTE | Superblock.NO_ACCESS_TIME
            | MS_SILENT | MS_RELATIVE_TIMES;
    /** What old programs put into the upper half of the flags. */
    private static final int MS_MAGIC = 0xc0ed_0000;
    private static final int HALF = 0xffff_0000;
    private static final int UMOUNT_NOFOLLOW = 8;
    /** Room for the three texts of {@code mount} in a frame. */
    private static final int SOURCE_SIZE = 1024;
    private static final int TYPE_AT = SOURCE_SIZE;
    private static final int TYPE_SIZE = 64;
    private static final int OPTIONS_AT = 2048;
    private static final int OPTIONS_SIZE = 2048;
    private static final int FADVISE_LAST = 5;

    private FileSystemCalls() {
    }

    @EntryPoint("sys_sync")
    static int synchroniseAll() {
        WriteBack.all();
        return 0;
    }

    @EntryPoint("sys_syncfs")
    static int synchroniseFileSystem(int descriptor) {
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null || (file.flags & OpenFlags.O_PATH) != 0) {
            return -Errno.EBADF;
        }
        file.retain();
        int result = WriteBack.fileSystem(file);
        file.release();
        return result;
    }

    private static int synchronise(int descriptor, boolean dataOnly) {
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null || (file.flags & OpenFlags.O_PATH) != 0) {
            return -Errno.EBADF;
        }
        if (file.operations.synchronise == null) {
            return -Errno.EINVAL;
        }
        file.retain();
        int result = file.operations.synchronise.synchronise(file, dataOnly);
        file.release();
        return result;
    }

    @EntryPoint("sys_fsync")
    static int synchroniseFile(int descriptor) {
        return synchronise(descriptor, false);
    }

    @EntryPoint("sys_fdatasync")
    static int synchroniseData(int descriptor) {
        return synchronise(descriptor, true);
    }

    @EntryPoint("sys_sync_file_range")
    static int synchroniseRange(int descriptor, int low, int high, int bytesLow, int bytesHigh,
            int flags) {
        if (high < 0 || bytesHigh < 0 || (flags & ~7) != 0) {
            return -Errno.EINVAL;
        }
        return flags == 0 ? 0 : synchronise(descriptor, true);
    }

    @EntryPoint("sys_fadvise64_64")
    static int advise(int descriptor, int advice, int low, int high, int bytesLow,
            int bytesHigh) {
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null || (file.flags & OpenFlags.O_PATH) != 0) {
            return -Errno.EBADF;
        }
        if (file.operations.seek == null) {
            return -Errno.ESPIPE;
        }
        // Advice changes nothing that a program could see but time.
        return bytesHigh < 0 || Integer.compareUnsigned(advice, FADVISE_LAST) > 0
                ? -Errno.EINVAL : 0;
    }

    private static int statistics(Inode inode, int buffer) {
        StatFs64 state = new StatFs64();
        if (state == null) {
            return -Errno.ENOMEM;
        }
        Superblock superblock = inode.superblock;
        state.blockSize = superblock.blockSize;
        state.fragmentSize = superblock.blockSize;
        state.id = superblock.number;
        state.nameMax = 255;
        state.flags = superblock.flags;
        int result = superblock.operations.statistics == null ? 0
                : superblock.operations.statistics.statistics(superblock, state);
        if (result == 0) {
            result = UserMemory.copyOut(buffer, Address.of(state), Struct.sizeOf(StatFs64.class));
        }
        Heap.free(state, Struct.sizeOf(StatFs64.class));
        return result;
    }

    @EntryPoint("sys_statfs64")
    static int statistics(int path, int size, int buffer) {
        if (size != Struct.sizeOf(StatFs64.class)) {
            return -Errno.EINVAL;
        }
        Inode inode = Path.lookupUser(OpenFlags.AT_FDCWD, path, 0);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        int result = statistics(inode, buffer);
        inode.release();
        return result;
    }

    @EntryPoint("sys_fstatfs64")
    static int statisticsOpen(int descriptor, int size, int buffer) {
        if (size != Struct.sizeOf(StatFs64.class)) {
            return -Errno.EINVAL;
        }
        OpenFile file = Process.current().files.get(descriptor);
        return file == null ? -Errno.EBADF : statistics(file.inode, buffer);
    }

    @EntryPoint("sys_mount")
    static int mount(int source, int target, int type, int flags, int options) {
        if (!Permission.isRoot()) {
            return -Errno.EPERM;
        }
        int wanted = (flags & HALF) == MS_MAGIC ? flags & ~HALF : flags;
        if ((wanted & ~MS_REC & ~MS_SILENT) == MS_PRIVATE) {
            // All are: there is one tree of mounts.
            return 0;
        }
        if ((wanted & ~(FLAGS | MS_REMOUNT)) != 0) {
            return -Errno.EINVAL;
        }
        Frame texts = Frames.allocate();
        if (texts == null) {
            return -Errno.ENOMEM;
        }
        int result = readTexts(texts.address(), source, type, options);
        if (result >= 0) {
            Inode directory = Path.lookupUser(OpenFlags.AT_FDCWD, target, 0);
            result = Errors.are(directory) ? Errors.of(directory)
                    : mount(texts.address(), directory, wanted);
            if (!Errors.are(directory)) {
                directory.release();
            }
        }
        Frames.release(texts);
        return result;
    }

    private static int readTexts(Address texts, int source, int type, int options) {
        int result = readText(texts, source, SOURCE_SIZE);
        if (result >= 0) {
            result = readText(texts.plus(TYPE_AT), type, TYPE_SIZE);
        }
        return result < 0 ? result : readText(texts.plus(OPTIONS_AT), options, OPTIONS_SIZE);
    }

    private static int readText(Address to, int from, int size) {
        to.storeByte(0, 0);
        return from == 0 ? 0 : UserMemory.copyString(to, from, size);
    }

    private static int mount(Address texts, Inode directory, int flags) {
        if ((flags & MS_REMOUNT) != 0) {
            return Mounts.remount(directory, flags & ~MS_REMOUNT);
        }
        return Mounts.mount(texts, directory, texts.plus(TYPE_AT), flags,
                texts.plus(OPTIONS_AT));
    }

    @EntryPoint("sys_umount2")
    static int unmount(int path, int flags) {
        if ((flags & ~UMOUNT_NOFOLLOW) != 0) {
            return -Errno.EINVAL;
        }
        if (!Permission.isRoot()) {
            return -Errno.EPERM;
        }
        Inode root = Path.lookupUser(OpenFlags.AT_FDCWD, path,
                (flags & UMOUNT_NOFOLLOW) != 0 ? Path.NO_FOLLOW : 0);
        if (Errors.are(root)) {
            return Errors.of(root);
        }
        Superblock superblock = root.superblock;
        int result = Mounts.unmount(root);
        root.release();
        if (result == 0) {
            Mounts.end(superblock);
        }
        return result;
    }
}
