package cleave.guestos.kernel.file;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.poll.Epoll;
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
    /** The file, which this holds; of a pipe or epoll too, so that its state can be told. */
    public Inode inode;
    public FileOperations operations;
    /** The operations' own. */
    public Address data;
    /** A second word of the operations' own. */
    public int state;
    /** What epolls keep of it ({@code kernel.poll}); null if none looks after it. */
    public Address watchers;
    /** {@link Inode#version} when {@link #offset} was true. */
    public int version;
    /** Which errors of writing were told: of its file, and of the whole file system. */
    int errorsTold;
    int errorsOfAllTold;

    /** Whether it was opened to be read; with both bits of {@code O_ACCMODE}, it was not. */
    public boolean isReadable() {
        return (flags + 1 & 1) != 0 && (flags & OpenFlags.O_PATH) == 0;
    }

    public boolean isWritable() {
        return (flags + 1 & 2) != 0 && (flags & OpenFlags.O_PATH) == 0;
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

    /**
     * An open file with one reference, that of the caller, and of the inode one more; null when
     * memory is full.
     */
    public static OpenFile create(Inode inode, FileOperations operations, int flags) {
        OpenFile file = new OpenFile();
        if (file != null) {
            file.begin(inode, operations, flags);
        }
        return file;
    }

    /** Makes empty memory an open file. */
    void begin(Inode file, FileOperations itsOperations, int itsFlags) {
        references = 1;
        flags = itsFlags;
        operations = itsOperations;
        inode = file.retain();
        errorsTold = inode.errors.sample();
        errorsOfAllTold = inode.superblock.errors.sample();
    }

    /** Lets go of it; the last one closes it, which may sleep. */
    public void release() {
        assert references > 0 : "an open file is released that nobody holds";
        references--;
        if (references == 0) {
            if (!watchers.isNull()) {
                Epoll.forget(this);
            }
            if (operations.release != null) {
                operations.release.release(this);
            }
            OpenFiles.end(this);
        }
    }
}
