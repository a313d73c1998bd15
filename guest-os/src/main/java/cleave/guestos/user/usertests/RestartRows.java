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
        if (calls == 1) {
            Files.write(GATE.writing, "later");
        }
    }

    private static void opens(int signal) {
        calls++;
        GATE.open();
    }

    /** The signal that comes soon has this handler, and these flags. */
    private static void soon(Signals.Handler handler, int flags) {
        calls = 0;
        Signals.handle(Signal.SIGALRM, handler, flags, 0);
        // And again, should it have come before the call that it is meant for.
        Signals.setTimer(0, SOON, 0, SOON);
    }

    /** It has come. */
    private static void came() {
        Signals.setTimer(0, 0, 0, 0);
        Check.that(calls > 0, "the handler has run");
    }

    private static void pipes() {
        Address text = Address.of(TEXT);
        GATE.make();
        soon(RestartRows::counted, 0);
        Check.fails(Errno.EINTR, Files.read(GATE.reading, text, TEXT.length), "a read");
        came();
        soon(RestartRows::writes, Signal.SA_RESTART);
        Check.equal(5, Files.read(GATE.reading, text, TEXT.length), "a read with SA_RESTART");
        came();
        soon(RestartRows::counted, 0);
        Check.equal(PIPE, Files.write(GATE.writing, Address.of(MUCH), MUCH.length),
                "a write that has begun tells how far it has come");
        soon(RestartRows::counted, 0);
        Check.fails(Errno.EINTR, Files.write(GATE.writing, Address.of(MUCH), 1),
                "one that has not");
        came();
        GATE.close();
    }

    private static int endsWhenTold() {
        return GATE.pass() ? 3 : 4;
    }

    private static void waits() {
        GATE.make();
        int child = Apart.start(RestartRows::endsWhenTold);
        soon(RestartRows::counted, 0);
        Check.fails(Errno.EINTR, Wait.waitpid(child, 0), "a wait");
        soon(RestartRows::opens, Signal.SA_RESTART);
        Check.equal(child, Wait.waitpid(child, 0), "a wait with SA_RESTART");
        came();
        Check.equal(3, Wait.exitCode(Wait.status), "its exit code");
        GATE.close();
    }

    private static int sleep(int milliseconds) {
        TIME.seconds = milliseconds / 1000;
        TIME.nanoseconds = milliseconds % 1000 * MILLISECOND;
        REST.seconds = 99;
        REST.nanoseconds = 9;
        return Time.nanosleep(TIME, REST);
    }

    private static void sleeps() {
        soon(RestartRows::counted, Signal.SA_RESTART);
        Check.fails(Errno.EINTR, sleep(50_000), "a sleep is never begun again");
        came();
        Check.between(1, 49_975, (int) REST.seconds * 1000
                + (int) REST.nanoseconds / MILLISECOND, "milliseconds that are left");
        GATE.make();
        POLL.descriptor = GATE.reading;
        POLL.events = PollEvents.POLLIN;
        soon(RestartRows::counted, Signal.SA_RESTART);
        Check.fails(Errno.EINTR, Files.poll(POLL, 1, Work.LONG), "nor is a poll");
        came();
        soon(RestartRows::counted, 0);
        Signals.ignore(Signal.SIGALRM);
        int start = Work.now();
        Check.equal(0, sleep(80), "a signal that is ignored does not interrupt");
        Check.between(80, Work.LONG, Work.now() - start, "milliseconds of that sleep");
        GATE.close();
    }

    private static void opens() {
        Files.mkfifo(Address.of("fifo"), 0600);
        soon(RestartRows::counted, 0);
        Check.equal(-Errno.EINTR, FileCalls.openat(-100, Address.of("fifo"),
                OpenFlags.O_RDONLY, 0), "an open that waits for a writer");
        came();
    }

    private static int readsOverStop() {
        Address text = Address.of(TEXT);
        return Files.read(GATE.reading, text, TEXT.length) == 5 ? 0 : 1;
    }

    private static int sleepsOverStop() {
        int start = Work.now();
        int result = sleep(150);
        int passed = Work.now() - start;
        return result == 0 && passed >= 150 ? 0 : 1;
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
