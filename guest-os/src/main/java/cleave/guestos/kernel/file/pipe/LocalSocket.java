package cleave.guestos.kernel.file.pipe;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.Termios;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PollTable;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.poll.AnonymousFiles;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * One of two connected stream sockets ({@code socketpair}, unix(7)): two pipes, one for each
 * direction. Sockets with addresses, datagrams and descriptors in messages are not there.
 */
public final class LocalSocket extends Struct {
    /** Wishes of a call. */
    public static final int MSG_PEEK = 2;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int MSG_WAITALL = 0x100;
    public static final int MSG_NOSIGNAL = 0x4000;

    private static final FileOperations OPERATIONS = operations();

    private Pipe in;
    private Pipe out;
    /** What {@code shutdown} has ended. */
    private boolean readEnded;
    private boolean writeEnded;
    /** Who made it. */
    public int pid;

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.release = LocalSocket::release;
        operations.read = LocalSocket::read;
        operations.write = LocalSocket::write;
        operations.control = LocalSocket::control;
        operations.poll = LocalSocket::poll;
        return operations;
    }

    /** The socket of an open file; null if that is none. */
    public static LocalSocket of(OpenFile file) {
        return file.operations == OPERATIONS ? Struct.at(file.data, LocalSocket.class) : null;
    }

    private static LocalSocket create(Pipe in, Pipe out, int pid) {
        LocalSocket socket = new LocalSocket();
        if (socket != null) {
            socket.in = in;
            socket.out = out;
            socket.pid = pid;
            in.readers++;
            out.writers++;
        }
        return socket;
    }

    /** Makes one end; null when memory is full. */
    private static OpenFile open(Pipe in, Pipe out, int flags, int pid) {
        Inode inode = AnonymousFiles.inode(FileMode.S_IFSOCK | 0777);
        if (inode == null) {
            return null;
        }
        OpenFile file = OpenFile.create(inode, OPERATIONS, OpenFlags.O_RDWR | flags);
        inode.release();
        if (file == null) {
            return null;
        }
        LocalSocket socket = create(in, out, pid);
        file.data = Address.of(socket);
        if (socket == null) {
            file.release();
            return null;
        }
        return file;
    }

    /** One end of a pair, of which {@link #other} makes the second; null when memory is full. */
    public static OpenFile pair(int flags, int pid) {
        Pipe there = Pipe.create();
        Pipe back = there == null ? null : Pipe.create();
        OpenFile file = back == null ? null : open(there, back, flags, pid);
        if (file == null) {
            if (there != null) {
                there.free();
            }
            if (back != null) {
                back.free();
            }
        }
        return file;
    }

    /** The other end; null when memory is full. */
    public static OpenFile other(OpenFile first, int flags, int pid) {
        LocalSocket socket = of(first);
        OpenFile file = open(socket.out, socket.in, flags, pid);
        if (file == null) {
            // The first one frees both pipes.
            socket.in.writerOpenings++;
            socket.out.writerOpenings++;
        }
        return file;
    }

    private static void release(OpenFile file) {
        LocalSocket socket = Struct.at(file.data, LocalSocket.class);
        if (socket != null) {
            leave(socket.in, !socket.readEnded, false);
            leave(socket.out, false, !socket.writeEnded);
            free(socket.in);
            free(socket.out);
            Heap.free(socket, Struct.sizeOf(LocalSocket.class));
        }
    }

    private static void leave(Pipe pipe, boolean reads, boolean writes) {
        pipe.readers -= reads ? 1 : 0;
        pipe.writers -= writes ? 1 : 0;
        pipe.forReading.wakeAll();
        pipe.forWriting.wakeAll();
    }

    /** Frees a pipe that both ends have let go of: each counts once, whatever was shut down. */
    private static void free(Pipe pipe) {
        pipe.writerOpenings++;
        if (pipe.writerOpenings == 2) {
            pipe.free();
        }
    }

    private static int read(OpenFile file, Transfer to) {
        return of(file).receive(to, file.isNonBlocking() ? MSG_DONTWAIT : 0);
    }

    private static int write(OpenFile file, Transfer from) {
        return of(file).send(from, file.isNonBlocking() ? MSG_DONTWAIT : 0);
    }

    /** Moves bytes out: their number, 0 at the end of the stream, or an error. */
    public int receive(Transfer to, int flags) {
        boolean impatient = (flags & MSG_DONTWAIT) != 0;
        if (readEnded && in.used == 0) {
            return 0;
        }
        if ((flags & MSG_PEEK) != 0) {
            return peek(to, impatient);
        }
        int done = PipeFile.read(in, impatient, to);
        while ((flags & MSG_WAITALL) != 0 && done > 0 && to.remaining > 0) {
            int more = PipeFile.read(in, impatient, to);
            if (more <= 0) {
                return done;
            }
            done += more;
        }
        return done;
    }

    private int peek(Transfer to, boolean impatient) {
        while (in.used == 0 || in.reading) {
            if (in.used == 0 && in.writers == 0) {
                return 0;
            }
            int result = impatient ? -Errno.EAGAIN : in.forReading.sleep();
            if (result != 0) {
                return result;
            }
        }
        in.reading = true;
        int done = 0;
        int result = 0;
        while (result == 0 && to.remaining > 0 && done < in.used) {
            int part = Math.min(to.remaining, in.headBytes(done));
            result = to.give(in.head(done), part);
            done += result == 0 ? part : 0;
        }
        in.reading = false;
        in.forReading.wakeAll();
        return done > 0 ? done : result;
    }

    /** Moves bytes in: their number, or an error. */
    public int send(Transfer from, int flags) {
        if (writeEnded) {
            return PipeFile.broken((flags & MSG_NOSIGNAL) == 0);
        }
        return PipeFile.write(out, (flags & MSG_DONTWAIT) != 0, (flags & MSG_NOSIGNAL) == 0, from);
    }

    /** {@code shutdown}. */
    public void end(boolean reading, boolean writing) {
        if (reading && !readEnded) {
            readEnded = true;
            in.readingEnded = true;
            leave(in, true, false);
        }
        if (writing && !writeEnded) {
            writeEnded = true;
            out.writingEnded = true;
            leave(out, false, true);
        }
    }

    private static int control(OpenFile file, int request, int argument) {
        return request == Termios.FIONREAD ? UserMemory.writeInt(argument, of(file).in.used)
                : -Errno.ENOTTY;
    }

    private static int poll(OpenFile file, PollTable table) {
        LocalSocket socket = of(file);
        Pipe in = socket.in;
        Pipe out = socket.out;
        if (table != null) {
            table.add(Address.of(in.forReading));
            table.add(Address.of(out.forWriting));
        }
        boolean ended = in.writers == 0 || socket.readEnded;
        boolean broken = out.readers == 0 || socket.writeEnded;
        return (in.used > 0 || ended ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0)
                | (ended ? PollEvents.POLLRDHUP : 0)
                | (ended && broken ? PollEvents.POLLHUP : 0)
                | (out.room() >= PipeFile.ATOMIC || broken
                ? PollEvents.POLLOUT | PollEvents.POLLWRNORM : 0);
    }
}
