package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.FileAccess;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.OpenFiles;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.file.pipe.PipeFile;
import cleave.guestos.kernel.file.pipe.Splice;
import cleave.guestos.kernel.file.tmp.TemporaryFiles;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.EntryPoint;
import cleave.magic.Struct;

/** Opening, closing, reading and writing. */
final class FileCalls {
    private static final int RWF_HIPRI = 1;
    private static final int RWF_DSYNC = 2;
    private static final int RWF_SYNC = 4;
    private static final int RWF_APPEND = 16;
    private static final int RWF_READ = RWF_HIPRI | RWF_DSYNC | RWF_SYNC;
    private static final int RWF_WRITE = RWF_READ | RWF_APPEND;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_HUGETLB = 4;
    private static final int MFD_HUGE = 0xfc00_0007;
    private static final int MFD_NAME_MAX = 250;
    private static final int MFD_MODE = 0777;

    private FileCalls() {
    }

    @EntryPoint("sys_openat")
    static int open(int directory, int path, int flags, int mode) {
        return open(directory, path, flags, mode, 0);
    }

    /** As {@code openat2}: {@code resolve} says where the path may not lead. */
    static int open(int directory, int path, int flags, int mode, int resolve) {
        if ((flags & OpenFlags.O_DIRECT) != 0) {
            return -Errno.EINVAL;
        }
        Process process = Process.current();
        int descriptor = process.files.reserve(0);
        if (descriptor < 0) {
            return descriptor;
        }
        OpenFile file = OpenFiles.open(directory, path, flags | OpenFlags.O_LARGEFILE, mode,
                resolve);
        if (Errors.are(file)) {
            process.files.giveBack(descriptor);
            return Errors.of(file);
        }
        process.files.install(descriptor, file, (flags & OpenFlags.O_CLOEXEC) != 0);
        return descriptor;
    }

    @EntryPoint("sys_close")
    static int close(int descriptor) {
        return Process.current().files.close(descriptor);
    }

    /** The file of a descriptor that is open for reading, held; or {@code EBADF} as null. */
    private static OpenFile readable(int descriptor) {
        OpenFile file = Process.current().files.get(descriptor);
        return file == null || !file.isReadable() ? null : file.retain();
    }

    private static OpenFile writable(int descriptor) {
        OpenFile file = Process.current().files.get(descriptor);
        return file == null || !file.isWritable() ? null : file.retain();
    }

    /** As {@link #readable}, of files with places: {@code ESPIPE} comes before {@code EBADF}. */
    private static OpenFile readablePlace(int descriptor) {
        OpenFile file = Process.current().files.opened(descriptor);
        return file == null ? null : file.operations.seek == null
                ? Struct.at(Errors.address(Errno.ESPIPE), OpenFile.class) : readable(descriptor);
    }

    private static OpenFile writablePlace(int descriptor) {
        OpenFile file = Process.current().files.opened(descriptor);
        return file == null ? null : file.operations.seek == null
                ? Struct.at(Errors.address(Errno.ESPIPE), OpenFile.class) : writable(descriptor);
    }

    private static int finishRead(OpenFile file, Transfer transfer) {
        int result = Errors.are(transfer) ? Errors.of(transfer) : FileAccess.read(file, transfer);
        return finish(file, transfer, result);
    }

    private static int finishWrite(OpenFile file, Transfer transfer) {
        int result = Errors.are(transfer) ? Errors.of(transfer) : FileAccess.write(file, transfer);
        return finish(file, transfer, result);
    }

    private static int finish(OpenFile file, Transfer transfer, int result) {
        if (!Errors.are(transfer)) {
            transfer.end();
        }
        file.release();
        return result;
    }

