package cleave.guestos.kernel.process;

import cleave.guestos.kernel.memory.UserMemory;

/**
 * The locks that a thread holds at its end ({@code set_robust_list}): a circular list in its
 * memory, with the distance from an entry to its lock word, and one entry that is being changed.
 */
public final class RobustList {
    /** Bytes of {@code struct robust_list_head}. */
    public static final int HEAD_SIZE = 12;
    private static final int ENTRIES_MAX = 2048;
    private static final int OFFSET_AT = 4;
    private static final int PENDING_AT = 8;
    private static final int OWNER_MASK = 0x3fff_ffff;
    private static final int OWNER_DIED = 0x4000_0000;
    private static final int WAITERS = 0x8000_0000;

    private RobustList() {
    }

    /** Frees the locks of the current process, and lets the next owners know. */
    static void release(Process self) {
        int head = self.robustList;
        if (UserMemory.readInt(head + OFFSET_AT) < 0) {
            return;
        }
        int offset = UserMemory.word();
        if (UserMemory.readInt(head + PENDING_AT) < 0) {
            return;
        }
        int pending = UserMemory.word();
        int entry = head;
        for (int i = 0; i < ENTRIES_MAX; i++) {
            if (UserMemory.readInt(entry) < 0) {
                return;
            }
            entry = UserMemory.word() & ~1;
            if (entry == head) {
                break;
            }
            if (entry != pending) {
                releaseLock(self, entry + offset);
            }
        }
        if (pending != 0) {
            releaseLock(self, (pending & ~1) + offset);
        }
    }

    private static void releaseLock(Process self, int lock) {
        if (UserMemory.readInt(lock) < 0 || (UserMemory.word() & OWNER_MASK) != self.tid) {
            return;
        }
        int waiters = UserMemory.word() & WAITERS;
        if (UserMemory.writeInt(lock, waiters | OWNER_DIED) == 0 && waiters != 0) {
            Futexes.wake(lock, 1, Futexes.ANY, false);
        }
    }
}
