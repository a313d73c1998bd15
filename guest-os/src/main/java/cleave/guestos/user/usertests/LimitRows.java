package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;

/** L1: limits, who may set them, and what each does; {@code ulimit} of the shell. */
final class LimitRows {
    private static final int KINDS = 16;
    private static final int USER = 12_345;
    private static final int NOBODY = 999_999;
    private static final int FILES = 10;
    private static final int BYTES = 1000;
    private static final ResourceLimit NEW = new ResourceLimit();
    private static final ResourceLimit NOW = new ResourceLimit();
    private static final byte[] MUCH = new byte[2 * BYTES];
    private static int calls;
    private static int target;

    private LimitRows() {
    }

    private static int set(int process, int resource, long soft, long hard) {
        NEW.soft = soft;
        NEW.hard = hard;
        return Syscalls.prlimit(process, resource, Address.of(NEW), Address.of(0));
    }

    private static void is(int process, int resource, long soft, long hard, String what) {
        Check.equal(0, Limits.prlimit(process, resource, null, NOW), what);
        Check.that(NOW.soft == soft && NOW.hard == hard, what);
    }

    /** L1. */
    static void limits(int count) {
        Apart.part(LimitRows::values, "the calls");
        Apart.part(LimitRows::privileges, "who may change limits");
        Apart.part(LimitRows::inheritance, "limits over fork and exec");
        Apart.part(LimitRows::processes, "RLIMIT_NPROC");
        Apart.part(LimitRows::descriptors, "RLIMIT_NOFILE");
        Apart.part(LimitRows::fileSize, "RLIMIT_FSIZE");
        Apart.part(LimitRows::coreSize, "RLIMIT_CORE");
        Apart.part(LimitRows::processorTime, "RLIMIT_CPU");
        Apart.part(LimitRows::ulimit, "ulimit");
    }

    private static void values() {
        for (int resource = 0; resource < KINDS; resource++) {
            Check.equal(0, Limits.getrlimit(resource, NOW), "a limit");
            Check.that(Long.compareUnsigned(NOW.soft, NOW.hard) <= 0, "soft and hard");
        }
        Check.equal(0, set(0, ResourceLimit.CORE, 100_000, 200_000), "a new limit");
        is(0, ResourceLimit.CORE, 100_000, 200_000, "is in force");
        is(Processes.getpid(), ResourceLimit.CORE, 100_000, 200_000, "by the process's number");
        NEW.soft = 5;
        NEW.hard = ResourceLimit.INFINITY;
        Check.equal(0, Limits.prlimit(0, ResourceLimit.CORE, NEW, NOW), "prlimit sets");
        Check.that(NOW.soft == 100_000 && NOW.hard == 200_000, "and tells what was");
        is(0, ResourceLimit.CORE, 5, ResourceLimit.INFINITY, "infinity is infinity");
        Address line = Proc.word(Processes.getpid(), "limits", "Max core file size");
        Check.that(Strings.startsWith(line, "5 "), "/proc tells the soft limit");
        line = line.plus(Strings.span(line, Address.of("5 ")));
        Check.that(Strings.startsWith(line, "unlimited "), "and the hard one");
        Check.equal(-Errno.EINVAL, set(0, ResourceLimit.CORE, 7, 6), "soft above hard");
        Check.equal(-Errno.EINVAL, set(0, KINDS, 1, 1), "an unknown one");
        Check.equal(-Errno.ESRCH, set(NOBODY, ResourceLimit.CORE, 1, 1), "of nobody");
        Check.equal(-Errno.EFAULT, Syscalls.prlimit(0, ResourceLimit.CORE, Address.of(8),
                Address.of(0)), "a bad address");
        is(0, ResourceLimit.CORE, 5, ResourceLimit.INFINITY, "nothing of it has changed");
        int child = Apart.sleeper();
        Check.equal(0, set(child, ResourceLimit.CORE, 1, 2), "of a child");
        is(child, ResourceLimit.CORE, 1, 2, "it has it");
        is(0, ResourceLimit.CORE, 5, ResourceLimit.INFINITY, "and nobody else");
        Signals.kill(child, Signal.SIGKILL);
        Apart.end(child);
    }

