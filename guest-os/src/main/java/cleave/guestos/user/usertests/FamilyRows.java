package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Rusage;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Pipes;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** W3 to W6: zombies, what they have used, and who inherits the children of the dead. */
final class FamilyRows {
    private static final int SLACK = 24;
    private static final int ZOMBIE_PAGES = 256;
    private static final int PATIENCE = 500;
    private static final int PAUSE = 10;
    private static final int INIT = 1;
    /** Milliseconds that a child may have used when it looks first. */
    private static final int BEGINNING = 45;
    private static final int USER = 12_345;
    private static final int SET_SUBREAPER = 36;
    private static final int GET_SUBREAPER = 37;
    private static final int MILLISECONDS_PER_TICK = 10;
    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final Rusage USAGE = new Rusage();
    private static final ResourceLimit LIMIT = new ResourceLimit();
    private static final Gate DOWN = new Gate();
    private static final Gate UP = new Gate();
    private static final Gate HELD = new Gate();
    private static final byte[] COMMAND = new byte[64];
    private static final byte[] SAID = new byte[64];
    private static final int[] NUMBERS = new int[4];
    private static Address memory;

    private FamilyRows() {
    }

    private static void awaitEnd(int child) {
        Check.equal(0, WaitRows.waitid(WaitOptions.P_PID, child,
                WaitOptions.WEXITED | WaitOptions.WNOWAIT), "its end");
    }

    // ---- W3 ----

    private static int becomesZombie() {
        HELD.leaveReading();
        Pages.write(memory, 0, ZOMBIE_PAGES);
        Work.use(30);
        return 3;
    }

    /** W3. */
    static void zombie(int count) {
        memory = Pages.map(ZOMBIE_PAGES);
        HELD.make();
        BEFORE.read();
        int child = Apart.start(FamilyRows::becomesZombie);
        HELD.leaveWriting();
        awaitEnd(child);
        AFTER.read();
        Check.equal(BEFORE.processes + 1, AFTER.processes, "processes with the zombie");
        Check.between(-SLACK, SLACK, AFTER.anonymous - BEFORE.anonymous, "frames of the zombie");
        Check.that(!HELD.pass(), "it has no descriptors");
        Check.equal('Z', Proc.state(child), "its state");
        Check.that(Strings.startsWith(Proc.word(child, "status", "State:"), "Z (zombie)"),
                "its state in words");
        Check.equal(Proc.NONE, Proc.number(child, "status", "VmRSS:"), "its resident size");
        Check.equal(0, Proc.read(child, "maps"), "its maps");
        Check.equal(0, Proc.read(child, "cmdline"), "its arguments");
        Check.equal(Processes.getpid(), Proc.number(child, "status", "PPid:"), "its parent");
        Format.snprintf(Address.of(COMMAND), COMMAND.length, "ps -o stat= -p %d", child);
        Stream ps = Pipes.popen(Address.of(COMMAND), "r");
        Address said = Stdio.fgets(Address.of(SAID), SAID.length, ps);
        Check.that(!said.isNull() && said.loadByte(0) == 'Z', "ps shows it as Z");
        Pipes.pclose(ps);
        Check.equal(0, Signals.kill(child, Signal.SIGKILL), "a signal to the dead");
        Check.equal(Processes.getpgid(0), Processes.getpgid(child), "it has its group");
        Check.equal(Processes.getsid(0), Processes.getsid(child), "and its session");
        Check.equal(child, Wait.waitpid(child, 0), "waiting for it");
        Check.equal(3, Wait.exitCode(Wait.status), "its status");
        Check.between(20, Work.LONG, Work.of(Wait.usage()), "milliseconds that it had used");
        Check.between(ZOMBIE_PAGES, 2 * ZOMBIE_PAGES, Wait.usage().minorFaults, "its faults");
        AFTER.read();
        Check.equal(BEFORE.processes, AFTER.processes, "processes without it");
        Check.fails(Errno.ESRCH, Signals.kill(child, 0), "its number is free");
        Check.equal(0, Proc.state(child), "/proc has forgotten it");
        HELD.leaveReading();
        Pages.unmap(memory, ZOMBIE_PAGES);
        Apart.part(FamilyRows::zombiesCount, "what zombies take");
    }

    /** A zombie has a place in the table of processes, for its user's limit as well. */
    private static void zombiesCount() {
        LIMIT.soft = 2;
        LIMIT.hard = 2;
        Limits.setrlimit(ResourceLimit.NPROC, LIMIT);
        Check.equal(0, Processes.setuid(USER), "another user");
        int child = Apart.start(() -> 0);
        awaitEnd(child);
        int second = Processes.fork();
        if (second == 0) {
            Program.exitNow(1);
        }
        Check.fails(Errno.EAGAIN, second, "a fork beside the zombie");
        Check.equal(0, Apart.end(child), "its end");
        Check.equal(0, Apart.run(() -> 0), "a fork without it");
    }

