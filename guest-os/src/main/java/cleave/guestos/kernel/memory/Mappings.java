package cleave.guestos.kernel.memory;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.Inode;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Changes of the regions of an address space: what {@code mmap}, {@code munmap}, {@code mprotect},
 * {@code brk} and {@code fork} do. Addresses and lengths are multiples of the page size.
 */
public final class Mappings {
    private Mappings() {
    }

    /**
     * Adds a region where nothing is, or beside its like, which then grows.
     *
     * @param inode the file, which the region holds on its own; null for anonymous memory
     * @return 0, or {@code -ENOMEM}
     */
    public static int add(AddressSpace space, int start, int end, int protection, int flags,
            Inode inode, int firstPage) {
        if (inode == null && flags == 0 && lengthen(space, start, end, protection)) {
            return 0;
        }
        Region region = new Region();
        if (region == null) {
            return -Errno.ENOMEM;
        }
        insert(space, region, start, end, protection, flags, inode, firstPage);
        return 0;
    }

    /** As {@link #add}, in the place of whatever lies there. */
    public static int replace(AddressSpace space, int start, int end, int protection, int flags,
            Inode inode, int firstPage) {
        if (isFree(space, start, end)) {
            return add(space, start, end, protection, flags, inode, firstPage);
        }
        Region region = new Region();
        if (region == null) {
            return -Errno.ENOMEM;
        }
        int result = remove(space, start, end);
        if (result < 0 || inode == null && flags == 0 && lengthen(space, start, end, protection)) {
            Heap.free(region, Struct.sizeOf(Region.class));
            return result;
        }
        insert(space, region, start, end, protection, flags, inode, firstPage);
        return 0;
    }

    /** Whether there is private anonymous memory before a range that it could be made part of. */
    private static boolean lengthen(AddressSpace space, int start, int end, int protection) {
        Region before = space.find(start - 1);
        if (before == null || before.inode != null || before.flags != 0
                || before.protection != protection) {
            return false;
        }
        before.end = end;
        space.changes++;
        return true;
    }

    private static void insert(AddressSpace space, Region region, int start, int end,
            int protection, int flags, Inode inode, int firstPage) {
        region.start = start;
        region.end = end;
        region.protection = protection;
        region.flags = flags;
        region.inode = inode;
        region.firstPage = firstPage;
        if (inode != null) {
            inode.retain();
        }
        space.insert(region);
    }

    /** A free range for that many bytes, as high as possible; 0 if there is none. */
    public static int findFree(AddressSpace space, int bytes) {
        int end = AddressSpace.MAPPINGS_END;
        Region region = last(space, end);
        while (region != null) {
            if (Integer.compareUnsigned(region.end, end) <= 0
                    && Integer.compareUnsigned(end - region.end, bytes) >= 0) {
                return end - bytes;
            }
            if (Integer.compareUnsigned(region.start, end) < 0) {
                end = region.start;
            }
            region = region.previous;
        }
        boolean room = Integer.compareUnsigned(end, AddressSpace.USER_START) > 0
                && Integer.compareUnsigned(end - AddressSpace.USER_START, bytes) >= 0;
        return room ? end - bytes : 0;
    }

    private static Region last(AddressSpace space, int below) {
        Region found = null;
        for (Region region = space.first; region != null; region = region.next) {
            if (Integer.compareUnsigned(region.start, below) < 0) {
                found = region;
            }
        }
        return found;
    }

    /** Whether nothing lies in a range. */
    public static boolean isFree(AddressSpace space, int start, int end) {
        Region region = space.firstEndingBehind(start);
        return region == null || Integer.compareUnsigned(region.start, end) >= 0;
    }

    /** Removes whatever lies in a range; {@code -ENOMEM} leaves everything as it was. */
    public static int remove(AddressSpace space, int start, int end) {
        int result = splitAt(space, start);
        if (result < 0) {
            return result;
        }
        result = splitAt(space, end);
        if (result < 0) {
            return result;
        }
        Region region = space.firstEndingBehind(start);
        if (region != null && Integer.compareUnsigned(region.start, end) < 0) {
            space.shrinks();
        }
        while (region != null && Integer.compareUnsigned(region.start, end) < 0) {
            Region next = region.next;
            PageRange.remove(space, region.start, region.end);
            space.delete(region);
            region = next;
        }
        space.flush();
        return 0;
    }

    static void removeAll(AddressSpace space) {
        Region region = space.first;
        while (region != null) {
            Region next = region.next;
            PageRange.remove(space, region.start, region.end);
            if (region.inode != null) {
                FilePages.release(region.inode);
            }
            Heap.free(region, Struct.sizeOf(Region.class));
            region = next;
        }
        space.first = null;
    }

