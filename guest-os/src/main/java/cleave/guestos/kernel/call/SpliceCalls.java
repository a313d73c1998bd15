package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.FileAccess;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PageCache;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.file.pipe.PipeFile;
import cleave.guestos.kernel.file.pipe.Splice;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.EntryPoint;

/**
 * Bytes from file to file inside the kernel: {@code splice}, {@code tee}, {@code vmsplice} (which
 * copies), {@code copy_file_range}; and {@code readahead}.
 */
final class SpliceCalls {
    private static final int FLAGS = 15;
    private static final int NONBLOCK = 2;
    /** Of readahead; what is wanted more is read when it is asked for. */
    private static final int AHEAD_MAX = 2 << 20;
    /** Left by {@link #readOffset}. */
    private static long place;

    private SpliceCalls() {
    }

    private static OpenFile opened(int descriptor) {
        OpenFile file = Process.current().files.opened(descriptor);
        return file == null ? null : file.retain();
    }

    private static OpenFile readable(int descriptor) {
        OpenFile file = Process.current().files.get(descriptor);
        return file == null || !file.isReadable() ? null : file.retain();
    }

    private static OpenFile writable(int descriptor) {
        OpenFile file = Process.current().files.get(descriptor);
        return file == null || !file.isWritable() ? null : file.retain();
    }

    private static void release(OpenFile file) {
        if (file != null) {
            file.release();
        }
    }

    /** Where a pointer to an offset leads; -1 for none, or an error. */
    private static int readOffset(int pointer) {
        place = -1;
        if (pointer == 0) {
            return 0;
        }
        if (UserMemory.readInt(pointer) < 0) {
            return -Errno.EFAULT;
        }
        int low = UserMemory.word();
        if (UserMemory.readInt(pointer + Integer.BYTES) < 0) {
            return -Errno.EFAULT;
        }
        place = FileCalls.join(low, UserMemory.word());
        return place < 0 ? -Errno.EINVAL : 0;
    }

    private static int writeOffset(int pointer, long offset) {
        int result = UserMemory.writeInt(pointer, (int) offset);
        return result < 0 ? result : UserMemory.writeInt(pointer + Integer.BYTES,
                (int) (offset >>> Integer.SIZE));
    }

