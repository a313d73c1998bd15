package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Syscalls;
import cleave.guestos.libc.Systems;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** E2: each way in which exec fails, and the program that goes on. */
final class ExecErrorRows {
    private static final int CODE = 42;
    /** The exit code of children to whom exec came back. */
    private static final int REFUSED = 7;
    /** That of a new program whose own first call the failure has met. */
    private static final int WITHOUT_MEMORY = 2;
    /** Frames that an exec needs at least: tables, a stack, its records. */
    private static final int EXEC_FRAMES = 4;
    private static final int USER = 1000;
    private static final int MS_NOEXEC = 8;
    private static final int LONG_NAME = 299;
    private static final int LONG_PATH = 4999;
    private static final int BAD = 8;
    private static final int PAGES = 64;
    private static final int BYSTANDER_PAGES = 512;
    private static final int BIG_PAGES = 40;
    private static final int MANY = 70_000;
    private static final int STACK_BYTES = 2 * Pages.SIZE;

    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final PageMap ORIGINAL = new PageMap();
    private static final PageMap MINE = new PageMap();
    private static final Gate GATE = new Gate();
    private static final Gate READY = new Gate();
    private static final int[] VECTOR = new int[4];
    private static final int[] WORDS = new int[4];
    private static Address memory;
    private static Address stack;
    private static int keeps;

    private ExecErrorRows() {
    }

    private static void handle(int signal) {
        keeps++;
    }

    /** A failure that has not come yet is not to come to who looks on. */
    static int nothing(int count) {
        KernelCounts.failAllocation(0);
        return CODE;
    }

    static void fails(int count) {
        prepare();
        files();
        names();
        rights();
        contents();
        addresses();
        tooMuch();
        withoutMemory(count);
        Pages.unmap(memory, PAGES);
        Pages.unmap(stack, STACK_BYTES / Pages.SIZE);
    }

    /** What the old program has, and must have behind each failure. */
    private static void prepare() {
        memory = Pages.map(PAGES);
        Pages.write(memory, 0, PAGES);
        stack = Pages.map(STACK_BYTES / Pages.SIZE);
        Signals.sigaltstack(stack, STACK_BYTES);
        Signals.handle(Signal.SIGUSR1, ExecErrorRows::handle, Signal.SA_ONSTACK, 0);
        Signals.setMask(Signals.set(Signal.SIGTERM));
        Signals.raise(Signal.SIGTERM);
        keeps = 0;
        Check.equal(30, Files.dup3(1, 30, OpenFlags.O_CLOEXEC), "a descriptor");
        ORIGINAL.read(Processes.getpid(), memory, PAGES);
        MINE.read(Processes.getpid(), memory, PAGES);
    }

    private static void goesOn() {
        MINE.read(Processes.getpid(), memory, PAGES);
        Check.equal(PAGES, MINE.same(ORIGINAL, 0, PAGES), "pages that stay");
        Check.equal(0, Pages.wrong(memory, 0, PAGES, 0), "pages with other contents");
        Check.equal(OpenFlags.FD_CLOEXEC, Files.fcntl(30, OpenFlags.F_GETFD, 0), "descriptor");
        Check.that(Signals.mask() == Signals.set(Signal.SIGTERM)
                && Signals.pending() == Signals.set(Signal.SIGTERM), "mask and what waits");
        int before = keeps;
        Signals.raise(Signal.SIGUSR1);
        Check.equal(before + 1, keeps, "signals that were handled");
        Syscalls.sigaltstack(Address.of(0), Address.of(WORDS));
        Check.equal(stack.bits(), WORDS[0], "the stack for signals");
    }

    private static int run(Address path) {
        VECTOR[0] = Address.of("name").bits();
        VECTOR[1] = 0;
        return Exec.execve(path, Address.of(VECTOR), Environment.variables());
    }

    private static void refused(int error, String path) {
        Check.fails(error, run(Address.of(path)), path);
        goesOn();
    }

