package cleave.guestos.kernel.process;

import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * Resource limits ({@code getrlimit}); -1 stands for none. Processes share one after a fork; who
 * changes his takes a copy first, by {@link #own}. Threads have one in common.
 */
public final class Limits extends Struct {
    public static final int CPU = 0;
    public static final int FILE_SIZE = 1;
    public static final int DATA = 2;
    public static final int STACK = 3;
    public static final int CORE = 4;
    public static final int RESIDENT = 5;
    public static final int PROCESSES = 6;
    public static final int FILES = 7;
    public static final int LOCKED = 8;
    public static final int ADDRESS_SPACE = 9;
    public static final int SIGNALS = 11;
    public static final int QUEUE_BYTES = 12;
    public static final int NICE = 13;
    public static final int REALTIME = 14;
    public static final int COUNT = 16;
    public static final int INFINITE = -1;

    private static final int STACK_DEFAULT = 8 << 20;
    private static final int FILES_DEFAULT = 1024;
    private static final int FILES_HARD = 4096;
    private static final int SIGNALS_DEFAULT = 4096;
    private static final int QUEUE_BYTES_DEFAULT = 819200;
    private static final int LOCKED_DEFAULT = 8 << 20;

    @Embedded
    private Sharing sharing;
    @Inline(COUNT)
    public int[] soft;
    @Inline(COUNT)
    public int[] hard;

    /** What init begins with. */
    void setDefaults() {
        for (int i = 0; i < COUNT; i++) {
            soft[i] = INFINITE;
            hard[i] = INFINITE;
        }
        soft[STACK] = STACK_DEFAULT;
        soft[CORE] = 0;
        soft[FILES] = FILES_DEFAULT;
        hard[FILES] = FILES_HARD;
        set(SIGNALS, SIGNALS_DEFAULT);
        // One user alone is not to fill the table.
        set(PROCESSES, Identities.most() / 2);
        set(QUEUE_BYTES, QUEUE_BYTES_DEFAULT);
        set(LOCKED, LOCKED_DEFAULT);
        set(NICE, 0);
        set(REALTIME, 0);
        sharing.begin();
    }

    private void set(int limit, int value) {
        soft[limit] = value;
        hard[limit] = value;
    }

    Limits retain() {
        sharing.add();
        return this;
    }

    /** What a new process gets; null when memory is full. */
    Limits fork() {
        return sharing.isCommon() ? copy() : retain();
    }

    /** Those of a process, for another thread to have in common; null when memory is full. */
    static Limits share(Process process) {
        Limits own = own(process);
        if (own != null) {
            own.sharing.makeCommon();
            own.sharing.add();
        }
        return own;
    }

    void release() {
        if (sharing.drop()) {
            Heap.free(this, Struct.sizeOf(Limits.class));
        }
    }

    /** The limits of a process, so that they can be changed; null when memory is full. */
    public static Limits own(Process process) {
        Limits shared = process.limits;
        if (shared.sharing.mayChange()) {
            return shared;
        }
        Limits own = shared.copy();
        if (own != null) {
            shared.sharing.drop();
            process.limits = own;
        }
        return own;
    }

    private Limits copy() {
        Limits copy = new Limits();
        if (copy == null) {
            return null;
        }
        copy.sharing.begin();
        for (int i = 0; i < COUNT; i++) {
            copy.soft[i] = soft[i];
            copy.hard[i] = hard[i];
        }
        return copy;
    }

    /** Whether so many are no more than a soft limit allows. */
    public boolean allow(int limit, int amount) {
        return Integer.compareUnsigned(amount, soft[limit]) <= 0;
    }

    /** Bytes that the stack may grow to. */
    public int stack() {
        return soft[STACK];
    }

    public int files() {
        return soft[FILES];
    }
}
