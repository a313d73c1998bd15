package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Opening and closing. */
public final class OpenFiles {
    /** Flags that only mean something while a file is opened. */
    private static final int MOMENTARY = OpenFlags.O_CREAT | OpenFlags.O_EXCL
            | OpenFlags.O_NOCTTY | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;
    /** Flags that {@code O_PATH} leaves. */
    private static final int WITH_PATH = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY
            | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
    /** What {@code O_TMPFILE} has beyond {@code O_DIRECTORY}. */
    private static final int NAMELESS_ONLY = OpenFlags.O_TMPFILE & ~OpenFlags.O_DIRECTORY;
    private static final int DIRECTORY_ONLY = OpenFlags.O_CREAT | OpenFlags.O_DIRECTORY;

    /** What a file opened with {@code O_PATH} can do: nothing. */
    private static final FileOperations PATH_ONLY = new FileOperations();

    private OpenFiles() {
    }

    private static OpenFile error(int result) {
        return Struct.at(Address.of(result), OpenFile.class);
    }

    /**
     * Opens what a program names: an open file with a reference, or an error.
     *
     * @param resolve bounds of the way there, as {@code openat2} sets them
     */
    public static OpenFile open(int directory, int path, int flags, int mode, int resolve) {
        int wanted = (flags & OpenFlags.O_PATH) != 0 ? flags & WITH_PATH : flags;
        boolean nameless = (wanted & NAMELESS_ONLY) != 0;
        if ((wanted & DIRECTORY_ONLY) == DIRECTORY_ONLY || nameless
                && ((wanted & OpenFlags.O_DIRECTORY) == 0
                || (wanted & OpenFlags.O_ACCMODE) == OpenFlags.O_RDONLY)) {
            return error(-Errno.EINVAL);
        }
        Walk walk = Walk.begin(directory, path, resolve);
        return Errors.are(walk) ? error(Errors.of(walk)) : open(walk, wanted, mode);
    }

    /** Opens a file of that path, a C string of the kernel's. */
    public static OpenFile open(Address path, int flags, int mode) {
        Walk walk = Walk.begin(Process.current().view.directory, path);
        return Errors.are(walk) ? error(Errors.of(walk)) : open(walk, flags, mode);
    }

    private static OpenFile open(Walk walk, int flags, int mode) {
        // It comes before anything is made or cut off: later nothing may be missing.
        OpenFile file = new OpenFile();
        if (file == null) {
            walk.end();
            return error(-Errno.ENOMEM);
        }
        boolean creating = (flags & OpenFlags.O_CREAT) != 0;
        int result = creating ? findOrCreate(walk, flags, mode)
                : (flags & NAMELESS_ONLY) != 0 ? createNameless(walk, flags, mode)
                : find(walk, flags);
        if (result >= 0) {
            boolean created = result == 1;
            result = check(walk, flags, created);
            if (result >= 0) {
                result = finish(walk.found, file, flags, created);
            }
        }
        if (result < 0) {
            discard(file);
            file = error(result);
        }
        walk.end();
        return file;
    }

    private static int find(Walk walk, int flags) {
        boolean follow = (flags & OpenFlags.O_NOFOLLOW) == 0;
        int result = walk.toEnd(follow);
        if (result == 0 && walk.found.isLink() && (flags & OpenFlags.O_PATH) == 0) {
            return (flags & OpenFlags.O_DIRECTORY) != 0 ? -Errno.ENOTDIR : -Errno.ELOOP;
        }
        return result;
    }

    /** {@code O_TMPFILE}: makes a file in the directory of that path; {@code O_EXCL} for good. */
    private static int createNameless(Walk walk, int flags, int mode) {
        int result = walk.toEnd((flags & OpenFlags.O_NOFOLLOW) == 0);
        if (result < 0) {
            return result;
        }
        int permissions = mode & FileMode.PERMISSIONS & ~Process.current().view.umask;
        result = Names.createNameless(walk, FileMode.S_IFREG | permissions);
        if (result == 0 && (flags & OpenFlags.O_EXCL) == 0) {
            walk.found.state |= Inode.NAMELESS;
        }
        return result < 0 ? result : 1;
    }

