package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.MapFlags;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;

/** Rows of memory: what mapping, storing, and unmapping do to frames. */
final class MemoryRows {
    private static final int HEAP = 4 * Pages.SIZE;
    private static final int TOO_HIGH = 0xd000_0000;
    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static Address memory;

    private MemoryRows() {
    }

    /** M1: frames come at the first store; reads share the frame of zeros. */
    static void zeroOnDemand(int count) {
        AFTER.read();
        BEFORE.read();
        Address memory = Pages.map(count);
        AFTER.read();
        Check.between(0, 1, AFTER.anonymous - BEFORE.anonymous, "frames that mapping takes");
        Check.equal(0, Pages.sum(memory, 0, count), "what new memory has");
        AFTER.read();
        Check.between(0, 1, AFTER.anonymous - BEFORE.anonymous, "frames that reading takes");
        Pages.write(memory, 0, count);
        AFTER.read();
        Check.between(count, count + 1, AFTER.anonymous - BEFORE.anonymous,
                "frames that writing takes");
        Pages.unmap(memory, count);
        AFTER.read();
        Check.between(0, 1, AFTER.anonymous - BEFORE.anonymous, "frames that unmapping leaves");
        Apart.part(MemoryRows::heap, "brk");
        Apart.part(MemoryRows::inherited, "memory over fork");
        Apart.part(MemoryRows::refused, "memory that is refused");
    }

    private static int brk(int end) {
        return Syscalls.brk(Address.of(end));
    }

    private static int nonZero(Address from, int bytes) {
        int found = 0;
        for (int i = 0; i < bytes; i += Integer.BYTES) {
            found += from.readInt(i) == 0 ? 0 : 1;
        }
        return found;
    }

    private static void heap() {
        int start = brk(0) + Pages.SIZE - 1 & -Pages.SIZE;
        Check.equal(start, brk(start), "its end at a page");
        Check.equal(start + HEAP, brk(start + HEAP), "it grows");
        Address heap = Address.of(start);
        Check.equal(0, nonZero(heap, HEAP), "words of it that are not zero");
        Pages.write(heap, 0, HEAP / Pages.SIZE);
        Check.equal(start + Pages.SIZE, brk(start + Pages.SIZE), "it shrinks");
        Check.that(!Proc.isMapped(Processes.getpid(), heap.plus(Pages.SIZE), "rw-p"),
                "what was behind is gone");
        Check.equal(start + HEAP, brk(start + HEAP), "it grows again");
        Check.equal(1, heap.readInt(0), "what had stayed is there");
        Check.equal(0, nonZero(heap.plus(Pages.SIZE), HEAP - Pages.SIZE),
                "what had gone is zero again");
        Check.equal(start + HEAP, brk(TOO_HIGH), "beyond all memory nothing changes");
        Check.equal(start + HEAP, brk(8), "nor below the program");
        Check.that(Proc.isMapped(Processes.getpid(), heap, "rw-p"), "maps shows it");
    }

    private static void inherited() {
        memory = Pages.map(4);
        Pages.write(memory, 0, 3);
        int file = Files.open("/dev/zero", OpenFlags.O_RDONLY);
        int child = Child.fork();
        if (child == 0) {
            Check.equal(0, Pages.wrong(memory, 0, 3, 0), "pages that a child does not have");
            Check.equal(0, memory.readInt(3 * Pages.SIZE), "what was never touched");
            Pages.write(memory, 0, 4, 100);
            Check.equal(0, Pages.wrong(memory, 0, 4, 100), "the child's own");
            Child.done();
        }
        Child.exits(child, 0, "the child");
        Check.equal(0, Pages.wrong(memory, 0, 3, 0), "pages that its stores have changed here");
        Check.equal(0, memory.readInt(3 * Pages.SIZE), "and what was never touched");
        Check.equal(8, Files.read(file, memory.plus(3 * Pages.SIZE), 8), "the kernel's store");
        Files.close(file);
    }

    private static int map(int bytes, int protection, int flags, int file) {
        return Syscalls.mmap2(Address.of(0), bytes, protection, flags, file, 0);
    }

    private static void refused() {
        int anonymous = MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS;
        Check.equal(-Errno.EINVAL, map(0, MapFlags.PROT_READ, anonymous, -1), "no bytes");
        Check.equal(-Errno.ENOMEM, map(-Pages.SIZE, MapFlags.PROT_READ, anonymous, -1), "4 GiB");
        Check.equal(-Errno.EINVAL, map(Pages.SIZE, MapFlags.PROT_READ, MapFlags.MAP_ANONYMOUS,
                -1), "neither private nor shared");
        Check.equal(-Errno.EBADF, map(Pages.SIZE, MapFlags.PROT_READ, MapFlags.MAP_PRIVATE, -1),
                "no file");
    }
}