    private static void privileges() {
        set(0, ResourceLimit.CORE, 10, 100);
        Check.equal(0, set(0, ResourceLimit.CORE, 10, 200), "root may raise a hard limit");
        target = Apart.sleeper();
        int child = Child.fork();
        if (child == 0) {
            Processes.setuid(USER);
            Check.equal(0, set(0, ResourceLimit.CORE, 200, 200), "soft up to hard");
            Check.equal(-Errno.EPERM, set(0, ResourceLimit.CORE, 200, 201), "hard up");
            Check.equal(0, set(0, ResourceLimit.CORE, 0, 3), "anybody may lower it");
            Check.equal(-Errno.EPERM, set(0, ResourceLimit.CORE, 0, 4), "and not raise it again");
            Check.equal(-Errno.EPERM, set(target, ResourceLimit.CORE, 0, 0), "another's");
            Check.fails(Errno.EPERM, Limits.prlimit(target, ResourceLimit.CORE, null, NOW),
                    "nor read it");
            Child.done();
        }
        Child.exits(child, 0, "who is not root");
        Signals.kill(target, Signal.SIGKILL);
        Apart.end(target);
    }

    private static void inheritance() {
        set(0, ResourceLimit.NOFILE, 77, 78);
        Check.equal(0, Apart.run(() -> {
            Limits.getrlimit(ResourceLimit.NOFILE, NOW);
            boolean same = NOW.soft == 77 && NOW.hard == 78;
            set(0, ResourceLimit.NOFILE, 70, 70);
            return same ? 0 : 1;
        }), "a child has the parent's");
        is(0, ResourceLimit.NOFILE, 77, 78, "what it changes is its own");
        Command.says("ulimit -n; ulimit -Hn", "77\n78\n", "exec keeps them");
    }

    private static void processes() {
        set(0, ResourceLimit.NPROC, 2, 2);
        Check.equal(0, Apart.run(() -> Apart.run(() -> Apart.run(() -> 0))), "root has no limit");
        Check.equal(0, Processes.setuid(USER), "another user");
        int first = Apart.sleeper();
        int second = Processes.fork();
        if (second == 0) {
            Program.exitNow(1);
        }
        Check.fails(Errno.EAGAIN, second, "a third process of the user");
        Signals.kill(first, Signal.SIGKILL);
        Apart.end(first);
        Check.equal(0, Apart.run(() -> 0), "when one has ended, there is room");
    }

    private static void descriptors() {
        Check.equal(0, set(0, ResourceLimit.NOFILE, FILES, FILES), "ten descriptors");
        int last = -1;
        int file = Files.dup(1);
        while (file >= 0) {
            last = file;
            file = Files.dup(1);
        }
        Check.equal(Errno.EMFILE, Errors.errno, "one more");
        Check.equal(FILES - 1, last, "the last");
        Check.fails(Errno.EMFILE, Files.pipe(), "a pipe");
        Check.fails(Errno.EMFILE, Files.open("/", OpenFlags.O_RDONLY), "open");
        Check.fails(Errno.EBADF, Files.dup2(1, FILES), "dup2 behind the last");
        Files.close(last);
        Check.fails(Errno.EMFILE, Files.pipe(), "a pipe, when one is free");
        Check.equal(last, Files.dup(1), "that one is still free");
    }

    private static void counted(int signal) {
        calls++;
    }

