package cleave.emulator.machine;

import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.BlankMaps;
import cleave.emulator.platform.VirtPlatform;

/**
 * The memory of a machine that is going to be built, made by a thread of its own while others read
 * the command line and the kernel: to find and to clear 128 MiB takes the host as long as all that.
 */
final class MadeAhead {
    private final int ramSize;
    private final BlankMaps maps = new BlankMaps();
    /** Until it is taken: a thread shall not keep it. */
    private PhysicalMemory memory;
    private Error failure;

    private MadeAhead(int ramSize) {
        this.ramSize = ramSize;
    }

    /** Begins. */
    static MadeAhead begin(int ramSize) {
        MadeAhead ahead = new MadeAhead(ramSize);
        start("memory", ahead::make);
        return ahead;
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** What a machine gets for which nothing was made ahead. */
    static PhysicalMemory memory(int ramSize) {
        return new PhysicalMemory(VirtPlatform.RAM_BASE, ramSize, VirtPlatform.ROM_BASE,
                VirtPlatform.ROM_SIZE);
    }

    private void make() {
        try {
            made(memory(ramSize), null);
            start("page maps", maps::makeAhead);
        } catch (OutOfMemoryError e) {
            made(null, e);
        }
    }

    private synchronized void made(PhysicalMemory result, Error why) {
        memory = result;
        failure = why;
        notifyAll();
    }

    int ramSize() {
        return ramSize;
    }

    BlankMaps maps() {
        return maps;
    }

    /** Takes the memory, once it is there; what went wrong is thrown here. */
    synchronized PhysicalMemory take() {
        boolean interrupted = false;
        while (memory == null && failure == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
        PhysicalMemory taken = memory;
        memory = null;
        return taken;
    }
}
