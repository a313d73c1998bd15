package cleave.guestos.libc.programs;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;

/** Allocates, resizes and frees at random, with every byte of every block checked. */
final class HeapProgram {
    private static final int BLOCKS = 200;
    private static final int[] AT = new int[BLOCKS];
    private static final int[] SIZE = new int[BLOCKS];
    private static int random = 12345;

    private HeapProgram() {
    }

    private static int random(int below) {
        random = random * 1664525 + 1013904223;
        return Integer.remainderUnsigned(random >>> 8, below);
    }

    private static int size() {
        int kind = random(100);
        return kind < 60 ? random(200) : kind < 95 ? random(5000) : random(300_000);
    }

    private static boolean holds(int block) {
        Address at = Address.of(AT[block]);
        for (int i = 0; i < SIZE[block]; i++) {
            if (at.loadUnsignedByte(i) != (block & 0xff)) {
                return false;
            }
        }
        return true;
    }

    static int main(int count, Address arguments) {
        for (int round = 0; round < 30_000; round++) {
            int block = random(BLOCKS);
            if (!holds(block)) {
                Stdio.printf("block %d is damaged in round %d\n", block, round);
                return 1;
            }
            if (AT[block] == 0) {
                SIZE[block] = size();
                boolean zeroed = random(2) == 0;
                Address at = zeroed ? Heap.calloc(1, SIZE[block]) : Heap.malloc(SIZE[block]);
                for (int i = 0; zeroed && i < SIZE[block]; i++) {
                    if (at.loadByte(i) != 0) {
                        Stdio.printf("calloc left %d in round %d\n", at.loadByte(i), round);
                        return 1;
                    }
                }
                AT[block] = at.bits();
            } else if (random(3) == 0) {
                int larger = size();
                AT[block] = Heap.realloc(Address.of(AT[block]), larger).bits();
                SIZE[block] = Math.min(SIZE[block], larger);
                if (!holds(block)) {
                    Stdio.printf("realloc damaged block %d in round %d\n", block, round);
                    return 1;
                }
                SIZE[block] = larger;
            } else {
                Heap.free(Address.of(AT[block]));
                AT[block] = 0;
                SIZE[block] = 0;
                continue;
            }
            if (AT[block] == 0 || (AT[block] & 7) != 0) {
                Stdio.printf("round %d got %p\n", round, AT[block]);
                return 1;
            }
            Memory.fill(Address.of(AT[block]), block, SIZE[block]);
        }
        return leftover();
    }

    /** When all is free, one piece can be nearly as large as the heap was. */
    private static int leftover() {
        int end = Syscalls.brk(Address.of(0));
        for (int i = 0; i < BLOCKS; i++) {
            Heap.free(Address.of(AT[i]));
        }
        int smaller = Syscalls.brk(Address.of(0));
        Stdio.printf("%d\n", end - smaller >= 0 && end - smaller < 0x40_0000 ? 1 : 0);
        Address whole = Heap.malloc(100_000);
        Stdio.printf("%d\n", Syscalls.brk(Address.of(0)) - smaller <= 0x1_9000 ? 1 : 0);
        Heap.free(whole);
        Address one = Heap.malloc(24);
        Heap.free(one);
        Address again = Heap.malloc(24);
        Stdio.printf("%d\n", one.bits() == again.bits() ? 1 : 0);
        return 0;
    }
}
