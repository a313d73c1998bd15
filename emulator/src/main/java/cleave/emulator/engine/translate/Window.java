package cleave.emulator.engine.translate;

import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.Mmu;

/**
 * RAM as a hart sees it whose data is not translated: one range of addresses.
 *
 * @param base its first address
 * @param size such that an access that begins below it ends within memory
 */
record Window(int base, int size) {
    /** The widest access. */
    private static final int WIDTH_MAX = 4;

    /** Null where the hart's data is translated, or some of RAM is not to be touched freely. */
    static Window of(Mmu mmu) {
        PhysicalMemory memory = mmu.bus().memory();
        return mmu.dataIsBare()
                ? new Window((int) memory.ramBase(), memory.ramSize() - WIDTH_MAX + 1) : null;
    }
}
