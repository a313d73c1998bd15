package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** Rows of fork. */
final class ForkRows {
    private static final int PAGES = 64;
    /** What makes a child greater than its parent. */
    private static final int VICTIM_PAGES = 256;
    /** What else is touched while a row measures: stack, library, page tables. */
    private static final int SLACK = 24;
    /** Frames that a fork needs at least: tables, and the stack of the kernel. */
    private static final int FORK_FRAMES = 2;
    /** The exit code of a child whose fork was refused, or whose own child met the failure. */
    private static final int REFUSED = 1;

    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final byte[] PLACE = new byte[1];

    private ForkRows() {
    }

    /** A byte to the other side. */
    private static void tell(int file) {
        Files.write(file, "x");
    }

    private static void hear(int file) {
        Files.read(file, Address.of(PLACE), 1);
    }

    /** F3, F4, F5, in one go: the child copies a half, the parent takes that half back. */
    static void copyOnWrite(int count) {
        Address memory = Pages.map(count);
        Pages.write(memory, 0, count);
        Files.pipe();
        int childHears = Files.readEnd();
        int parentTells = Files.writeEnd();
        Files.pipe();
        int parentHears = Files.readEnd();
        int childTells = Files.writeEnd();
        KernelCounts.faults();
        BEFORE.read();
        int child = Processes.fork();
        if (child == 0) {
            tell(childTells);
            hear(childHears);
            Pages.sum(memory, 0, count);
            tell(childTells);
            hear(childHears);
            Pages.write(memory, 0, count / 2);
            tell(childTells);
            hear(childHears);
            Program.exitNow(Pages.sum(memory, 0, count) == Pages.whole(count) ? 0 : 1);
        }
        hear(parentHears);
        AFTER.read();
        Check.between(0, SLACK, BEFORE.free - AFTER.free, "frames that fork takes");
        int shared = AFTER.anonymous;
        tell(parentTells);
        hear(parentHears);
        AFTER.read();
        Check.between(0, SLACK, AFTER.anonymous - shared, "frames that the child's reads take");
        shared = AFTER.anonymous;
        tell(parentTells);
        hear(parentHears);
        AFTER.read();
        Check.between(count / 2, count / 2 + SLACK, AFTER.anonymous - shared,
                "frames that the child's stores take");
        shared = AFTER.anonymous;
        Pages.write(memory, 0, count / 2);
        AFTER.read();
        Check.between(0, 4, AFTER.anonymous - shared, "frames that the last owner takes");
        Check.equal(Pages.whole(count), Pages.sum(memory, 0, count), "what the parent has");
        tell(parentTells);
        Check.equal(child, Wait.waitpid(child, 0), "the child that ends");
        Check.equal(0, Wait.status, "its status");
        int faults = KernelCounts.faults();
        Pages.write(memory, count / 2, count / 2);
        Check.between(0, count / 2 + 2, KernelCounts.faults() - faults,
                "faults to take a half back");
        AFTER.read();
        Check.between(-2, SLACK, AFTER.anonymous - BEFORE.anonymous, "frames left over");
        Pages.unmap(memory, count);
        Files.close(childHears);
        Files.close(parentTells);
        Files.close(parentHears);
        Files.close(childTells);
    }

    /** F7: forks one after the other; nothing is left of them. */
    static void manyForks(int count) {
        int wrong = 0;
        BEFORE.read();
        for (int i = 0; i < count; i++) {
            int child = Processes.fork();
            if (child == 0) {
                Program.exitNow(i & 0x7f);
            }
            wrong += Wait.waitpid(child, 0) == child && Wait.exited(Wait.status)
                    && Wait.exitCode(Wait.status) == (i & 0x7f) ? 0 : 1;
        }
        AFTER.read();
        Check.equal(0, wrong, "forks that failed");
        Check.equal(BEFORE.processes, AFTER.processes, "processes");
        Check.between(-SLACK, SLACK, BEFORE.free - AFTER.free, "frames that are lost");
    }

    /** F7: one page shared by many children at once. */
    static void manyChildren(int count) {
        Address memory = Pages.map(1);
        Pages.write(memory, 0, 1);
        Files.pipe();
        int hears = Files.readEnd();
        int tells = Files.writeEnd();
        int born = 0;
        for (; born < count; born++) {
            int child = Processes.fork();
            if (child == 0) {
                Files.close(tells);
                Files.read(hears, Address.of(PLACE), 1);
                Program.exitNow(memory.readInt(0) == 1 ? 0 : 1);
            }
            if (child < 0) {
                break;
            }
        }
        Check.equal(count, born, "children at once");
        AFTER.read();
        Check.equal(0, AFTER.wrong, "wrong counts of frames while they live");
        Files.close(tells);
        Files.close(hears);
        int wrong = 0;
        for (int i = 0; i < born; i++) {
            Wait.any();
            wrong += Wait.exited(Wait.status) && Wait.exitCode(Wait.status) == 0 ? 0 : 1;
        }
        Check.equal(0, wrong, "children that saw another page");
        Pages.unmap(memory, 1);
    }

    /**
     * F11: fork, with each of its allocations failing in turn. Who forks is a child, because the
     * failure may come later, to a store of his, and is his end then.
     */
    static void failingFork(int count) {
        Address memory = Pages.map(PAGES);
        Pages.write(memory, 0, PAGES);
        Files.pipe();
        int gate = Files.readEnd();
        int opener = Files.writeEnd();
        int met = 0;
        for (int n = 1; n <= count; n++) {
            int victim = Processes.fork();
            if (victim == 0) {
                hear(gate);
                forkWithFailure(n);
            }
            // What we store to from now on is ours before there is a failure.
            Wait.waitpid(victim, WaitOptions.WNOHANG);
            tell(opener);
            Wait.waitpid(victim, 0);
            if (Wait.signalled(Wait.status)) {
                Check.equal(Signal.SIGKILL, Wait.signal(Wait.status), "the end of who met it");
                met++;
            } else {
                Check.that(Wait.exitCode(Wait.status) <= REFUSED, "how fork was refused");
                met += Wait.exitCode(Wait.status);
            }
        }
        Files.close(gate);
        Files.close(opener);
        Check.between(FORK_FRAMES, count, met, "forks that met the failure");
        Check.equal(Pages.whole(PAGES), Pages.sum(memory, 0, PAGES), "what the parent has");
        Pages.unmap(memory, PAGES);
    }

    private static void forkWithFailure(int n) {
        // The greatest process is the one that is ended when memory has run out: not the parent.
        Pages.write(Pages.map(VICTIM_PAGES), 0, VICTIM_PAGES);
        KernelCounts.failAllocation(n);
        int child = Processes.fork();
        if (child == 0) {
            Program.exitNow(0);
        }
        int error = Errors.errno;
        boolean lost = child > 0 && Wait.waitpid(child, 0) == child
                && Wait.signalled(Wait.status);
        KernelCounts.failAllocation(0);
        if (child < 0) {
            Program.exitNow(error == Errno.ENOMEM || error == Errno.EAGAIN ? REFUSED : 2);
        }
        Program.exitNow(lost ? REFUSED : 0);
    }
}
