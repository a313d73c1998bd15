package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.MapFlags;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;
import cleave.magic.NoInline;
import cleave.magic.Rv;

/** M5: places that are given back, protected, moved and advised on, and stacks that grow. */
final class PlaceRows {
    private static final int BOTH = MapFlags.PROT_READ | MapFlags.PROT_WRITE;
    private static final int ANONYMOUS = MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS;
    private static final int MEBIBYTE = 1 << 20;
    private static final int UNKNOWN_ADVICE = 9999;
    private static final int STACK_SIZE = 16_384;
    private static final int WITHIN = 7 * MEBIBYTE;
    private static final ResourceLimit LIMIT = new ResourceLimit();
    private static final byte[] STACK = new byte[STACK_SIZE];
    private static Address memory;
    private static int depth;

    private PlaceRows() {
    }

    /** M5. */
    static void places(int count) {
        Apart.part(PlaceRows::unmapping, "munmap");
        Apart.part(PlaceRows::protecting, "mprotect");
        Apart.part(PlaceRows::fixed, "MAP_FIXED");
        Apart.part(PlaceRows::moving, "mremap");
        Apart.part(PlaceRows::advice, "madvise");
        Apart.part(PlaceRows::stack, "the stack");
        Apart.part(PlaceRows::limits, "RLIMIT_AS and RLIMIT_DATA");
    }

    private static boolean isMapped(Address address) {
        return Proc.isMapped(Processes.getpid(), address, "rw-p");
    }

    private static Address page(int index) {
        return memory.plus(index * Pages.SIZE);
    }

    private static void pages(int count) {
        memory = Pages.map(count);
        Pages.write(memory, 0, count);
    }

    private static void unmapping() {
        FaultRows.handle();
        pages(8);
        Check.equal(0, Syscalls.munmap(page(2), 2 * Pages.SIZE), "in the middle");
        Check.equal(2, page(1).readInt(0), "what is before is there");
        Check.equal(5, page(4).readInt(0), "what is behind, too");
        FaultRows.load(page(3));
        FaultRows.fault(Signal.SIGSEGV, FaultRows.SEGV_MAPERR, page(3), "what it takes");
        Check.equal(0, Syscalls.munmap(page(2), 2 * Pages.SIZE), "of nothing");
        Check.equal(0, Syscalls.munmap(page(1), 5 * Pages.SIZE), "over a hole");
        Check.that(isMapped(page(0)) && !isMapped(page(1)) && !isMapped(page(5))
                && isMapped(page(6)), "takes what there is");
        Check.equal(-Errno.EINVAL, Syscalls.munmap(memory.plus(1), Pages.SIZE), "not at a page");
        Check.equal(-Errno.EINVAL, Syscalls.munmap(memory, 0), "no bytes");
    }

    private static void protecting() {
        FaultRows.handle();
        pages(4);
        Check.equal(0, Syscalls.mprotect(page(1), Pages.SIZE, MapFlags.PROT_READ), "to reading");
        Check.equal(2, page(1).readInt(0), "it can be read");
        FaultRows.store(page(1));
        FaultRows.fault(Signal.SIGSEGV, FaultRows.SEGV_ACCERR, page(1), "a store to it");
        page(2).writeInt(0, 33);
        page(0).writeInt(0, 11);
        Check.equal(0, Syscalls.mprotect(page(1), Pages.SIZE, MapFlags.PROT_NONE), "to nothing");
        FaultRows.load(page(1));
        FaultRows.fault(Signal.SIGSEGV, FaultRows.SEGV_ACCERR, page(1), "a load from it");
        Check.equal(0, Syscalls.mprotect(page(1), Pages.SIZE, BOTH), "and back");
        Check.equal(2, page(1).readInt(0), "its contents are there");
        page(1).writeInt(0, 22);
        Check.equal(-Errno.EINVAL, Syscalls.mprotect(memory.plus(8), Pages.SIZE, BOTH),
                "not at a page");
        Syscalls.munmap(page(2), Pages.SIZE);
        Check.equal(-Errno.ENOMEM, Syscalls.mprotect(memory, 4 * Pages.SIZE, BOTH), "over a hole");
        // What is shared copy-on-write stays so, whatever is allowed meanwhile.
        Check.equal(22, Apart.run(() -> {
            Syscalls.mprotect(page(1), Pages.SIZE, MapFlags.PROT_READ);
            Syscalls.mprotect(page(1), Pages.SIZE, BOTH);
            int seen = page(1).readInt(0);
            page(1).writeInt(0, 99);
            return seen;
        }), "a child's page");
        Check.equal(22, page(1).readInt(0), "is its own behind mprotect as well");
    }

    private static int map(Address at, int flags) {
        return Syscalls.mmap2(at, Pages.SIZE, BOTH, ANONYMOUS | flags, -1, 0);
    }

