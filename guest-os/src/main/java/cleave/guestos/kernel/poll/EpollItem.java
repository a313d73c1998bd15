package cleave.guestos.kernel.poll;

import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PollTable;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.guestos.kernel.process.Watch;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Recursive;
import cleave.magic.Struct;

/** A file that an epoll looks after. It does not hold the file: the file's end is its own. */
final class EpollItem extends Struct {
    /** Queues that a file has at most; a terminal's are three. */
    private static final int WATCHES = 3;

    Epoll epoll;
    OpenFile file;
    int descriptor;
    /** What the program asked for, and its own data with it. */
    int events;
    long data;
    /** In a bucket of the epoll. */
    EpollItem next;
    /** Of the same file. */
    EpollItem nextOfFile;
    /** In the list of those that may be ready. */
    boolean listed;
    EpollItem nextReady;
    private int watchCount;
    @Embedded
    @Inline(WATCHES)
    private Watch[] watches;

    /** For {@link PollTable}: begins to watch one of the file's queues. */
    static void watch(PollTable table, Address queue) {
        EpollItem item = Struct.at(table.data, EpollItem.class);
        if (item.watchCount < WATCHES) {
            Watch watch = item.watches[item.watchCount];
            item.watchCount++;
            watch.noticed = EpollItem::noticed;
            watch.data = Address.of(item);
            watch.begin(Struct.at(queue, WaitQueue.class));
        }
    }

    @Recursive(max = 2)
    private static void noticed(Watch watch, WaitQueue queue, Address data) {
        EpollItem item = Struct.at(data, EpollItem.class);
        item.epoll.mayBeReady(item);
    }

    /** What the file is ready for, of what was asked. */
    @Recursive(max = 2)
    int ask(PollTable table) {
        int happened = file.operations.poll.poll(file, table);
        return happened & events;
    }

    void unwatch() {
        for (int i = 0; i < watchCount; i++) {
            watches[i].end();
        }
        watchCount = 0;
    }
}
