package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Rusage;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Time;
import cleave.magic.Address;

/** Rows of exec: what stays of a process, its descriptors, its signals. */
final class ExecRows {
    private static final int CODE = 42;
    private static final int SIZE = 256;
    private static final int OLD = 1;
    private static final long BURN_NANOSECONDS = 20_000_000;
    private static final int[] VARIABLES = new int[2];
    private static final int[] WORDS = new int[8];
    private static final byte[] TEXT = new byte[SIZE];
    private static final ResourceLimit LIMIT = new ResourceLimit();
    private static final Rusage USAGE = new Rusage();
    /** 0 in the file. */
    private static int changed;

    private ExecRows() {
    }

    // ---- E1 ----

    static void replaces(int count) {
        Scratch.file("letters", "abcdef", 0644);
        int file = Files.open("letters", OpenFlags.O_RDONLY);
        Files.read(file, Address.of(TEXT), 2);
        Files.mkdir(Address.of("below"), 0755);
        int parent = Processes.getpid();
        int child = Child.fork();
        if (child == 0) {
            become(file, parent);
        }
        Child.exits(child, CODE, "the second program");
        Check.equal(2, Files.read(file, Address.of(TEXT), SIZE), "what it has left to be read");
        Check.equal(0, Strings.compare(Address.of(TEXT), Address.of("ef"), 2), "the end");
        Files.close(file);
    }

    private static void become(int file, int parent) {
        long start = Time.processTime();
        while (Time.processTime() - start < BURN_NANOSECONDS) {
            continue;
        }
        changed = OLD;
        Address mapping = Pages.map(1);
        mapping.writeInt(0, OLD);
        Files.chdir(Address.of("below"));
        Processes.umask(027);
        LIMIT.soft = 111;
        LIMIT.hard = 222;
        Check.equal(0, Limits.setrlimit(ResourceLimit.NOFILE, LIMIT), "setrlimit");
        Processes.setpriority(Processes.PRIO_PROCESS, 0, 5);
        Signals.setMask(Signals.set(Signal.SIGTERM));
        Signals.raise(Signal.SIGTERM);
        Signals.setTimer(1000, 0, 0, 0);
        VARIABLES[0] = Address.of("COLOUR=green").bits();
        VARIABLES[1] = 0;
        Child.begin("replaced");
        Child.add(Processes.getpid());
        Child.add(parent);
        Child.add(file);
        Child.add(Processes.getpgrp());
        Child.add(Processes.getsid(0));
        Child.add(mapping.bits());
        Child.add("");
        Child.add("a b\"c");
        Exec.execve(Address.of(Child.PROGRAM), Child.words(), Address.of(VARIABLES));
        Errors.perror("execve");
        Program.exitNow(Child.FAILED);
    }

    /** The second program, which finds the process as the first has left it. */
    static int replaced(int count) {
        Check.equal(8, count, "words");
        Check.equal(Child.number(0), Processes.getpid(), "its number");
        Check.equal(Child.number(1), Processes.getppid(), "its parent");
        int file = Child.number(2);
        Check.equal(2, Files.read(file, Address.of(TEXT), 2), "the descriptor is open");
        Check.that(TEXT[0] == 'c' && TEXT[1] == 'd', "and where it was");
        Check.equal(Child.number(3), Processes.getpgrp(), "its process group");
        Check.equal(Child.number(4), Processes.getsid(0), "its session");
        Check.equal(0, changed, "data is as in the file");
        Files.pipe();
        Check.fails(Errno.EFAULT, Files.write(Files.writeEnd(), Address.of(Child.number(5)), 1),
                "the old program's mapping");
        Check.equal("", Child.word(6), "an empty word");
        Check.equal("a b\"c", Child.word(7), "a word with a space");
        Check.that(Child.word(8).isNull(), "there are no more words");
        Check.equal("green", Environment.getenv("COLOUR"), "the new environment");
        Check.that(Environment.variable(1).isNull(), "and nothing of the old one");
        Files.getcwd(Address.of(TEXT), SIZE);
        Check.that(Strings.endsWith(Address.of(TEXT), "/below"), "its directory");
        Check.equal(027, Processes.umask(0), "its umask");
        Limits.getrlimit(ResourceLimit.NOFILE, LIMIT);
        Check.that(LIMIT.soft == 111 && LIMIT.hard == 222, "its limit");
        Check.equal(5, Processes.getpriority(Processes.PRIO_PROCESS, 0), "its nice value");
        Check.that(Signals.pending() == Signals.set(Signal.SIGTERM), "the signal that waits");
        Check.that(Signals.mask() == Signals.set(Signal.SIGTERM), "its mask");
        Syscalls.getitimer(0, Address.of(WORDS));
        Check.that(WORDS[2] > 900, "its alarm");
        Processes.getrusage(Processes.RUSAGE_SELF, USAGE);
        Check.that((USAGE.userMicroseconds + USAGE.systemMicroseconds) * 1000L
                > BURN_NANOSECONDS / 2, "the time it has used");
        int name = Files.open("/proc/self/comm", OpenFlags.O_RDONLY);
        Files.read(name, Address.of(TEXT), SIZE);
        Check.equal(0, Strings.compare(Address.of(TEXT), Address.of("usertests\n"), 10),
                "the name of the process");
        return CODE;
    }