    @EntryPoint("sys_splice")
    static int splice(int in, int inOffset, int out, int outOffset, int bytes, int flags) {
        if (bytes == 0) {
            return 0;
        }
        if ((flags & ~FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        OpenFile from = opened(in);
        OpenFile to = opened(out);
        int result = from == null || to == null ? -Errno.EBADF
                : splice(from, inOffset, to, outOffset, bytes < 0 ? Transfer.MAXIMUM : bytes,
                        (flags & NONBLOCK) != 0);
        release(from);
        release(to);
        return result;
    }

    private static int splice(OpenFile from, int inOffset, OpenFile to, int outOffset, int bytes,
            boolean impatient) {
        boolean fromPipe = PipeFile.is(from);
        boolean toPipe = PipeFile.is(to);
        if (fromPipe && inOffset != 0 || toPipe && outOffset != 0) {
            return -Errno.ESPIPE;
        }
        if (!from.isReadable() || !to.isWritable()) {
            return -Errno.EBADF;
        }
        if (!fromPipe && !toPipe || from.inode.isDirectory()
                || fromPipe && toPipe && from.inode == to.inode) {
            return -Errno.EINVAL;
        }
        if (fromPipe && toPipe) {
            return Splice.toPipe(from, to, bytes, false, impatient);
        }
        int pointer = fromPipe ? outOffset : inOffset;
        OpenFile file = fromPipe ? to : from;
        if (pointer != 0 && file.operations.seek == null || fromPipe && to.isAppending()) {
            return -Errno.EINVAL;
        }
        int result = readOffset(pointer);
        if (result < 0) {
            return result;
        }
        long offset = place;
        int done = fromPipe ? Splice.toFile(from, to, offset, bytes, impatient)
                : Splice.fromFile(from, offset, to, bytes, impatient);
        if (pointer == 0 || done <= 0) {
            return done;
        }
        result = writeOffset(pointer, offset + done);
        return result < 0 ? result : done;
    }

    @EntryPoint("sys_tee")
    static int tee(int in, int out, int bytes, int flags) {
        if ((flags & ~FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        if (bytes == 0) {
            return 0;
        }
        OpenFile from = readable(in);
        OpenFile to = writable(out);
        int result;
        if (from == null || to == null) {
            result = -Errno.EBADF;
        } else if (!PipeFile.is(from) || !PipeFile.is(to) || from.inode == to.inode) {
            result = -Errno.EINVAL;
        } else {
            result = Splice.toPipe(from, to, bytes < 0 ? Transfer.MAXIMUM : bytes, true,
                    (flags & NONBLOCK) != 0);
        }
        release(from);
        release(to);
        return result;
    }

    @EntryPoint("sys_vmsplice")
    static int spliceMemory(int descriptor, int vectors, int count, int flags) {
        if ((flags & ~FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = Process.current().files.get(descriptor);
        if (file == null || !PipeFile.is(file)) {
            return -Errno.EBADF;
        }
        return file.isWritable() ? FileCalls.writeVectors(descriptor, vectors, count)
                : FileCalls.readVectors(descriptor, vectors, count);
    }

    @EntryPoint("sys_copy_file_range")
    static int copy(int in, int inOffset, int out, int outOffset, int bytes, int flags) {
        OpenFile from = opened(in);
        OpenFile to = opened(out);
        int result = from == null || to == null ? -Errno.EBADF
                : copy(from, inOffset, to, outOffset, bytes < 0 ? Transfer.MAXIMUM : bytes, flags);
        release(from);
        release(to);
        return result;
    }

    /** Which copies there are; the order of checks is Linux's. */
    private static int mayCopy(OpenFile from, OpenFile to, int flags) {
        if (flags != 0) {
            return -Errno.EINVAL;
        }
        if (from.inode.isDirectory() || to.inode.isDirectory()) {
            return -Errno.EISDIR;
        }
        if (!from.inode.isRegular() || !to.inode.isRegular()) {
            return -Errno.EINVAL;
        }
        return !from.isReadable() || !to.isWritable() || to.isAppending() ? -Errno.EBADF : 0;
    }

    private static int copy(OpenFile from, int inOffset, OpenFile to, int outOffset, int bytes,
            int flags) {
        int result = readOffset(inOffset);
        long source = place < 0 ? from.offset : place;
        if (result != -Errno.EFAULT) {
            int second = readOffset(outOffset);
            result = second == -Errno.EFAULT || result == 0 ? second : result;
        }
        long target = place < 0 ? to.offset : place;
        int allowed = result == -Errno.EFAULT ? result : mayCopy(from, to, flags);
        if (allowed < 0 || result < 0) {
            return allowed < 0 ? allowed : result;
        }
        int count = (int) Math.min(bytes, Math.max(0, from.inode.size - source));
        if (from.inode == to.inode && source < target + count && target < source + count) {
            return -Errno.EINVAL;
        }
        int done = FileAccess.copy(to, target, from, source, count);
        if (done <= 0) {
            return done;
        }
        if (inOffset == 0) {
            from.offset = source + done;
        } else {
            result = writeOffset(inOffset, source + done);
        }
        if (outOffset == 0) {
            to.offset = target + done;
        } else if (result == 0) {
            result = writeOffset(outOffset, target + done);
        }
        return result < 0 ? result : done;
    }

    @EntryPoint("sys_readahead")
    static int readAhead(int descriptor, int low, int high, int bytes) {
        OpenFile file = readable(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        int result = file.inode.isRegular() && file.inode.operations.readPage != null ? 0
                : -Errno.EINVAL;
        long at = FileCalls.join(low, high);
        int most = Integer.compareUnsigned(bytes, AHEAD_MAX) > 0 ? AHEAD_MAX : bytes;
        long end = Math.min(at + most, file.inode.size);
        while (result == 0 && at >= 0 && at < end) {
            Frame frame = PageCache.page(file.inode, (int) (at >>> Pte.PAGE_SHIFT));
            if (Errors.are(frame)) {
                result = Errors.of(frame);
            } else {
                Frames.release(frame);
            }
            at = (at | Pte.PAGE_MASK) + 1;
        }
        file.release();
        return result;
    }
}
