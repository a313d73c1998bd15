package cleave.guestos.kernel.file;

import cleave.guestos.kernel.device.BlockDevice;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/** A kind of file system that can be mounted. */
public final class FileSystemType extends Struct {
    /** Reads the beginnings of a file system: a superblock with its root, or an error. */
    public interface Begin extends Fn {
        /**
         * @param device  null for a type without one
         * @param flags   {@code MS_RDONLY} and so on
         * @param options a C string of the kernel, {@code name=value,...}; may be empty
         */
        Superblock begin(FileSystemType type, BlockDevice device, int flags, Address options);
    }

    private static FileSystemType all;

    /** A C string. */
    public Address name;
    public boolean needsDevice;
    public Begin begin;
    private FileSystemType next;

    /** Makes it known by its name. */
    public void register() {
        next = all;
        all = this;
    }

    /** The first of all types; with {@link #following} all of them. */
    public static FileSystemType first() {
        return all;
    }

    public FileSystemType following() {
        return next;
    }
}
