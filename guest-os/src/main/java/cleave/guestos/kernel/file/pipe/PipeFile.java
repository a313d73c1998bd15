package cleave.guestos.kernel.file.pipe;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Termios;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PollTable;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.poll.AnonymousFiles;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.signal.Signals;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * The ends of pipes and FIFOs. A write of up to {@code PIPE_BUF} bytes, 4096, is not mixed with
 * others; a write to a pipe that nobody reads is {@code EPIPE} and {@code SIGPIPE}.
 */
public final class PipeFile {
    static final int ATOMIC = 4096;
    /** The largest pipe, for root as well. */
    static final int SIZE_MAX = 1 << 20;

    /** What an end of a pipe, open or yet to be opened, can do. */
    public static final FileOperations OPERATIONS = operations();

    private PipeFile() {
    }

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.open = PipeFile::open;
        operations.release = PipeFile::release;
        operations.read = PipeFile::read;
        operations.write = PipeFile::write;
        operations.control = PipeFile::control;
        operations.poll = PipeFile::poll;
        return operations;
    }

    /** Whether an open file is an end of a pipe. */
    public static boolean is(OpenFile file) {
        return file.operations == OPERATIONS;
    }

    static Pipe of(OpenFile file) {
        return Struct.at(file.data, Pipe.class);
    }

    /** Makes a pipe without a name for an inode: 0 or {@code -ENOMEM}. */
    public static int begin(Inode inode) {
        Pipe pipe = Pipe.create();
        inode.special = Address.of(pipe);
        if (pipe == null) {
            return -Errno.ENOMEM;
        }
        pipe.writerOpenings = 1;
        return 0;
    }

    /** One of its two ends; null when memory is full. */
    public static OpenFile end(Inode inode, int flags) {
        OpenFile file = OpenFile.create(inode, OPERATIONS, flags);
        if (file != null) {
            file.data = inode.special;
            Pipe pipe = of(file);
            pipe.readers += file.isReadable() ? 1 : 0;
            pipe.writers += file.isWritable() ? 1 : 0;
        }
        return file;
    }

    /** Frees a pipe that got no end. */
    public static void abandon(Inode inode) {
        if (!inode.special.isNull()) {
            Struct.at(inode.special, Pipe.class).free();
            inode.special = Address.of(0);
        }
    }

    /**
     * Opens an end (POSIX, open): to read or to write waits for the other side, to do both does
     * not. To open a pipe without a name, through {@code /proc/PID/fd}, never waits to read.
     */
    private static int open(Inode inode, OpenFile file) {
        Pipe pipe = Struct.at(inode.special, Pipe.class);
        boolean reads = file.isReadable();
        boolean writes = file.isWritable();
        if (pipe == null) {
            if (writes && !reads && file.isNonBlocking()) {
                return -Errno.ENXIO;
            }
            pipe = Pipe.create();
            if (pipe == null) {
                return -Errno.ENOMEM;
            }
            inode.special = Address.of(pipe);
        } else if (writes && !reads && file.isNonBlocking() && pipe.readers == 0) {
            return -Errno.ENXIO;
        }
        file.data = Address.of(pipe);
        if (reads) {
            pipe.readers++;
            pipe.readerOpenings++;
            pipe.forWriting.wakeAll();
        }
        if (writes) {
            pipe.writers++;
            pipe.writerOpenings++;
            pipe.forReading.wakeAll();
        }
        if (file.isNonBlocking() && pipe.writers == 0) {
            // Until there was a writer, poll does not tell that there is none any more.
            file.state = pipe.writerOpenings;
        }
        boolean waits = !file.isNonBlocking() && !(reads && writes)
                && !(reads && AnonymousFiles.has(inode));
        int result = waits ? meet(pipe, reads) : 0;
        if (result != 0) {
            leave(inode, pipe, reads, writes);
        }
        return result;
    }

    /** Waits for the other side, which may have come and gone meanwhile. */
    private static int meet(Pipe pipe, boolean reads) {
        int result = 0;
        if (reads) {
            int openings = pipe.writerOpenings;
            while (result == 0 && pipe.writers == 0 && pipe.writerOpenings == openings) {
                result = pipe.forReading.sleep();
            }
        } else {
            int openings = pipe.readerOpenings;
            while (result == 0 && pipe.readers == 0 && pipe.readerOpenings == openings) {
                result = pipe.forWriting.sleep();
            }
        }
        return result;
    }

    private static void release(OpenFile file) {
        leave(file.inode, of(file), file.isReadable(), file.isWritable());
    }

    private static void leave(Inode inode, Pipe pipe, boolean reads, boolean writes) {
        pipe.readers -= reads ? 1 : 0;
        pipe.writers -= writes ? 1 : 0;
        if (pipe.readers == 0 && pipe.writers == 0) {
            inode.special = Address.of(0);
            pipe.free();
        } else if (pipe.writers == 0) {
            pipe.forReading.wakeAll();
        } else if (pipe.readers == 0) {
            pipe.forWriting.wakeAll();
        }
    }

    private static int read(OpenFile file, Transfer to) {
        return read(of(file), file.isNonBlocking(), to);
    }

    /** Moves bytes out of a pipe, when there are some: 0 when nobody writes any more. */
    static int read(Pipe pipe, boolean impatient, Transfer to) {
        if (to.remaining == 0) {
            return 0;
        }
        while (pipe.used == 0 || pipe.reading) {
            if (pipe.used == 0 && pipe.writers == 0) {
                return 0;
            }
            if (impatient) {
                return -Errno.EAGAIN;
            }
            int result = pipe.forReading.sleep();
            if (result != 0 || pipe.readingEnded && pipe.used == 0) {
                return result;
            }
        }
        pipe.reading = true;
        int done = pipe.drain(to);
        pipe.reading = false;
        pipe.forWriting.wakeAll();
        if (pipe.used > 0) {
            // Others who read were kept away.
            pipe.forReading.wakeAll();
        }
        return done;
    }

    private static int write(OpenFile file, Transfer from) {
        return write(of(file), file.isNonBlocking(), true, from);
    }

    /** Moves bytes into a pipe; without a reader, it is an error and, if so wanted, a signal. */
    static int write(Pipe pipe, boolean impatient, boolean signalled, Transfer from) {
        int total = from.remaining;
        int done = 0;
        while (from.remaining > 0) {
            int result;
            if (pipe.readers == 0) {
                result = broken(signalled);
            } else if (pipe.writing || pipe.room() < (total <= ATOMIC ? from.remaining : 1)) {
                result = impatient ? -Errno.EAGAIN : pipe.forWriting.sleep();
                if (pipe.writingEnded) {
                    result = broken(signalled);
                }
            } else {
                pipe.writing = true;
                result = pipe.fill(from);
                pipe.writing = false;
                pipe.forReading.wakeAll();
                done += result > 0 ? result : 0;
            }
            if (result < 0) {
                return done > 0 ? done : result;
            }
        }
        if (pipe.room() > 0) {
            pipe.forWriting.wakeAll();
        }
        return done;
    }

    /** Nobody will read what is written. */
    static int broken(boolean signalled) {
        if (signalled) {
            Signals.send(Process.current(), Signal.SIGPIPE);
        }
        return -Errno.EPIPE;
    }

    /** How many bytes the pipe of an end can hold. */
    public static int size(OpenFile file) {
        return of(file).size();
    }

    /**
     * Makes a pipe larger or smaller ({@code F_SETPIPE_SZ}); sizes are powers of two, from a page
     * on.
     *
     * @return the new size, or an error
     */
    public static int resize(OpenFile file, int bytes) {
        if (bytes < 0) {
            return -Errno.EINVAL;
        }
        if (bytes > SIZE_MAX) {
            return Process.current().credentials.isRoot() ? -Errno.ENOMEM : -Errno.EPERM;
        }
        int size = ATOMIC;
        while (size < bytes) {
            size <<= 1;
        }
        Pipe pipe = of(file);
        while (pipe.reading || pipe.writing) {
            int result = pipe.reading ? pipe.forReading.sleep() : pipe.forWriting.sleep();
            if (result != 0) {
                return result;
            }
        }
        int result = pipe.resize(size);
        pipe.forWriting.wakeAll();
        return result < 0 ? result : size;
    }

    private static int control(OpenFile file, int request, int argument) {
        return request == Termios.FIONREAD ? UserMemory.writeInt(argument, of(file).used)
                : -Errno.ENOTTY;
    }

    private static int poll(OpenFile file, PollTable table) {
        Pipe pipe = of(file);
        int ready = 0;
        if (file.isReadable()) {
            if (table != null) {
                table.add(Address.of(pipe.forReading));
            }
            ready |= pipe.used > 0 ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0;
            ready |= pipe.writers == 0 && pipe.writerOpenings != file.state
                    ? PollEvents.POLLHUP : 0;
        }
        if (file.isWritable()) {
            if (table != null) {
                table.add(Address.of(pipe.forWriting));
            }
            ready |= pipe.room() >= ATOMIC ? PollEvents.POLLOUT | PollEvents.POLLWRNORM : 0;
            ready |= pipe.readers == 0 ? PollEvents.POLLERR : 0;
        }
        return ready;
    }
}
