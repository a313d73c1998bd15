package cleave.guestos.user.usertests;

import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** Rows of fork: which frames are shared, when they are copied, and by whom they are taken back. */
final class CopyRows {
    /** What a process touches beside what a row measures: stack, variables, a map of pages. */
    private static final int OWN_FRAMES = 12;
    /** What a process has beside its page tables: a stack in the kernel, a record, files. */
    private static final int KERNEL_FRAMES = 12;
    private static final int PAGES_OF_TABLE = 1024;
    private static final int BYTES_LATER = 1000;

    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final PageMap ORIGINAL = new PageMap();
    private static final PageMap MINE = new PageMap();
    private static final PageMap THEIRS = new PageMap();
    /** The child goes on when {@code DOWN} opens, the parent when {@code UP} does. */
    private static final Gate DOWN = new Gate();
    private static final Gate UP = new Gate();

    private CopyRows() {
    }

    private static void makeGates() {
        DOWN.make();
        UP.make();
    }

    private static void closeGates() {
        DOWN.close();
        UP.close();
    }

    /** In the child: says that it has come here, and waits for the parent. */
    private static void meet() {
        UP.open();
        DOWN.pass();
    }

    /** Touches what this process would else touch first while it measures. */
    private static void warmUp(Address memory, int count) {
        BEFORE.read();
        AFTER.read();
        ORIGINAL.read(Processes.getpid(), memory, count);
        MINE.read(Processes.getpid(), memory, count);
        THEIRS.read(Processes.getpid(), memory, count);
        KernelCounts.faults();
        Pages.sum(memory, 0, count);
    }

    // ---- F3 ----

    static void sharesAllPages(int count) {
        int pages = Math.min(count, PageMap.PAGES_MAX);
        Address memory = Pages.map(count);
        warmUp(memory, pages);
        makeGates();
        framesOfFork();
        Pages.write(memory, 0, 1);
        int few = framesOfFork();
        Pages.write(memory, 0, count);
        ORIGINAL.read(Processes.getpid(), memory, pages);
        int many = framesOfFork();
        Check.between(0, KERNEL_FRAMES + OWN_FRAMES, few, "frames that fork takes");
        Check.between(0, count / PAGES_OF_TABLE + 1, many - few, "more frames for more pages");

        BEFORE.read();
        int child = forkAndMeet();
        AFTER.read();
        int tables = AFTER.tables - BEFORE.tables;
        int anonymous = AFTER.anonymous - BEFORE.anonymous;
        Check.between(2, 6 + count / PAGES_OF_TABLE, tables, "page tables that fork takes");
        Check.between(0, OWN_FRAMES, anonymous, "frames of programs that fork takes");
        Check.between(0, tables + anonymous + KERNEL_FRAMES, BEFORE.free - AFTER.free,
                "frames that were free before");
        MINE.read(Processes.getpid(), memory, pages);
        THEIRS.read(child, memory, pages);
        Check.equal(pages, MINE.same(ORIGINAL, 0, pages), "pages that stay where they are");
        Check.equal(pages, THEIRS.same(ORIGINAL, 0, pages), "pages that the child has there too");
        Check.equal(0, MINE.exclusive(0, pages) + THEIRS.exclusive(0, pages),
                "pages that one has alone");
        let(child);
        MINE.read(Processes.getpid(), memory, pages);
        Check.equal(pages, MINE.exclusive(0, pages), "pages that the parent has alone again");

        child = Child.fork();
        if (child == 0) {
            // Read-only in both: neither may store without a fault.
            int faults = KernelCounts.faults();
            Pages.write(memory, 0, 1, BYTES_LATER);
            Check.equal(1, KernelCounts.faults() - faults, "faults of the child's first store");
            meet();
            Child.done();
        }
        int faults = KernelCounts.faults();
        Pages.write(memory, 1, 1, BYTES_LATER);
        Check.equal(1, KernelCounts.faults() - faults, "faults of the parent's first store");
        UP.pass();
        let(child);
        closeGates();
        Pages.unmap(memory, count);
    }