    /** Gives a range other rights; {@code -ENOMEM} also when part of it is not mapped. */
    public static int protect(AddressSpace space, int start, int end, int protection) {
        int result = splitAt(space, start);
        if (result == 0) {
            result = splitAt(space, end);
        }
        if (result < 0) {
            return result;
        }
        Region region = space.firstEndingBehind(start);
        int at = start;
        while (region != null && region.start == at && at != end) {
            region.protection = protection;
            PageRange.protect(space, region);
            at = region.end;
            region = region.next;
        }
        space.changes++;
        space.flush();
        return at == end ? 0 : -Errno.ENOMEM;
    }

    /** Lets the heap reach on to {@code end}; nothing lies there. */
    public static int growHeap(AddressSpace space, int start, int end) {
        Region heap = start == space.heapStart ? null : space.find(start - 1);
        if (heap != null && heap.is(Region.HEAP)) {
            heap.end = end;
            space.changes++;
            return 0;
        }
        return add(space, start, end, Region.READ | Region.WRITE, Region.HEAP, null, 0);
    }

    /** Whether all of a range is mapped. */
    public static boolean isMapped(AddressSpace space, int start, int end) {
        int at = start;
        Region region = space.firstEndingBehind(start);
        while (Integer.compareUnsigned(at, end) < 0) {
            if (region == null || Integer.compareUnsigned(region.start, at) > 0) {
                return false;
            }
            at = region.end;
            region = region.next;
        }
        return true;
    }

    /**
     * Where the first region with a flag begins that is reached from {@code start} without a gap;
     * {@code end} if there is none.
     */
    public static int firstWith(AddressSpace space, int start, int end, int flag) {
        Region region = space.firstEndingBehind(start);
        int at = start;
        while (region != null && Integer.compareUnsigned(at, end) < 0
                && Integer.compareUnsigned(region.start, at) <= 0) {
            if (region.is(flag)) {
                return at;
            }
            at = region.end;
            region = region.next;
        }
        return end;
    }

    /** Makes one of a region and those behind it that have the same origin and protection. */
    public static void join(AddressSpace space, Region region) {
        Region next = region.next;
        while (next != null && next.start == region.end && next.inode == region.inode
                && next.protection == region.protection && next.flags == region.flags
                && (next.inode == null || next.firstPage == region.filePage(next.start))) {
            region.end = next.end;
            space.delete(next);
            next = region.next;
        }
        space.changes++;
    }

    /** Whether a region in the range is anything but private anonymous memory. */
    public static boolean anyFile(AddressSpace space, int start, int end) {
        Region region = space.firstEndingBehind(start);
        while (region != null && Integer.compareUnsigned(region.start, end) < 0) {
            if (region.inode != null || region.is(Region.TRAMPOLINE)) {
                return true;
            }
            region = region.next;
        }
        return false;
    }

    /** Whether the page of an address can be used without a fault. */
    public static boolean isPresent(AddressSpace space, int address) {
        return space.entry(address).isValid();
    }

    /** Sets and clears flags of what lies in a range. */
    public static int mark(AddressSpace space, int start, int end, int set, int clear) {
        int result = splitAt(space, start);
        if (result == 0) {
            result = splitAt(space, end);
        }
        Region region = space.firstEndingBehind(start);
        while (result == 0 && region != null
                && Integer.compareUnsigned(region.start, end) < 0) {
            region.flags = region.flags & ~clear | set;
            region = region.next;
        }
        return result;
    }

    /** Lets go of the pages of a range; they come anew when they are touched. */
    public static int drop(AddressSpace space, int start, int end) {
        space.shrinks();
        Region region = space.firstEndingBehind(start);
        while (region != null && Integer.compareUnsigned(region.start, end) < 0) {
            int from = Integer.compareUnsigned(region.start, start) < 0 ? start : region.start;
            int to = Integer.compareUnsigned(region.end, end) < 0 ? region.end : end;
            PageRange.remove(space, from, to);
            region = region.next;
        }
        space.flush();
        return 0;
    }

    /**
     * A file has become shorter: nobody shows its pages from {@code first} on any longer, not even
     * those who have written to their own copies.
     */
    public static void dropFile(Inode inode, int first) {
        AddressSpace space = AddressSpace.firstOfAll();
        while (space != null) {
            boolean changed = false;
            for (Region region = space.first; region != null; region = region.next) {
                int pages = region.end - region.start >>> Pte.PAGE_SHIFT;
                int kept = Math.max(first - region.firstPage, 0);
                if (region.inode == inode && kept < pages) {
                    if (!changed) {
                        space.shrinks();
                    }
                    changed = true;
                    PageRange.remove(space, region.start + (kept << Pte.PAGE_SHIFT), region.end);
                }
            }
            if (changed) {
                space.flush();
            }
            space = space.nextOfAll();
        }
    }

