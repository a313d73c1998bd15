package cleave.guestos.kernel.process;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.signal.Signals;
import cleave.magic.Embedded;
import cleave.magic.NoInline;
import cleave.magic.Struct;

/**
 * The threads of a process that has made one. They are in a list that begins with the leader; it
 * stays there when it has ended.
 */
public final class ThreadGroup extends Struct {
    private Process last;
    /** Threads of which something is left to do, and those whose end has not begun. */
    private int count;
    private int living;
    /** What threads have used that are gone. */
    @Embedded
    Usage gone;
    /** Whether the process is to end, and how, as {@code wait} tells it. */
    boolean ending;
    int status;
    /** The thread that runs another program, for which the others end; null for none. */
    private Process survivor;
    /** The thread that writes a core file, for which the others wait; null for none. */
    private Process writer;
    private int parked;
    /** Woken when a thread ends, or begins to wait for the writer. */
    @Embedded
    private WaitQueue changed;
    /** Where threads wait for the writer. */
    @Embedded
    private WaitQueue parking;

    /** Makes sure that a process has a group: false when memory is full. */
    static boolean prepare(Process leader) {
        if (leader.threads != null) {
            return true;
        }
        ThreadGroup group = new ThreadGroup();
        if (group == null) {
            return false;
        }
        group.last = leader;
        group.count = 1;
        group.living = 1;
        leader.threads = group;
        return true;
    }

    /** Makes a new thread one of the group. */
    void join(Process leader, Process thread) {
        thread.leader = leader;
        thread.threads = this;
        thread.previousThread = last;
        last.nextThread = thread;
        last = thread;
        count++;
        living++;
        // It comes too late to have heard of it.
        if (ending || survivor != null) {
            Signals.kill(thread);
        } else if (leader.is(Process.STOPPING)) {
            thread.work |= Process.SIGNAL;
        }
    }

    private void unlink(Process thread) {
        thread.previousThread.nextThread = thread.nextThread;
        if (thread.nextThread == null) {
            last = thread.previousThread;
        } else {
            thread.nextThread.previousThread = thread.previousThread;
        }
    }

    /** How many threads a process has whose end has not begun. */
    public static int size(Process process) {
        return process.threads == null ? 1 : process.threads.living;
    }

    /** A thread whose end has not begun; null if there is none. */
    static Process livingOf(Process leader) {
        Process thread = leader;
        while (thread != null && thread.is(Process.EXITING)) {
            thread = thread.nextThread;
        }
        return thread;
    }

    // ---- the end ----

    /** All threads of a process have to end: what its status will be, if that is not settled. */
    public static void end(Process leader, int status) {
        ThreadGroup group = leader.threads;
        leader.flags |= Process.ENDING;
        leader.flags &= ~(Process.STOPPING | Process.STOPPED);
        if (group != null && !group.ending) {
            group.ending = true;
            group.status = status;
        }
        killAllBut(leader, null);
    }

    private static void killAllBut(Process leader, Process spared) {
        for (Process thread = leader; thread != null; thread = thread.nextThread) {
            if (thread != spared && !thread.is(Process.EXITING)) {
                Signals.kill(thread);
            }
        }
    }

    /** Whether the current thread has to end because another one runs a new program. */
    boolean isForSurvivor() {
        return survivor != null && survivor != Process.current() && !ending;
    }

    /**
     * The current thread ends the process, or was told to: gives the process's status.
     *
     * @param wanted if nobody else has settled it
     */
    int settle(int wanted) {
        Process self = Process.current();
        if (writer == self) {
            status = wanted;
            writer = null;
            parking.wakeAll();
        } else if (!ending) {
            end(self.leader, wanted);
        }
        return status;
    }

    /** The end of the current thread begins: whether it is the last. */
    boolean beginEnd() {
        while (writer != null && writer != Process.current()) {
            parked++;
            changed.wakeAll();
            parking.sleepUninterruptible();
            parked--;
        }
        living--;
        changed.wakeAll();
        return living == 0;
    }

    /** Nothing is left to do for the current thread: whether that holds for all of them. */
    boolean finish() {
        count--;
        changed.wakeAll();
        return count == 0;
    }

    /** A thread that is no leader has ended: nothing is left of it but its times. */
    void forget(Process thread) {
        gone.add(thread.usage);
        unlink(thread);
        Processes.forgetThread(thread);
    }

    /** All have ended: the leader is alone. */
    void dissolve(Process leader) {
        leader.usage.add(gone);
        leader.threads = null;
        leader.nextThread = null;
        Heap.free(this, Struct.sizeOf(ThreadGroup.class));
    }

    // ---- core files ----

    /** All other threads of the current one's process go where they end, and wait there. */
    public static void park(int status) {
        Process self = Process.current();
        ThreadGroup group = self.threads;
        if (group == null || group.ending) {
            return;
        }
        group.writer = self;
        group.ending = true;
        group.status = status;
        self.leader.flags |= Process.ENDING;
        killAllBut(self.leader, self);
        while (group.parked < group.living - 1) {
            group.changed.sleepUninterruptible();
        }
    }

    // ---- another program ----

    /**
     * The current thread is to run another program: all others end, and it becomes the leader.
     *
     * @return 0, or an error if somebody else was faster: the thread has to end
     */
    @NoInline
    public static int beAlone() {
        Process self = Process.current();
        ThreadGroup group = self.threads;
        if (group == null) {
            return 0;
        }
        if (group.ending || group.survivor != null) {
            return -Errno.EAGAIN;
        }
        group.survivor = self;
        killAllBut(self.leader, self);
        while (group.count > 1) {
            if (self.signals.isKilled()) {
                group.survivor = null;
                return -Errno.EINTR;
            }
            group.changed.sleepKillably();
        }
        if (self != self.leader) {
            Succession.succeed(self);
        }
        group.dissolve(Process.current());
        return 0;
    }
}
