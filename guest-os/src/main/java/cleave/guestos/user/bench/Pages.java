package cleave.guestos.user.bench;

import cleave.guestos.abi.MapFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;

/** Anonymous memory for measurements. */
final class Pages {
    static final int SIZE = 4096;
    static final int PER_MIB = 256;

    private Pages() {
    }

    /** Fresh memory that nobody has touched; ends the program if there is none. */
    static Address map(int pages) {
        int raw = Syscalls.mmap2(Address.of(0), pages * SIZE,
                MapFlags.PROT_READ | MapFlags.PROT_WRITE,
                MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS, -1, 0);
        if (Errors.result(raw) == -1) {
            Errors.dieErrno(1, "mmap");
        }
        return Address.of(raw);
    }

    static void unmap(Address memory, int pages) {
        Syscalls.munmap(memory, pages * SIZE);
    }

    /** Stores a word to each page. */
    static void write(Address memory, int pages) {
        Address end = memory.plus(pages * SIZE);
        for (Address page = memory; page.isBelow(end); page = page.plus(SIZE)) {
            page.writeInt(0, pages);
        }
    }

    /** Loads a word from each page. */
    static void read(Address memory, int pages) {
        Address end = memory.plus(pages * SIZE);
        for (Address page = memory; page.isBelow(end); page = page.plus(SIZE)) {
            page.readInt(0);
        }
    }
}
