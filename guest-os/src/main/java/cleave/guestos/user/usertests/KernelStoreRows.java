package cleave.guestos.user.usertests;

import cleave.guestos.abi.CloneFlags;
import cleave.guestos.abi.Errno;
import cleave.guestos.abi.IoVector;
import cleave.guestos.abi.MapFlags;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Statx;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.magic.Address;
import cleave.magic.Fn;

/**
 * F6: what the kernel stores for a process, into pages that fork has shared. Each of these calls
 * stores from byte {@link #AT} of a page of its own.
 */
final class KernelStoreRows {
    private static final int AT = 128;
    /** Below it, nothing may be changed. */
    private static final int KEPT = 64;
    private static final int BEFORE_BYTE = 0x55;
    private static final int CODE = 9;
    private static final String TEXT = "hello, shared page";

    /** A call that stores to an address; it checks what it stored. */
    private interface Store extends Fn {
        void to(Address place);
    }

    private static final Store[] STORES = {
        KernelStoreRows::read, KernelStoreRows::readPipe, KernelStoreRows::readProc,
        KernelStoreRows::readParts, KernelStoreRows::pipe, KernelStoreRows::waitStatus,
        KernelStoreRows::waitUsage, KernelStoreRows::time, KernelStoreRows::directory,
        KernelStoreRows::entries, KernelStoreRows::attributes, KernelStoreRows::link,
        KernelStoreRows::name, KernelStoreRows::poll, KernelStoreRows::limit,
        KernelStoreRows::mask, KernelStoreRows::action, KernelStoreRows::times,
        KernelStoreRows::random, KernelStoreRows::signalFrame, KernelStoreRows::number,
    };

    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final PageMap ORIGINAL = new PageMap();
    private static final PageMap MINE = new PageMap();
    private static final IoVector[] PARTS = {new IoVector(), new IoVector()};
    private static int handled;

    private KernelStoreRows() {
    }

    static void copy(int count) {
        int pages = STORES.length + 2;
        Scratch.file("input", TEXT, 0644);
        Files.symlink(Address.of("where it leads"), Address.of("link"));
        Address memory = Pages.map(pages);
        Memory.fill(memory, BEFORE_BYTE, pages * Pages.SIZE);
        ORIGINAL.read(Processes.getpid(), memory, pages);
        MINE.read(Processes.getpid(), memory, pages);
        int child = Child.fork();
        if (child == 0) {
            copyInChild(memory, pages);
            Child.done();
        }
        Child.exits(child, 0, "the child that the kernel stores for");
        MINE.read(Processes.getpid(), memory, pages);
        Check.equal(pages, MINE.same(ORIGINAL, 0, pages), "pages that stay in the parent");
        Check.equal(0, touched(memory, pages), "pages in which the parent sees stores");
        refused(memory);

        // The last owner: the same stores copy nothing.
        for (int i = 0; i < STORES.length; i++) {
            STORES[i].to(memory.plus(i * Pages.SIZE + AT));
        }
        MINE.read(Processes.getpid(), memory, pages);
        // When clone stores a child's number, the child has the page, too.
        Check.equal(STORES.length - 1, MINE.same(ORIGINAL, 0, STORES.length - 1),
                "pages that stay for the last owner");
        Check.equal(0, MINE.same(ORIGINAL, STORES.length - 1, 1), "the page of clone's store");
        Check.equal(STORES.length, touched(memory, pages), "pages it has stored to");
        Pages.unmap(memory, pages);
    }

    private static void copyInChild(Address memory, int pages) {
        int self = Processes.getpid();
        for (int i = 0; i < STORES.length; i++) {
            Address page = memory.plus(i * Pages.SIZE);
            MINE.read(self, memory, pages);
            Check.equal(pages - i, MINE.same(ORIGINAL, 0, pages), "pages not yet stored to");
            STORES[i].to(page.plus(AT));
            MINE.read(self, page, 1);
            Check.that(MINE.frame(0) != ORIGINAL.frame(i), "the store was to another frame");
            Check.that(MINE.isExclusive(0), "which the child has alone");
            Check.equal(0, changed(page, KEPT), "bytes before it that changed");
            if (Check.failures() > 0) {
                Check.equal(0, i + 1, "the number of the store that was wrong");
                Child.done();
            }
        }
        straddle(memory.plus(STORES.length * Pages.SIZE));
        Check.equal(pages, touched(memory, pages), "pages in which the child sees stores");
    }

