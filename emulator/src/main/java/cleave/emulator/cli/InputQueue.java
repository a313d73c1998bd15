package cleave.emulator.cli;

/**
 * What is typed or piped in, on its way from the thread that reads it to the machine's thread:
 * bytes, 0 to 255, and commands to Cleave itself, {@link #COMMAND} and above. Bounded: the reader
 * waits while it is full.
 */
final class InputQueue {
    /** Added to the ordinal of an {@link EscapeKeys.Command}. */
    static final int COMMAND = 256;

    private static final int CAPACITY = 1 << 20;
    private static final long NANOSECONDS_PER_MILLISECOND = 1_000_000;

    private final short[] values = new short[CAPACITY];
    private int first;
    /** Written under the lock; read without it by the machine, which polls. */
    private volatile int count;
    private volatile boolean complete;
    /** Whether the reader has found nothing more to read, and has read nothing since. */
    private boolean drained;

    /** Adds a byte or command, waiting for room. For the reader's thread. */
    synchronized void put(int value) throws InterruptedException {
        while (count == CAPACITY) {
            wait();
        }
        drained = false;
        values[(first + count) % CAPACITY] = (short) value;
        count++;
        notifyAll();
    }

    /** Nothing more is there to be read now. */
    synchronized void drained() {
        drained = true;
        notifyAll();
    }

    /** No byte will follow. */
    synchronized void complete() {
        complete = true;
        notifyAll();
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether all bytes there will ever be have arrived. */
    boolean isComplete() {
        return complete;
    }

    /** Whether all bytes there will ever be have been taken. */
    boolean isOver() {
        return complete && count == 0;
    }

    /** What {@link #take} would return. */
    synchronized int peek() {
        return count == 0 ? -1 : values[first];
    }

    /** Takes a byte or command, or -1 when there is none now. */
    synchronized int take() {
        if (count == 0) {
            return -1;
        }
        int value = values[first];
        first = (first + 1) % CAPACITY;
        count--;
        notifyAll();
        return value;
    }

    /** Wakes whoever waits below. */
    synchronized void wake() {
        notifyAll();
    }

    /** Waits for a byte, the end, a {@link #wake}, or so many nanoseconds of host time. */
    synchronized void await(long nanoseconds) {
        if (count == 0 && !complete && nanoseconds > 0) {
            pause(nanoseconds);
        }
    }

    /**
     * Waits for the end, as long as more is there to be read and at most so many nanoseconds; or
     * until the process is that old. Bytes do not end the waiting.
     */
    synchronized void awaitComplete(long nanoseconds) {
        long begin = HostClock.sinceBegin();
        long left = drained ? nanoseconds - begin : nanoseconds;
        while (!complete && left > 0) {
            pause(left);
            left = (drained ? 0 : begin) + nanoseconds - HostClock.sinceBegin();
        }
    }

    /** Waits for a byte or the end, however long that takes. */
    synchronized void awaitByteOrEnd() {
        while (count == 0 && !complete) {
            pause(Long.MAX_VALUE);
        }
    }

    private void pause(long nanoseconds) {
        try {
            wait(nanoseconds / NANOSECONDS_PER_MILLISECOND,
                    (int) (nanoseconds % NANOSECONDS_PER_MILLISECOND));
        } catch (InterruptedException e) {
            // Nobody interrupts the machine's thread but to end the process.
            Thread.currentThread().interrupt();
            complete = true;
        }
    }
}
