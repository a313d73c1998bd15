package cleave.guestos.kernel.memory;

import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.NoInline;
import cleave.magic.Struct;

/**
 * All frames of RAM. One is handed out with a count of 1; whoever maps or keeps it as well adds to
 * the count, and the last one who lets go frees it. Frames that were let go lately are handed out
 * first: their bytes are in the cache.
 */
public final class Frames {
    /** The physical page number of the first byte of RAM. */
    static final int FIRST = DirectMap.RAM >>> Pte.PAGE_SHIFT;

    private static final int JUNK = 0xdeadbeef;
    private static final int RECENT_MAX = 256;
    private static final int REFILL_ORDER = 5;
    private static final FrameList RECENT = new FrameList();
    private static int recentCount;
    /** 0 while allocations are counted: they all go the long way then. */
    private static int recentMax = RECENT_MAX;
    private static Frame table;
    /** Where the table would begin if it had the frames below RAM as well. */
    private static Frame origin;
    private static int frames;
    private static int total;
    /** Free frames that are not among the recent ones. */
    private static int inRuns;
    /** Counts down to an allocation that fails, for tests; 0 for none. */
    private static int failIn;
    private static Frame zero;

    private Frames() {
    }

    /**
     * Begins with {@code bytes} of RAM; nothing is free yet.
     *
     * @param tableAddress where there is room for a {@link Frame} for each 4 KiB
     */
    public static void begin(Address tableAddress, int bytes) {
        table = Struct.at(tableAddress, Frame.class);
        origin = Struct.element(table, -FIRST);
        frames = bytes >>> Pte.PAGE_SHIFT;
        for (int i = 0; i < frames; i++) {
            Frame frame = Struct.element(table, i);
            frame.count = 1;
            frame.use = 0;
        }
    }

    /** Frees whole frames between two physical addresses, which nobody has had so far. */
    public static void add(int from, int to) {
        int number = from + Pte.PAGE_MASK >>> Pte.PAGE_SHIFT;
        int end = to >>> Pte.PAGE_SHIFT;
        while (number < end) {
            int order = Math.min(Runs.ORDER_MAX, Integer.numberOfTrailingZeros(number));
            while (number + (1 << order) > end) {
                order--;
            }
            Runs.give(at(number), order);
            total += 1 << order;
            inRuns += 1 << order;
            number += 1 << order;
        }
    }

    /** Makes the frame of zeros that all untouched anonymous memory shows. */
    public static void makeZero() {
        zero = allocateZeroed();
    }

    /** The frame of zeros; it is never written to. */
    static Frame zero() {
        return zero;
    }

    /** All frames from the first byte of RAM on, whoever has them. */
    static int count() {
        return frames;
    }

    static Frame table() {
        return table;
    }

    static Frame origin() {
        return origin;
    }

    static boolean exists(int number) {
        return Integer.compareUnsigned(number - FIRST, frames) < 0;
    }

    /** The frame of that physical page number. */
    public static Frame at(int number) {
        return Struct.element(origin, number);
    }

    /** The frame that the kernel sees at that address. */
    public static Frame of(Address virtual) {
        return at(DirectMap.toPhysical(virtual) >>> Pte.PAGE_SHIFT);
    }

    /** A frame with count 1 and undefined contents; null when memory is full. */
    public static Frame allocate() {
        Frame frame = takeRecent();
        return frame != null ? frame : allocateSlowly();
    }

    /** As {@link #allocate}, but null as soon as none was freed lately. */
    @Inline
    static Frame takeRecent() {
        Frame frame = RECENT.first;
        if (frame == null || FailNth.isCounting()) {
            return null;
        }
        RECENT.first = frame.next;
        recentCount--;
        return frame;
    }

    @NoInline
    private static Frame allocateSlowly() {
        if (mustFail() || FailNth.fires()) {
            return null;
        }
        if (RECENT.first == null && !refill(failIn == 0 ? REFILL_ORDER : 0)
                && !Reclaim.frames()) {
            return null;
        }
        Frame frame = RECENT.first;
        RECENT.first = frame.next;
        recentCount--;
        return frame;
    }

    /** Takes single frames from a run, as long a one as there is up to a limit. */
    static boolean refill(int greatestOrder) {
        for (int order = greatestOrder; order >= 0; order--) {
            Frame run = Runs.take(order);
            if (run != null) {
                for (int i = (1 << order) - 1; i >= 0; i--) {
                    Frame frame = Struct.element(run, i);
                    frame.next = RECENT.first;
                    RECENT.first = frame;
                }
                recentCount += 1 << order;
                inRuns -= 1 << order;
                return true;
            }
        }
        return false;
    }

    /** A frame of zeros with count 1; null when memory is full. */
    public static Frame allocateZeroed() {
        Frame frame = allocate();
        if (frame != null) {
            Pages.clear(frame.address());
        }
        return frame;
    }

    /** 2^order frames in a row, the first with count 1; null when there is no such run. */
    public static Frame allocateRun(int order) {
        if (mustFail() || FailNth.fires()) {
            return null;
        }
        Frame run = Runs.take(order);
        if (run == null) {
            settle();
            run = Runs.take(order);
        }
        if (run == null) {
            run = Reclaim.run(order);
        }
        if (run != null) {
            inRuns -= 1 << order;
        }
        return run;
    }

    public static void freeRun(Frame run, int order) {
        assert run.count == 1 : "a run of frames is freed that somebody shares";
        inRuns += 1 << order;
        Runs.give(run, order);
    }

    /** Holds a frame once more. */
    public static void retain(Frame frame) {
        frame.count++;
    }

    /** Lets go of a frame; the last one frees it. */
    @Inline
    public static void release(Frame frame) {
        int count = frame.count - 1;
        if (count == 0) {
            free(frame);
        } else {
            frame.count = count;
        }
    }

    /** A free frame has the count that it will be handed out with. */
    @NoInline
    private static void free(Frame frame) {
        assert junk(frame) : "junk";
        frame.next = RECENT.first;
        RECENT.first = frame;
        recentCount++;
        if (recentCount > recentMax) {
            giveBack(recentMax / 2);
        }
    }

    /** Frames that nobody has. */
    public static int free() {
        return inRuns + recentCount;
    }

    /** Frames that the kernel hands out, free or not. */
    public static int total() {
        return total;
    }

    /** Lets the allocation after the next {@code count - 1} fail, once; 0 for none. */
    public static void failIn(int count) {
        failIn = count;
        recentMax = count == 0 ? RECENT_MAX : 0;
        settle();
    }

    private static boolean mustFail() {
        if (failIn == 0) {
            return false;
        }
        failIn--;
        if (failIn == 0) {
            recentMax = RECENT_MAX;
            return true;
        }
        return false;
    }

    /** Whatever still reads a freed frame of a checked build finds no sense there. */
    private static boolean junk(Frame frame) {
        Pages.fill(frame.address(), JUNK);
        return true;
    }

    static boolean hasRecent() {
        return RECENT.first != null;
    }

    /** Lets frames that were freed lately join their neighbours. */
    static void settle() {
        giveBack(0);
    }

    private static void giveBack(int kept) {
        while (recentCount > kept) {
            Frame frame = RECENT.first;
            RECENT.first = frame.next;
            recentCount--;
            inRuns++;
            Runs.give(frame, 0);
        }
    }
}
