package cleave.guestos.kernel.poll;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.InodeOperations;
import cleave.guestos.kernel.file.Inodes;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.file.SuperblockOperations;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;

/** Files without names, of pipes, epoll and eventfd: they live in a file system of their own. */
public final class AnonymousFiles {
    private static final int DEVICE = 8;
    private static final int BLOCK = 4096;
    private static final Superblock SUPERBLOCK = superblock();
    /** Attributes can be asked for, and nothing else done. */
    private static final InodeOperations OPERATIONS = new InodeOperations();
    private static int lastNumber;

    private AnonymousFiles() {
    }

    private static Superblock superblock() {
        Superblock superblock = new Superblock();
        superblock.operations = new SuperblockOperations();
        superblock.number = DEVICE;
        superblock.blockSize = BLOCK;
        return superblock;
    }

    /** An inode of that type and mode, with a reference, for the caller; null without memory. */
    public static Inode inode(int mode) {
        lastNumber++;
        Inode inode = Inodes.create(SUPERBLOCK, lastNumber);
        if (inode != null) {
            inode.mode = mode;
            inode.operations = OPERATIONS;
            inode.uid = Process.current().credentials.euid;
            inode.gid = Process.current().credentials.egid;
            inode.born();
        }
        return inode;
    }

    /** Whether the inode is one of these. */
    public static boolean has(Inode inode) {
        return inode.superblock == SUPERBLOCK;
    }

    /** An open file of such an inode; null without memory. */
    public static OpenFile open(FileOperations operations, Address data, int flags) {
        Inode inode = inode(0600);
        if (inode == null) {
            return null;
        }
        OpenFile file = OpenFile.create(inode, operations, flags);
        inode.release();
        if (file != null) {
            file.data = data;
        }
        return file;
    }

    /** Gives a new file a descriptor: it, or an error, and then the file is closed. */
    static int describe(OpenFile file, int flags) {
        return file == null ? -Errno.ENOMEM
                : Process.current().files.add(file, (flags & OpenFlags.O_CLOEXEC) != 0);
    }
}
