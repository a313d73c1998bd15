package cleave.guestos.kernel.memory;

import cleave.magic.Address;

/** Work on the entries of the pages of a range, table by table; absent tables cost nothing. */
final class PageRange {
    private PageRange() {
    }

    /** Removes the pages, and lets go of their frames. The caller flushes. */
    static void remove(AddressSpace space, int start, int end) {
        int at = start;
        while (at != end) {
            int stop = tableEnd(at, end);
            Address table = space.table(at);
            if (!table.isNull()) {
                removeFrom(space, slot(table, at), stop - at >>> Pte.PAGE_SHIFT);
            }
            at = stop;
        }
    }

    private static void removeFrom(AddressSpace space, Address first, int pages) {
        int removed = 0;
        Address last = first.plus(pages << 2);
        for (Address slot = first; slot != last; slot = slot.plus(Integer.BYTES)) {
            Pte entry = Pte.at(slot);
            if (entry.isValid()) {
                Pte.NONE.storeTo(slot);
                removed++;
                Frames.release(Frames.at(entry.frame()));
            }
        }
        space.resident -= removed;
    }

    /** Gives present pages the rights of the region; who may write finds out by a fault. */
    static void protect(AddressSpace space, Region region) {
        int flags = region.entryFlags();
        int at = region.start;
        while (at != region.end) {
            int stop = tableEnd(at, region.end);
            Address table = space.table(at);
            if (!table.isNull()) {
                Address slot = slot(table, at);
                Address last = slot.plus(stop - at >>> Pte.PAGE_SHIFT << 2);
                while (slot != last) {
                    Pte entry = Pte.at(slot);
                    if (entry.isValid()) {
                        Pte.of(entry.frame(), flags).storeTo(slot);
                    }
                    slot = slot.plus(Integer.BYTES);
                }
            }
            at = stop;
        }
    }

    /**
     * Maps the present pages in another space as well; private ones read-only in both, and marked
     * where a store is to copy them.
     *
     * @return whether there was memory for the tables
     */
    static boolean share(AddressSpace from, AddressSpace to, Region region) {
        boolean copied = !region.is(Region.SHARED) && (region.protection & Region.WRITE) != 0;
        int mark = copied ? Pte.SHARED : 0;
        int at = region.start;
        while (at != region.end) {
            int stop = tableEnd(at, region.end);
            Address table = from.table(at);
            if (!table.isNull()) {
                Address target = to.slot(at);
                if (target.isNull()) {
                    return false;
                }
                to.resident += shareTable(slot(table, at), target, stop - at >>> Pte.PAGE_SHIFT,
                        region.is(Region.SHARED) ? 0 : Pte.WRITE, mark);
            }
            at = stop;
        }
        return true;
    }

    /** Shares the pages of one table, with some bits cleared and others set, and counts them. */
    private static int shareTable(Address from, Address to, int pages, int clear, int set) {
        int shared = 0;
        Address target = to;
        Address last = from.plus(pages << 2);
        for (Address slot = from; slot != last; slot = slot.plus(Integer.BYTES)) {
            Pte entry = Pte.at(slot);
            if (entry.isValid()) {
                int bits = entry.bits() & ~clear | set;
                slot.storeInt(0, bits);
                target.storeInt(0, bits);
                Frames.at(entry.frame()).count++;
                shared++;
            }
            target = target.plus(Integer.BYTES);
        }
        return shared;
    }

    /** Moves present pages to another place of the same space. */
    static boolean move(AddressSpace space, int from, int to, int bytes) {
        for (int at = 0; at != bytes; at += Pte.PAGE_SIZE) {
            Address table = space.table(from + at);
            if (table.isNull()) {
                continue;
            }
            Address slot = slot(table, from + at);
            Pte entry = Pte.at(slot);
            if (entry.isValid()) {
                Address target = space.slot(to + at);
                if (target.isNull()) {
                    return false;
                }
                entry.storeTo(target);
                Pte.NONE.storeTo(slot);
            }
        }
        return true;
    }

    private static Address slot(Address table, int address) {
        return table.plus((address >>> Pte.PAGE_SHIFT & Pte.TABLE_ENTRIES - 1) << 2);
    }

    /** Where the table of an address ends, or the range before. */
    private static int tableEnd(int address, int end) {
        int stop = (address | Pte.TABLE_SPAN - 1) + 1;
        return Integer.compareUnsigned(stop, end) < 0 ? stop : end;
    }
}