    // ---- W4 ----

    private static int works() {
        Work.use(60);
        return 0;
    }

    private static int worksWithChild() {
        int own = Work.usage(Processes.RUSAGE_SELF);
        int children = Work.usage(Processes.RUSAGE_CHILDREN);
        if (own > BEGINNING || children != 0) {
            return 1;
        }
        Apart.run(FamilyRows::works);
        Work.use(60);
        return 0;
    }

    private static int tick(int index) {
        Syscalls.times(Address.of(NUMBERS));
        return NUMBERS[index] * MILLISECONDS_PER_TICK;
    }

    /** W4. */
    static void usage(int count) {
        Check.equal(0, Work.usage(Processes.RUSAGE_CHILDREN), "children so far");
        int start = Work.usage(Processes.RUSAGE_SELF);
        Work.use(50);
        Check.between(45, Work.LONG, Work.usage(Processes.RUSAGE_SELF) - start, "own milliseconds");
        Check.between(40, Work.LONG, tick(0) + tick(1), "the same by times");
        Processes.getrusage(Processes.RUSAGE_SELF, USAGE);
        // Where a host's clock is the guest's, time may pass in the kernel, too.
        for (int i = 0; i < 20 && USAGE.userMicroseconds <= 20_000; i++) {
            Work.use(20);
            Processes.getrusage(Processes.RUSAGE_SELF, USAGE);
        }
        Check.that(USAGE.userMicroseconds > 20_000, "a part of it is the program's");
        int child = Apart.start(FamilyRows::worksWithChild);
        awaitEnd(child);
        Check.equal(0, Work.usage(Processes.RUSAGE_CHILDREN), "a zombie is not waited for yet");
        Check.equal(child, Wait.waitpid(child, 0), "now it is");
        Check.equal(0, Wait.exitCode(Wait.status), "a child begins at 0");
        Check.between(110, Work.LONG, Work.of(Wait.usage()), "its time and that of its own child");
        Check.between(110, Work.LONG, Work.usage(Processes.RUSAGE_CHILDREN), "ours by getrusage");
        Check.between(100, Work.LONG, tick(2) + tick(3), "ours by times");
        Apart.run(FamilyRows::works);
        Check.between(160, Work.LONG, Work.usage(Processes.RUSAGE_CHILDREN), "and another's");
        Check.equal(-Errno.EINVAL, Syscalls.getrusage(5, Address.of(USAGE)), "use of nobody");
        Check.equal(-Errno.EFAULT, Syscalls.getrusage(0, Address.of(8)), "a bad address");
        Apart.part(FamilyRows::counts, "what else is counted");
        Apart.part(FamilyRows::unwanted, "children that nobody waits for");
    }

    private static void counts() {
        Address pages = Pages.map(64);
        Processes.getrusage(Processes.RUSAGE_SELF, USAGE);
        int faults = USAGE.minorFaults;
        int resident = USAGE.maxResident;
        int switches = USAGE.voluntarySwitches;
        Pages.write(pages, 0, 64);
        Pages.unmap(pages, 64);
        Time.millisleep(5);
        Processes.getrusage(Processes.RUSAGE_SELF, USAGE);
        Check.between(64, 80, USAGE.minorFaults - faults, "faults of 64 new pages");
        Check.that(USAGE.maxResident >= resident, "the greatest size in memory");
        Check.between(1, 10, USAGE.voluntarySwitches - switches, "switches of a sleep");
        pages = Pages.map(512);
        Pages.write(pages, 0, 512);
        Pages.unmap(pages, 512);
        Processes.getrusage(Processes.RUSAGE_SELF, USAGE);
        Check.that(USAGE.maxResident >= 2048, "KiB in memory at most, though they are gone");
    }

    private static void unwanted() {
        Signals.ignore(Signal.SIGCHLD);
        Apart.start(FamilyRows::works);
        Check.fails(Errno.ECHILD, Wait.any(), "a wait for ignored children");
        Check.equal(0, Work.usage(Processes.RUSAGE_CHILDREN), "their time joins nobody's");
    }

    // ---- W5 ----

    private static int prctl(int option, int value) {
        return Syscalls.prctl(option, value, 0, 0, 0);
    }