    /** Frames that are gone while a child lives that does nothing. */
    private static int framesOfFork() {
        BEFORE.read();
        int child = forkAndMeet();
        AFTER.read();
        let(child);
        return BEFORE.free - AFTER.free;
    }

    private static int forkAndMeet() {
        int child = Child.fork();
        if (child == 0) {
            meet();
            Child.done();
        }
        UP.pass();
        return child;
    }

    /** Lets the child end. */
    private static void let(int child) {
        DOWN.open();
        Child.exits(child, 0, "the end of the child");
    }

    // ---- F4 ----

    /** The child stores to the first half, the parent to the third quarter. */
    static void firstStoreCopies(int wanted) {
        int count = Math.min(wanted, PageMap.PAGES_MAX);
        int half = count / 2;
        int quarter = count / 4;
        Address memory = Pages.map(count);
        Pages.write(memory, 0, count);
        warmUp(memory, count);
        makeGates();
        int child = Child.fork();
        if (child == 0) {
            storingChild(memory, count);
        }
        UP.pass();
        BEFORE.read();
        DOWN.open();
        UP.pass();
        AFTER.read();
        look(child, memory, count);
        Check.equal(count, THEIRS.same(ORIGINAL, 0, count), "pages shared when they were read");
        Check.between(0, OWN_FRAMES, AFTER.anonymous - BEFORE.anonymous,
                "frames that reading takes");

        BEFORE.read();
        DOWN.open();
        UP.pass();
        AFTER.read();
        look(child, memory, count);
        Check.between(half, half + OWN_FRAMES, AFTER.anonymous - BEFORE.anonymous,
                "frames that the child's stores take");
        Check.equal(count, MINE.same(ORIGINAL, 0, count), "pages that stay in the parent");
        Check.equal(0, THEIRS.same(ORIGINAL, 0, half), "stored pages still in the old frame");
        Check.equal(half, THEIRS.exclusive(0, half), "stored pages that the child has alone");
        Check.equal(half, MINE.exclusive(0, half), "their originals, that the parent has alone");
        Check.equal(count - half, THEIRS.same(ORIGINAL, half, count - half),
                "other pages that are shared");
        Check.equal(0, Pages.wrong(memory, 0, count, 0), "pages that changed for the parent");

        BEFORE.read();
        int faults = KernelCounts.faults();
        Pages.write(memory, half, quarter, 2 * BYTES_LATER);
        Check.equal(quarter, KernelCounts.faults() - faults, "faults of the parent's stores");
        Pages.write(memory, half, quarter, 2 * BYTES_LATER);
        Check.equal(quarter, KernelCounts.faults() - faults, "faults with the second stores");
        AFTER.read();
        look(child, memory, count);
        Check.between(quarter, quarter + 2, AFTER.anonymous - BEFORE.anonymous,
                "frames that the parent's stores take");
        Check.equal(0, MINE.same(ORIGINAL, half, quarter), "its pages still in the old frame");
        Check.equal(count - half, THEIRS.same(ORIGINAL, half, count - half),
                "pages that stay in the child");
        let(child);
        Check.equal(0, Pages.wrong(memory, 0, half, 0)
                + Pages.wrong(memory, half, quarter, 2 * BYTES_LATER)
                + Pages.wrong(memory, half + quarter, count - half - quarter, 0),
                "pages that are wrong in the end");
        closeGates();
        Pages.unmap(memory, count);
    }

    private static void look(int child, Address memory, int count) {
        MINE.read(Processes.getpid(), memory, count);
        THEIRS.read(child, memory, count);
    }

