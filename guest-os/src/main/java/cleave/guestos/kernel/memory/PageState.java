package cleave.guestos.kernel.memory;

import cleave.guestos.kernel.file.PageCache;
import cleave.magic.Struct;

/** What a page of a program is at the moment: {@code /proc/PID/smaps} and {@code pagemap}. */
public final class PageState extends Struct {
    /** The physical number of its frame; -1 if the page is not there, or is the one of zeros. */
    public int frame;
    /** It shows a file, and a store would go there or make a copy first. */
    public boolean ofFile;
    /** How often it is mapped, by all programs together. */
    public int mappings;
    /** It has what is nowhere else. */
    public boolean dirty;

    /** Looks at a page. */
    public void look(AddressSpace space, Region region, int address) {
        frame = -1;
        mappings = 0;
        ofFile = false;
        dirty = false;
        Pte entry = space.entry(address);
        if (!entry.isValid() || Frames.at(entry.frame()) == Frames.zero()) {
            return;
        }
        Frame found = Frames.at(entry.frame());
        frame = entry.frame();
        ofFile = found.use == Frame.CACHED;
        // The cache holds it as well.
        mappings = Math.max(ofFile ? found.count - 1 : found.count, 1);
        dirty = !ofFile || region.inode != null && PageCache.isDirty(region.inode,
                region.filePage(address));
    }

    /** The first address behind a range without pages; {@code address} itself if it has a table. */
    public static int skip(AddressSpace space, int address, int end) {
        if (!space.table(address).isNull()) {
            return address;
        }
        int next = (address | Pte.TABLE_SPAN - 1) + 1;
        return Integer.compareUnsigned(next, end) < 0 && next != 0 ? next : end;
    }
}