    /** A parent with a zombie and a child that lives, which it tells of and leaves. */
    private static int leavesChildren() {
        int zombie = Apart.start(() -> 21);
        awaitEnd(zombie);
        Apart.start(FamilyRows::orphan);
        return UP.hear() == INIT ? 20 : 19;
    }

    private static int orphan() {
        NUMBERS[0] = 77;
        prctl(GET_SUBREAPER, Address.of(NUMBERS).bits());
        UP.tell(NUMBERS[0] == 0 ? INIT : 0);
        DOWN.pass();
        UP.tell(Processes.getppid());
        return 22;
    }

    /** W5. */
    static void subReapers(int count) {
        UP.make();
        DOWN.make();
        HELD.make();
        Apart.part(FamilyRows::nearestReaper, "sub-reapers");
        Apart.part(FamilyRows::withoutReaper, "without a sub-reaper");
        UP.close();
        DOWN.close();
        HELD.close();
    }

    private static void nearestReaper() {
        Check.equal(0, prctl(SET_SUBREAPER, 1), "PR_SET_CHILD_SUBREAPER");
        Check.equal(0, prctl(GET_SUBREAPER, Address.of(NUMBERS).bits()), "PR_GET_...");
        Check.equal(1, NUMBERS[0], "it is one");
        Check.equal(20, Apart.run(FamilyRows::leavesChildren), "the parent's end");
        DOWN.open();
        Check.equal(Processes.getpid(), UP.hear(), "the orphan's parent");
        int sum = 0;
        for (int i = 0; i < 2; i++) {
            Check.that(Wait.any() > 0, "an adopted child");
            sum += Wait.exitCode(Wait.status);
        }
        Check.equal(43, sum, "the zombie's status and the orphan's");
        Check.fails(Errno.ECHILD, Wait.any(), "no more");
        // A nearer one takes them; when that has ended, we do.
        int inner = Apart.start(FamilyRows::innerReaper);
        Check.equal(inner, UP.hear(), "the parent is the nearer sub-reaper");
        HELD.open();
        Check.equal(5, Apart.end(inner), "its end");
        DOWN.open();
        Check.equal(Processes.getpid(), UP.hear(), "then it is the next");
        Check.that(Wait.any() > 0, "its child, which is ours now");
        Check.equal(22, Wait.exitCode(Wait.status), "its status");
        Check.fails(Errno.ECHILD, Wait.any(), "no more");
    }

    private static int orphanTwice() {
        DOWN.pass();
        UP.tell(Processes.getppid());
        DOWN.pass();
        UP.tell(Processes.getppid());
        return 22;
    }

    private static int innerReaper() {
        prctl(SET_SUBREAPER, 1);
        Apart.run(() -> Apart.start(FamilyRows::orphanTwice) > 0 ? 0 : 1);
        DOWN.open();
        return HELD.pass() ? 5 : 6;
    }

    private static void withoutReaper() {
        Check.equal(20, Apart.run(FamilyRows::leavesChildren), "the parent's end");
        DOWN.open();
        Check.equal(INIT, UP.hear(), "the orphan's parent");
        Check.fails(Errno.ECHILD, Wait.any(), "the grandchildren are not ours");
    }

    // ---- W6 ----

    private static int leavesOrphan() {
        Apart.start(() -> 0);
        return 0;
    }

    /** W6: init waits for all whose parents have died. */
    static void orphans(int count) {
        BEFORE.read();
        initLives();
        for (int i = 0; i < count; i++) {
            Check.equal(0, Apart.run(FamilyRows::leavesOrphan), "a parent's end");
        }
        AFTER.read();
        for (int i = 0; AFTER.processes != BEFORE.processes && i < PATIENCE; i++) {
            Time.millisleep(PAUSE);
            AFTER.read();
        }
        Check.equal(BEFORE.processes, AFTER.processes, "processes when init had time");
        Check.between(-SLACK, SLACK, BEFORE.free - AFTER.free, "frames that are lost");
    }

    /** No signal that init does not handle does anything to it, not even those nobody can. */
    private static void initLives() {
        long wanted = Proc.signals(INIT, "SigCgt:") | Proc.signals(INIT, "SigBlk:");
        int sent = 0;
        for (int signal = 1; signal <= Signal.MAX; signal++) {
            if (!Signals.contains(wanted, signal)) {
                Check.equal(0, Signals.kill(INIT, signal), "a signal to init");
                sent++;
            }
        }
        Check.that(sent >= 2, "SIGKILL and SIGSTOP are among them");
        Time.millisleep(PAUSE);
        int state = Proc.state(INIT);
        Check.that(state == 'S' || state == 'R', "init lives, and is not stopped");
    }
}