    private static void storingChild(Address memory, int count) {
        int half = count / 2;
        meet();
        int faults = KernelCounts.faults();
        int sum = Pages.sum(memory, 0, count);
        Check.equal(0, KernelCounts.faults() - faults, "faults that reading takes");
        Check.equal(Pages.whole(count), sum, "what the child reads");
        meet();
        faults = KernelCounts.faults();
        Pages.write(memory, 0, half, BYTES_LATER);
        Check.equal(half, KernelCounts.faults() - faults, "faults that the child's stores take");
        Pages.write(memory, 0, half, BYTES_LATER);
        Check.equal(half, KernelCounts.faults() - faults, "faults when it stores again");
        meet();
        Check.equal(0, Pages.wrong(memory, 0, half, BYTES_LATER)
                + Pages.wrong(memory, half, count - half, 0), "pages that are wrong in the child");
        Child.done();
    }

    // ---- F5 ----

    static void lastOwnerTakesBack(int wanted) {
        int count = Math.min(wanted, PageMap.PAGES_MAX);
        Address memory = Pages.map(count);
        Pages.write(memory, 0, count);
        warmUp(memory, count);
        makeGates();

        int child = Child.fork();
        if (child == 0) {
            Pages.write(memory, 0, count, BYTES_LATER);
            meet();
            Check.equal(0, Pages.wrong(memory, 0, count, BYTES_LATER), "pages of the child");
            Child.done();
        }
        UP.pass();
        takeBack(memory, count, "after the child has its own");
        let(child);

        child = Child.fork();
        if (child == 0) {
            Child.done();
        }
        Child.exits(child, 0, "a child that stores nothing");
        takeBack(memory, count, "after the child has gone");

        threeOwners(memory, count);
        orphanIsLastOwner(memory, count);
        closeGates();
        Pages.unmap(memory, count);
    }

    /** Stores to pages that nobody else has: no frame is taken, and no page moves. */
    private static void takeBack(Address memory, int count, String when) {
        ORIGINAL.read(Processes.getpid(), memory, count);
        Check.equal(count, ORIGINAL.exclusive(0, count), when);
        AFTER.read();
        BEFORE.read();
        int faults = KernelCounts.faults();
        Pages.write(memory, 0, count, 3 * BYTES_LATER);
        Check.between(0, count, KernelCounts.faults() - faults, when);
        faults = KernelCounts.faults();
        Pages.write(memory, 0, count, 3 * BYTES_LATER);
        Check.equal(0, KernelCounts.faults() - faults, "faults when they were taken back");
        AFTER.read();
        Check.between(0, 1, AFTER.anonymous - BEFORE.anonymous, "frames for the last owner");
        MINE.read(Processes.getpid(), memory, count);
        Check.equal(count, MINE.same(ORIGINAL, 0, count), when);
        Check.equal(0, Pages.wrong(memory, 0, count, 3 * BYTES_LATER), when);
    }

    /** Two children: with one of them gone the pages are shared still, and a store copies. */
    private static void threeOwners(Address memory, int count) {
        int first = forkAndMeet();
        int second = forkAndMeet();
        DOWN.open();
        int gone = Wait.any();
        Check.that(gone == first || gone == second, "one child of two ends");
        MINE.read(Processes.getpid(), memory, count);
        Check.equal(0, MINE.exclusive(0, count), "pages had alone with one other owner");
        ORIGINAL.read(Processes.getpid(), memory, count);
        Pages.write(memory, 0, 1, 3 * BYTES_LATER);
        MINE.read(Processes.getpid(), memory, count);
        Check.equal(count - 1, MINE.same(ORIGINAL, 0, count), "pages that were not stored to");
        let(gone == first ? second : first);
        takeBack(memory, count, "after both have gone");
    }

    /** The child whose parent ends is the last owner, too. */
    private static void orphanIsLastOwner(Address memory, int count) {
        int parent = Child.fork();
        if (parent == 0) {
            // Its own pages, which the row's process does not have.
            Pages.write(memory, 0, count, BYTES_LATER);
            if (Child.fork() == 0) {
                DOWN.pass();
                takeBack(memory, count, "after the parent has gone");
                UP.open();
                Program.exitNow(0);
            }
            Program.exitNow(0);
        }
        Child.exits(parent, 0, "the parent of an orphan");
        DOWN.open();
        Check.that(UP.pass(), "the orphan comes to its end");
    }
}
