package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SignalInfo;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;
import cleave.magic.Recursive;

/** Rows of fork: many of them, and those that fail. */
final class ForkLimitRows {
    private static final int GENERATIONS = 25;
    private static final int CHILDREN = 200;
    private static final int MORE = 1000;
    private static final int PAGES = 64;
    /** What makes a child greater than its parent. */
    private static final int VICTIM_PAGES = 256;
    /** What else is touched while a row measures: stack, library, page tables. */
    private static final int SLACK = 24;
    /** What a fork allocates at least: records, tables, and a stack in the kernel. */
    private static final int FORK_ALLOCATIONS = 10;
    /** More than the kernel keeps of processes that have gone. */
    private static final int STACKS = 20;
    /** The exit code of a child whose fork was refused, or whose own child met the failure. */
    private static final int REFUSED = 1;
    private static final int USER = 23456;
    private static final int USER_PROCESSES = 8;

    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final PageMap MAP = new PageMap();
    private static final ResourceLimit LIMIT = new ResourceLimit();
    private static final SignalInfo INFORMATION = new SignalInfo();
    private static final TextFile THREADS_MAX = new TextFile();
    private static final int[] PIDS = new int[CHILDREN];

    private ForkLimitRows() {
    }

    // ---- F7 ----

    static void generations(int count) {
        AFTER.read();
        Address memory = Pages.map(1);
        memory.writeInt(0, 0);
        Check.equal(GENERATIONS, descend(memory, 0), "generations");
        Check.equal(0, memory.readInt(0), "what they left of the page");
        frameOfHundreds(memory);
        Pages.unmap(memory, 1);
        manyForks(count);
    }

    /** Each one stores to the page of its own; how many have been born. */
    @Recursive(max = GENERATIONS + 1)
    private static int descend(Address memory, int depth) {
        if (depth == GENERATIONS) {
            return depth;
        }
        int child = Child.fork();
        if (child == 0) {
            Check.equal(depth, memory.readInt(0), "what the parent had in the page");
            memory.writeInt(0, depth + 1);
            int deepest = descend(memory, depth + 1);
            Check.equal(depth + 1, memory.readInt(0), "the page when all below have gone");
            Program.exitNow(deepest);
        }
        Check.equal(child, Wait.waitpid(child, 0), "the end of a generation");
        return Wait.exited(Wait.status) ? Wait.exitCode(Wait.status) : -1;
    }

    /** A frame is shared by many at once; every other one of them then stores to it. */
    private static void frameOfHundreds(Address memory) {
        Gate down = new Gate();
        Gate up = new Gate();
        Gate end = new Gate();
        down.make();
        up.make();
        end.make();
        memory.writeInt(0, 1);
        MAP.read(Processes.getpid(), memory, 1);
        int frame = MAP.frame(0);
        int born = 0;
        for (; born < CHILDREN; born++) {
            PIDS[born] = Child.fork();
            if (PIDS[born] == 0) {
                end.leaveWriting();
                down.pass();
                Check.equal(1, memory.readInt(0), "what a child finds in the page");
                if (born % 2 == 0) {
                    memory.writeInt(0, MORE + born);
                }
                up.open();
                end.pass();
                Check.equal(born % 2 == 0 ? MORE + born : 1, memory.readInt(0),
                        "what a child has in the page in the end");
                Child.done();
            }
        }
        Check.equal(CHILDREN, having(memory, born, frame), "children with the same frame");
        AFTER.read();
        Check.equal(0, AFTER.wrong, "wrong counts of frames while all share one");
        for (int i = 0; i < born; i++) {
            down.open();
        }
        for (int i = 0; i < born; i++) {
            up.pass();
        }
        Check.equal(CHILDREN / 2, having(memory, born, frame), "children that have it still");
        AFTER.read();
        Check.equal(0, AFTER.wrong, "wrong counts of frames when a half has its own");
        memory.writeInt(0, 2);
        MAP.read(Processes.getpid(), memory, 1);
        Check.that(MAP.frame(0) != frame, "the parent's store copies, too");
        end.close();
        for (int i = 0; i < born; i++) {
            Child.exits(PIDS[i], 0, "one of the children");
        }
        up.close();
        down.close();
    }

    private static int having(Address memory, int born, int frame) {
        int having = 0;
        for (int i = 0; i < born; i++) {
            MAP.read(PIDS[i], memory, 1);
            having += MAP.frame(0) == frame ? 1 : 0;
        }
        return having;
    }

