package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Process;

/** Who may do what with a file. Accesses are {@code R_OK}, {@code W_OK} and {@code X_OK}. */
public final class Permission {
    private static final int ALL = 7;
    private static final int OWNER_SHIFT = 6;
    private static final int GROUP_SHIFT = 3;
    private static final int EXECUTE_ANY = FileMode.S_IXUSR | FileMode.S_IXGRP | FileMode.S_IXOTH;

    private Permission() {
    }

    /** 0, {@code -EACCES}, or {@code -EROFS}. */
    public static int check(Inode inode, int access) {
        if ((access & FileMode.W_OK) != 0 && inode.superblock.isReadOnly()
                && (inode.isRegular() || inode.isDirectory() || inode.isLink())) {
            return -Errno.EROFS;
        }
        if (inode.operations.permit != null) {
            return inode.operations.permit.permit(inode, access);
        }
        return byMode(inode, access);
    }

    /** What the bits of its mode say. */
    public static int byMode(Inode inode, int access) {
        Credentials who = Process.current().credentials;
        if (who.fsuid == 0) {
            boolean runnable = inode.isDirectory() || (inode.mode & EXECUTE_ANY) != 0;
            return (access & FileMode.X_OK) == 0 || runnable ? 0 : -Errno.EACCES;
        }
        int bits = inode.mode;
        if (who.fsuid == inode.uid) {
            bits >>>= OWNER_SHIFT;
        } else if (who.isIn(inode.gid)) {
            bits >>>= GROUP_SHIFT;
        }
        return (access & ALL & ~bits) == 0 ? 0 : -Errno.EACCES;
    }

    /** Whether the process is the owner, or root. */
    public static boolean owns(Inode inode) {
        int user = Process.current().credentials.fsuid;
        return user == 0 || user == inode.uid;
    }

    /** Whether the process is root. */
    public static boolean isRoot() {
        return Process.current().credentials.fsuid == 0;
    }

    /** Whether a name may be put into a directory. */
    static int mayCreate(Inode directory) {
        return directory.links == 0 ? -Errno.ENOENT
                : check(directory, FileMode.W_OK | FileMode.X_OK);
    }

    /** Whether a name may be taken out of a directory. */
    static int mayDelete(Inode directory, Inode inode) {
        int result = check(directory, FileMode.W_OK | FileMode.X_OK);
        if (result < 0) {
            return result;
        }
        boolean sticky = (directory.mode & FileMode.S_ISVTX) != 0;
        return sticky && !owns(directory) && !owns(inode) ? -Errno.EPERM : 0;
    }
}
