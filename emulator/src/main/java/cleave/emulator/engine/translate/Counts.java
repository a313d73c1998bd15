package cleave.emulator.engine.translate;

import java.util.Arrays;

/** How often each of some numbers occurred; a hash table without objects. */
final class Counts {
    private long[] keys = new long[256];
    private int[] counts = new int[256];
    private int size;

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key * 0x9e37_79b9_7f4a_7c15L >>> 32) & mask;
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    int get(long key) {
        return counts[slot(key)];
    }

    /** Adds to a count, and returns it. */
    int add(long key, int amount) {
        int slot = slot(key);
        if (counts[slot] == 0) {
            if (2 * ++size > keys.length) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
        }
        counts[slot] += amount;
        return counts[slot];
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[oldKeys.length * 2];
        counts = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    int size() {
        return size;
    }

    /** The numbers that occurred, lowest first. */
    long[] sortedKeys() {
        long[] present = new long[size];
        int n = 0;
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] != 0) {
                present[n++] = keys[i];
            }
        }
        Arrays.sort(present, 0, n);
        return Arrays.copyOf(present, n);
    }

    void clear() {
        Arrays.fill(counts, 0);
        size = 0;
    }
}