    private static void files() {
        Scratch.file("text", "not a program\n", 0755);
        Scratch.file("empty", "", 0755);
        Scratch.file("plain", "#!/bin/sh\n", 0644);
        Scratch.file("cut", "\177ELF\1\1\1", 0755);
        Scratch.file("lost", "#!/no/such/interpreter\n", 0755);
        Scratch.file("of-folder", "#!/\n", 0755);
        Scratch.file("of-plain", "#!plain\n", 0755);
        Files.mkdir(Address.of("folder"), 0755);
        Files.symlink(Address.of("loop"), Address.of("loop"));
        Files.symlink(Address.of("nowhere"), Address.of("dangling"));
        Files.symlink(Address.of(Child.PROGRAM), Address.of("program"));
    }

    private static void names() {
        refused(Errno.ENOENT, "missing");
        refused(Errno.ENOENT, "");
        refused(Errno.ENOENT, "folder/missing");
        refused(Errno.ENOENT, "dangling");
        refused(Errno.ENOTDIR, "text/x");
        refused(Errno.ENOTDIR, "program/x");
        refused(Errno.ELOOP, "loop");
        Address text = Pages.map(2);
        Memory.fill(text, 'n', LONG_NAME);
        Check.fails(Errno.ENAMETOOLONG, run(text), "a name of 299 characters");
        for (int i = 0; i < LONG_PATH; i++) {
            text.storeByte(i, i % 2 == 0 ? '.' : '/');
        }
        Check.fails(Errno.ENAMETOOLONG, run(text), "a path of 4999 characters");
        Pages.unmap(text, 2);
        goesOn();
    }

    private static void rights() {
        refused(Errno.EACCES, "folder");
        refused(Errno.EACCES, "plain");
        refused(Errno.EACCES, "/dev/null");
        Files.mkfifo(Address.of("pipe"), 0755);
        refused(Errno.EACCES, "pipe");
        int writer = Files.open("text", OpenFlags.O_WRONLY);
        refused(Errno.ETXTBSY, "text");
        Files.close(writer);
        refused(Errno.ENOEXEC, "text");
        Check.fails(Errno.ETXTBSY, Files.open("program", OpenFlags.O_RDWR),
                "opening a program that runs for writing");
        Files.mkdir(Address.of("closed"), 0700);
        Files.symlink(Address.of(Child.PROGRAM), Address.of("closed/program"));
        int child = Child.fork();
        if (child == 0) {
            Syscalls.setresuid(USER, USER, USER);
            Check.fails(Errno.EACCES, run(Address.of("closed/program")),
                    "a folder that a user may not search");
            Child.done();
        }
        Child.exits(child, 0, "a user");
        Address kind = Address.of("tmpfs");
        Check.equal(0, Systems.mount(kind, Address.of("folder"), kind, MS_NOEXEC,
                Address.of(0)), "mount");
        Scratch.file("folder/script", "#!/bin/sh\n", 0755);
        refused(Errno.EACCES, "folder/script");
        Check.equal(0, Systems.umount(Address.of("folder"), 0), "umount");
    }

    private static void contents() {
        refused(Errno.ENOEXEC, "text");
        refused(Errno.ENOEXEC, "empty");
        refused(Errno.ENOEXEC, "cut");
        refused(Errno.ENOENT, "lost");
        refused(Errno.EACCES, "of-folder");
        refused(Errno.EACCES, "of-plain");
        mayBeWrittenTo("text");
        mayBeWrittenTo("empty");
        mayBeWrittenTo("cut");
        mayBeWrittenTo("lost");
        mayBeWrittenTo("plain");
        mayBeWrittenTo("of-plain");
    }

    /** What exec has refused does not count as running. */
    private static void mayBeWrittenTo(String path) {
        int file = Files.open(path, OpenFlags.O_WRONLY);
        Check.that(file >= 0, path);
        Files.close(file);
    }

    private static void addresses() {
        Address program = Address.of(Child.PROGRAM);
        Address bad = Address.of(BAD);
        Address variables = Environment.variables();
        Check.fails(Errno.EFAULT, run(bad), "a bad address of the path");
        Check.fails(Errno.EFAULT, Exec.execve(program, bad, variables), "of the arguments");
        VECTOR[0] = program.bits();
        VECTOR[1] = BAD;
        VECTOR[2] = 0;
        Check.fails(Errno.EFAULT, Exec.execve(program, Address.of(VECTOR), variables),
                "of one argument");
        VECTOR[1] = 0;
        Check.fails(Errno.EFAULT, Exec.execve(program, Address.of(VECTOR), bad),
                "of the environment");
        VECTOR[0] = 0xffff_f000;
        Check.fails(Errno.EFAULT, Exec.execve(program, Address.of(VECTOR), variables),
                "an argument in the kernel");
        goesOn();
    }

