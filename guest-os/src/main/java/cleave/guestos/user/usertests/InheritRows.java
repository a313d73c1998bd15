package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Rusage;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.SyscallNumber;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.magic.Address;
import cleave.magic.Rv;

/** F10: what begins anew in a child, and what it inherits. */
final class InheritRows {
    private static final long BURN_NANOSECONDS = 30_000_000;
    private static final int FRESH_MICROSECONDS = 20_000;
    private static final int LIMITS = 16;
    private static final int SCHED_BATCH = 3;
    private static final int TEXT_SIZE = 256;
    private static final int MASK_BYTES = 8;
    private static final int TIMERS = 3;
    private static final int NICE = 5;
    private static final int UMASK = 027;
    private static final int EVENT_SIZE = 64;

    private static final Rusage USAGE = new Rusage();
    private static final ResourceLimit LIMIT = new ResourceLimit();
    private static final int[] WORDS = new int[8];
    private static final int[] CLOCKS = new int[4];
    private static final long[] WANTED = new long[2 * LIMITS];
    private static final int[] PARAMETER = new int[1];
    private static final int[] MASK = new int[MASK_BYTES / Integer.BYTES];
    private static final int[] EVENT = new int[EVENT_SIZE / Integer.BYTES];
    private static final byte[] TEXT = new byte[TEXT_SIZE];
    private static final TextFile MAPS = new TextFile();
    private static final TextFile THEIRS = new TextFile();

    private InheritRows() {
    }

    private static void handle(int signal) {
        Check.that(false, "a signal has come that should wait");
    }

    /** Uses the processor. */
    private static void burn() {
        long start = Time.processTime();
        while (Time.processTime() - start < BURN_NANOSECONDS) {
            continue;
        }
    }

    static void inherits(int count) {
        burn();
        int burning = Child.fork();
        if (burning == 0) {
            burn();
            Child.done();
        }
        Child.exits(burning, 0, "a child that uses the processor");
        Check.that(microseconds(Processes.RUSAGE_CHILDREN) > FRESH_MICROSECONDS
                && microseconds(Processes.RUSAGE_SELF) > FRESH_MICROSECONDS,
                "the parent has used time, and so has its child");
        prepare();
        Address mapped = Pages.map(1);
        mapped.writeInt(0, 12);
        int group = Processes.getpgrp();
        int session = Processes.getsid(0);
        int terminal = Files.open("/dev/tty", OpenFlags.O_RDWR);
        MAPS.read("/proc/self/maps");
        int child = Child.fork();
        if (child == 0) {
            THEIRS.read("/proc/self/maps");
            Check.that(MAPS.bytes > 0 && MAPS.equal(THEIRS), "the child's mappings");
            beginsAnew();
            hasInherited();
            Check.equal(group, Processes.getpgrp(), "its process group");
            Check.equal(session, Processes.getsid(0), "its session");
            int own = Files.open("/dev/tty", OpenFlags.O_RDWR);
            Check.that(terminal < 0 == own < 0, "its controlling terminal");
            Check.equal(12, mapped.readInt(0), "its mapping");
            Child.done();
        }
        Child.exits(child, 0, "the child that inherits");
        Syscalls.getitimer(0, Address.of(WORDS));
        Check.that(WORDS[2] > 0, "the parent's timer runs");
        Check.that(Signals.pending() == Signals.set(Signal.SIGTERM), "the parent's signal waits");
        Check.equal(UMASK, Processes.umask(022), "the parent's umask");
        if (terminal >= 0) {
            Files.close(terminal);
        }
        Pages.unmap(mapped, 1);
    }

