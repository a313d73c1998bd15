package cleave.guestos.kernel.file;

import cleave.guestos.abi.OpenFlags;
import cleave.magic.Address;
import cleave.magic.Struct;

/** An open file description: what {@code open} makes, and {@code dup} and {@code fork} share. */
public final class OpenFile extends Struct {
    /** Descriptors and others that hold it. */
    public int references;
    /** {@code O_ACCMODE} and the flags that {@code F_GETFL} tells. */
    public int flags;
    /** Where the next read or write begins; in a directory, a cookie of its file system. */
    public long offset;
    /** The file, which this holds; of a pipe or epoll too, so that it can be asked for its state. */
    public Inode inode;
    public FileOperations operations;
    /** The operations' own. */
    public Address data;
    /** A second word of the operations' own. */
    public int state;
    /** {@link Inode#version} when {@link #offset} was true. */
    public int version;

    public boolean isReadable() {
        return (flags & OpenFlags.O_ACCMODE) != OpenFlags.O_WRONLY
                && (flags & OpenFlags.O_PATH) == 0;
    }

    public boolean isWritable() {
        return (flags & OpenFlags.O_ACCMODE) != OpenFlags.O_RDONLY
                && (flags & OpenFlags.O_PATH) == 0;
    }

    /** Whether it must not sleep for data or room: {@code -EAGAIN}. */
    public boolean isNonBlocking() {
        return (flags & OpenFlags.O_NONBLOCK) != 0;
    }

    public boolean isAppending() {
        return (flags & OpenFlags.O_APPEND) != 0;
    }

    public OpenFile retain() {
        references++;
        return this;
    }
}