    /** 1 if the file was made, 0 if it was there. */
    private static int findOrCreate(Walk walk, int flags, int mode) {
        while (true) {
            int result = walk.toLast();
            if (result < 0) {
                return result;
            }
            if (walk.kind != Walk.NAME) {
                return (flags & OpenFlags.O_EXCL) != 0 ? -Errno.EEXIST : -Errno.EISDIR;
            }
            if (walk.slash) {
                return -Errno.EISDIR;
            }
            Inode directory = walk.at;
            directory.superblock.names.take();
            result = walk.look(true);
            boolean missing = result == 0 && walk.found == null;
            if (missing) {
                int permissions = mode & FileMode.PERMISSIONS & ~Process.current().view.umask;
                result = Names.create(walk, FileMode.S_IFREG | permissions, 0);
            }
            directory.superblock.names.give();
            if (result < 0 || missing) {
                return result < 0 ? result : 1;
            }
            if ((flags & OpenFlags.O_EXCL) != 0) {
                return -Errno.EEXIST;
            }
            if (!walk.found.isLink()) {
                return 0;
            }
            if ((flags & OpenFlags.O_NOFOLLOW) != 0) {
                return -Errno.ELOOP;
            }
            result = walk.follow();
            if (result != 0) {
                return result < 0 ? result : 0;
            }
        }
    }

    private static int check(Walk walk, int flags, boolean created) {
        Inode inode = walk.found;
        if ((flags & OpenFlags.O_PATH) != 0) {
            return (flags & OpenFlags.O_DIRECTORY) != 0 && !inode.isDirectory()
                    ? -Errno.ENOTDIR : 0;
        }
        int access = access(flags);
        if (created) {
            return 0;
        }
        if (inode.isDirectory()) {
            if ((flags & OpenFlags.O_CREAT) != 0 || (access & FileMode.W_OK) != 0) {
                return -Errno.EISDIR;
            }
        } else if ((flags & OpenFlags.O_DIRECTORY) != 0) {
            return -Errno.ENOTDIR;
        }
        boolean isDevice = inode.type() == FileMode.S_IFCHR || inode.type() == FileMode.S_IFBLK;
        if (isDevice && (inode.superblock.flags & Superblock.NO_DEVICES) != 0) {
            return -Errno.EACCES;
        }
        int result = Permission.check(inode, access);
        if (result == 0 && (flags & OpenFlags.O_NOATIME) != 0 && !Permission.owns(inode)) {
            result = -Errno.EPERM;
        }
        if (result == 0 && (access & FileMode.W_OK) != 0 && inode.writers < 0) {
            result = -Errno.ETXTBSY;
        }
        return result;
    }

    /** The accesses that opening with these flags asks for. */
    private static int access(int flags) {
        int mode = flags & OpenFlags.O_ACCMODE;
        int access = mode == OpenFlags.O_RDONLY ? FileMode.R_OK
                : mode == OpenFlags.O_WRONLY ? FileMode.W_OK : FileMode.R_OK | FileMode.W_OK;
        return (flags & OpenFlags.O_TRUNC) != 0 ? access | FileMode.W_OK : access;
    }

    private static int finish(Inode inode, OpenFile file, int flags, boolean created) {
        if ((flags & OpenFlags.O_PATH) != 0) {
            file.begin(inode, PATH_ONLY, flags & ~MOMENTARY);
            return 0;
        }
        FileOperations operations = SpecialFiles.operations(inode);
        if (operations == null) {
            return -Errno.ENXIO;
        }
        if ((flags & OpenFlags.O_TRUNC) != 0 && inode.isRegular() && !created) {
            int result = Attributes.resize(inode, 0);
            if (result < 0) {
                return result;
            }
        }
        file.begin(inode, operations, flags & ~MOMENTARY);
        boolean writing = file.isWritable() && inode.isRegular();
        if (writing) {
            inode.writers++;
        }
        return operations.open == null ? 0 : operations.open.open(inode, file);
    }

    /** It could not be opened. */
    private static void discard(OpenFile file) {
        if (file.inode == null) {
            Heap.free(file, Struct.sizeOf(OpenFile.class));
        } else {
            end(file);
        }
    }

    /** Opens a regular file that no name leads to, for reading and writing; null without memory. */
    public static OpenFile openUnnamed(Inode inode) {
        OpenFile file = OpenFile.create(inode, inode.fileOperations,
                OpenFlags.O_RDWR | OpenFlags.O_LARGEFILE);
        if (file != null) {
            inode.writers++;
        }
        return file;
    }

    /** The end of an open file. */
    static void end(OpenFile file) {
        Inode inode = file.inode;
        if (inode.locks != null) {
            FileLocks.releaseAll(inode, Address.of(file));
        }
        if (file.isWritable() && inode.isRegular()) {
            inode.writers--;
        }
        Heap.free(file, Struct.sizeOf(OpenFile.class));
        inode.release();
    }

    /** A descriptor of the table is gone: so are the record locks of its processes on the file. */
    static void close(FileTable table, OpenFile file) {
        if (file.inode.locks != null) {
            FileLocks.releaseAll(file.inode, Address.of(table));
        }
        file.release();
    }
}