    private static void manyForks(int count) {
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

    // ---- F11 ----

    static void refused(int count) {
        atTheLimitOfAUser();
        withFullTable();
        withoutMemory(count);
    }

    /** EAGAIN at RLIMIT_NPROC, which counts the processes of a user. */
    private static void atTheLimitOfAUser() {
        int child = Child.fork();
        if (child == 0) {
            Gate gate = new Gate();
            gate.make();
            LIMIT.soft = USER_PROCESSES;
            LIMIT.hard = USER_PROCESSES;
            Check.equal(0, Limits.setrlimit(ResourceLimit.NPROC, LIMIT), "RLIMIT_NPROC");
            Check.equal(0, Errors.result(Syscalls.setresuid(USER, USER, USER)), "setresuid");
            int born = sleepers(gate, 2 * USER_PROCESSES);
            Check.equal(USER_PROCESSES - 1, born, "children beside this one");
            Check.fails(Errno.EAGAIN, Processes.fork(), "one more");
            Check.equal(0, Wait.waitpid(-1, WaitOptions.WNOHANG), "nobody has ended");
            gate.leaveWriting();
            for (int i = 0; i < born; i++) {
                Child.exits(PIDS[i], 0, "a child at the limit");
            }
            Check.fails(Errno.ECHILD, Wait.any(), "children that failed forks have left");
            Check.equal(USER_PROCESSES - 1, sleepersAgain(), "children when there is room again");
            Child.done();
        }
        Child.exits(child, 0, "the user with a limit");
    }

    private static int sleepersAgain() {
        Gate gate = new Gate();
        gate.make();
        int born = sleepers(gate, 2 * USER_PROCESSES);
        gate.close();
        for (int i = 0; i < born; i++) {
            Child.exits(PIDS[i], 0, "a child in the new room");
        }
        return born;
    }

    /** Children that wait at a gate, until fork fails. */
    private static int sleepers(Gate gate, int most) {
        int born = 0;
        while (born < most) {
            PIDS[born] = Processes.fork();
            if (PIDS[born] == 0) {
                gate.leaveWriting();
                gate.pass();
                Child.done();
            }
            if (PIDS[born] < 0) {
                break;
            }
            born++;
        }
        return born;
    }

    /** EAGAIN when the table is full: zombies have their places until they are waited for. */
    private static void withFullTable() {
        BEFORE.read();
        THREADS_MAX.read("/proc/sys/kernel/threads-max");
        int most = THREADS_MAX.number("");
        int born = 0;
        int child = Processes.fork();
        while (child > 0 && born < most) {
            born++;
            Wait.waitid(WaitOptions.P_PID, child, INFORMATION,
                    WaitOptions.WEXITED | WaitOptions.WNOWAIT);
            child = Processes.fork();
        }
        if (child == 0) {
            Program.exitNow(0);
        }
        Check.fails(Errno.EAGAIN, child, "a fork when the table is full");
        AFTER.read();
        Check.equal(BEFORE.processes + born, AFTER.processes, "processes in the full table");
        // Sessions and groups whose leaders have gone have numbers as well.
        Check.between(most - SLACK, most, AFTER.processes, "places of the table");
        Check.between(-SLACK, SLACK, AFTER.anonymous - BEFORE.anonymous, "frames of zombies");
        int waited = 0;
        while (Wait.any() > 0) {
            waited++;
        }
        Check.equal(born, waited, "children of the full table");
        AFTER.read();
        Check.equal(BEFORE.processes, AFTER.processes, "processes when it is empty again");
        Check.between(-SLACK, 2 * SLACK, BEFORE.free - AFTER.free, "frames of the full table");
    }

    /**
     * Fork with each of its allocations failing in turn. Who forks is a child, because the failure
     * may come later, to a store of his, and is his end then.
     */
    private static void withoutMemory(int count) {
        Address memory = Pages.map(PAGES);
        Pages.write(memory, 0, PAGES);
        Gate gate = new Gate();
        gate.make();
        int met = 0;
        for (int n = 1; n <= count; n++) {
            int victim = Child.fork();
            if (victim == 0) {
                gate.pass();
                forkWithFailure(n);
            }
            // What we store to from now on is ours before there is a failure.
            Wait.waitpid(victim, WaitOptions.WNOHANG);
            gate.open();
            Wait.waitpid(victim, 0);
            if (Wait.signalled(Wait.status)) {
                Check.equal(Signal.SIGKILL, Wait.signal(Wait.status), "the end of who met it");
                met++;
            } else {
                Check.that(Wait.exitCode(Wait.status) <= REFUSED, "how fork was refused");
                met += Wait.exitCode(Wait.status);
            }
        }
        gate.close();
        Check.between(KernelCounts.countsAllocations() ? FORK_ALLOCATIONS : 1, count, met,
                "forks that met the failure");
        Check.equal(0, Pages.wrong(memory, 0, PAGES, 0), "pages that the parent has lost");
        Pages.unmap(memory, PAGES);
    }

    private static void forkWithFailure(int n) {
        // The greatest process is the one that is ended when memory has run out: not the parent.
        Address memory = Pages.map(VICTIM_PAGES);
        Pages.write(memory, 0, VICTIM_PAGES);
        // Zombies keep the stacks that the kernel has in store: the fork needs a new one.
        for (int i = 0; i < STACKS; i++) {
            int zombie = Child.fork();
            if (zombie == 0) {
                Program.exitNow(0);
            }
            WaitRows.waitid(WaitOptions.P_PID, zombie,
                    WaitOptions.WEXITED | WaitOptions.WNOWAIT);
        }
        AFTER.read();
        BEFORE.read();
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
            AFTER.read();
            Check.equal(Errno.ENOMEM, error, "the error of a fork without memory");
            Check.equal(BEFORE.processes, AFTER.processes, "processes that a failed fork leaves");
            Check.equal(BEFORE.tables, AFTER.tables, "page tables that it leaves");
            Check.equal(BEFORE.anonymous, AFTER.anonymous, "frames of programs that it leaves");
            Check.equal(0, AFTER.wrong, "counts that it leaves wrong");
            Check.equal(0, Pages.wrong(memory, 0, VICTIM_PAGES, 0), "pages that it has spoiled");
        }
        Program.exitNow(child < 0 || lost ? REFUSED : 0);
    }
}
