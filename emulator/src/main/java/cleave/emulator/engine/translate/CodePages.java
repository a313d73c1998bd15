package cleave.emulator.engine.translate;

import cleave.emulator.memory.PhysicalMemory;
import java.util.Arrays;

/** The pages that a region is translated from, and which of their bytes it depends on. */
final class CodePages {
    private static final int HALFWORDS = PhysicalMemory.PAGE_SIZE / 2;
    static final int MOST = 4;

    private int[] vpns = new int[0];
    private int[] offsets = new int[0];
    private long[][] covered = new long[0][];

    /** Whether the page {@code vpn} is among them or there is room for it. */
    boolean admits(int vpn) {
        return vpns.length < MOST || indexOf(vpn) >= 0;
    }

    private int indexOf(int vpn) {
        for (int i = 0; i < vpns.length; i++) {
            if (vpns[i] == vpn) {
                return i;
            }
        }
        return -1;
    }

    /** Notes bytes of the virtual page that is at {@code pageOffset}; no further than its end. */
    void cover(int vpn, int pageOffset, int start, int length) {
        int index = indexOf(vpn);
        if (index < 0) {
            index = vpns.length;
            vpns = Arrays.copyOf(vpns, index + 1);
            offsets = Arrays.copyOf(offsets, index + 1);
            covered = Arrays.copyOf(covered, index + 1);
            vpns[index] = vpn;
            offsets[index] = pageOffset;
            covered[index] = new long[HALFWORDS / Long.SIZE];
        }
        int end = Math.min(start + length, PhysicalMemory.PAGE_SIZE);
        for (int half = start >>> 1; half < end + 1 >>> 1; half++) {
            covered[index][half >>> 6] |= 1L << half;
        }
    }

    /** Whether every page is where it was. */
    boolean areMapped(int[] fetchEntries) {
        for (int i = 0; i < vpns.length; i++) {
            if (fetchEntries[vpns[i]] != offsets[i]) {
                return false;
            }
        }
        return true;
    }

    /** The offsets of the pages in the bytes of physical memory; one may stand there twice. */
    int[] offsets() {
        return offsets;
    }

    /** Where the instruction at {@code pc} is in the bytes of physical memory. */
    int offsetOf(int pc) {
        return offsets[indexOf(pc >>> 12)] | pc & PhysicalMemory.PAGE_SIZE - 1;
    }

    /** Whether it depends on one of the bytes at {@code offset} in physical memory. */
    boolean covers(int offset, int length) {
        int start = offset & PhysicalMemory.PAGE_SIZE - 1;
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] == (offset & -PhysicalMemory.PAGE_SIZE)) {
                for (int half = start >>> 1; half < start + length + 1 >>> 1; half++) {
                    if ((covered[i][half >>> 6] & 1L << half) != 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