    private static void fixed() {
        pages(4);
        Check.equal(page(1).bits(), map(page(1), MapFlags.MAP_FIXED), "that place");
        Check.equal(0, page(1).readInt(0), "with new memory");
        Check.equal(1, page(0).readInt(0), "what is before is as it was");
        Check.equal(3, page(2).readInt(0), "what is behind, too");
        Check.equal(-Errno.EINVAL, map(page(1).plus(8), MapFlags.MAP_FIXED), "not at a page");
        Check.equal(-Errno.EEXIST, map(page(1), MapFlags.MAP_FIXED_NOREPLACE),
                "MAP_FIXED_NOREPLACE where something is");
        Syscalls.munmap(page(1), Pages.SIZE);
        Check.equal(page(1).bits(), map(page(1), MapFlags.MAP_FIXED_NOREPLACE), "in a hole");
        Syscalls.munmap(page(1), Pages.SIZE);
        Check.equal(page(1).bits(), map(page(1), 0), "a free place that is wished for");
        int elsewhere = map(page(1), 0);
        Check.that(!Errors.are(elsewhere) && elsewhere != page(1).bits(),
                "one that is not free is another");
    }

    private static void moving() {
        pages(4);
        int grown = Syscalls.mremap(memory, 4 * Pages.SIZE, 16 * Pages.SIZE,
                MapFlags.MREMAP_MAYMOVE, Address.of(0));
        Check.that(!Errors.are(grown), "to more");
        memory = Address.of(grown);
        Check.equal(0, Pages.wrong(memory, 0, 4, 0), "contents that are lost");
        Check.equal(0, page(15).readInt(0), "what is new is zero");
        Check.equal(grown, Syscalls.mremap(memory, 16 * Pages.SIZE, Pages.SIZE, 0,
                Address.of(0)), "to less");
        Check.that(isMapped(memory) && !isMapped(page(1)), "what was too much is gone");
        Check.equal(-Errno.EFAULT, Syscalls.mremap(page(1), Pages.SIZE, 2 * Pages.SIZE,
                MapFlags.MREMAP_MAYMOVE, Address.of(0)), "of nothing");
        map(page(1), MapFlags.MAP_FIXED);
        Check.equal(-Errno.ENOMEM, Syscalls.mremap(memory, Pages.SIZE, 64 * Pages.SIZE, 0,
                Address.of(0)), "to more where there is no room");
        Address far = Pages.map(2);
        Check.equal(far.bits(), Syscalls.mremap(memory, Pages.SIZE, Pages.SIZE,
                MapFlags.MREMAP_MAYMOVE | MapFlags.MREMAP_FIXED, far), "to a fixed place");
        Check.equal(1, far.readInt(0), "with its contents");
        Check.that(!isMapped(memory), "the old place is free");
    }

    private static void advice() {
        pages(4);
        Check.equal(0, Syscalls.madvise(page(1), Pages.SIZE, MapFlags.MADV_DONTNEED), "DONTNEED");
        Check.equal(0, page(1).readInt(0), "the page is zero again");
        Check.equal(3, page(2).readInt(0), "and no other");
        Check.equal(0, Syscalls.madvise(page(2), Pages.SIZE, MapFlags.MADV_DONTFORK), "DONTFORK");
        Check.equal(0, Syscalls.madvise(page(3), Pages.SIZE, MapFlags.MADV_WIPEONFORK), "WIPE");
        int child = Child.fork();
        if (child == 0) {
            Check.that(!isMapped(page(2)), "a child does not have the one");
            Check.equal(0, page(3).readInt(0), "and the other is zero");
            Check.equal(1, page(0).readInt(0), "the rest is there");
            Child.done();
        }
        Child.exits(child, 0, "the child");
        Check.equal(0, Pages.wrong(memory, 2, 2, 0), "the parent has both");
        Syscalls.madvise(page(2), 2 * Pages.SIZE, MapFlags.MADV_DOFORK);
        Syscalls.madvise(page(3), Pages.SIZE, MapFlags.MADV_KEEPONFORK);
        Check.equal(0, Apart.run(() -> Pages.wrong(memory, 2, 2, 0)), "advice taken back");
        Check.equal(-Errno.EINVAL, Syscalls.madvise(memory, Pages.SIZE, UNKNOWN_ADVICE),
                "unknown advice");
        Syscalls.munmap(page(1), Pages.SIZE);
        Check.equal(-Errno.ENOMEM, Syscalls.madvise(memory, 2 * Pages.SIZE,
                MapFlags.MADV_DONTNEED), "over a hole");
    }

    // ---- stacks ----

