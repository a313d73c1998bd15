package cleave.guestos.kernel.memory;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.Errors;
import cleave.magic.Address;
import cleave.magic.NoInline;

/**
 * What an access to a page that is absent, or may not be written to yet, leads to: demand paging,
 * the shared frame of zeros, and copy-on-write. A page in a region that may be written to, whose
 * entry may not, is shared with somebody: the first store copies it, or takes it over if everybody
 * else has gone.
 */
public final class PageFault {
    /** The access can be tried again. */
    public static final int DONE = 0;
    /** No region has the address. */
    public static final int NO_REGION = 1;
    /** The region does not allow the access. */
    public static final int FORBIDDEN = 2;
    /** The page lies behind the end of the file, or cannot be read. */
    public static final int NO_PAGE = 3;
    /** Memory is full. */
    public static final int NO_MEMORY = 4;

    private PageFault() {
    }

    /**
     * Makes an access possible.
     *
     * @param access {@link Region#READ}, {@link Region#WRITE} or {@link Region#EXECUTE}
     * @return {@link #DONE}, or why not; it may have slept
     */
    public static int resolve(AddressSpace space, int address, int access) {
        Region region = space.find(address);
        if (region == null) {
            region = Stack.grow(space, address);
            if (region == null) {
                return NO_REGION;
            }
        }
        if ((region.protection & access) == 0
                && (access != Region.READ || region.protection != Region.WRITE)) {
            return FORBIDDEN;
        }
        Address slot = space.slot(address);
        if (slot.isNull()) {
            return NO_MEMORY;
        }
        Pte entry = Pte.at(slot);
        int page = address & ~Pte.PAGE_MASK;
        if (!entry.isValid()) {
            return fill(space, region, page, slot, access);
        }
        if (access == Region.WRITE && !entry.isWritable()) {
            return write(space, region, page, slot, entry);
        }
        TranslationCache.flush(page);
        return DONE;
    }

    private static int fill(AddressSpace space, Region region, int page, Address slot,
            int access) {
        if (region.inode != null) {
            return fillFromFile(space, region, page, access);
        }
        int flags = region.entryFlags();
        Frame frame;
        if (region.is(Region.TRAMPOLINE)) {
            frame = Trampoline.frame();
            Frames.retain(frame);
        } else if (access == Region.WRITE) {
            frame = Frames.allocateZeroed();
            if (frame == null) {
                return NO_MEMORY;
            }
            flags |= Pte.WRITE;
        } else {
            frame = Frames.zero();
            Frames.retain(frame);
        }
        set(space, page, slot, frame, flags);
        return DONE;
    }

    private static void set(AddressSpace space, int page, Address slot, Frame frame, int flags) {
        Pte.of(frame.number(), flags).storeTo(slot);
        space.resident++;
        TranslationCache.flush(page);
    }

    @NoInline
    private static int fillFromFile(AddressSpace space, Region region, int page, int access) {
        int changes = space.changes;
        int index = region.filePage(page);
        Frame frame = space.users == 1 ? FilePages.page(region.inode, index)
                : FilePages.pageHeld(region.inode, index);
        if (Errors.are(frame)) {
            return Errors.of(frame) == -Errno.ENOMEM ? NO_MEMORY : NO_PAGE;
        }
        Address slot = space.slot(page);
        if (slot.isNull()) {
            Frames.release(frame);
            return NO_MEMORY;
        }
        // While the page was read, others may have changed the space: the access is tried again.
        if (space.changes != changes || Pte.at(slot).isValid()) {
            Frames.release(frame);
            return DONE;
        }
        int flags = region.entryFlags();
        if (region.is(Region.SHARED)) {
            if (access == Region.WRITE) {
                FilePages.markDirty(region.inode, index);
                flags |= Pte.WRITE;
            }
        } else if (access == Region.WRITE) {
            Frame copy = Frames.allocate();
            if (copy == null) {
                Frames.release(frame);
                return NO_MEMORY;
            }
            Pages.copy(copy.address(), frame.address());
            Frames.release(frame);
            frame = copy;
            flags |= Pte.WRITE;
        }
        set(space, page, slot, frame, flags);
        return DONE;
    }

    /** The page is there, and may not be written to so far. */
    private static int write(AddressSpace space, Region region, int page, Address slot,
            Pte entry) {
        Frame frame = Frames.at(entry.frame());
        int flags = region.entryFlags() | Pte.WRITE;
        if (region.is(Region.SHARED)) {
            FilePages.markDirty(region.inode, region.filePage(page));
        } else if (frame.count != 1) {
            Frame copy = frame == Frames.zero() ? Frames.allocateZeroed() : copyOf(frame);
            if (copy == null) {
                return NO_MEMORY;
            }
            Frames.release(frame);
            frame = copy;
        }
        Pte.of(frame.number(), flags).storeTo(slot);
        TranslationCache.flush(page);
        return DONE;
    }

    private static Frame copyOf(Frame frame) {
        Frame copy = Frames.allocate();
        if (copy != null) {
            Pages.copy(copy.address(), frame.address());
        }
        return copy;
    }
}
