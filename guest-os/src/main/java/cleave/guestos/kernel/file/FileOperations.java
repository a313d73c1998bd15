package cleave.guestos.kernel.file;

import cleave.magic.Fn;
import cleave.magic.Struct;

/**
 * What an open file can do: function pointers, null for what it cannot. All may sleep; a sleep that
 * a signal ends gives what was done so far, or {@code Errors.RESTART} if that is nothing. Results
 * below 0 are negated error numbers. The caller has checked that the file is open for it.
 */
public final class FileOperations extends Struct {
    /**
     * Called by {@code open} when everything else is ready; an error undoes it. It may set the
     * operations and the data to others, and may sleep, as for FIFOs.
     */
    public interface Open extends Fn {
        int open(Inode inode, OpenFile file);
    }

    /** The last descriptor is gone. */
    public interface Release extends Fn {
        void release(OpenFile file);
    }

    /**
     * Moves bytes from the file to {@code transfer}, from its offset on, which is advanced: the
     * number of bytes, 0 at the end, fewer than wanted if there are no more now.
     */
    public interface Read extends Fn {
        int read(OpenFile file, Transfer transfer);
    }

    /** Moves bytes from {@code transfer} to the file, at its offset, which is advanced. */
    public interface Write extends Fn {
        int write(OpenFile file, Transfer transfer);
    }

    /** The new offset, at least 0, which the caller stores; or an error. */
    public interface Seek extends Fn {
        long seek(OpenFile file, long offset, int whence);
    }

    /**
     * Gives the entries of a directory from {@code file.offset} on to {@code listing}, until it has
     * no more room; the lock on names is held. {@code .} and {@code ..} are among them.
     */
    public interface Iterate extends Fn {
        int iterate(OpenFile file, Listing listing);
    }

    /** {@code -ENOTTY} for requests it does not know. */
    public interface Control extends Fn {
        int control(OpenFile file, int request, int argument);
    }

    /**
     * What would not sleep now, as {@code POLLIN | POLLOUT} and so on; errors and hang-up always.
     * It tells {@code table}, if that is not null, each queue that is woken when it changes.
     */
    public interface Poll extends Fn {
        int poll(OpenFile file, PollTable table);
    }

    /** Writes what is not on the disk yet. */
    public interface Synchronise extends Fn {
        int synchronise(OpenFile file, boolean dataOnly);
    }

    public Open open;
    public Release release;
    public Read read;
    public Write write;
    /** Null: the file has no places ({@code ESPIPE}), and offsets of transfers mean nothing. */
    public Seek seek;
    public Iterate iterate;
    public Control control;
    /** Null: always ready. */
    public Poll poll;
    /** Null: nothing to do. */
    public Synchronise synchronise;
}
