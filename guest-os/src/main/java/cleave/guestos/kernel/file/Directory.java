package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;

/** What all open directories can do, besides the listing of their entries. */
public final class Directory {
    private Directory() {
    }

    /** Adds to operations that list entries what is the same for all; gives them back. */
    public static FileOperations complete(FileOperations operations) {
        operations.seek = Directory::seek;
        operations.read = Directory::read;
        return operations;
    }

    private static int read(OpenFile file, Transfer transfer) {
        return -Errno.EISDIR;
    }

    /** Places are what the listing told, so that there is no other end than the last of them. */
    private static long seek(OpenFile file, long offset, int whence) {
        long place = switch (whence) {
            case OpenFlags.SEEK_SET -> offset;
            case OpenFlags.SEEK_CUR -> file.offset + offset;
            case OpenFlags.SEEK_END -> file.inode.size + offset;
            default -> -1;
        };
        return place < 0 ? -Errno.EINVAL : place;
    }
}
