package cleave.guestos.kernel.file.tmp;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.memory.Region;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;

/**
 * What may not be done any more to files in memory (fcntl(2), "File Sealing"). Only those of {@code
 * memfd_create} that ask for it can be sealed; the others are sealed against that from the start.
 * The bits are in {@link Inode#seals}, where reading and writing look for them.
 */
public final class Seals {
    private static final int ALL = Inode.SEAL | Inode.SEAL_SHRINK | Inode.SEAL_GROW
            | Inode.SEAL_WRITE | Inode.SEAL_FUTURE_WRITE;

    private Seals() {
    }

    /** {@code F_GET_SEALS}. */
    public static int get(Inode inode) {
        return MemoryOperations.isRegular(inode) ? inode.seals : -Errno.EINVAL;
    }

    /** {@code F_ADD_SEALS}, through a file that is open for writing. */
    public static int add(Inode inode, int seals) {
        if ((seals & ~ALL) != 0 || !MemoryOperations.isRegular(inode)) {
            return -Errno.EINVAL;
        }
        if ((inode.seals & Inode.SEAL) != 0) {
            return -Errno.EPERM;
        }
        if ((seals & ~inode.seals & Inode.SEAL_WRITE) != 0 && isMapped(inode)) {
            return -Errno.EBUSY;
        }
        inode.seals |= seals;
        return 0;
    }

    /** Whether some program shows the file in memory that could be written to. */
    private static boolean isMapped(Inode inode) {
        Process process = Processes.first();
        while (process != null) {
            Region region = process.space == null ? null : process.space.first;
            while (region != null) {
                if (region.inode == inode && region.is(Region.SHARED)
                        && !region.is(Region.NEVER_WRITABLE)) {
                    return true;
                }
                region = region.next;
            }
            process = Processes.next(process);
        }
        return false;
    }
}
