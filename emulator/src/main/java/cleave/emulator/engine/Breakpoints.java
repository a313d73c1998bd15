package cleave.emulator.engine;

import java.util.Arrays;
import java.util.Collection;

/** Virtual addresses of instructions before which an engine stops. Immutable. */
public final class Breakpoints {
    public static final Breakpoints NONE = new Breakpoints(new int[0]);

    private final int[] sorted;

    private Breakpoints(int[] sorted) {
        this.sorted = sorted;
    }

    public static Breakpoints of(Collection<Integer> addresses) {
        return addresses.isEmpty() ? NONE : new Breakpoints(
                addresses.stream().mapToInt(Integer::intValue).sorted().distinct().toArray());
    }

    public boolean isEmpty() {
        return sorted.length == 0;
    }

    public boolean contains(int pc) {
        return sorted.length != 0 && Arrays.binarySearch(sorted, pc) >= 0;
    }

    /**
     * Whether a breakpoint has this offset in its page: what an engine that decodes physical pages
     * can know about one of them, whose virtual addresses are not known.
     */
    public boolean anyAtPageOffset(int pageOffset) {
        for (int address : sorted) {
            if ((address & 0xfff) == pageOffset) {
                return true;
            }
        }
        return false;
    }
}
