package cleave.guestos.kernel.process;

import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.signal.Signals;
import cleave.guestos.kernel.signal.Stops;
import cleave.guestos.kernel.time.Timer;
import cleave.guestos.kernel.tty.JobControl;
import cleave.magic.Panic;

/**
 * The end of threads and processes: what they have goes at once. A thread leaves nothing; of a
 * process the status stays until it is waited for.
 */
public final class Exit {
    private static final int SIGNAL_MASK = 0x7f;
    private static final int CORE_FLAG = 0x80;
    private static final int CODE_SHIFT = 8;

    private Exit() {
    }

    /** Ends the current thread by itself; the process if there is no other. */
    public static void thread(int code) {
        end((code & 0xff) << CODE_SHIFT);
    }

    /** Ends the current process by itself. */
    public static void withCode(int code) {
        process((code & 0xff) << CODE_SHIFT);
    }

    /**
     * Ends the current process by a signal.
     *
     * @param dumped whether it has left a core file
     */
    public static void bySignal(int signal, boolean dumped) {
        process(dumped ? signal | CORE_FLAG : signal);
    }

    /** Ends the current thread, because somebody has ended the process, or all other threads. */
    public static void obey() {
        process(Signal.SIGKILL);
    }

    private static void process(int status) {
        ThreadGroup group = Process.current().threads;
        if (group == null || group.isForSurvivor()) {
            end(status);
        }
        end(group.settle(status));
    }

    /** Never returns. */
    private static void end(int status) {
        Process self = Process.current();
        Process leader = self.leader;
        ThreadGroup group = self.threads;
        boolean last = group == null || group.beginEnd();
        self.flags |= Process.EXITING;
        self.status = status;
        if (last) {
            leader.flags |= Process.ENDING;
            if (leader.pid == InitialProcess.PID) {
                initHasEnded(group != null && group.ending ? group.status : status);
            }
        }
        forgetThread(self);
        Signals.endThread(self);
        if (last) {
            Signals.end(leader);
        }
        Timer.cancel(self.alarm);
        releaseMemory(self);
        if (self.files != null) {
            self.files.release();
            self.files = null;
        }
        if (self.view != null) {
            self.view.release();
            self.view = null;
        }
        if (last && leader.session == leader.pid && leader.groupIdentity != null) {
            JobControl.leaderExits(leader);
        }
        Scheduler.charge(self);
        if (group != null) {
            endAmongOthers(self, leader, group);
        }
        endProcess(leader);
        Scheduler.run();
        Panic.stop("a process that has ended runs");
    }

    /** Comes back if the whole process has ended. */
    private static void endAmongOthers(Process self, Process leader, ThreadGroup group) {
        boolean all = group.finish();
        if (!all) {
            Stops.complete(leader);
            leaveChildren(self, ThreadGroup.livingOf(leader));
        }
        if (self != leader) {
            group.forget(self);
        }
        if (all) {
            if (group.ending) {
                leader.status = group.status;
            }
            group.dissolve(leader);
            return;
        }
        if (self == leader) {
            self.state = ProcessState.LEFT;
        }
        Scheduler.run();
        Panic.stop("a thread that has ended runs");
    }

    /** What is left to do when its last thread has ended. */
    private static void endProcess(Process leader) {
        leaveFamily(leader);
        leader.state = ProcessState.ZOMBIE;
        leader.identity.ended.wakeAll();
        tellParent(leader);
    }

    private static void initHasEnded(int status) {
        Log log = Log.line().text("init has ended, ");
        if ((status & SIGNAL_MASK) != 0) {
            log.text("killed by signal ").decimal(status & SIGNAL_MASK).end();
        } else {
            log.text("with exit code ").decimal(status >>> CODE_SHIFT).end();
        }
        Panic.stop("there is no init");
    }

    /** What {@code set_tid_address} and {@code set_robust_list} have asked for. */
    private static void forgetThread(Process self) {
        if (self.space == null) {
            return;
        }
        if (self.robustList != 0) {
            RobustList.release(self);
        }
        if (self.clearAtExit != 0 && self.space.users > 1) {
            UserMemory.writeInt(self.clearAtExit, 0);
            Futexes.wake(self.clearAtExit, 1, Futexes.ANY, false);
        }
    }

    private static void releaseMemory(Process self) {
        AddressSpace space = self.space;
        if (space == null) {
            return;
        }
        self.usage.maxResident = Math.max(self.usage.maxResident, space.residentMax());
        self.space = null;
        AddressSpace.leave();
        Fork.endLoan(self);
        space.release();
    }

    /** A thread's children are another thread's now; they are told of its end if they want that. */
    private static void leaveChildren(Process self, Process heir) {
        for (Process child = self.leader.firstChild; child != null; child = child.nextSibling) {
            if (child.creator == self) {
                child.creator = heir == null ? self.leader : heir;
                tellOfDeath(child);
            }
        }
    }

    private static void tellOfDeath(Process child) {
        if (child.state == ProcessState.ZOMBIE) {
            return;
        }
        for (Process thread = child; thread != null; thread = thread.nextThread) {
            if (thread.parentDeathSignal != 0) {
                Signals.send(child, thread.parentDeathSignal);
            }
        }
    }

    private static void leaveFamily(Process self) {
        if (self.groupIdentity != null) {
            Groups.memberLeaves(self);
        }
        Process heir = heir(self);
        Process child = self.firstChild;
        while (child != null) {
            Process next = child.nextSibling;
            Processes.disown(child);
            Processes.adopt(heir, child);
            child.creator = heir;
            Groups.parentLeaves(self, child);
            tellOfDeath(child);
            if (child.state == ProcessState.ZOMBIE) {
                child.exitSignal = Signal.SIGCHLD;
                tellParent(child);
            } else if (child.exitSignal != 0) {
                child.exitSignal = Signal.SIGCHLD;
            }
            child = next;
        }
    }

    /** Who gets the children: the nearest ancestor that asked for them, or init. */
    private static Process heir(Process self) {
        if (self.firstChild == null) {
            return null;
        }
        Process ancestor = self.parent;
        while (ancestor != null) {
            if (ancestor.is(Process.SUBREAPER) && !ancestor.is(Process.ENDING)) {
                return ancestor;
            }
            ancestor = ancestor.parent;
        }
        return InitialProcess.process();
    }

    /** A dead process's parent gets its signal; nobody waits for it if that wants nothing of it. */
    private static void tellParent(Process dead) {
        Process parent = dead.parent;
        if (parent == null) {
            Processes.forget(dead);
            return;
        }
        boolean unwanted = dead.exitSignal == Signal.SIGCHLD && Signals.ignoresChildren(parent);
        if (dead.exitSignal != 0 && !(unwanted && Signals.ignores(parent, Signal.SIGCHLD))) {
            Signals.sendChild(parent, dead.exitSignal, dead, causeOf(dead), codeOf(dead.status));
        }
        parent.children.wakeAll();
        if (unwanted) {
            Processes.disown(dead);
            Processes.forget(dead);
        }
    }

    /** As {@code si_code} of SIGCHLD tells it. */
    static int causeOf(Process dead) {
        if ((dead.status & SIGNAL_MASK) == 0) {
            return Signal.CLD_EXITED;
        }
        return (dead.status & CORE_FLAG) != 0 ? Signal.CLD_DUMPED : Signal.CLD_KILLED;
    }

    /** As {@code si_status} of SIGCHLD tells it: the exit code, or the signal. */
    static int codeOf(int status) {
        int signal = status & SIGNAL_MASK;
        return signal != 0 ? signal : status >>> CODE_SHIFT & 0xff;
    }
}
