package cleave.guestos.kernel.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.PagesInJava;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HostedTest(routines = PagesInJava.class, allocator = Heap.class,
        memory = {DirectMap.KERNEL, 4 << 20})
class SignalStateTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int FIRST_REAL_TIME = 40;

    private Process process;

    @BeforeEach
    void aProcessThatBlocksAllSignals() {
        DirectMap.begin(DirectMap.RAM);
        Frames.begin(DirectMap.toVirtual(DirectMap.RAM), 4 * MEBIBYTE);
        Frames.add(DirectMap.RAM + MEBIBYTE, DirectMap.RAM + 4 * MEBIBYTE);
        process = new Process();
        process.pid = 7;
        process.leader = process;
        process.signals.actions = SignalActions.create();
        process.signals.blocked = -1L;
        process.limits = new Limits();
        process.limits.soft[Limits.SIGNALS] = 3;
    }

    private int queue(int signal, int value) {
        return Signals.send(process, signal, Signals.FROM_QUEUE, 1, 0, value);
    }

    private int take(int signal) {
        QueuedSignal taken = process.shared.take(signal);
        int value = taken.third;
        SignalState.free(taken);
        return value;
    }

    private static long ignored(SignalState state) {
        Process one = new Process();
        one.signals.actions = state.actions;
        return SignalSets.ignored(one);
    }

    @Test
    void realTimeSignalsQueueInTheirOrder() {
        queue(FIRST_REAL_TIME, 1);
        queue(FIRST_REAL_TIME + 1, 2);
        queue(FIRST_REAL_TIME, 3);
        assertEquals(1, take(FIRST_REAL_TIME));
        assertEquals(3, take(FIRST_REAL_TIME));
        assertEquals(2, take(FIRST_REAL_TIME + 1));
        assertEquals(0, process.shared.set);
    }

    @Test
    void anOrdinarySignalIsPendingOnce() {
        queue(Signal.SIGUSR1, 1);
        queue(Signal.SIGUSR1, 2);
        assertEquals(1, take(Signal.SIGUSR1));
        assertNull(process.shared.take(Signal.SIGUSR1));
        assertEquals(0, process.shared.set);
    }

    @Test
    void aQueueThatIsFullRefusesRealTimeSignalsOnly() {
        for (int i = 0; i < 3; i++) {
            assertEquals(0, queue(FIRST_REAL_TIME, i));
        }
        assertTrue(queue(FIRST_REAL_TIME, 3) < 0);
        assertEquals(0, Signals.send(process, Signal.SIGUSR2, Signals.FROM_USER, 1, 0, 0));
        assertTrue((process.shared.set & SignalState.bit(Signal.SIGUSR2)) != 0);
    }

    @Test
    void whatIsDroppedFreesItsPlace() {
        queue(FIRST_REAL_TIME, 1);
        queue(FIRST_REAL_TIME, 2);
        queue(FIRST_REAL_TIME, 3);
        process.shared.drop(-1L);
        int used = Heap.used();
        queue(FIRST_REAL_TIME, 1);
        queue(Signal.SIGUSR1, 2);
        queue(FIRST_REAL_TIME, 3);
        process.shared.drop(SignalState.bit(FIRST_REAL_TIME));
        assertEquals(1, process.shared.queued());
        assertEquals(2, take(Signal.SIGUSR1));
        assertEquals(used, Heap.used());
    }

    @Test
    void stopAndContinueTakeEachOtherBack() {
        Signals.send(process, Signal.SIGTSTP);
        Signals.send(process, Signal.SIGCONT);
        assertEquals(SignalState.bit(Signal.SIGCONT), process.shared.set);
        Signals.send(process, Signal.SIGTTIN);
        assertEquals(SignalState.bit(Signal.SIGTTIN), process.shared.set);
    }

    @Test
    void whatIsIgnoredIsNotEvenPendingUnlessItIsBlocked() {
        process.signals.blocked = 0;
        Signals.send(process, Signal.SIGCHLD);
        assertEquals(0, process.shared.set);
        process.signals.blocked = -1L;
        Signals.send(process, Signal.SIGCHLD);
        assertEquals(SignalState.bit(Signal.SIGCHLD), process.shared.set);
    }

    @Test
    void initHearsOnlyWhatItHasHandlersFor() {
        process.pid = 1;
        process.signals.blocked = 0;
        Signals.send(process, Signal.SIGKILL);
        Signals.send(process, Signal.SIGTERM);
        assertEquals(0, process.shared.set);
        process.signals.actions.of(Signal.SIGTERM).handler = 0x1_0000;
        Signals.send(process, Signal.SIGTERM);
        assertEquals(SignalState.bit(Signal.SIGTERM), process.shared.set);
        assertTrue((process.work & Process.SIGNAL) != 0);
    }

    @Test
    void actionsAreSharedUntilOneSideChangesThem() {
        SignalState child = new Process().signals;
        child.inherit(process.signals);
        child.actions = process.signals.actions.fork();
        SignalActions own = SignalActions.own(child);
        own.of(Signal.SIGINT).handler = Signal.SIG_IGN;
        assertEquals(Signal.SIG_DFL, process.signals.actions.of(Signal.SIGINT).handler);
        assertEquals(SignalState.bit(Signal.SIGINT), ignored(child));
        assertEquals(-1L, child.blocked);
        assertFalse(child.isKilled());
    }

    @Test
    void threadsHaveTheirActionsInCommonAndAForkCopiesThem() {
        SignalState thread = new Process().signals;
        thread.actions = SignalActions.share(process.signals);
        SignalActions.own(thread).of(Signal.SIGINT).handler = Signal.SIG_IGN;
        assertEquals(Signal.SIG_IGN, process.signals.actions.of(Signal.SIGINT).handler);
        SignalState child = new Process().signals;
        child.actions = thread.actions.fork();
        SignalActions.own(thread).of(Signal.SIGINT).handler = Signal.SIG_DFL;
        assertEquals(Signal.SIG_IGN, child.actions.of(Signal.SIGINT).handler);
        thread.actions.release();
        child.actions.release();
    }

    @Test
    void aNewProgramKeepsWhatIsIgnoredAndDropsHandlers() {
        SignalActions actions = process.signals.actions;
        actions.of(Signal.SIGINT).handler = Signal.SIG_IGN;
        actions.of(Signal.SIGQUIT).handler = 0x1_0000;
        actions.handles = true;
        Signals.beginProgram(process);
        assertEquals(SignalState.bit(Signal.SIGINT), ignored(process.signals));
        assertEquals(0, SignalSets.caught(process));
    }
}
