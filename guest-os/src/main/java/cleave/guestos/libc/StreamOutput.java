package cleave.guestos.libc;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Errno;
import cleave.magic.Address;

/** How streams write. */
final class StreamOutput {
    private StreamOutput() {
    }

    /** Prepares for writing: gives back what was read ahead, and asks what kind of file it is. */
    private static boolean begin(Stream stream) {
        if ((stream.flags & Stream.WRITE) == 0) {
            stream.flags |= Stream.ERROR;
            Errors.errno = Errno.EBADF;
            return false;
        }
        StreamInput.giveBack(stream);
        if ((stream.flags & Stream.UNDECIDED) != 0) {
            stream.flags &= ~Stream.UNDECIDED;
            int error = Errors.errno;
            if (Terminal.isatty(stream.descriptor)) {
                stream.flags |= Stream.LINES;
            }
            Errors.errno = error;
        }
        return true;
    }

    static void put(Stream stream, int character) {
        if ((stream.flags & Stream.MEMORY) != 0) {
            if (stream.position < stream.size) {
                stream.buffer.storeByte(stream.position, character);
                stream.position++;
            }
            stream.total++;
            return;
        }
        if (!begin(stream)) {
            return;
        }
        if (stream.position == stream.size) {
            flush(stream);
        }
        stream.buffer.storeByte(stream.position, character);
        stream.position++;
        if ((stream.flags & Stream.UNBUFFERED) != 0
                || (stream.flags & Stream.LINES) != 0 && (character & 0xff) == '\n') {
            flush(stream);
        }
    }

    static void write(Stream stream, Address from, int bytes) {
        if ((stream.flags & Stream.MEMORY) != 0) {
            int room = Math.min(bytes, stream.size - stream.position);
            Memory.copy(stream.buffer.plus(stream.position), from, room);
            stream.position += room;
            stream.total += bytes;
            return;
        }
        if (bytes <= 0 || !begin(stream)) {
            return;
        }
        if (bytes > stream.size - stream.position) {
            flush(stream);
            if (bytes >= stream.size) {
                writeOut(stream, from, bytes);
                return;
            }
        }
        Memory.copy(stream.buffer.plus(stream.position), from, bytes);
        stream.position += bytes;
        if ((stream.flags & Stream.UNBUFFERED) != 0) {
            flush(stream);
        } else if ((stream.flags & Stream.LINES) != 0
                && !Memory.find(from, '\n', bytes).isNull()) {
            flush(stream);
        }
    }

    static int flush(Stream stream) {
        if ((stream.flags & Stream.WRITE) == 0 || (stream.flags & Stream.MEMORY) != 0
                || stream.limit != 0 || stream.position == 0) {
            return 0;
        }
        int waiting = stream.position;
        stream.position = 0;
        return writeOut(stream, stream.buffer, waiting);
    }

    /** All bytes, in as many calls as it takes; what an error leaves is lost. */
    private static int writeOut(Stream stream, Address from, int bytes) {
        int done = 0;
        while (done < bytes) {
            int written = FileCalls.write(stream.descriptor, from.plus(done), bytes - done);
            if (Errors.are(written)) {
                if (-written == Errno.EINTR) {
                    continue;
                }
                stream.flags |= Stream.ERROR;
                return Errors.result(written);
            }
            done += written;
        }
        return 0;
    }

    /** Moves the file's offset; 0 or -1. */
    static long seek(Stream stream, long offset, int origin) {
        flush(stream);
        if (origin == OpenFlags.SEEK_CUR) {
            StreamInput.giveBack(stream);
        } else {
            stream.position = 0;
            stream.limit = 0;
        }
        stream.flags &= ~Stream.END;
        return Files.lseek(stream.descriptor, offset, origin) < 0 ? -1 : 0;
    }
}
