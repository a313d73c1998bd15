package cleave.guestos.kernel.memory;

import cleave.guestos.kernel.file.Caches;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.PageCache;
import cleave.guestos.kernel.file.WriteBack;
import cleave.guestos.kernel.file.tmp.TemporaryFiles;

/** What memory asks of files: the only place where it knows their caches. */
public final class FilePages {
    private static final int SHARED_MODE = 0777;

    private FilePages() {
    }

    /** The frame of a page of a file, held once more, or an error; it may sleep. */
    static Frame page(Inode inode, int index) {
        return PageCache.page(inode, index);
    }

    /** As {@link #page}, where another thread may unmap the file meanwhile. */
    static Frame pageHeld(Inode inode, int index) {
        inode.retain();
        Frame frame = PageCache.page(inode, index);
        inode.release();
        return frame;
    }

    /** The page is about to be written to by a program that maps it. */
    static void markDirty(Inode inode, int index) {
        PageCache.markDirty(inode, index);
    }

    /** Gives up pages that can be read again: how many frames were freed. */
    static int shrink(int pages) {
        return Caches.shrink(pages);
    }

    /** Writes the pages that are not on the disk yet; 0 or an error. */
    public static int writeBack(Inode inode) {
        inode.retain();
        int result = WriteBack.mapped(inode);
        inode.release();
        return result;
    }

    /** A file without a name, of zeros, for memory that processes share; or an error. */
    public static Inode createShared(int bytes) {
        return TemporaryFiles.createUnnamed(Integer.toUnsignedLong(bytes), SHARED_MODE);
    }

    public static void release(Inode inode) {
        inode.release();
    }
}
