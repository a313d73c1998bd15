package cleave.emulator.mmu;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where page maps get their arrays from, each 4 MiB with every page absent. A few are made ahead
 * when a thread of its own calls {@link #makeAhead}: the host has to find and to clear the memory,
 * which takes longer than what a kernel does between two of its first privilege modes.
 */
public final class BlankMaps {
    private static final int READY = 3;
    /** No more than that are made ahead: a kernel and its processes need about as many. */
    private static final int MOST_AHEAD = 12;
    /** Who has needed no map for so long needs none soon. */
    private static final long PATIENCE_MILLISECONDS = 500;

    private final Deque<int[]> ready = new ArrayDeque<>();
    private int made;

    /** An array for a map that is about to get its first page. */
    synchronized int[] take() {
        int[] blank = ready.poll();
        if (blank == null) {
            made++;
            return PageMap.blank();
        }
        notifyAll();
        return blank;
    }

    /** Keeps some ready, until there have been as many as anybody needs, or nobody takes them. */
    public void makeAhead() {
        while (mayMake()) {
            int[] blank = PageMap.blank();
            synchronized (this) {
                ready.add(blank);
            }
        }
    }

    private synchronized boolean mayMake() {
        if (ready.size() >= READY) {
            try {
                wait(PATIENCE_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (ready.size() >= READY) {
            ready.clear();
            return false;
        }
        return made++ < MOST_AHEAD;
    }
}
