package kernels;

import cleave.magic.EntryPoint;

/** Frames given out from a bitmap, one at a time and in runs; a set bit is a frame in use. */
final class BitmapAllocator {
    private static final int FRAMES = 2048;
    private static final int[] USED = new int[FRAMES / 32];
    private static final short[] HELD = new short[1024];
    private static int hint;
    private static int free;

    private BitmapAllocator() {
    }

    /** The number of the lowest clear bit of a word that has one. */
    private static int lowestClear(int word) {
        int rest = ~word;
        int bit = 0;
        if ((rest & 0xffff) == 0) {
            bit += 16;
            rest >>>= 16;
        }
        if ((rest & 0xff) == 0) {
            bit += 8;
            rest >>>= 8;
        }
        if ((rest & 0xf) == 0) {
            bit += 4;
            rest >>>= 4;
        }
        if ((rest & 3) == 0) {
            bit += 2;
            rest >>>= 2;
        }
        return (rest & 1) == 0 ? bit + 1 : bit;
    }

    /** A frame, or -1. */
    private static int allocate() {
        for (int i = 0; i < USED.length; i++) {
            int index = hint + i & USED.length - 1;
            int word = USED[index];
            if (word != -1) {
                int bit = lowestClear(word);
                USED[index] = word | 1 << bit;
                hint = index;
                free--;
                return index * 32 + bit;
            }
        }
        return -1;
    }

    private static boolean isUsed(int frame) {
        return (USED[frame >> 5] >>> (frame & 31) & 1) != 0;
    }

    /** The first of {@code count} frames side by side, or -1. */
    private static int allocateRun(int count) {
        int length = 0;
        for (int frame = 0; frame < FRAMES; frame++) {
            length = isUsed(frame) ? 0 : length + 1;
            if (length == count) {
                int first = frame - count + 1;
                for (int taken = first; taken <= frame; taken++) {
                    USED[taken >> 5] |= 1 << (taken & 31);
                }
                free -= count;
                return first;
            }
        }
        return -1;
    }

    private static void release(int frame) {
        USED[frame >> 5] &= ~(1 << (frame & 31));
        free++;
    }

    @EntryPoint("run")
    static int run(int rounds) {
        int sum = 0;
        for (int i = 0; i < USED.length; i++) {
            USED[i] = 0;
        }
        hint = 0;
        free = FRAMES;
        int random = 1;
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < HELD.length; i++) {
                HELD[i] = (short) allocate();
            }
            int run = allocateRun(16);
            sum = sum * 31 + run;
            for (int i = 0; i < HELD.length; i++) {
                random = random * 1664525 + 1013904223;
                int other = random >>> 22;
                short frame = HELD[i];
                HELD[i] = HELD[other];
                HELD[other] = frame;
            }
            for (int i = 0; i < HELD.length; i++) {
                sum += HELD[i] * (i + 1);
                release(HELD[i]);
            }
            for (int i = 0; i < 16; i++) {
                release(run + i);
            }
            sum += free;
        }
        return sum;
    }
}
