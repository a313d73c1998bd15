package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pte;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Pages of files in memory, by inode and page number. Reading, writing, running and mapping files
 * all see the same frames. Pages of file systems on disks go when memory is needed, those written
 * to after they have reached the disk.
 */
public final class PageCache {
    private static final int BUCKETS = 4096;
    private static final int MIX = 0x9e37_79b1;
    private static final int MIX_SHIFT = 20;
    private static final CachedPage[] TABLE = new CachedPage[BUCKETS];
    private static CachedPage newest;
    private static CachedPage oldest;
    private static int count;
    private static int dirty;
    private static int kept;

    private PageCache() {
    }

    /** Pages in memory. */
    public static int count() {
        return count;
    }

    /** Pages that are not on the disk yet. */
    public static int dirty() {
        return dirty;
    }

    /** Pages of files in memory: they are nowhere else, and cannot be given up. */
    public static int kept() {
        return kept;
    }

    private static int bucket(Inode inode, int index) {
        return ((Address.of(inode).bits() >>> 4) + index * 31) * MIX >>> MIX_SHIFT;
    }

    /** A page that is in memory, perhaps still being read; null if it is not. */
    static CachedPage find(Inode inode, int index) {
        CachedPage page = TABLE[bucket(inode, index)];
        while (page != null && (page.index != index || page.inode != inode)) {
            page = page.nextOfHash;
        }
        return page;
    }

    /**
     * The frame of a page, held once more for the caller, to be mapped or read: an error when the
     * file ends before it ({@code ENXIO}), cannot be read or memory is full. It may sleep.
     */
    public static Frame page(Inode inode, int index) {
        long start = (long) index << Pte.PAGE_SHIFT;
        if (index < 0 || start >= inode.size) {
            return Struct.at(Errors.address(Errno.ENXIO), Frame.class);
        }
        CachedPage page = get(inode, index, true);
        if (Errors.are(page)) {
            return Struct.at(Address.of(Errors.of(page)), Frame.class);
        }
        return page.frame;
    }

    /**
     * A page, with its frame held once more, so that it stays until that is released.
     *
     * @param read whether its bytes matter; else they are zeros if it was not in memory
     */
    static CachedPage get(Inode inode, int index, boolean read) {
        CachedPage page = find(inode, index);
        while (page != null && page.is(CachedPage.READING)) {
            page.waiting.sleepUninterruptible();
            page = find(inode, index);
        }
        if (page == null) {
            return bring(inode, index, read);
        }
        page.state |= CachedPage.USED;
        Frames.retain(page.frame);
        return page;
    }

    private static CachedPage bring(Inode inode, int index, boolean read) {
        CachedPage page = new CachedPage();
        Frame frame = page == null ? null
                : read ? Frames.allocate() : Frames.allocateZeroed();
        if (frame == null) {
            if (page != null) {
                Heap.free(page, Struct.sizeOf(CachedPage.class));
            }
            return Struct.at(Errors.address(Errno.ENOMEM), CachedPage.class);
        }
        page.inode = inode;
        page.index = index;
        page.frame = frame;
        Frames.retain(frame);
        link(page);
        if (read) {
            page.state = CachedPage.READING;
            int result = inode.operations.readPage.readPage(inode, index, frame.address());
            page.state &= ~CachedPage.READING;
            page.waiting.wakeAll();
            if (result < 0) {
                remove(page);
                Frames.release(frame);
                return Struct.at(Address.of(result), CachedPage.class);
            }
        }
        return page;
    }

    private static void link(CachedPage page) {
        int bucket = bucket(page.inode, page.index);
        page.nextOfHash = TABLE[bucket];
        TABLE[bucket] = page;
        page.next = page.inode.pages;
        if (page.next != null) {
            page.next.previous = page;
        }
        page.inode.pages = page;
        page.older = newest;
        if (newest == null) {
            oldest = page;
        } else {
            newest.newer = page;
        }
        newest = page;
        page.frame.setCached(true);
        count++;
    }

    private static void remove(CachedPage page) {
        int bucket = bucket(page.inode, page.index);
        if (TABLE[bucket] == page) {
            TABLE[bucket] = page.nextOfHash;
        } else {
            CachedPage before = TABLE[bucket];
            while (before.nextOfHash != page) {
                before = before.nextOfHash;
            }
            before.nextOfHash = page.nextOfHash;
        }
        if (page.previous == null) {
            page.inode.pages = page.next;
        } else {
            page.previous.next = page.next;
        }
        if (page.next != null) {
            page.next.previous = page.previous;
        }
        unage(page);
        setDirty(page, false);
        count--;
        page.frame.setCached(false);
        Frames.release(page.frame);
        Heap.free(page, Struct.sizeOf(CachedPage.class));
    }

    private static void unage(CachedPage page) {
        if (page.newer == null) {
            newest = page.older;
        } else {
            page.newer.older = page.older;
        }
        if (page.older == null) {
            oldest = page.newer;
        } else {
            page.older.newer = page.newer;
        }
    }

