package cleave.guestos.kernel.file.pipe;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.FileAccess;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.signal.Signals;
import cleave.magic.Address;

/**
 * Bytes between pipes and files without a way through a program ({@code splice}, {@code tee}).
 * Bytes that could not be written stay in the pipe.
 */
public final class Splice {
    private Splice() {
    }

    private static int moved(int done, int result) {
        return done > 0 ? done : result;
    }

    private static int awaitBytes(OpenFile from, boolean impatient) {
        Pipe pipe = PipeFile.of(from);
        while (pipe.used == 0 || pipe.reading) {
            if (pipe.used == 0 && pipe.writers == 0) {
                return 0;
            }
            if (impatient || from.isNonBlocking()) {
                return -Errno.EAGAIN;
            }
            int result = pipe.forReading.sleep();
            if (result != 0) {
                return result;
            }
        }
        return 1;
    }

    /** Waits for room in a pipe: 1, or an error. */
    public static int awaitRoom(OpenFile to, boolean impatient) {
        Pipe pipe = PipeFile.of(to);
        while (true) {
            if (pipe.readers == 0) {
                Signals.send(Process.current(), Signal.SIGPIPE);
                return -Errno.EPIPE;
            }
            if (pipe.room() > 0 && !pipe.writing) {
                return 1;
            }
            if (impatient || to.isNonBlocking()) {
                return -Errno.EAGAIN;
            }
            int result = pipe.forWriting.sleep();
            if (result != 0) {
                return result;
            }
        }
    }

    /**
     * Moves bytes of a pipe to a file.
     *
     * @param offset where in the file; below 0 for its own offset, which moves then
     * @return how many, 0 when nobody writes to the pipe any more, or an error
     */
    public static int toFile(OpenFile from, OpenFile to, long offset, int bytes,
            boolean impatient) {
        int result = awaitBytes(from, impatient);
        if (result <= 0) {
            return result;
        }
        Pipe pipe = PipeFile.of(from);
        int done = 0;
        pipe.reading = true;
        while (done < bytes && pipe.used > 0) {
            int part = Math.min(bytes - done, pipe.headBytes(0));
            result = put(to, pipe.head(0), part, offset < 0 ? offset : offset + done);
            if (result <= 0) {
                break;
            }
            pipe.consume(result);
            done += result;
            if (result < part) {
                break;
            }
        }
        pipe.reading = false;
        pipe.forWriting.wakeAll();
        if (pipe.used > 0) {
            pipe.forReading.wakeAll();
        }
        return moved(done, result);
    }

    private static int put(OpenFile to, Address bytes, int count, long offset) {
        Transfer transfer = Transfer.kernel(bytes, count);
        if (Errors.are(transfer)) {
            return Errors.of(transfer);
        }
        int result = offset < 0 ? FileAccess.write(to, transfer)
                : FileAccess.writeAt(to, transfer, offset);
        transfer.end();
        return result;
    }

    /** As {@link #toFile}, the other way; 0 at the end of the file. */
    public static int fromFile(OpenFile from, long offset, OpenFile to, int bytes,
            boolean impatient) {
        int result = awaitRoom(to, impatient);
        if (result <= 0) {
            return result;
        }
        Pipe pipe = PipeFile.of(to);
        int done = 0;
        pipe.writing = true;
        do {
            Address tail = pipe.tail();
            if (tail.isNull()) {
                result = -Errno.ENOMEM;
                break;
            }
            int part = Math.min(bytes - done, pipe.tailBytes());
            result = get(from, tail, part, offset < 0 ? offset : offset + done);
            if (result <= 0) {
                break;
            }
            pipe.commit(result);
            done += result;
            if (result < part) {
                break;
            }
            // What is no regular file might let us wait now, although there is something.
        } while (done < bytes && pipe.room() > 0 && from.inode.isRegular());
        pipe.writing = false;
        pipe.forReading.wakeAll();
        if (pipe.room() > 0) {
            pipe.forWriting.wakeAll();
        }
        return moved(done, result);
    }

    private static int get(OpenFile from, Address to, int count, long offset) {
        Transfer transfer = Transfer.kernel(to, count);
        if (Errors.are(transfer)) {
            return Errors.of(transfer);
        }
        int result = offset < 0 ? FileAccess.read(from, transfer)
                : FileAccess.readAt(from, transfer, offset);
        transfer.end();
        return result;
    }

    /** Moves bytes from one pipe to another, or, with {@code keep}, copies them. */
    public static int toPipe(OpenFile from, OpenFile to, int bytes, boolean keep,
            boolean impatient) {
        Pipe source = PipeFile.of(from);
        Pipe target = PipeFile.of(to);
        int result;
        do {
            result = awaitBytes(from, impatient);
            if (result > 0 || result == 0 && target.readers == 0) {
                result = awaitRoom(to, impatient);
            }
            // While one of them was waited for, the other may have changed.
        } while (result > 0 && (source.used == 0 || source.reading));
        int done = 0;
        while (result > 0 && done < bytes && target.room() > 0
                && (keep ? source.used > done : source.used > 0)) {
            int behind = keep ? done : 0;
            Address tail = target.tail();
            if (tail.isNull()) {
                result = -Errno.ENOMEM;
                break;
            }
            int part = Math.min(Math.min(bytes - done, source.headBytes(behind)),
                    target.tailBytes());
            Bytes.copy(tail, source.head(behind), part);
            target.commit(part);
            if (!keep) {
                source.consume(part);
            }
            done += part;
        }
        if (done > 0) {
            target.forReading.wakeAll();
            source.forWriting.wakeAll();
        }
        return moved(done, result);
    }
}