    /** Touches every page from here down, as deep calls do. */
    @NoInline
    private static int touchStack() {
        Address sp = Rv.sp();
        for (int at = 0; at < depth; at += Pages.SIZE) {
            sp.minus(at + Pages.SIZE).writeByte(0, 1);
        }
        return 0;
    }

    private static int touchOnOtherStack() {
        Signals.sigaltstack(Address.of(STACK), STACK_SIZE);
        Signals.handle(Signal.SIGSEGV, PlaceRows::tooDeep, Signal.SA_ONSTACK, 0);
        touchStack();
        return 1;
    }

    private static void tooDeep(int signal) {
        Program.exitNow(44);
    }

    private static void stack() {
        int before = Proc.number(Processes.getpid(), "status", "VmStk:");
        depth = WITHIN;
        Check.equal(0, touchStack(), "what the limit allows");
        Check.between(WITHIN >> 10, (WITHIN >> 10) + before + 8,
                Proc.number(Processes.getpid(), "status", "VmStk:"), "KiB of it then");
        depth = 16 * MEBIBYTE;
        Check.equal(44, Apart.run(PlaceRows::touchOnOtherStack),
                "more faults, and a handler has its own stack");
        int end = Apart.run(PlaceRows::touchStack);
        Check.that(end == Apart.KILLED + Signal.SIGSEGV || end == Apart.DUMPED + Signal.SIGSEGV,
                "without one it is the end");
        LIMIT.soft = 16 * MEBIBYTE + 64 * 1024;
        LIMIT.hard = ResourceLimit.INFINITY;
        depth = 15 * MEBIBYTE;
        Check.equal(0, Apart.run(() -> {
            Limits.setrlimit(ResourceLimit.STACK, LIMIT);
            return touchStack();
        }), "with a higher limit it may grow further");
        guard();
    }

    /** A mapping below the stack, and what is between. */
    private static void guard() {
        Address start = Proc.start(Proc.region(Processes.getpid(), "maps", Rv.sp()));
        Address below = start.minus(32 * Pages.SIZE);
        Check.equal(below.bits(), map(below, MapFlags.MAP_FIXED_NOREPLACE), "a mapping below");
        FaultRows.handle();
        below.plus(8).writeInt(0, 5);
        FaultRows.load(below.plus(2 * Pages.SIZE));
        FaultRows.fault(Signal.SIGSEGV, FaultRows.SEGV_MAPERR, below.plus(2 * Pages.SIZE),
                "the stack keeps its distance to it");
    }

    private static void limits() {
        int size = Proc.number(Processes.getpid(), "status", "VmSize:") << 10;
        LIMIT.soft = size + 2 * MEBIBYTE;
        LIMIT.hard = ResourceLimit.INFINITY;
        Limits.setrlimit(ResourceLimit.AS, LIMIT);
        Check.equal(-Errno.ENOMEM, Syscalls.mmap2(Address.of(0), 3 * MEBIBYTE, BOTH, ANONYMOUS,
                -1, 0), "more than RLIMIT_AS");
        Address some = Pages.map(MEBIBYTE / Pages.SIZE);
        Check.equal(-Errno.ENOMEM, Syscalls.mremap(some, MEBIBYTE, 3 * MEBIBYTE,
                MapFlags.MREMAP_MAYMOVE, Address.of(0)), "mremap to more");
        int heap = Syscalls.brk(Address.of(0));
        Check.equal(heap, Syscalls.brk(Address.of(heap + 2 * MEBIBYTE)), "brk to more");
        Check.equal(heap + Pages.SIZE, Syscalls.brk(Address.of(heap + Pages.SIZE)), "a page");
        LIMIT.soft = ResourceLimit.INFINITY;
        Limits.setrlimit(ResourceLimit.AS, LIMIT);
        int data = Proc.number(Processes.getpid(), "status", "VmData:") << 10;
        LIMIT.soft = data + MEBIBYTE;
        Limits.setrlimit(ResourceLimit.DATA, LIMIT);
        heap = Syscalls.brk(Address.of(0));
        Check.equal(heap, Syscalls.brk(Address.of(heap + 2 * MEBIBYTE)),
                "brk to more than RLIMIT_DATA");
        Check.equal(-Errno.ENOMEM, Syscalls.mmap2(Address.of(0), 2 * MEBIBYTE, BOTH, ANONYMOUS,
                -1, 0), "private memory that can be written");
        Check.that(!Errors.are(Syscalls.mmap2(Address.of(0), 2 * MEBIBYTE, MapFlags.PROT_READ,
                ANONYMOUS, -1, 0)), "what can be read only is no data");
        Check.that(!Errors.are(Syscalls.mmap2(Address.of(0), 2 * MEBIBYTE, BOTH,
                MapFlags.MAP_SHARED | MapFlags.MAP_ANONYMOUS, -1, 0)), "nor is what is shared");
    }
}