    /** One call that stores to the end of one page and the beginning of the next. */
    private static void straddle(Address pages) {
        int file = Files.open("input", OpenFlags.O_RDONLY);
        Address place = pages.plus(Pages.SIZE - 6);
        Check.equal(TEXT.length(), Files.read(file, place, TEXT.length()), "read into two pages");
        Files.close(file);
        Check.equal(0, Strings.compare(place, Address.of(TEXT), TEXT.length()),
                "what is in both");
        Check.equal(0, changed(pages, Pages.SIZE - 6), "bytes before it");
        Check.equal(BEFORE_BYTE, place.readByte(TEXT.length()), "the byte behind it");
    }

    /** Where the program may not store, the kernel does not store for it. */
    private static void refused(Address memory) {
        Syscalls.mprotect(memory, Pages.SIZE, MapFlags.PROT_READ);
        int file = Files.open("input", OpenFlags.O_RDONLY);
        int child = Child.fork();
        if (child == 0) {
            Check.fails(Errno.EFAULT, Files.read(file, memory, 4), "read into a shared page"
                    + " that may only be read");
            Child.done();
        }
        Child.exits(child, 0, "the child that is refused");
        Check.fails(Errno.EFAULT, Files.read(file, memory, 4), "read into a page that may only"
                + " be read");
        Check.equal(0, changed(memory, Pages.SIZE), "bytes that it changed");
        Files.close(file);
        Syscalls.mprotect(memory, Pages.SIZE, MapFlags.PROT_READ | MapFlags.PROT_WRITE);
    }

    /** How many bytes are not as they were. */
    private static int changed(Address from, int bytes) {
        int changed = 0;
        for (int i = 0; i < bytes; i++) {
            changed += from.readByte(i) == BEFORE_BYTE ? 0 : 1;
        }
        return changed;
    }

    private static int touched(Address memory, int pages) {
        int touched = 0;
        for (int i = 0; i < pages; i++) {
            touched += changed(memory.plus(i * Pages.SIZE), Pages.SIZE) == 0 ? 0 : 1;
        }
        return touched;
    }

    // ---- the stores ----

    private static void read(Address place) {
        int file = Files.open("input", OpenFlags.O_RDONLY);
        Check.equal(TEXT.length(), Files.read(file, place, 100), "read");
        Check.equal(0, Strings.compare(place, Address.of(TEXT), TEXT.length()), "what was read");
        Check.equal(BEFORE_BYTE, place.readByte(TEXT.length()), "the byte behind it");
        Files.close(file);
    }

    private static void readPipe(Address place) {
        Files.pipe();
        Files.write(Files.writeEnd(), TEXT);
        Check.equal(TEXT.length(), Files.read(Files.readEnd(), place, 100), "read of a pipe");
        Check.equal(0, Strings.compare(place, Address.of(TEXT), TEXT.length()), "what it gave");
        closePipe(Files.readEnd(), Files.writeEnd());
    }

    private static void closePipe(int reading, int writing) {
        Files.close(reading);
        Files.close(writing);
    }

    private static void readProc(Address place) {
        int file = Files.open("/proc/self/comm", OpenFlags.O_RDONLY);
        Check.equal(10, Files.read(file, place, 100), "read of /proc/self/comm");
        Check.equal(0, Strings.compare(place, Address.of("usertests\n"), 10), "the name");
        Files.close(file);
    }

    private static void readParts(Address place) {
        int file = Files.open("input", OpenFlags.O_RDONLY);
        PARTS[0].address = place.bits();
        PARTS[0].bytes = 5;
        PARTS[1].address = place.plus(1000).bits();
        PARTS[1].bytes = 100;
        Check.equal(TEXT.length(), FileCalls.readv(file, Address.of(PARTS[0]), 1)
                + FileCalls.readv(file, Address.of(PARTS[1]), 1), "readv");
        Check.equal(0, Strings.compare(place, Address.of(TEXT), 5)
                + Strings.compare(place.plus(1000), Address.of(", shared"), 8), "its parts");
        Files.close(file);
    }

    private static void pipe(Address place) {
        Check.equal(0, FileCalls.pipe2(place, 0), "pipe2");
        Check.that(place.readInt(0) > 2 && place.readInt(4) > place.readInt(0), "descriptors");
        closePipe(place.readInt(0), place.readInt(4));
    }

    private static int endedChild() {
        int child = Child.fork();
        if (child == 0) {
            Program.exitNow(CODE);
        }
        return child;
    }

    private static void waitStatus(Address place) {
        int child = endedChild();
        Check.equal(0, Syscalls.waitid(WaitOptions.P_PID, child, place, WaitOptions.WEXITED,
                Address.of(0)), "waitid");
        Check.equal(child, place.readInt(12), "who has ended");
        Check.equal(CODE, place.readInt(20), "the status");
    }

