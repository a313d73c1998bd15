package cleave.guestos.kernel.process;

import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.signal.Signals;
import cleave.guestos.kernel.time.Timer;
import cleave.guestos.kernel.tty.JobControl;
import cleave.magic.Panic;

/** The end of a process: what it has goes at once, its status stays until it is waited for. */
public final class Exit {
    private static final int SIGNAL_MASK = 0x7f;
    private static final int CORE_FLAG = 0x80;
    private static final int CODE_SHIFT = 8;

    private Exit() {
    }

    /** Ends the current process by itself. */
    public static void withCode(int code) {
        end((code & 0xff) << CODE_SHIFT);
    }

    /**
     * Ends the current process by a signal.
     *
     * @param dumped whether it has left a core file
     */
    public static void bySignal(int signal, boolean dumped) {
        end(dumped ? signal | CORE_FLAG : signal);
    }

    /** Never returns. */
    private static void end(int status) {
        Process self = Process.current();
        self.flags |= Process.EXITING;
        self.status = status;
        if (self.pid == InitialProcess.PID) {
            initHasEnded(status);
        }
        forgetThread(self);
        Signals.end(self);
        Timer.cancel(self.alarm);
        releaseMemory(self);
        if (self.files != null) {
            self.files.release();
            self.files = null;
        }
        if (self.root != null) {
            self.root.release();
            self.directory.release();
        }
        if (self.session == self.pid && self.groupIdentity != null) {
            JobControl.leaderExits(self);
        }
        leaveFamily(self);
        Scheduler.charge(self);
        self.state = ProcessState.ZOMBIE;
        self.identity.ended.wakeAll();
        tellParent(self);
        Scheduler.run();
        Panic.stop("a process that has ended runs");
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
            Groups.parentLeaves(self, child);
            if (child.parentDeathSignal != 0 && child.state != ProcessState.ZOMBIE) {
                Signals.send(child, child.parentDeathSignal);
            }
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
            if (ancestor.is(Process.SUBREAPER) && !ancestor.is(Process.EXITING)) {
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