    // ---- E8 ----

    private static final int FIRST = 20;
    /** Which descriptors from {@link #FIRST} on are open behind exec, and which are closed. */
    private static final String AFTER_EXEC = "occcoocococo";

    static void closes(int count) {
        Scratch.file("file", "x", 0644);
        place(20, Files.open("file", OpenFlags.O_RDONLY));
        place(21, Files.open("file", OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC));
        Files.pipe2(OpenFlags.O_CLOEXEC);
        place(22, Files.readEnd());
        place(23, Files.writeEnd());
        Files.pipe();
        place(24, Files.readEnd());
        place(25, Files.writeEnd());
        Check.equal(26, Files.fcntl(20, OpenFlags.F_DUPFD_CLOEXEC, 26), "F_DUPFD_CLOEXEC");
        Check.equal(27, Files.fcntl(21, OpenFlags.F_DUPFD, 27), "F_DUPFD of what is marked");
        Check.equal(28, Files.dup3(20, 28, OpenFlags.O_CLOEXEC), "dup3 with the mark");
        Check.equal(29, Files.dup3(21, 29, 0), "dup3 without");
        Files.dup3(20, 30, 0);
        Check.equal(0, Files.fcntl(30, OpenFlags.F_SETFD, OpenFlags.FD_CLOEXEC), "F_SETFD");
        Files.dup3(20, 31, OpenFlags.O_CLOEXEC);
        Check.equal(0, Files.fcntl(31, OpenFlags.F_SETFD, 0), "F_SETFD takes the mark away");
        Check.fails(Errno.EINVAL, Files.dup3(20, 20, 0), "dup3 to itself");
        Check.fails(Errno.EINVAL, Files.dup3(20, 33, OpenFlags.O_APPEND), "dup3 with O_APPEND");
        marks("marks before");
        int child = Child.fork();
        if (child == 0) {
            marks("marks behind fork");
            Child.done();
        }
        Child.exits(child, 0, "fork keeps all open");
        child = Child.fork();
        if (child == 0) {
            Check.fails(Errno.ENOENT, Exec.execl(Address.of("missing"), Address.of("x")), "exec");
            Check.fails(Errno.ENOEXEC, Exec.execl(Address.of("text"), Address.of("x")), "exec");
            marks("marks behind an exec that has failed");
            Child.begin("opened");
            Child.add(AFTER_EXEC);
            Child.exec();
        }
        Child.exits(child, CODE, "what is open in the second program");
        // Its pipe was closed with it, or this would wait for ever.
        Files.close(23);
        Files.close(25);
        Check.equal(0, Files.read(22, Address.of(TEXT), 1) + Files.read(24, Address.of(TEXT), 1),
                "the ends of both pipes");
        for (int i = FIRST; i < FIRST + AFTER_EXEC.length(); i++) {
            Files.close(i);
        }
    }

    /** Moves a descriptor to a number, with its mark. */
    private static void place(int number, int file) {
        boolean marked = Files.fcntl(file, OpenFlags.F_GETFD, 0) == OpenFlags.FD_CLOEXEC;
        Check.equal(number, Files.dup3(file, number, marked ? OpenFlags.O_CLOEXEC : 0), "dup3");
        Files.close(file);
        if (number == FIRST) {
            Scratch.file("text", "no program", 0755);
        }
    }

