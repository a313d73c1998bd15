package cleave.guestos.kernel.process;

import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Struct;

/** All numbers in use, found by number, and the next free one. */
public final class Identities {
    /** Numbers are below this. */
    public static final int MAXIMUM = 32768;
    /** Where counting goes on after the last number: those below are for what starts at boot. */
    private static final int AFTER_WRAP = 300;
    private static final int BUCKETS = 1024;
    private static final Identity[] TABLE = new Identity[BUCKETS];
    /** Of all memory, what the stacks of processes in the kernel may take: one frame of these. */
    private static final int MEMORY_SHARE = 8;
    private static int last;
    private static int count;
    /** As many may be in use. */
    private static int most = MAXIMUM - AFTER_WRAP;

    private Identities() {
    }

    static Identity find(int number) {
        Identity identity = TABLE[number & BUCKETS - 1];
        while (identity != null && identity.number != number) {
            identity = identity.next;
        }
        return identity;
    }

    /**
     * Allows as many processes as there is memory for: zombies keep a stack in the kernel, and
     * could else take all of it.
     */
    public static void limit(int frames) {
        most = Math.min(MAXIMUM - AFTER_WRAP, frames / MEMORY_SHARE >> Process.STACK_ORDER);
    }

    /** How many processes there may be. */
    public static int most() {
        return most;
    }

    /** Whether another process can have a number. */
    static boolean areLeft() {
        return count < most;
    }

    /** The next free number, for a process; null when memory is full. */
    static Identity take() {
        Identity identity = new Identity();
        if (identity == null) {
            return null;
        }
        int number = last;
        do {
            number++;
            if (number == MAXIMUM) {
                number = AFTER_WRAP;
            }
        } while (find(number) != null);
        last = number;
        count++;
        identity.number = number;
        identity.next = TABLE[number & BUCKETS - 1];
        TABLE[number & BUCKETS - 1] = identity;
        return identity;
    }

    /** Frees the number if nobody has it any more. */
    static void release(Identity identity) {
        if (identity.process != null || identity.firstMember != null
                || identity.sessionMembers != 0 || identity.handles != 0) {
            return;
        }
        int bucket = identity.number & BUCKETS - 1;
        Identity before = TABLE[bucket];
        if (before == identity) {
            TABLE[bucket] = identity.next;
        } else {
            while (before.next != identity) {
                before = before.next;
            }
            before.next = identity.next;
        }
        count--;
        Heap.free(identity, Struct.sizeOf(Identity.class));
    }

    /** The number given last. */
    public static int last() {
        return last;
    }
}
