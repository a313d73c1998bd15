package kernels;

import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** Pages of raw memory copied, cleared and compared, as a kernel does for each fork. */
final class PageCopy {
    private static final int PAGE_BYTES = 4096;
    private static final int PAGES = 4;
    private static final int[] MEMORY = new int[PAGES * PAGE_BYTES / 4];

    private PageCopy() {
    }

    private static Address page(int number) {
        return Address.of(MEMORY).plus(number * PAGE_BYTES);
    }

    /** Eight words at a time. */
    private static void copy(Address from, Address to) {
        Address end = from.plus(PAGE_BYTES);
        for (Address s = from, d = to; s != end; s = s.plus(32), d = d.plus(32)) {
            int w0 = s.loadInt(0);
            int w1 = s.loadInt(4);
            int w2 = s.loadInt(8);
            int w3 = s.loadInt(12);
            int w4 = s.loadInt(16);
            int w5 = s.loadInt(20);
            int w6 = s.loadInt(24);
            int w7 = s.loadInt(28);
            d.storeInt(0, w0);
            d.storeInt(4, w1);
            d.storeInt(8, w2);
            d.storeInt(12, w3);
            d.storeInt(16, w4);
            d.storeInt(20, w5);
            d.storeInt(24, w6);
            d.storeInt(28, w7);
        }
    }

    private static void clear(Address page) {
        for (int at = 0; at < PAGE_BYTES; at += 4) {
            page.storeInt(at, 0);
        }
    }

    private static boolean same(Address a, Address b) {
        for (int at = 0; at < PAGE_BYTES; at += 4) {
            if (a.plus(at).loadInt(0) != b.plus(at).loadInt(0)) {
                return false;
            }
        }
        return true;
    }

    /** Byte by byte, as for a user's string. */
    private static int copyString(Address from, Address to, int bytesMax) {
        for (int at = 0; at < bytesMax; at++) {
            int value = from.plus(at).loadUnsignedByte(0);
            to.plus(at).storeByte(0, value);
            if (value == 0) {
                return at;
            }
        }
        return bytesMax;
    }

    @EntryPoint("run")
    static int run(int rounds) {
        int sum = 0;
        for (int round = 0; round < rounds; round++) {
            int from = round & 3;
            int to = from + 1 & 3;
            MEMORY[from * (PAGE_BYTES / 4) + (round & 1023)] = 0x01020304 + round;
            copy(page(from), page(to));
            MEMORY[to * (PAGE_BYTES / 4) + (round * 3 & 1023)] ^= round;
            if (same(page(from), page(to))) {
                sum++;
            }
            sum += copyString(page(from).plus(round & 1020), page(from + 2 & 3), 256);
            sum = sum * 31 + MEMORY[to * (PAGE_BYTES / 4) + (round * 5 & 1023)];
            if ((round & 15) == 15) {
                clear(page(from + 2 & 3));
            }
        }
        return sum;
    }
}