    private static void prepare() {
        Files.mkdir(Address.of("below"), 0755);
        Check.equal(0, Files.chdir(Address.of("below")), "chdir");
        Processes.umask(UMASK);
        setLimit(ResourceLimit.NOFILE, 111, 222);
        setLimit(ResourceLimit.CORE, 12_345, 54_321);
        setLimit(ResourceLimit.STACK, 4 << 20, 6 << 20);
        for (int i = 0; i < LIMITS; i++) {
            Limits.getrlimit(i, LIMIT);
            WANTED[2 * i] = LIMIT.soft;
            WANTED[2 * i + 1] = LIMIT.hard;
        }
        PARAMETER[0] = 0;
        Check.equal(0, Errors.result(Syscalls.schedSetscheduler(0, SCHED_BATCH,
                Address.of(PARAMETER))), "SCHED_BATCH");
        Processes.setpriority(Processes.PRIO_PROCESS, 0, NICE);
        Signals.handle(Signal.SIGUSR1, InheritRows::handle, Signal.SA_RESTART,
                Signals.set(Signal.SIGHUP));
        Signals.ignore(Signal.SIGUSR2);
        Signals.setMask(Signals.set(Signal.SIGTERM) | Signals.set(Signal.SIGALRM)
                | Signals.set(Signal.SIGVTALRM) | Signals.set(Signal.SIGPROF));
        Signals.raise(Signal.SIGTERM);
        Check.that(Signals.pending() == Signals.set(Signal.SIGTERM), "a signal waits");
        for (int i = 0; i < TIMERS; i++) {
            WORDS[0] = 0;
            WORDS[1] = 0;
            WORDS[2] = 1000;
            WORDS[3] = 0;
            Check.equal(0, Syscalls.setitimer(i, Address.of(WORDS), Address.of(0)), "setitimer");
        }
        Check.equal(0, Rv.ecall(SyscallNumber.TIMER_CREATE, 1, 0, Address.of(WORDS).bits()),
                "timer_create");
        Check.equal(0, WORDS[0], "the number of the first timer");
        Syscalls.schedGetaffinity(0, MASK_BYTES, Address.of(MASK));
    }

    private static void setLimit(int resource, int soft, int hard) {
        LIMIT.soft = soft;
        LIMIT.hard = hard;
        Check.equal(0, Limits.setrlimit(resource, LIMIT), "setrlimit");
    }

    private static int microseconds(int who) {
        Processes.getrusage(who, USAGE);
        return (USAGE.userSeconds + USAGE.systemSeconds) * 1_000_000 + USAGE.userMicroseconds
                + USAGE.systemMicroseconds;
    }

    private static void beginsAnew() {
        Check.between(0, FRESH_MICROSECONDS, microseconds(Processes.RUSAGE_SELF),
                "microseconds that the child has used");
        Check.equal(0, microseconds(Processes.RUSAGE_CHILDREN), "those of its children");
        Syscalls.times(Address.of(CLOCKS));
        Check.between(0, 1, CLOCKS[0] + CLOCKS[1], "ticks that it has used");
        Check.equal(0, CLOCKS[2] + CLOCKS[3], "ticks of its children");
        Check.that(Signals.pending() == 0, "no signal waits for it");
        for (int i = 0; i < TIMERS; i++) {
            WORDS[2] = 1;
            WORDS[3] = 1;
            Check.equal(0, Syscalls.getitimer(i, Address.of(WORDS)), "getitimer");
            Check.equal(0, WORDS[2] + WORDS[3], "the child's timer");
        }
        Check.fails(Errno.EINVAL, Errors.result(Rv.ecall(
                SyscallNumber.TIMER_GETTIME64, 0, Address.of(EVENT).bits())),
                "the timer that the parent has made");
    }

    private static void hasInherited() {
        Check.that(Signals.mask() == (Signals.set(Signal.SIGTERM) | Signals.set(Signal.SIGALRM)
                | Signals.set(Signal.SIGVTALRM) | Signals.set(Signal.SIGPROF)), "its mask");
        WORDS[0] = 0;
        Check.equal(0, Syscalls.rtSigaction(Signal.SIGUSR1, Address.of(0), Address.of(WORDS), 8),
                "sigaction");
        Check.equal(Address.of((Signals.Handler) InheritRows::handle).bits(), WORDS[0],
                "the function that handles a signal");
        Check.equal(Signal.SA_RESTART, WORDS[1], "with its flags");
        Check.equal((int) Signals.set(Signal.SIGHUP), WORDS[2], "and its mask");
        Check.that(Signals.isIgnored(Signal.SIGUSR2), "a signal that is ignored");
        Check.that(!Signals.isIgnored(Signal.SIGHUP), "one that is not");
        Files.getcwd(Address.of(TEXT), TEXT_SIZE);
        Check.that(Strings.endsWith(Address.of(TEXT), "/below"), "its directory");
        Check.equal(UMASK, Processes.umask(022), "its umask");
        for (int i = 0; i < LIMITS; i++) {
            Limits.getrlimit(i, LIMIT);
            Check.that(LIMIT.soft == WANTED[2 * i] && LIMIT.hard == WANTED[2 * i + 1],
                    "one of its limits");
        }
        Check.equal(NICE, Processes.getpriority(Processes.PRIO_PROCESS, 0), "its nice value");
        Check.equal(SCHED_BATCH, Syscalls.schedGetscheduler(0), "its policy");
        int mask = MASK[0];
        MASK[0] = 0;
        Check.that(Syscalls.schedGetaffinity(0, MASK_BYTES, Address.of(MASK)) > 0, "affinity");
        Check.equal(mask, MASK[0], "the harts it may run on");
    }
}