    /** One argument above 128 KiB, and more pointers than a quarter of the stack. */
    private static void tooMuch() {
        Address big = Pages.map(BIG_PAGES);
        Memory.fill(big, 'b', BIG_PAGES * Pages.SIZE - 1);
        VECTOR[0] = Address.of("name").bits();
        VECTOR[1] = big.bits();
        VECTOR[2] = 0;
        Check.fails(Errno.E2BIG, Exec.execve(Address.of(Child.PROGRAM), Address.of(VECTOR),
                Environment.variables()), "an argument above 128 KiB");
        Pages.unmap(big, BIG_PAGES);
        int pages = (MANY + 1) * Integer.BYTES / Pages.SIZE + 1;
        Address many = Pages.map(pages);
        Address word = Address.of("thirty bytes for each argument");
        for (int i = 0; i < MANY; i++) {
            many.storeInt(i * Integer.BYTES, word.bits());
        }
        Check.fails(Errno.E2BIG, Exec.execve(Address.of(Child.PROGRAM), many,
                Environment.variables()), "more than a quarter of the stack");
        Pages.unmap(many, pages);
        goesOn();
    }

    /**
     * ENOMEM with each allocation failing in turn. The failure may come later, when the new
     * program needs a page: then the greatest process must end, which is a bystander.
     */
    private static void withoutMemory(int count) {
        int refused = 0;
        int ended = 0;
        for (int n = 1; n <= count; n++) {
            GATE.make();
            READY.make();
            int bystander = bystander();
            int child = Child.fork();
            if (child == 0) {
                execWithFailure(n);
            }
            Check.equal(child, Wait.waitpid(child, 0), "the child without memory");
            Check.that(Wait.exited(Wait.status), "how it ends");
            refused += Wait.exitCode(Wait.status) == REFUSED ? 1 : 0;
            int code = Wait.exitCode(Wait.status);
            Check.that(code == REFUSED || code == CODE || code == WITHOUT_MEMORY,
                    "its exit code");
            GATE.open();
            Check.equal(bystander, Wait.waitpid(bystander, 0), "the bystander");
            if (Wait.signalled(Wait.status)) {
                Check.equal(Signal.SIGKILL, Wait.signal(Wait.status), "the bystander's end");
                ended++;
            }
            GATE.close();
            READY.close();
        }
        KernelCounts.failAllocation(0);
        Check.between(EXEC_FRAMES, count, refused, "execs without memory");
        Check.between(0, count - refused, ended, "bystanders that had to end");
        goesOn();
    }

    private static int bystander() {
        int child = Child.fork();
        if (child == 0) {
            Pages.write(Pages.map(BYSTANDER_PAGES), 0, BYSTANDER_PAGES);
            READY.open();
            GATE.pass();
            Child.done();
        }
        READY.pass();
        return child;
    }

    private static void execWithFailure(int n) {
        Signals.raise(Signal.SIGTERM);
        // What the old program stores to until exec comes back is its own before.
        goesOn();
        BEFORE.read();
        AFTER.read();
        BEFORE.read();
        Child.begin("nothing");
        KernelCounts.failAllocation(n);
        int result = Exec.execv(Address.of(Child.PROGRAM), Child.words());
        int error = Errors.errno;
        KernelCounts.failAllocation(0);
        AFTER.read();
        Errors.errno = error;
        Check.fails(Errno.ENOMEM, result, "an exec without memory");
        Check.equal(0, AFTER.wrong, "wrong counts that a failed exec leaves");
        Check.equal(BEFORE.tables, AFTER.tables, "page tables that it leaves");
        Check.equal(BEFORE.anonymous, AFTER.anonymous, "frames of programs that it leaves");
        goesOn();
        Program.exitNow(REFUSED);
    }
}
