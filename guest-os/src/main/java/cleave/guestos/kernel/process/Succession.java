package cleave.guestos.kernel.process;

import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.trap.FrameLayout;
import cleave.magic.Address;
import cleave.magic.NoInline;
import cleave.magic.Rv;

/**
 * How the last thread of a process becomes its leader, before it runs another program: it goes on
 * as the struct that the process has, with that struct's number, and with its own stack.
 */
final class Succession {
    private static final int KEPT = Process.EXITING | Process.NO_NEW_PRIVILEGES
            | Process.RESET_POLICY;

    private Succession() {
    }

    /** Every other thread has ended. Behind this, the current thread is the leader. */
    @NoInline
    static void succeed(Process self) {
        Process leader = self.leader;
        ThreadGroup group = self.threads;
        takeRun(leader, self);
        takeFiles(leader, self);
        Process child = leader.firstChild;
        while (child != null) {
            if (child.creator == self) {
                child.creator = leader;
            }
            child = child.nextSibling;
        }
        Fork.endLoan(self);
        Address stack = leader.stackTop;
        leader.stackTop = self.stackTop;
        self.stackTop = stack;
        Rv.setTp(Address.of(leader));
        group.forget(self);
    }

    /** What it has of the hart, and of the kernel. */
    private static void takeRun(Process leader, Process self) {
        Bytes.copy(Address.of(leader.frame), Address.of(self.frame), FrameLayout.SIZE);
        leader.work = self.work;
        leader.enteredAt = self.enteredAt;
        leader.systemTicks = self.systemTicks;
        leader.countedTo = self.countedTo;
        leader.budget = self.budget;
        leader.slice = self.slice;
        leader.ready = self.ready;
        leader.nice = self.nice;
        leader.policy = self.policy;
        leader.priority = self.priority;
        leader.state = self.state;
        leader.flags = leader.flags & ~KEPT | self.flags & KEPT;
        leader.parentDeathSignal = self.parentDeathSignal;
        leader.personality = self.personality;
        leader.clearAtExit = 0;
        leader.robustList = 0;
        leader.sleepDeadline = 0;
        leader.setName(Address.of(self.name));
    }

    /** What it has of other things, and the references to them. */
    private static void takeFiles(Process leader, Process self) {
        if (leader.signals.actions != null) {
            leader.signals.actions.release();
        }
        leader.signals.moveFrom(self.signals);
        leader.space = self.space;
        self.space = null;
        leader.files = self.files;
        self.files = null;
        leader.view = self.view;
        self.view = null;
        Credentials former = leader.credentials;
        leader.credentials = self.credentials;
        self.credentials = former;
    }
}
