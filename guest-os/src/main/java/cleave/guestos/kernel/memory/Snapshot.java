package cleave.guestos.kernel.memory;

import cleave.guestos.kernel.Errors;

/** The pages of a space as they are, for who writes them down: a core file. */
public final class Snapshot {
    private static final int ELF = 0x464c_457f;

    private Snapshot() {
    }

    /**
     * Bytes of a region, from its beginning, that cannot be had from elsewhere: all of memory that
     * was written to, the first page of a program, nothing of other files and of what was never
     * touched.
     */
    public static int bytes(AddressSpace space, Region region) {
        int all = region.end - region.start;
        boolean named = region.inode != null && region.inode.links != 0;
        if (region.is(Region.SHARED)) {
            return named ? 0 : all;
        }
        if (region.is(Region.TRAMPOLINE) || hasOwnPage(space, region)) {
            return all;
        }
        return named && region.firstPage == 0 && (region.protection & Region.READ) != 0
                && isProgram(region) ? Pte.PAGE_SIZE : 0;
    }

    private static boolean hasOwnPage(AddressSpace space, Region region) {
        int at = region.start;
        while (at != region.end) {
            if (space.table(at).isNull()) {
                int next = (at | Pte.TABLE_SPAN - 1) + 1;
                at = Integer.compareUnsigned(next, region.end) < 0 ? next : region.end;
                continue;
            }
            Pte entry = space.entry(at);
            if (entry.isValid()) {
                Frame frame = Frames.at(entry.frame());
                if (frame.use != Frame.CACHED && frame != Frames.zero()) {
                    return true;
                }
            }
            at += Pte.PAGE_SIZE;
        }
        return false;
    }

    private static boolean isProgram(Region region) {
        Frame frame = FilePages.page(region.inode, 0);
        if (Errors.are(frame)) {
            return false;
        }
        boolean is = frame.address().loadInt(0) == ELF;
        Frames.release(frame);
        return is;
    }

    /** The frame of a page, held once more; null if there is nothing but zeros. It may sleep. */
    public static Frame page(AddressSpace space, int address) {
        Pte entry = space.entry(address);
        if (entry.isValid()) {
            Frame frame = Frames.at(entry.frame());
            if (frame == Frames.zero()) {
                return null;
            }
            Frames.retain(frame);
            return frame;
        }
        Region region = space.find(address);
        if (region == null || region.inode == null) {
            return null;
        }
        Frame frame = FilePages.page(region.inode, region.filePage(address));
        return Errors.are(frame) ? null : frame;
    }
}