    /**
     * Moves a part of one region, pages and all, to a free place, where it may be longer or
     * shorter.
     *
     * @return the new address, or {@code -ENOMEM}
     */
    public static int move(AddressSpace space, int from, int oldLength, int to, int newLength) {
        int kept = Integer.compareUnsigned(oldLength, newLength) < 0 ? oldLength : newLength;
        // Its borders come first: later nothing is divided, and all can be taken back.
        int result = splitAt(space, from);
        if (result == 0) {
            result = splitAt(space, from + oldLength);
        }
        Region moved = result < 0 ? null : new Region();
        if (moved == null) {
            return -Errno.ENOMEM;
        }
        Region region = space.find(from);
        insert(space, moved, to, to + newLength, region.protection,
                region.flags & ~Region.HEAP, region.inode, region.filePage(from));
        if (!PageRange.move(space, from, to, kept)) {
            PageRange.move(space, to, from, kept);
            space.delete(moved);
            return -Errno.ENOMEM;
        }
        remove(space, from, from + oldLength);
        return to;
    }

    /** Makes an address a border between regions. */
    static int splitAt(AddressSpace space, int address) {
        Region region = space.find(address);
        if (region == null || region.start == address) {
            return 0;
        }
        Region upper = new Region();
        if (upper == null) {
            return -Errno.ENOMEM;
        }
        upper.start = address;
        upper.end = region.end;
        upper.protection = region.protection;
        upper.flags = region.flags;
        upper.inode = region.inode;
        upper.firstPage = region.filePage(address);
        if (upper.inode != null) {
            upper.inode.retain();
        }
        region.end = address;
        space.insert(upper);
        return 0;
    }

    /** Puts a frame, which the space holds on its own, to a page of a region: 0 or an error. */
    public static int install(AddressSpace space, int address, Frame frame) {
        Address slot = space.slot(address);
        if (slot.isNull()) {
            return -Errno.ENOMEM;
        }
        Frames.retain(frame);
        Pte.of(frame.number(), space.find(address).entryFlags() | Pte.WRITE).storeTo(slot);
        space.resident++;
        return 0;
    }

    /** Clears bytes of one page that may be written to, of whatever space: 0 or an error. */
    public static int clearInPage(AddressSpace space, int address, int bytes) {
        while (!space.entry(address).isWritable()) {
            int result = PageFault.resolve(space, address, Region.WRITE);
            if (result != PageFault.DONE) {
                return result == PageFault.NO_MEMORY ? -Errno.ENOMEM : -Errno.EIO;
            }
        }
        Address at = space.entry(address).address().plus(address & Pte.PAGE_MASK);
        for (int i = 0; i < bytes; i++) {
            if ((at.bits() + i & 3) == 0 && bytes - i >= Integer.BYTES) {
                at.storeInt(i, 0);
                i += Integer.BYTES - 1;
            } else {
                at.storeByte(i, 0);
            }
        }
        return 0;
    }

    /** A space with the same contents, shared copy-on-write; null when memory is full. */
    public static AddressSpace fork(AddressSpace space) {
        AddressSpace child = AddressSpace.create();
        if (child == null) {
            return null;
        }
        boolean complete = copyRegions(space, child);
        space.flush();
        if (!complete) {
            child.release();
            return null;
        }
        child.heapStart = space.heapStart;
        child.heapEnd = space.heapEnd;
        child.codeStart = space.codeStart;
        child.codeEnd = space.codeEnd;
        child.stackStart = space.stackStart;
        child.argumentsStart = space.argumentsStart;
        child.argumentsEnd = space.argumentsEnd;
        child.environmentStart = space.environmentStart;
        child.environmentEnd = space.environmentEnd;
        child.auxiliaryStart = space.auxiliaryStart;
        child.auxiliaryEnd = space.auxiliaryEnd;
        child.program = space.program;
        if (child.program != null) {
            child.program.retain();
            child.program.denyWriting();
        }
        return child;
    }

    private static boolean copyRegions(AddressSpace space, AddressSpace child) {
        Region last = null;
        for (Region region = space.first; region != null; region = region.next) {
            if (region.is(Region.NOT_INHERITED)) {
                continue;
            }
            Region copy = new Region();
            if (copy == null) {
                return false;
            }
            copy.start = region.start;
            copy.end = region.end;
            copy.protection = region.protection;
            copy.flags = region.flags;
            copy.inode = region.inode;
            copy.firstPage = region.firstPage;
            if (copy.inode != null) {
                copy.inode.retain();
            }
            copy.previous = last;
            if (last == null) {
                child.first = copy;
            } else {
                last.next = copy;
            }
            last = copy;
            if (!region.is(Region.WIPED_BY_FORK) && !PageRange.share(space, child, region)) {
                return false;
            }
        }
        return true;
    }
}
