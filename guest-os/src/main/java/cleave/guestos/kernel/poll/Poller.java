package cleave.guestos.kernel.poll;

import cleave.guestos.abi.PollEvents;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PollTable;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.guestos.kernel.process.Watch;
import cleave.guestos.kernel.time.Clock;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * A process that waits for several files: it watches all their queues, and sleeps in one of its
 * own. The first look at the files begins the watches; when one of them notices something, all
 * files are looked at again.
 */
final class Poller extends Struct {
    /** Always ready: files and directories. */
    static final int READY = PollEvents.POLLIN | PollEvents.POLLRDNORM | PollEvents.POLLOUT
            | PollEvents.POLLWRNORM;
    private static final int WATCHES_EACH = 12;

    /** Watches of one poller. */
    static final class Chunk extends Struct {
        Chunk next;
        int used;
        @Embedded
        @Inline(WATCHES_EACH)
        Watch[] watches;
        /** Whose queue each watches, held: other threads may close it meanwhile. */
        @Inline(WATCHES_EACH)
        OpenFile[] files;
    }

    @Embedded
    PollTable table;
    @Embedded
    private WaitQueue sleeper;
    private boolean happened;
    private boolean watching;
    private boolean outOfMemory;
    private Chunk chunks;
    /** The one that is being asked. */
    private OpenFile asked;

    /** One that does not watch anything yet; null when memory is full. */
    static Poller make() {
        Poller poller = new Poller();
        if (poller != null) {
            poller.table.watch = Poller::watch;
            poller.table.data = Address.of(poller);
        }
        return poller;
    }

    private static void watch(PollTable table, Address queue) {
        Poller poller = Struct.at(table.data, Poller.class);
        Chunk chunk = poller.chunks;
        if (chunk == null || chunk.used == WATCHES_EACH) {
            chunk = new Chunk();
            if (chunk == null) {
                poller.outOfMemory = true;
                return;
            }
            chunk.next = poller.chunks;
            poller.chunks = chunk;
        }
        Watch watch = chunk.watches[chunk.used];
        chunk.files[chunk.used] = poller.asked.retain();
        chunk.used++;
        watch.noticed = Poller::noticed;
        watch.data = Address.of(poller);
        watch.begin(Struct.at(queue, WaitQueue.class));
    }

    private static void noticed(Watch watch, WaitQueue queue, Address data) {
        Poller poller = Struct.at(data, Poller.class);
        poller.happened = true;
        poller.sleeper.wakeSleepers();
    }

    /** What a file is ready for. */
    int ask(OpenFile file) {
        asked = file;
        return file.operations.poll == null ? READY
                : file.operations.poll.poll(file, watching ? null : table);
    }

    /** All files were looked at once. */
    void watchOn() {
        watching = true;
    }

    boolean isOutOfMemory() {
        return outOfMemory;
    }

    /**
     * Sleeps until something may have happened.
     *
     * @param deadline in ticks; the greatest number for none
     * @return 0, or {@code Errors.RESTART} when a signal came
     */
    int sleep(long deadline) {
        int result = 0;
        while (result == 0 && !happened && Clock.ticks() < deadline) {
            result = deadline == Long.MAX_VALUE ? sleeper.sleep() : sleeper.sleepUntil(deadline);
        }
        happened = false;
        return result;
    }

    /** Ends all watches, and itself. */
    void free() {
        Chunk chunk = chunks;
        while (chunk != null) {
            Chunk next = chunk.next;
            for (int i = 0; i < chunk.used; i++) {
                chunk.watches[i].end();
                chunk.files[i].release();
            }
            Heap.free(chunk, Struct.sizeOf(Chunk.class));
            chunk = next;
        }
        Heap.free(this, Struct.sizeOf(Poller.class));
    }
}
