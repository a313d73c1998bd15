package cleave.guestos.user.usertests;

import cleave.magic.Address;

/** Rows of memory: what mapping, storing, and unmapping do to frames. */
final class MemoryRows {
    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();

    private MemoryRows() {
    }

    /** M1: frames come at the first store; reads share the frame of zeros. */
    static void zeroOnDemand(int count) {
        AFTER.read();
        BEFORE.read();
        Address memory = Pages.map(count);
        AFTER.read();
        Check.between(0, 1, AFTER.anonymous - BEFORE.anonymous, "frames that mapping takes");
        Check.equal(0, Pages.sum(memory, 0, count), "what new memory has");
        AFTER.read();
        Check.between(0, 1, AFTER.anonymous - BEFORE.anonymous, "frames that reading takes");
        Pages.write(memory, 0, count);
        AFTER.read();
        Check.between(count, count + 1, AFTER.anonymous - BEFORE.anonymous,
                "frames that writing takes");
        Pages.unmap(memory, count);
        AFTER.read();
        Check.between(0, 1, AFTER.anonymous - BEFORE.anonymous, "frames that unmapping leaves");
    }
}
