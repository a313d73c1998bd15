package cleave.emulator.engine.translate;

import cleave.emulator.engine.interpreter.PredecodedInterpreter;
import cleave.emulator.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The translated regions, found by virtual address and context, and dropped when a byte that they
 * were translated from changes. Bounded: when there are too many, all are dropped at once, and
 * HotSpot unloads their classes.
 */
final class RegionCache implements PhysicalMemory.Observer {
    private static final int MOST_REGIONS = 1024;
    private static final int SLOTS = 1 << 12;
    /** Stores beside the code to a page before its regions are dropped; doubles each time. */
    private static final int PATIENCE = 256;
    private static final int MOST_DOUBLINGS = 20;

    private final PhysicalMemory memory;
    private final PredecodedInterpreter interpreter;
    private final Map<Integer, PageRegions> byPage = new HashMap<>();
    private final Map<Context, Region[]> tables = new HashMap<>();
    private Region[] current = new Region[SLOTS];
    private int count;

    /** The regions that depend on a page of physical memory. */
    private static final class PageRegions {
        final List<Region> regions = new ArrayList<>();
        int stores;
        int drops;
    }

    RegionCache(PhysicalMemory memory, PredecodedInterpreter interpreter) {
        this.memory = memory;
        this.interpreter = interpreter;
        memory.addObserver(this);
    }

    /** Makes {@link #at} find the regions of {@code context}. */
    void select(Context context) {
        current = tables.computeIfAbsent(context, any -> new Region[SLOTS]);
    }

    private static int slot(int pc) {
        return (pc >>> 1 ^ pc >>> 13) & SLOTS - 1;
    }

    /** The region that may be entered at {@code pc} in the selected context, or null. */
    Region at(int pc) {
        Region region = current[slot(pc)];
        return region != null && region.pc == pc && region.isMapped() ? region : null;
    }

    /** Whether something is known about {@code pc}, so that it need not be translated (again). */
    boolean knows(int pc) {
        Region region = current[slot(pc)];
        return region != null && region.pc == pc;
    }

    void add(Region region) {
        if (count == MOST_REGIONS) {
            clear();
            select(region.context);
        }
        Region other = current[slot(region.pc)];
        if (other != null) {
            drop(other);
        }
        current[slot(region.pc)] = region;
        count++;
        interpreter.mark(entrance(region));
        for (int page : region.pages.offsets()) {
            PageRegions there = byPage.computeIfAbsent(page, any -> new PageRegions());
            if (there.regions.isEmpty()) {
                memory.observe(page);
                there.stores = 0;
            }
            there.regions.add(region);
        }
    }

    private static int entrance(Region region) {
        return region.pages.offsets()[0] | region.pc & 0xfff;
    }

    private void drop(Region region) {
        if (!region.valid) {
            return;
        }
        region.valid = false;
        count--;
        Region[] table = tables.get(region.context);
        if (table[slot(region.pc)] == region) {
            table[slot(region.pc)] = null;
        }
        for (int page : region.pages.offsets()) {
            PageRegions there = byPage.get(page);
            there.regions.remove(region);
            if (there.regions.isEmpty()) {
                memory.forget(page);
            }
        }
        interpreter.unmark(entrance(region));
    }

    /** Drops everything. */
    void clear() {
        for (PageRegions there : byPage.values()) {
            for (Region region : List.copyOf(there.regions)) {
                drop(region);
            }
        }
        byPage.clear();
        tables.clear();
        current = new Region[SLOTS];
    }

    int count() {
        return count;
    }

    @Override
    public void changed(int offset, int length) {
        PageRegions there = byPage.get(offset & -PhysicalMemory.PAGE_SIZE);
        if (there == null || there.regions.isEmpty()) {
            return;
        }
        boolean restless = ++there.stores > PATIENCE << there.drops;
        if (restless) {
            there.drops = Math.min(there.drops + 1, MOST_DOUBLINGS);
        }
        for (Region region : List.copyOf(there.regions)) {
            if (restless || region.pages.covers(offset, length)) {
                drop(region);
            }
        }
    }
}
