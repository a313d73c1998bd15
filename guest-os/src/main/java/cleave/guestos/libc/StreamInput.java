package cleave.guestos.libc;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.magic.Address;

/** How streams read. */
final class StreamInput {
    private static final int LINE_START = 120;

    private StreamInput() {
    }

    /** Tells the file that what was read ahead was not used; a pipe cannot take it back. */
    static void giveBack(Stream stream) {
        if (stream.limit != 0) {
            if (stream.position < stream.limit) {
                int error = Errors.errno;
                Files.lseek(stream.descriptor, stream.position - stream.limit,
                        OpenFlags.SEEK_CUR);
                Errors.errno = error;
            }
            stream.position = 0;
            stream.limit = 0;
        }
    }

    /** Whether there is something to read now. */
    private static boolean fill(Stream stream) {
        if ((stream.flags & Stream.READ) == 0) {
            stream.flags |= Stream.ERROR;
            Errors.errno = Errno.EBADF;
            return false;
        }
        if (stream.limit == 0) {
            StreamOutput.flush(stream);
        }
        if ((stream.flags & Stream.END) != 0) {
            return false;
        }
        Stdio.flushLines();
        int bytes = FileCalls.read(stream.descriptor, stream.buffer, stream.size);
        stream.position = 0;
        stream.limit = 0;
        if (bytes > 0 && !Errors.are(bytes)) {
            stream.limit = bytes;
            return true;
        }
        if (bytes == 0) {
            stream.flags |= Stream.END;
        } else {
            stream.flags |= Stream.ERROR;
            Errors.result(bytes);
        }
        return false;
    }

    static int get(Stream stream) {
        if (!fill(stream)) {
            return -1;
        }
        stream.position++;
        return stream.buffer.loadUnsignedByte(stream.position - 1);
    }

    static int read(Stream stream, Address to, int bytes) {
        int done = 0;
        while (done < bytes) {
            if (stream.position >= stream.limit && !fill(stream)) {
                break;
            }
            int some = Math.min(bytes - done, stream.limit - stream.position);
            Memory.copy(to.plus(done), stream.buffer.plus(stream.position), some);
            stream.position += some;
            done += some;
        }
        return done;
    }

    /** {@code fgets}: up to a line feed, which stays, in at most {@code size} bytes with a zero. */
    static Address line(Stream stream, Address to, int size) {
        int done = 0;
        while (done < size - 1) {
            int character = stream.get();
            if (character < 0) {
                break;
            }
            to.storeByte(done, character);
            done++;
            if (character == '\n') {
                break;
            }
        }
        if (done == 0 && size > 1) {
            return Address.of(0);
        }
        to.storeByte(done, 0);
        return to;
    }

    /** {@code getdelim}: see {@link Stdio#getline}. */
    static int line(Stream stream, Line line, int delimiter) {
        line.length = 0;
        while (true) {
            int character = stream.get();
            if (character < 0 && (line.length == 0 || stream.failed())) {
                return -1;
            }
            if (line.length + 2 > line.size) {
                int size = Math.max(LINE_START, line.size * 2);
                Address larger = Heap.realloc(line.text, size);
                if (larger.isNull()) {
                    return -1;
                }
                line.text = larger;
                line.size = size;
            }
            if (character >= 0) {
                line.text.storeByte(line.length, character);
                line.length++;
            }
            line.text.storeByte(line.length, 0);
            if (character < 0 || character == delimiter) {
                return line.length;
            }
        }
    }
}
