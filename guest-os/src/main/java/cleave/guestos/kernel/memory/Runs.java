package cleave.guestos.kernel.memory;

import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * Runs of 1, 2, 4 ... 1,024 free frames, each at a multiple of its length: the buddy system. A run
 * that comes back joins its other half if that is free, too.
 */
final class Runs extends Struct {
    static final int ORDER_MAX = 10;

    private static final Runs ALL = new Runs();

    @Embedded
    @Inline(ORDER_MAX + 1)
    FrameList[] lists;

    /** The first frame of a run of 2^order; null if there is none. */
    static Frame take(int order) {
        int found = order;
        while (found <= ORDER_MAX && ALL.lists[found].first == null) {
            found++;
        }
        if (found > ORDER_MAX) {
            return null;
        }
        Frame run = ALL.lists[found].first;
        run.unlink(ALL.lists[found]);
        run.use = 0;
        while (found > order) {
            found--;
            insert(Struct.element(run, 1 << found), found);
        }
        return run;
    }

    /** Takes a run back. */
    static void give(Frame run, int order) {
        Frame first = run;
        int size = order;
        while (size < ORDER_MAX) {
            int number = first.number();
            int other = number ^ 1 << size;
            if (!Frames.exists(other)) {
                break;
            }
            Frame buddy = Frames.at(other);
            if (buddy.use != Frame.FREE || buddy.order != size) {
                break;
            }
            buddy.unlink(ALL.lists[size]);
            buddy.use = 0;
            if (other < number) {
                first = buddy;
            }
            size++;
        }
        insert(first, size);
    }

    private static void insert(Frame run, int order) {
        run.use = Frame.FREE;
        run.order = (byte) order;
        run.linkInto(ALL.lists[order]);
    }
}
