package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Pte;

/** Reading and writing open files of any kind: bytes moved, or an error. */
public final class FileAccess {
    private FileAccess() {
    }

    /** Reads from the file's offset on, which moves. */
    public static int read(OpenFile file, Transfer transfer) {
        if (file.operations.read == null) {
            return -Errno.EINVAL;
        }
        if (file.operations.seek == null) {
            return file.operations.read.read(file, transfer);
        }
        if (transfer.isEmptyVector()) {
            return 0;
        }
        // Those who share a file and its offset read one after the other.
        boolean locked = file.references > 1 && file.inode.isRegular();
        if (locked) {
            file.inode.lock.take();
        }
        transfer.offset = file.offset;
        int result = file.operations.read.read(file, transfer);
        if (result > 0) {
            file.offset = transfer.offset;
        }
        if (locked) {
            file.inode.lock.give();
        }
        return result;
    }

    /** Reads from {@code offset} on. */
    public static int readAt(OpenFile file, Transfer transfer, long offset) {
        if (file.operations.seek == null) {
            return -Errno.ESPIPE;
        }
        if (file.operations.read == null) {
            return -Errno.EINVAL;
        }
        transfer.offset = offset;
        return file.operations.read.read(file, transfer);
    }

    /** Writes at the file's offset, which moves. */
    public static int write(OpenFile file, Transfer transfer) {
        if (file.operations.write == null) {
            return -Errno.EINVAL;
        }
        if (file.operations.seek == null) {
            return file.operations.write.write(file, transfer);
        }
        boolean locked = file.inode.isRegular();
        if (locked) {
            file.inode.lock.take();
        }
        transfer.offset = file.offset;
        int result = file.operations.write.write(file, transfer);
        if (result > 0) {
            file.offset = transfer.offset;
        }
        if (locked) {
            file.inode.lock.give();
        }
        return result;
    }

    /** Writes at {@code offset}. */
    public static int writeAt(OpenFile file, Transfer transfer, long offset) {
        if (file.operations.seek == null) {
            return -Errno.ESPIPE;
        }
        if (file.operations.write == null) {
            return -Errno.EINVAL;
        }
        boolean locked = file.inode.isRegular();
        if (locked) {
            file.inode.lock.take();
        }
        transfer.offset = offset;
        int result = file.operations.write.write(file, transfer);
        if (locked) {
            file.inode.lock.give();
        }
        return result;
    }

    /**
     * Copies bytes of a file with pages to another file.
     *
     * @param from where in the first one; its own offset is left alone
     */
    public static int copy(OpenFile to, OpenFile file, long from, int bytes) {
        return copy(to, -1, file, from, bytes);
    }

    /** As the other, to a place of the second file; its own offset is left alone then. */
    public static int copy(OpenFile to, long place, OpenFile file, long from, int bytes) {
        Inode inode = file.inode;
        if (inode.operations.readPage == null || to.isAppending()) {
            return -Errno.EINVAL;
        }
        int done = 0;
        while (done < bytes && from + done < inode.size) {
            long at = from + done;
            int start = (int) at & Pte.PAGE_MASK;
            int part = (int) Math.min(Math.min(bytes - done, Pte.PAGE_SIZE - start),
                    inode.size - at);
            Frame frame = PageCache.page(inode, (int) (at >>> Pte.PAGE_SHIFT));
            if (Errors.are(frame)) {
                return done > 0 ? done : Errors.of(frame);
            }
            Transfer transfer = Transfer.kernel(frame.address().plus(start), part);
            int result = Errors.are(transfer) ? Errors.of(transfer)
                    : place < 0 ? write(to, transfer) : writeAt(to, transfer, place + done);
            if (!Errors.are(transfer)) {
                transfer.end();
            }
            Frames.release(frame);
            if (result <= 0) {
                return done > 0 ? done : result;
            }
            done += result;
            if (result < part) {
                break;
            }
        }
        return done;
    }
}
