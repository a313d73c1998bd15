package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollDescriptor;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.Timespec;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Time;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** S1: calls that sleep when a signal comes, with SA_RESTART and without. */
final class RestartRows {
    private static final int SOON = 30_000;
    private static final int MILLISECOND = 1_000_000;
    private static final int PIPE = 65_536;
    private static final byte[] MUCH = new byte[PIPE + 4096];
    private static final byte[] TEXT = new byte[16];
    private static final Timespec TIME = new Timespec();
    private static final Timespec REST = new Timespec();
    private static final PollDescriptor POLL = new PollDescriptor();
    private static final Gate GATE = new Gate();
    private static int calls;

    private RestartRows() {
    }

    static void run() {
        Apart.part(RestartRows::pipes, "a pipe and a signal");
        Apart.part(RestartRows::waits, "waiting and a signal");
        Apart.part(RestartRows::sleeps, "sleep and a signal");
        Apart.part(RestartRows::opens, "opening a pipe with a name, and a signal");
        Apart.part(RestartRows::stops, "calls over a stop");
    }

    private static void counted(int signal) {
        calls++;
    }

    private static void writes(int signal) {
        calls++;
        Files.write(GATE.writing, "later");
    }

    /** The signal that comes soon has this handler, and these flags. */
    private static void soon(Signals.Handler handler, int flags) {
        calls = 0;
        Signals.handle(Signal.SIGALRM, handler, flags, 0);
        Signals.setTimer(0, SOON, 0, 0);
    }

    private static void pipes() {
        Address text = Address.of(TEXT);
        GATE.make();
        soon(RestartRows::counted, 0);
        Check.fails(Errno.EINTR, Files.read(GATE.reading, text, TEXT.length), "a read");
        Check.equal(1, calls, "the handler has run");
        soon(RestartRows::writes, Signal.SA_RESTART);
        Check.equal(5, Files.read(GATE.reading, text, TEXT.length), "a read with SA_RESTART");
        Check.equal(1, calls, "the handler has run, and filled the pipe");
        soon(RestartRows::counted, 0);
        Check.equal(PIPE, Files.write(GATE.writing, Address.of(MUCH), MUCH.length),
                "a write that has begun tells how far it has come");
        soon(RestartRows::counted, 0);
        Check.fails(Errno.EINTR, Files.write(GATE.writing, Address.of(MUCH), 1),
                "one that has not");
        Check.equal(1, calls, "the handler has run");
        GATE.close();
    }

    private static int endsLater() {
        Time.millisleep(120);
        return 3;
    }

    private static void waits() {
        int child = Apart.start(RestartRows::endsLater);
        soon(RestartRows::counted, 0);
        Check.fails(Errno.EINTR, Wait.waitpid(child, 0), "a wait");
        soon(RestartRows::counted, Signal.SA_RESTART);
        Check.equal(child, Wait.waitpid(child, 0), "a wait with SA_RESTART");
        Check.equal(1, calls, "the handler has run");
        Check.equal(3, Wait.exitCode(Wait.status), "its exit code");
    }

    private static int sleep(int milliseconds) {
        TIME.seconds = 0;
        TIME.nanoseconds = milliseconds * MILLISECOND;
        REST.seconds = 9;
        REST.nanoseconds = 9;
        return Time.nanosleep(TIME, REST);
    }

    private static void sleeps() {
        soon(RestartRows::counted, Signal.SA_RESTART);
        Check.fails(Errno.EINTR, sleep(400), "a sleep is never begun again");
        Check.that(REST.seconds == 0, "seconds that are left");
        Check.between(200, 375, (int) REST.nanoseconds / MILLISECOND, "milliseconds that are left");
        GATE.make();
        POLL.descriptor = GATE.reading;
        POLL.events = PollEvents.POLLIN;
        soon(RestartRows::counted, Signal.SA_RESTART);
        Check.fails(Errno.EINTR, Files.poll(POLL, 1, 1000), "nor is a poll");
        Check.equal(1, calls, "the handler has run");
        soon(RestartRows::counted, 0);
        Signals.ignore(Signal.SIGALRM);
        int start = Work.now();
        Check.equal(0, sleep(80), "a signal that is ignored does not interrupt");
        Check.between(80, 1000, Work.now() - start, "milliseconds of that sleep");
        GATE.close();
    }

    private static void opens() {
        Files.mkfifo(Address.of("fifo"), 0600);
        soon(RestartRows::counted, 0);
        Check.equal(-Errno.EINTR, FileCalls.openat(-100, Address.of("fifo"),
                OpenFlags.O_RDONLY, 0), "an open that waits for a writer");
        Check.equal(1, calls, "the handler has run");
    }

    private static int readsOverStop() {
        Address text = Address.of(TEXT);
        return Files.read(GATE.reading, text, TEXT.length) == 5 ? 0 : 1;
    }

    private static int sleepsOverStop() {
        int start = Work.now();
        int result = sleep(150);
        int passed = Work.now() - start;
        return result == 0 && passed >= 150 && passed < 1000 ? 0 : 1;
    }

    /** Nothing has a handler: the program does not see that it was stopped. */
    private static void stops() {
        GATE.make();
        stopFor(Apart.start(RestartRows::readsOverStop), "a read");
        stopFor(Apart.start(RestartRows::sleepsOverStop), "a sleep");
        GATE.close();
    }

    private static void stopFor(int child, String what) {
        Time.millisleep(20);
        Signals.kill(child, Signal.SIGSTOP);
        Check.equal(child, Wait.waitpid(child, WaitOptions.WUNTRACED), what);
        Time.millisleep(30);
        Signals.kill(child, Signal.SIGCONT);
        Time.millisleep(20);
        Files.write(GATE.writing, "later");
        Check.equal(0, Apart.end(child), what);
    }
}