    @EntryPoint("sys_read")
    static int read(int descriptor, int buffer, int bytes) {
        OpenFile file = readable(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        return finishRead(file, user(buffer, bytes));
    }

    @EntryPoint("sys_write")
    static int write(int descriptor, int buffer, int bytes) {
        OpenFile file = writable(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        return finishWrite(file, user(buffer, bytes));
    }

    private static Transfer user(int buffer, int bytes) {
        if (bytes < 0) {
            return Struct.at(Errors.address(Errno.EINVAL), Transfer.class);
        }
        if (!UserMemory.isUser(buffer, bytes)) {
            return Struct.at(Errors.address(Errno.EFAULT), Transfer.class);
        }
        return Transfer.user(buffer, bytes);
    }

    @EntryPoint("sys_readv")
    static int readVectors(int descriptor, int vectors, int count) {
        OpenFile file = readable(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        return finishRead(file, Transfer.vectors(vectors, count));
    }

    @EntryPoint("sys_writev")
    static int writeVectors(int descriptor, int vectors, int count) {
        OpenFile file = writable(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        return finishWrite(file, Transfer.vectors(vectors, count));
    }

    static long join(int low, int high) {
        return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
    }

    private static int readAt(OpenFile file, Transfer transfer, long offset) {
        int result = Errors.are(transfer) ? Errors.of(transfer)
                : FileAccess.readAt(file, transfer, offset);
        return finish(file, transfer, result);
    }

    private static int writeAt(OpenFile file, Transfer transfer, long offset) {
        int result = Errors.are(transfer) ? Errors.of(transfer)
                : FileAccess.writeAt(file, transfer, offset);
        return finish(file, transfer, result);
    }

    @EntryPoint("sys_pread64")
    static int readPlace(int descriptor, int buffer, int bytes, int low, int high) {
        if (high < 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = readablePlace(descriptor);
        return file == null ? -Errno.EBADF : Errors.are(file) ? Errors.of(file)
                : readAt(file, user(buffer, bytes), join(low, high));
    }

    @EntryPoint("sys_pwrite64")
    static int writePlace(int descriptor, int buffer, int bytes, int low, int high) {
        if (high < 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = writablePlace(descriptor);
        return file == null ? -Errno.EBADF : Errors.are(file) ? Errors.of(file)
                : writeAt(file, user(buffer, bytes), join(low, high));
    }

    @EntryPoint("sys_preadv")
    static int readVectorsPlace(int descriptor, int vectors, int count, int low, int high) {
        if (high < 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = readablePlace(descriptor);
        return file == null ? -Errno.EBADF : Errors.are(file) ? Errors.of(file)
                : readAt(file, Transfer.vectors(vectors, count), join(low, high));
    }

    @EntryPoint("sys_pwritev")
    static int writeVectorsPlace(int descriptor, int vectors, int count, int low, int high) {
        if (high < 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = writablePlace(descriptor);
        return file == null ? -Errno.EBADF : Errors.are(file) ? Errors.of(file)
                : writeAt(file, Transfer.vectors(vectors, count), join(low, high));
    }

    /** Reads at a place, or, if that is -1, at the file's offset. */
    @EntryPoint("sys_preadv2")
    static int readVectorsHow(int descriptor, int vectors, int count, int low, int high,
            int flags) {
        if ((flags & ~RWF_READ) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        return (low & high) == -1 ? readVectors(descriptor, vectors, count)
                : readVectorsPlace(descriptor, vectors, count, low, high);
    }

    /** As {@link #readVectorsHow}; what {@code RWF_SYNC} asks for is done behind it. */
    @EntryPoint("sys_pwritev2")
    static int writeVectorsHow(int descriptor, int vectors, int count, int low, int high,
            int flags) {
        if ((flags & ~RWF_WRITE) != 0) {
            return -Errno.EOPNOTSUPP;
        }
        OpenFile file = writable(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        int result;
        if ((flags & RWF_APPEND) != 0 && file.inode.isRegular()) {
            long end = file.inode.size;
            result = writeVectorsPlace(descriptor, vectors, count, (int) end,
                    (int) (end >>> Integer.SIZE));
        } else {
            result = (low & high) == -1 ? writeVectors(descriptor, vectors, count)
                    : writeVectorsPlace(descriptor, vectors, count, low, high);
        }
        boolean synchronised = (flags & (RWF_DSYNC | RWF_SYNC)) != 0 && result > 0
                && file.operations.synchronise != null;
        int synced = !synchronised ? 0 : file.operations.synchronise.synchronise(file,
                (flags & RWF_SYNC) == 0);
        file.release();
        return synced < 0 ? synced : result;
    }

    /** The new offset, 64 bits, goes to where {@code result} points. */
    @EntryPoint("sys__llseek")
    static int seek(int descriptor, int high, int low, int result, int whence) {
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null || (file.flags & OpenFlags.O_PATH) != 0) {
            return -Errno.EBADF;
        }
        if (Integer.compareUnsigned(whence, OpenFlags.SEEK_HOLE) > 0) {
            return -Errno.EINVAL;
        }
        if (file.operations.seek == null) {
            return -Errno.ESPIPE;
        }
        file.retain();
        long place = file.operations.seek.seek(file, join(low, high), whence);
        if (place >= 0) {
            file.offset = place;
        }
        file.release();
        if (place < 0) {
            return (int) place;
        }
        int copied = UserMemory.writeInt(result, (int) place);
        return copied < 0 ? copied
                : UserMemory.writeInt(result + Integer.BYTES, (int) (place >>> Integer.SIZE));
    }

    @EntryPoint("sys_sendfile64")
    static int send(int out, int in, int offset, int bytes) {
        OpenFile from = readable(in);
        if (from == null) {
            return -Errno.EBADF;
        }
        OpenFile to = from.operations.seek == null && offset != 0 ? null : writable(out);
        int result = from.operations.seek == null && offset != 0 ? -Errno.ESPIPE
                : to == null ? -Errno.EBADF : send(to, from, offset, bytes);
        if (to != null) {
            to.release();
        }
        from.release();
        return result;
    }

    private static int send(OpenFile to, OpenFile from, int offset, int bytes) {
        boolean toPipe = PipeFile.is(to);
        int ready = toPipe && bytes != 0 ? Splice.awaitRoom(to, false) : 1;
        if (ready < 0) {
            return ready;
        }
        if (from.operations.seek == null || from.inode.isDirectory()
                || to.isAppending() && !toPipe) {
            return -Errno.EINVAL;
        }
        long place = from.offset;
        if (offset != 0) {
            int result = UserMemory.readInt(offset);
            if (result < 0) {
                return result;
            }
            int low = UserMemory.word();
            result = UserMemory.readInt(offset + Integer.BYTES);
            if (result < 0) {
                return result;
            }
            place = join(low, UserMemory.word());
        }
        if (place < 0) {
            return -Errno.EINVAL;
        }
        int most = bytes < 0 ? Transfer.MAXIMUM : bytes;
        int done = most > 0 && toPipe ? Splice.fromFile(from, place, to, most, false)
                : FileAccess.copy(to, from, place, most);
        if (done < 0) {
            return done;
        }
        place += done;
        if (offset == 0) {
            from.offset = place;
            return done;
        }
        int result = UserMemory.writeInt(offset, (int) place);
        if (result == 0) {
            result = UserMemory.writeInt(offset + Integer.BYTES, (int) (place >>> Integer.SIZE));
        }
        return result < 0 ? result : done;
    }

    /** A file in memory that no name leads to. */
    @EntryPoint("sys_memfd_create")
    static int createUnnamed(int name, int flags) {
        if ((flags & MFD_HUGETLB) != 0) {
            return (flags & ~MFD_HUGE) != 0 ? -Errno.EINVAL : -Errno.ENOSYS;
        }
        if ((flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING)) != 0) {
            return -Errno.EINVAL;
        }
        Frame text = Frames.allocate();
        if (text == null) {
            return -Errno.ENOMEM;
        }
        int length = UserMemory.copyString(text.address(), name, MFD_NAME_MAX);
        Inode inode = length < 0 ? Struct.at(Errors.address(length == -Errno.ENAMETOOLONG
                ? Errno.EINVAL : -length), Inode.class)
                : TemporaryFiles.createUnnamed(0, MFD_MODE);
        if (!Errors.are(inode)) {
            length = TemporaryFiles.call(inode, text.address(), length + 1);
        }
        Frames.release(text);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        if (length < 0) {
            inode.release();
            return length;
        }
        inode.seals = (flags & MFD_ALLOW_SEALING) != 0 ? 0 : Inode.SEAL;
        OpenFile file = OpenFiles.openUnnamed(inode);
        inode.release();
        return file == null ? -Errno.ENOMEM
                : Process.current().files.add(file, (flags & MFD_CLOEXEC) != 0);
    }
}
