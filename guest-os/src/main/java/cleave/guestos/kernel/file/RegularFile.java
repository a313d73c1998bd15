package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.signal.Signals;

/** Reading and writing files through the page cache: the same for all file systems. */
public final class RegularFile {
    /** For file systems to give to their regular files. */
    public static final FileOperations OPERATIONS = operations();

    private RegularFile() {
    }

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.read = RegularFile::read;
        operations.write = RegularFile::write;
        operations.seek = RegularFile::seek;
        operations.synchronise = RegularFile::synchronise;
        return operations;
    }

    private static int read(OpenFile file, Transfer transfer) {
        Inode inode = file.inode;
        int done = 0;
        while (transfer.remaining > 0 && transfer.offset < inode.size) {
            int from = (int) transfer.offset & Pte.PAGE_MASK;
            int bytes = Math.min(transfer.remaining, Pte.PAGE_SIZE - from);
            long rest = inode.size - transfer.offset;
            if (rest < bytes) {
                bytes = (int) rest;
            }
            Frame frame = PageCache.page(inode, (int) (transfer.offset >>> Pte.PAGE_SHIFT));
            if (Errors.are(frame)) {
                return done > 0 ? done : Errors.of(frame);
            }
            int result = transfer.give(frame.address().plus(from), bytes);
            Frames.release(frame);
            if (result < 0) {
                return done > 0 ? done : result;
            }
            transfer.offset += bytes;
            done += bytes;
        }
        if ((file.flags & OpenFlags.O_NOATIME) == 0) {
            Attributes.accessed(inode);
        }
        return done;
    }

    /** The inode's lock is held. */
    private static int write(OpenFile file, Transfer transfer) {
        Inode inode = file.inode;
        if (file.isAppending()) {
            transfer.offset = inode.size;
        }
        if (transfer.remaining == 0) {
            return 0;
        }
        if (inode.superblock.isReadOnly()) {
            // It has become so since the file was opened.
            return -Errno.EROFS;
        }
        int allowed = allowed(inode, transfer);
        if (allowed < 0) {
            return allowed;
        }
        Attributes.dropSetId(inode);
        int done = 0;
        int result = 0;
        while (done < allowed && result >= 0) {
            int from = (int) transfer.offset & Pte.PAGE_MASK;
            int bytes = Math.min(allowed - done, Pte.PAGE_SIZE - from);
            result = writePart(inode, transfer, from, bytes);
            if (result >= 0) {
                done += bytes;
                if (WriteBack.isPressing()) {
                    PageCache.write(inode);
                }
            }
        }
        if (done == 0) {
            return result;
        }
        inode.touch();
        if ((file.flags & OpenFlags.O_DSYNC) != 0) {
            int written = WriteBack.file(file);
            return written < 0 ? written : done;
        }
        return done;
    }

    /** How many bytes may be written there: up to the limits of process and file system. */
    private static int allowed(Inode inode, Transfer transfer) {
        long room = inode.superblock.sizeMax - transfer.offset;
        int limit = Process.current().limits.soft[Limits.FILE_SIZE];
        if (limit != Limits.INFINITE) {
            long more = Integer.toUnsignedLong(limit) - transfer.offset;
            if (more <= 0) {
                Signals.send(Process.current(), Signal.SIGXFSZ);
                return -Errno.EFBIG;
            }
            room = Math.min(room, more);
        }
        if (room <= 0) {
            return -Errno.EFBIG;
        }
        return room < transfer.remaining ? (int) room : transfer.remaining;
    }

    private static int writePart(Inode inode, Transfer transfer, int from, int bytes) {
        int index = (int) (transfer.offset >>> Pte.PAGE_SHIFT);
        long start = (long) index << Pte.PAGE_SHIFT;
        if (inode.seals != 0 && isSealed(inode, transfer.offset + bytes)) {
            return -Errno.EPERM;
        }
        // A page behind the end is all zeros, and one that is written over need not be read.
        boolean fresh = bytes == Pte.PAGE_SIZE || start >= inode.size;
        boolean known = PageCache.find(inode, index) != null;
        CachedPage page = PageCache.get(inode, index, !fresh);
        if (Errors.are(page)) {
            return Errors.of(page);
        }
        Frame frame = page.frame;
        int result = inode.operations.reserve == null ? 0
                : inode.operations.reserve.reserve(inode, index, from, from + bytes);
        if (result >= 0) {
            // Before the copy: whatever comes, the blocks' old bytes on the disk must not be seen.
            PageCache.setDirty(page, true);
            result = transfer.take(frame.address().plus(from), bytes);
        }
        if (result < 0) {
            undo(inode, page, fresh && !known, start);
            return result;
        }
        transfer.offset += bytes;
        if (transfer.offset > inode.size) {
            inode.size = transfer.offset;
            inode.markDirty();
        }
        Frames.release(frame);
        return bytes;
    }

    private static boolean isSealed(Inode inode, long end) {
        return (inode.seals & (Inode.SEAL_WRITE | Inode.SEAL_FUTURE_WRITE)) != 0
                || (inode.seals & Inode.SEAL_GROW) != 0 && end > inode.size;
    }

    /** A part could not be written: neither bytes nor blocks of it stay. */
    private static void undo(Inode inode, CachedPage page, boolean unread, long start) {
        boolean behind = start >= inode.size;
        if (unread) {
            PageCache.abandon(page);
        } else {
            Frames.release(page.frame);
        }
        if (inode.operations.resize != null && (behind || start + Pte.PAGE_SIZE > inode.size)) {
            inode.operations.resize.resize(inode, inode.size);
        }
    }

    private static long seek(OpenFile file, long offset, int whence) {
        return seek(file, offset, whence, file.inode.size);
    }

    /** What seeking means in a file of that size, one byte of data behind the other. */
    public static long seek(OpenFile file, long offset, int whence, long size) {
        long place;
        switch (whence) {
            case OpenFlags.SEEK_SET -> place = offset;
            case OpenFlags.SEEK_CUR -> place = file.offset + offset;
            case OpenFlags.SEEK_END -> place = size + offset;
            case OpenFlags.SEEK_DATA, OpenFlags.SEEK_HOLE -> {
                if (offset < 0 || offset >= size) {
                    return -Errno.ENXIO;
                }
                place = whence == OpenFlags.SEEK_DATA ? offset : size;
            }
            default -> {
                return -Errno.EINVAL;
            }
        }
        return place < 0 || place > file.inode.superblock.sizeMax ? -Errno.EINVAL : place;
    }

    private static int synchronise(OpenFile file, boolean dataOnly) {
        return WriteBack.file(file);
    }
}