    private static void waitUsage(Address place) {
        int child = endedChild();
        Check.equal(0, Syscalls.waitid(WaitOptions.P_PID, child, Address.of(0),
                WaitOptions.WEXITED, place), "waitid for what was used");
        Check.equal(0, place.readInt(0), "seconds");
    }

    private static void time(Address place) {
        Check.equal(0, Syscalls.clockGettime(Time.CLOCK_MONOTONIC, place), "clock_gettime");
        Check.equal(0, place.readInt(4), "the higher half of the seconds");
    }

    private static void directory(Address place) {
        Check.that(FileCalls.getcwd(place, 100) > 0, "getcwd");
        Check.equal(0, Strings.compare(place, Address.of("/tmp/usertests."), 15), "the path");
    }

    private static void entries(Address place) {
        int file = Files.open(".", OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        Check.that(FileCalls.getdents(file, place, 1000) > 60, "getdents");
        Files.close(file);
    }

    private static void attributes(Address place) {
        Check.equal(0, FileCalls.statx(OpenFlags.AT_FDCWD, Address.of("input"), 0, Statx.BASIC,
                place), "statx");
        Check.equal(TEXT.length(), place.readInt(40), "the size");
    }

    private static void link(Address place) {
        Check.equal(14, Files.readlink(Address.of("link"), place, 100), "readlink");
        Check.equal(0, Strings.compare(place, Address.of("where it leads"), 14), "the link");
    }

    private static void name(Address place) {
        Check.equal(0, Syscalls.uname(place), "uname");
        Check.equal(0, Strings.compare(place.plus(4 * 65), Address.of("riscv32"), 7),
                "the machine");
    }

    private static void poll(Address place) {
        Files.pipe();
        Files.write(Files.writeEnd(), "x");
        // Of what it is given, poll itself stores the events only.
        place.storeInt(0, Files.readEnd());
        place.storeInt(4, PollEvents.POLLIN);
        Check.equal(1, FileCalls.ppoll(place, 1, Address.of(0), Address.of(0), 8), "ppoll");
        Check.equal(PollEvents.POLLIN, place.readShort(6), "what has happened");
        closePipe(Files.readEnd(), Files.writeEnd());
    }

    private static void limit(Address place) {
        Check.equal(0, Syscalls.prlimit(0, ResourceLimit.CORE, Address.of(0), place), "prlimit64");
        Check.that(place.readInt(8) != 0x5555_5555, "the hard limit");
    }

    private static void mask(Address place) {
        long before = Signals.block(Signals.set(Signal.SIGUSR2));
        Check.equal(0, Syscalls.rtSigprocmask(Signal.SIG_BLOCK, Address.of(0), place, 8),
                "rt_sigprocmask");
        Check.equal((int) Signals.set(Signal.SIGUSR2), place.readInt(0), "the mask");
        Signals.setMask(before);
    }

    private static void action(Address place) {
        Check.equal(0, Syscalls.rtSigaction(Signal.SIGUSR2, Address.of(0), place, 8),
                "rt_sigaction");
        Check.equal(Signal.SIG_DFL, place.readInt(0), "the action");
    }

    private static void times(Address place) {
        Check.that(Syscalls.times(place) >= 0, "times");
        Check.that(place.readInt(0) >= 0 && place.readInt(0) < 0x5555_5555, "ticks");
    }

    private static void random(Address place) {
        Check.equal(32, Syscalls.getrandom(place, 32, 0), "getrandom");
        Check.that(changed(place, 32) > 16, "random bytes");
    }

    private static void number(Address place) {
        int child = Syscalls.clone(Signal.SIGCHLD | CloneFlags.CLONE_PARENT_SETTID,
                Address.of(0), place, Address.of(0), Address.of(0));
        if (child == 0) {
            Program.exitNow(CODE);
        }
        Check.equal(child, place.readInt(0), "the child's number where clone was to store it");
        Child.exits(child, CODE, "the child of clone");
    }

    private static void handle(int signal) {
        handled = signal;
    }

    /** The page is the stack of a handler: the frame lies at its end. */
    private static void signalFrame(Address place) {
        handled = 0;
        Address stack = place.minus(AT - KEPT);
        Check.equal(0, Signals.sigaltstack(stack, Pages.SIZE - KEPT), "sigaltstack");
        Signals.handle(Signal.SIGUSR1, KernelStoreRows::handle, Signal.SA_ONSTACK, 0);
        Signals.raise(Signal.SIGUSR1);
        Check.equal(Signal.SIGUSR1, handled, "the signal that was handled");
        Signals.restore(Signal.SIGUSR1);
        Check.that(changed(stack, Pages.SIZE - KEPT) > 200, "a frame is on the stack");
    }
}
