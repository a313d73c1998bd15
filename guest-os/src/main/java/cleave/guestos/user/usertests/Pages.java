package cleave.guestos.user.usertests;

import cleave.guestos.abi.MapFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;

/** Memory of whole pages, and what rows do with it. */
final class Pages {
    static final int SIZE = 4096;

    private Pages() {
    }

    /** Private memory without contents. */
    static Address map(int pages) {
        int raw = Syscalls.mmap2(Address.of(0), pages * SIZE,
                MapFlags.PROT_READ | MapFlags.PROT_WRITE,
                MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS, -1, 0);
        if (Errors.are(raw)) {
            Errors.die(2, "there is no memory for the test");
        }
        return Address.of(raw);
    }

    static void unmap(Address memory, int pages) {
        Syscalls.munmap(memory, pages * SIZE);
    }

    /** A number into each page, from 1. */
    static void write(Address memory, int from, int count) {
        for (int page = from; page < from + count; page++) {
            memory.plus(page * SIZE).writeInt(0, page + 1);
        }
    }

    /** The same numbers and {@code more}. */
    static void write(Address memory, int from, int count, int more) {
        for (int page = from; page < from + count; page++) {
            memory.plus(page * SIZE).writeInt(0, page + 1 + more);
        }
    }

    /** How many pages do not have what {@link #write} has stored; 0 is right. */
    static int wrong(Address memory, int from, int count, int more) {
        int wrong = 0;
        for (int page = from; page < from + count; page++) {
            wrong += memory.plus(page * SIZE).readInt(0) == page + 1 + more ? 0 : 1;
        }
        return wrong;
    }

    static int sum(Address memory, int from, int count) {
        int sum = 0;
        for (int page = from; page < from + count; page++) {
            sum += memory.plus(page * SIZE).readInt(0);
        }
        return sum;
    }

    /** What {@link #sum} is when all pages have been written. */
    static int whole(int count) {
        return count * (count + 1) / 2;
    }
}
