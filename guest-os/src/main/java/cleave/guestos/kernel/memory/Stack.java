package cleave.guestos.kernel.memory;

import cleave.guestos.kernel.process.Process;

/** The growth of stacks: a touch below one, within its limit, makes it longer. */
final class Stack {
    /** Pages between a stack and what lies below it. */
    private static final int GUARD = 16 * Pte.PAGE_SIZE;

    private Stack() {
    }

    /** The stack, grown so that it has the address; null if none can. */
    static Region grow(AddressSpace space, int address) {
        Region region = space.firstEndingBehind(address);
        if (region == null || !region.is(Region.STACK)) {
            return null;
        }
        int start = address & ~Pte.PAGE_MASK;
        int limit = Process.current().limits.stack();
        if (Integer.compareUnsigned(region.end - start, limit) > 0) {
            return null;
        }
        Region below = region.previous;
        if (below != null && Integer.compareUnsigned(below.end + GUARD, start) > 0
                && below.protection != 0) {
            return null;
        }
        region.start = start;
        return region;
    }
}