    static void setDirty(CachedPage page, boolean on) {
        if (on == page.is(CachedPage.DIRTY)) {
            return;
        }
        page.state ^= CachedPage.DIRTY;
        int more = on ? 1 : -1;
        page.inode.dirtyPages += more;
        page.inode.superblock.dirtyPages += more;
        if (page.inode.operations.writePage != null) {
            dirty += more;
            if (on) {
                page.inode.superblock.touch();
            }
        } else {
            kept += more;
        }
    }

    /** Whether a page was written to, and is on no disk yet. */
    public static boolean isDirty(Inode inode, int index) {
        CachedPage page = find(inode, index);
        return page != null && page.is(CachedPage.DIRTY);
    }

    /** A program that maps the page is about to write to it; the page is in memory. */
    public static void markDirty(Inode inode, int index) {
        CachedPage page = find(inode, index);
        if (page != null) {
            page.state |= CachedPage.MAPPED_WRITES;
            setDirty(page, true);
            inode.touch();
        }
    }

    /** Drops the pages from {@code first} on, whatever they have; waits for those in motion. */
    static void discard(Inode inode, int first) {
        CachedPage page = inode.pages;
        while (page != null) {
            CachedPage next = page.next;
            if (page.index >= first) {
                if (page.isBusy()) {
                    page.waiting.sleepUninterruptible();
                    next = inode.pages;
                } else {
                    remove(page);
                }
            }
            page = next;
        }
    }

    /** Clears the bytes of a page from {@code from} on, if it is in memory. */
    static void clearEnd(Inode inode, int index, int from) {
        CachedPage page = find(inode, index);
        while (page != null && page.is(CachedPage.READING)) {
            page.waiting.sleepUninterruptible();
            page = find(inode, index);
        }
        if (page != null) {
            Bytes.clear(page.frame.address().plus(from), Pte.PAGE_SIZE - from);
        }
    }

    /** A page whose bytes could not be brought in is forgotten, and its frame released. */
    static void abandon(CachedPage page) {
        Frame frame = page.frame;
        if (!page.isBusy()) {
            remove(page);
        }
        Frames.release(frame);
    }

    /** Writes the pages of a file that are not on the disk; 0, or the last error. */
    public static int write(Inode inode) {
        int result = 0;
        if (inode.operations.writePage == null) {
            return 0;
        }
        beginRound(inode);
        CachedPage page = inode.pages;
        while (page != null && inode.dirtyPages > 0) {
            CachedPage next = page.next;
            if (page.is(CachedPage.WRITING)) {
                page.waiting.sleepUninterruptible();
                next = inode.pages;
            } else if (page.is(CachedPage.DIRTY) && !page.is(CachedPage.SETTLED)) {
                int written = writeOne(page);
                result = written < 0 ? written : result;
                next = page.next;
                Frames.release(page.frame);
            }
            page = next;
        }
        return result;
    }

    /** Writes a page; its frame is held once more then, so that the page stays. */
    private static int writeOne(CachedPage page) {
        Inode inode = page.inode;
        Frames.retain(page.frame);
        setDirty(page, false);
        page.state |= CachedPage.WRITING;
        int result = inode.operations.writePage.writePage(inode, page.index,
                page.frame.address());
        page.state &= ~CachedPage.WRITING;
        // The cache's, and the one of this method; more are those of programs that map it.
        if (page.is(CachedPage.MAPPED_WRITES)) {
            if (page.frame.count > 2) {
                setDirty(page, true);
                page.state |= CachedPage.SETTLED;
            } else {
                page.state &= ~CachedPage.MAPPED_WRITES;
            }
        }
        if (result < 0) {
            inode.errors.add(result);
            inode.superblock.errors.add(result);
        }
        page.waiting.wakeAll();
        return result;
    }

    /** Pages that are mapped are written once in a round. */
    private static void beginRound(Inode inode) {
        for (CachedPage page = inode.pages; page != null; page = page.next) {
            page.state &= ~CachedPage.SETTLED;
        }
    }

    /** Gives up pages that can be read again, the oldest first: how many. It never sleeps. */
    public static int shrink(int wanted) {
        int freed = 0;
        int looks = 2 * count;
        CachedPage page = oldest;
        while (page != null && freed < wanted && looks > 0) {
            looks--;
            CachedPage next = page.newer;
            if (page.is(CachedPage.USED)) {
                page.state &= ~CachedPage.USED;
                if (page != newest) {
                    makeNewest(page);
                    next = next == null ? oldest : next;
                }
            } else if (isDroppable(page)) {
                remove(page);
                freed++;
            }
            page = next == null ? oldest : next;
        }
        return freed;
    }

    private static boolean isDroppable(CachedPage page) {
        // Clean pages of files in memory are zeros.
        return page.frame.count == 1 && (page.state & (CachedPage.DIRTY | CachedPage.READING
                | CachedPage.WRITING)) == 0;
    }

    private static void makeNewest(CachedPage page) {
        unage(page);
        page.newer = null;
        page.older = newest;
        newest.newer = page;
        newest = page;
    }
}