    private static void fileSize() {
        Signals.signal(Signal.SIGXFSZ, LimitRows::counted);
        set(0, ResourceLimit.FSIZE, BYTES, BYTES);
        int file = Files.open("large", OpenFlags.O_CREAT | OpenFlags.O_RDWR, 0644);
        Check.equal(BYTES, Files.write(file, Address.of(MUCH), MUCH.length), "a write ends there");
        Check.equal(0, calls, "without a signal");
        Check.fails(Errno.EFBIG, Files.write(file, Address.of(MUCH), 1), "the next fails");
        Check.equal(1, calls, "with SIGXFSZ");
        Check.fails(Errno.EFBIG, Files.ftruncate(file, BYTES + 1), "so does ftruncate");
        Check.equal(2, calls, "with SIGXFSZ");
        Check.equal(-Errno.EFBIG, FileCalls.fallocate(file, 0, 0, BYTES + 1), "and fallocate");
        Check.equal(3, calls, "with SIGXFSZ");
        Check.equal(0, Files.ftruncate(file, 10), "shorter it may become");
        Check.equal(BYTES - 10, FileCalls.pwrite(file, Address.of(MUCH), MUCH.length, 10),
                "and be filled again");
        Check.equal(1, Files.pwrite(file, Address.of(MUCH), 1, BYTES - 1), "to its last byte");
        Files.close(file);
        Signals.restore(Signal.SIGXFSZ);
        int end = Apart.run(() -> {
            int large = Files.open("large", OpenFlags.O_RDWR);
            Files.pwrite(large, Address.of(MUCH), 1, BYTES);
            return 1;
        });
        Check.that(end == Apart.KILLED + Signal.SIGXFSZ || end == Apart.DUMPED + Signal.SIGXFSZ,
                "without a handler it is the end");
    }

    private static int aborts() {
        Signals.raise(Signal.SIGABRT);
        return 1;
    }

    private static void coreSize() {
        set(0, ResourceLimit.CORE, 0, ResourceLimit.INFINITY);
        Check.equal(Apart.KILLED + Signal.SIGABRT, Apart.run(LimitRows::aborts), "none");
        Check.fails(Errno.ENOENT, Files.open("core", OpenFlags.O_RDONLY), "there is none");
        set(0, ResourceLimit.CORE, 2 * Pages.SIZE, ResourceLimit.INFINITY);
        Check.equal(Apart.DUMPED + Signal.SIGABRT, Apart.run(LimitRows::aborts), "a short one");
        int file = Files.open("core", OpenFlags.O_RDONLY);
        Check.between(52, 2 * Pages.SIZE, (int) Files.lseek(file, 0, 2), "its bytes");
        Files.close(file);
        Files.unlink(Address.of("core"));
    }

    private static int worksForEver() {
        Signals.signal(Signal.SIGXCPU, LimitRows::counted);
        set(0, ResourceLimit.CPU, 1, 2);
        while (calls == 0) {
            Work.use(1);
        }
        int used = Work.used();
        if (used < 950) {
            return 1;
        }
        while (true) {
            Work.use(10);
        }
    }

    private static int worksWithoutHandler() {
        set(0, ResourceLimit.CPU, 1, 2);
        Work.use(Work.LONG);
        return 1;
    }

    private static void processorTime() {
        calls = 0;
        Check.equal(Apart.KILLED + Signal.SIGKILL, Apart.run(LimitRows::worksForEver),
                "SIGXCPU at the soft limit, the end at the hard one");
        Check.between(1900, Work.LONG, Work.usage(Processes.RUSAGE_CHILDREN),
                "milliseconds that it has had");
        int end = Apart.run(LimitRows::worksWithoutHandler);
        Check.that(end == Apart.KILLED + Signal.SIGXCPU || end == Apart.DUMPED + Signal.SIGXCPU,
                "without a handler the soft one is the end");
    }

    private static void ulimit() {
        Command.says("ulimit -n 20; ulimit -n; ulimit -Sn 10; ulimit -n; ulimit -Hn",
                "20\n10\n20\n", "soft and hard");
        Command.says("ulimit -c unlimited; ulimit -c; ulimit -Sc 0; ulimit -c; ulimit -Hc",
                "unlimited\n0\nunlimited\n", "unlimited");
        Command.says("ulimit -s 4096; (ulimit -s)", "4096\n", "a subshell has it");
        Command.says("exec 2> /dev/null; ulimit -f 1; echo text > small; echo $?;"
                + " (dd if=/dev/zero of=large bs=600 count=1); test $? != 0 && echo refused",
                "0\nrefused\n", "with effect on what it starts");
    }
}
