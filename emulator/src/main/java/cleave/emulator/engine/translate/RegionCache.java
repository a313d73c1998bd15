package cleave.emulator.engine.translate;

import cleave.emulator.engine.Statistics;
import cleave.emulator.engine.interpreter.PredecodedInterpreter;
import cleave.emulator.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The translated regions, found by virtual address and context, and dropped when a byte that they
 * were translated from changes. Bounded: when there are too many, the half in which the fewest
 * cycles were spent of late is dropped, and HotSpot unloads their classes.
 */
final class RegionCache implements PhysicalMemory.Observer {
    /** Places that are remembered as not worth translating. */
    private static final int MOST_BARREN = 1024;
    private static final int SLOTS = 1 << 12;
    /** Stores beside the code to a page before its regions are dropped; doubles each time. */
    private static final int PATIENCE = 256;
    private static final int MOST_DOUBLINGS = 20;

    /** Cycles for which a place that was not worth translating is left alone. */
    private static final long REST = 1 << 28;

    private final PhysicalMemory memory;
    private final PredecodedInterpreter interpreter;
    private final int most;
    private final Map<Integer, PageRegions> byPage = new HashMap<>();
    private final Map<Context, Entrance[]> tables = new IdentityHashMap<>();
    /** Where nothing shall be translated, and until which cycle. */
    private final Map<Integer, Long> barren = new HashMap<>();
    private Entrance[] current = new Entrance[SLOTS];
    private int count;
    private long made;
    private long givenUp;
    private long evicted;
    private long dropped;
    private long bytes;

    /** The regions that depend on a page of physical memory. */
    private static final class PageRegions {
        final List<Region> regions = new ArrayList<>();
        int stores;
        int drops;
    }

    /** @param most regions that are kept at once */
    RegionCache(PhysicalMemory memory, PredecodedInterpreter interpreter, int most) {
        this.most = most;
        this.memory = memory;
        this.interpreter = interpreter;
        memory.addObserver(this);
    }

    /** Makes {@link #at} find the regions of {@code context}. */
    void select(Context context) {
        current = tables.computeIfAbsent(context, any -> new Entrance[SLOTS]);
    }

    private static int slot(int pc) {
        return (pc >>> 1 ^ pc >>> 13) & SLOTS - 1;
    }

    /** Where a region may be entered at {@code pc} in the selected context, or null. */
    Entrance at(int pc) {
        Entrance entrance = current[slot(pc)];
        return entrance != null && entrance.pc() == pc && entrance.region().isMapped()
                ? entrance : null;
    }

    /** Whether there is a region to be entered at {@code pc}, now or when its pages are back. */
    boolean knows(int pc) {
        Entrance entrance = current[slot(pc)];
        return entrance != null && entrance.pc() == pc;
    }

    /** @param codeBytes of its method */
    void add(Region region, int codeBytes) {
        if (count == most) {
            evict();
        }
        count++;
        made++;
        bytes += codeBytes;
        for (int page : region.pages.offsets()) {
            PageRegions there = byPage.computeIfAbsent(page, any -> new PageRegions());
            if (there.regions.isEmpty()) {
                memory.observe(page);
                there.stores = 0;
            }
            there.regions.add(region);
        }
        for (Entrance entrance : region.entrances) {
            Entrance other = current[slot(entrance.pc())];
            if (other == null || entrance.number() == 0) {
                remove(other);
                current[slot(entrance.pc())] = entrance;
                interpreter.mark(region.pages.offsetOf(entrance.pc()));
            }
        }
    }

    /** Takes an entrance out of the selected context's table, if it is in there. */
    private void remove(Entrance entrance) {
        if (entrance != null) {
            current[slot(entrance.pc())] = null;
            interpreter.unmark(entrance.region().pages.offsetOf(entrance.pc()));
        }
    }

    private void drop(Region region) {
        if (!region.valid) {
            return;
        }
        region.valid = false;
        count--;
        dropped++;
        Entrance[] table = tables.get(region.context);
        for (Entrance entrance : region.entrances) {
            if (table[slot(entrance.pc())] == entrance) {
                table[slot(entrance.pc())] = null;
                interpreter.unmark(region.pages.offsetOf(entrance.pc()));
            }
        }
        for (int page : region.pages.offsets()) {
            PageRegions there = byPage.get(page);
            there.regions.remove(region);
            if (there.regions.isEmpty()) {
                memory.forget(page);
            }
        }
    }

    /** Makes room: the coldest go, and what the others have done counts half from now on. */
    private void evict() {
        List<Region> coldestFirst = byPage.values().stream()
                .flatMap(there -> there.regions.stream()).distinct()
                .sorted(Comparator.comparingLong(region -> region.heat)).toList();
        int cold = (coldestFirst.size() + 1) / 2;
        coldestFirst.subList(0, cold).forEach(this::drop);
        coldestFirst.subList(cold, coldestFirst.size()).forEach(region -> region.heat /= 2);
        evicted += cold;
    }

    /** Drops a region that is left too often; its entrances are not translated for a while. */
    void retire(Region region, long cycle) {
        givenUp++;
        if (barren.size() > MOST_BARREN) {
            barren.clear();
        }
        for (Entrance entrance : region.entrances) {
            barren.put(entrance.pc(), cycle + REST);
        }
        drop(region);
    }

    /** Whether the place is one that {@link #retire} has left not long ago. */
    boolean isBarren(int pc, long cycle) {
        Long until = barren.get(pc);
        if (until != null && until <= cycle) {
            barren.remove(pc);
            return false;
        }
        return until != null;
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
        barren.clear();
        current = new Entrance[SLOTS];
    }

    int count() {
        return count;
    }

    void count(Statistics statistics) {
        statistics.put("regions.present", count).put("regions.made", made)
                .put("regions.madeBytes", bytes).put("regions.dropped", dropped)
                .put("regions.givenUp", givenUp).put("regions.evicted", evicted);
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
