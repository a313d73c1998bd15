package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.memory.Frames;

/**
 * Brings what has changed to the disks: contents of files first, then inodes, then the blocks that
 * say where everything is. All of it sleeps.
 */
public final class WriteBack {
    /** The part of memory that may wait to be written before who writes files has to wait. */
    private static final int PART_OF_MEMORY = 8;

    private WriteBack() {
    }

    /** Whether whoever writes to a file has to write to the disk himself. */
    static boolean isPressing() {
        return PageCache.dirty() > Frames.total() / PART_OF_MEMORY;
    }

    /** Writes a file's contents and attributes, as far as the caches of blocks; 0 or an error. */
    static int inode(Inode inode) {
        int result = inode.dirtyPages > 0 ? PageCache.write(inode) : 0;
        if ((inode.state & Inode.DIRTY) != 0) {
            inode.state &= ~Inode.DIRTY;
            if (inode.superblock.operations.writeInode != null) {
                int written = inode.superblock.operations.writeInode.writeInode(inode);
                if (written < 0) {
                    inode.state |= Inode.WRITE_ERROR | Inode.DIRTY;
                    result = written;
                }
            }
        }
        return result;
    }

    /** Writes all of a file to the disk; an error since the last time is told now. */
    public static int file(Inode inode) {
        int result = inode(inode);
        if ((inode.state & Inode.WRITE_ERROR) != 0) {
            inode.state &= ~Inode.WRITE_ERROR;
            result = result < 0 ? result : -Errno.EIO;
        }
        int written = device(inode.superblock.device);
        return result < 0 ? result : written;
    }

    static int device(BlockDevice device) {
        if (device == null || device.readOnly) {
            return 0;
        }
        int result = BufferCache.write(device);
        if (device.flush != null) {
            int flushed = device.flush.flush(device);
            result = result < 0 ? result : flushed;
        }
        return result;
    }

    /** Writes all of a file system; 0 or the last error. */
    public static int superblock(Superblock superblock) {
        int result = 0;
        if (superblock.isReadOnly()) {
            return 0;
        }
        if (superblock.touched) {
            superblock.touched = false;
            result = inodes(superblock);
            if (superblock.operations.synchronise != null) {
                int written = superblock.operations.synchronise.synchronise(superblock);
                result = written < 0 ? written : result;
            }
        }
        if (superblock.device != null && BufferCache.dirty() > 0) {
            int written = device(superblock.device);
            result = written < 0 ? written : result;
        }
        return result;
    }

    private static int inodes(Superblock superblock) {
        int result = 0;
        Inode inode = superblock.inodes;
        if (inode != null) {
            inode.retain();
        }
        while (inode != null) {
            if (inode.dirtyPages > 0 || (inode.state & Inode.DIRTY) != 0) {
                int written = inode(inode);
                result = written < 0 ? written : result;
            }
            Inode next = inode.nextOfSuperblock;
            if (next != null) {
                next.retain();
            }
            inode.release();
            inode = next;
        }
        return result;
    }

    /** Writes everything: {@code sync}. */
    public static int all() {
        int result = 0;
        Mount mount = Mounts.first();
        while (mount != null) {
            int written = superblock(mount.superblock);
            result = written < 0 ? written : result;
            mount = mount.next;
        }
        return result;
    }
}