    private static void marks(String what) {
        for (int i = 0; i < AFTER_EXEC.length(); i++) {
            Check.equal(AFTER_EXEC.charAt(i) == 'c' ? OpenFlags.FD_CLOEXEC : 0,
                    Files.fcntl(FIRST + i, OpenFlags.F_GETFD, 0), what);
        }
    }

    static int opened(int count) {
        Address list = Child.word(0);
        for (int i = 0; list.loadByte(i) != 0; i++) {
            int flags = Files.fcntl(FIRST + i, OpenFlags.F_GETFD, 0);
            Check.equal(list.loadByte(i) == 'o' ? 0 : -1, flags, "the flags of a descriptor");
            Check.that(flags == 0 || Errors.errno == Errno.EBADF, "a closed descriptor");
        }
        Check.that(Files.fcntl(0, OpenFlags.F_GETFD, 0) == 0
                && Files.fcntl(1, OpenFlags.F_GETFD, 0) == 0, "standard input and output");
        return CODE;
    }

    // ---- E9 ----

    private static final int STACK_BYTES = 2 * Pages.SIZE;
    private static final int SS_DISABLE = 2;
    private static final long[] QUEUED = {1L << Signal.SIGRTMIN + 7};
    private static final int[] INFORMATION = new int[32];

    private static void handle(int signal) {
        Check.that(false, "a signal has come that should wait");
    }

    private static long kept() {
        return Signals.set(Signal.SIGTERM) | Signals.set(Signal.SIGUSR1)
                | Signals.set(Signal.SIGWINCH) | Signals.set(Signal.SIGRTMIN + 8);
    }

    static void signals(int count) {
        int child = Child.fork();
        if (child == 0) {
            Address stack = Pages.map(STACK_BYTES / Pages.SIZE);
            Check.equal(0, Signals.sigaltstack(stack, STACK_BYTES), "sigaltstack");
            Signals.setMask(kept());
            for (int i = 1; i <= Signal.MAX; i++) {
                if (i % 3 == 0) {
                    Signals.ignore(i);
                } else if (i % 3 == 1) {
                    Signals.handle(i, ExecRows::handle, Signal.SA_RESTART | Signal.SA_NODEFER
                            | Signal.SA_ONSTACK, Signals.set(Signal.SIGHUP));
                }
            }
            // It is ignored, and yet it waits, for who knows what it does when it may come.
            Signals.raise(Signal.SIGTERM);
            Signals.sigqueue(Processes.getpid(), Signal.SIGRTMIN + 8, 77);
            Signals.sigqueue(Processes.getpid(), Signal.SIGRTMIN + 8, 78);
            // One that is handled here, and waits: it ends the new program when that lets it in.
            Signals.raise(Signal.SIGUSR1);
            Child.again("signalled");
        }
        Child.isKilled(child, Signal.SIGUSR1, "the second program lets a signal in");
    }

    static int signalled(int count) {
        for (int i = 1; i <= Signal.MAX; i++) {
            if (i != Signal.SIGKILL && i != Signal.SIGSTOP) {
                Syscalls.rtSigaction(i, Address.of(0), Address.of(WORDS), 8);
                Check.equal(i % 3 == 0 ? Signal.SIG_IGN : Signal.SIG_DFL, WORDS[0],
                        "what a signal does");
                Check.equal(0, i % 3 == 0 ? 0 : WORDS[2] | WORDS[3], "the mask of an action");
            }
        }
        Check.that(Signals.mask() == kept(), "the mask");
        Check.that(Signals.pending() == (Signals.set(Signal.SIGUSR1)
                | Signals.set(Signal.SIGRTMIN + 8) | Signals.set(Signal.SIGTERM)),
                "what waits");
        Check.equal(0, Syscalls.sigaltstack(Address.of(0), Address.of(WORDS)), "sigaltstack");
        Check.equal(SS_DISABLE, WORDS[1], "the stack for signals is gone");
        for (int i = 0; i < 2; i++) {
            Syscalls.rtSigtimedwait(Address.of(QUEUED), Address.of(INFORMATION), Address.of(0), 8);
            Check.equal(77 + i, INFORMATION[5], "the value of a queued signal");
        }
        if (Check.failures() == 0) {
            Signals.unblock(Signals.set(Signal.SIGUSR1));
        }
        return CODE;
    }
}
