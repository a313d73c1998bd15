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

    /** Memory is full: brings pages to the disks and gives them up; whether there were any. */
    public static boolean relieve() {
        if (PageCache.dirty() == 0) {
            return false;
        }
        all();
        return Caches.shrink(Integer.MAX_VALUE) > 0;
    }

    /** Writes a file's contents and attributes, as far as the caches of blocks; 0 or an error. */
    static int inode(Inode inode) {
        int result = inode.dirtyPages > 0 ? PageCache.write(inode) : 0;
        int written = attributes(inode);
        return written < 0 ? written : result;
    }

    private static int attributes(Inode inode) {
        if ((inode.state & Inode.DIRTY) == 0) {
            return 0;
        }
        inode.state &= ~Inode.DIRTY;
        int result = inode.superblock.operations.writeInode == null ? 0
                : inode.superblock.operations.writeInode.writeInode(inode);
        if (result < 0) {
            inode.state |= Inode.DIRTY;
            inode.errors.add(result);
            inode.superblock.errors.add(result);
        }
        return result;
    }

    /** Writes all of an open file to the disk, and tells it what could not be written before. */
    public static int file(OpenFile file) {
        Inode inode = file.inode;
        int result = whole(inode);
        int told = inode.errors.tell(file.errorsTold);
        file.errorsTold = inode.errors.sample();
        return result < 0 ? result : told;
    }

    /** The same of a file that is mapped, as if it was opened now. */
    public static int mapped(Inode inode) {
        int known = inode.errors.sample();
        int result = whole(inode);
        int told = inode.errors.tell(known);
        return result < 0 ? result : told;
    }

    private static int whole(Inode inode) {
        Superblock superblock = inode.superblock;
        if (superblock.isReadOnly()) {
            return superblock.aborted ? abandon(superblock) : 0;
        }
        int result = inode(inode);
        if (superblock.device != null) {
            // Where others have given blocks back that are this file's now, the disk must know.
            inodes(superblock, false);
            int written = blocks(superblock);
            result = result < 0 ? result : written;
        }
        return result;
    }

    /** Writes an open file's file system, and tells it what of that could not be written before. */
    public static int fileSystem(OpenFile file) {
        Superblock superblock = file.inode.superblock;
        int result = superblock(superblock);
        int told = superblock.errors.tell(file.errorsOfAllTold);
        file.errorsOfAllTold = superblock.errors.sample();
        return result < 0 ? result : told;
    }

    /** Writes the blocks that are the file system's own, and makes all that was written last. */
    private static int blocks(Superblock superblock) {
        BlockDevice device = superblock.device;
        if (device == null || device.readOnly) {
            return 0;
        }
        int result = BufferCache.write(device);
        if (result < 0) {
            superblock.damage(result);
        }
        int flushed = flush(device);
        if (flushed < 0) {
            superblock.errors.add(flushed);
            result = flushed;
        }
        return result;
    }

    /** Writes the blocks of a disk that nobody has mounted any more. */
    static void device(BlockDevice device) {
        BufferCache.write(device);
        flush(device);
    }

    private static int flush(BlockDevice device) {
        int result = device.flush == null ? 0 : device.flush.flush(device);
        if (result < 0) {
            DiskErrors.line().text(device.name).text(": what was written may not last: error ")
                    .decimal(-result).end();
        }
        return result;
    }

    /** Writes one block of a file system, and makes it last: 0 or an error. */
    public static int block(Superblock superblock, Buffer buffer) {
        int result = BufferCache.writeOne(buffer);
        int flushed = flush(superblock.device);
        return result < 0 ? result : flushed;
    }

    /** Writes all of a file system; 0 or the last error. */
    public static int superblock(Superblock superblock) {
        int result = 0;
        if (superblock.isReadOnly()) {
            return superblock.aborted ? abandon(superblock) : 0;
        }
        if (superblock.touched) {
            superblock.touched = false;
            result = inodes(superblock, true);
            int written = synchronise(superblock);
            result = written < 0 ? written : result;
        }
        if (superblock.device != null && BufferCache.dirty() > 0) {
            int written = blocks(superblock);
            result = written < 0 ? written : result;
        }
        return result;
    }

    private static int synchronise(Superblock superblock) {
        return superblock.operations.synchronise == null ? 0
                : superblock.operations.synchronise.synchronise(superblock);
    }

    /** It became read-only because of errors: its pages learn that they reach no disk. */
    private static int abandon(Superblock superblock) {
        if (superblock.touched) {
            superblock.touched = false;
            inodes(superblock, true);
            synchronise(superblock);
        }
        return -Errno.EROFS;
    }

    /** Writes the inodes that have changed, with or without their pages; 0 or the last error. */
    private static int inodes(Superblock superblock, boolean pages) {
        int result = 0;
        Inode inode = superblock.inodes;
        if (inode != null) {
            inode.retain();
        }
        while (inode != null) {
            if (pages && inode.dirtyPages > 0 || (inode.state & Inode.DIRTY) != 0) {
                int written = pages ? inode(inode) : attributes(inode);
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
