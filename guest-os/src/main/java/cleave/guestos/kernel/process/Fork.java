package cleave.guestos.kernel.process;

import static cleave.guestos.abi.CloneFlags.CLONE_CHILD_CLEARTID;
import static cleave.guestos.abi.CloneFlags.CLONE_CHILD_SETTID;
import static cleave.guestos.abi.CloneFlags.CLONE_FILES;
import static cleave.guestos.abi.CloneFlags.CLONE_FS;
import static cleave.guestos.abi.CloneFlags.CLONE_PARENT;
import static cleave.guestos.abi.CloneFlags.CLONE_PARENT_SETTID;
import static cleave.guestos.abi.CloneFlags.CLONE_SETTLS;
import static cleave.guestos.abi.CloneFlags.CLONE_SIGHAND;
import static cleave.guestos.abi.CloneFlags.CLONE_THREAD;
import static cleave.guestos.abi.CloneFlags.CLONE_VFORK;
import static cleave.guestos.abi.CloneFlags.CLONE_VM;

import cleave.guestos.abi.CloneFlags;
import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Mappings;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.signal.SignalActions;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.trap.FrameLayout;
import cleave.magic.Address;
import cleave.magic.Struct;

/** New processes and threads: {@code fork}, {@code vfork} and {@code clone} (clone(2)). */
public final class Fork {
    private static final int FLAGS = CLONE_VM | CLONE_VFORK | CLONE_FILES | CLONE_FS
            | CLONE_SIGHAND | CLONE_THREAD | CLONE_PARENT | CLONE_SETTLS | CLONE_PARENT_SETTID
            | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CloneFlags.CLONE_SYSVSEM
            | CloneFlags.CLONE_UNTRACED | CloneFlags.CLONE_DETACHED | CloneFlags.CLONE_PTRACE
            | CloneFlags.CLONE_PIDFD | CloneFlags.CLONE_IO;

    private Fork() {
    }

    /** What a new process is to be like: the arguments of {@code clone}. */
    public static final class Request extends Struct {
        public int flags;
        public int exitSignal;
        /** Whether handlers of signals become default actions. */
        public boolean clearHandlers;
        /** The child's stack pointer; 0 for the parent's. */
        public int stack;
        public int threadPointer;
        /** Where the child's number is stored in the parent's memory, and in the child's. */
        public int parentTid;
        public int childTid;
        /** Where a descriptor of the child is stored in the parent's memory. */
        public int handleAddress;
        /** It, and what it leads to. */
        int descriptor;
        OpenFile handle;
    }

    private static int check(int flags) {
        boolean thread = (flags & CLONE_THREAD) != 0;
        if ((flags & ~FLAGS) != 0 || thread && (flags & CLONE_SIGHAND) == 0
                || (flags & CLONE_SIGHAND) != 0 && (flags & CLONE_VM) == 0
                || thread && (flags & CloneFlags.CLONE_PIDFD) != 0) {
            return -Errno.EINVAL;
        }
        return (flags & CLONE_PARENT) != 0 && Process.current().leader.parent == null
                ? -Errno.EINVAL : 0;
    }

    /** Makes the current process's child, or another thread of it: its number, or an error. */
    public static int clone(Request request) {
        int result = check(request.flags);
        if (result < 0) {
            return result;
        }
        return (request.flags & CloneFlags.CLONE_PIDFD) != 0 ? ProcessHandle.openChild(request)
                : make(request);
    }

    static int make(Request request) {
        Process self = Process.current();
        if (!Processes.allow(self) || !Identities.areLeft()) {
            return -Errno.EAGAIN;
        }
        Processes.bury();
        Process child = Process.create();
        if (child == null) {
            return -Errno.ENOMEM;
        }
        if (!share(self, child, request)) {
            abandon(child);
            return -Errno.ENOMEM;
        }
        inherit(self, child);
        copyFrame(self, child, request);
        if ((request.flags & CLONE_THREAD) != 0) {
            Processes.enterThread(child);
            child.pid = self.pid;
            self.threads.join(self.leader, child);
        } else {
            beginProcess(self, child, request);
        }
        int tid = child.tid;
        ProcessHandle.give(request, child);
        boolean waits = (request.flags & CLONE_VFORK) != 0;
        tellTid(child, request.flags, request.parentTid, request.childTid);
        if (waits) {
            startAndWait(child);
        } else {
            Scheduler.begin(child);
        }
        return tid;
    }

    private static void beginProcess(Process self, Process child, Request request) {
        Process leader = self.leader;
        boolean sibling = (request.flags & CLONE_PARENT) != 0;
        child.flags |= Process.FRESH;
        child.exitSignal = sibling ? leader.exitSignal : request.exitSignal;
        child.terminal = leader.terminal;
        Processes.enter(child);
        Groups.join(child, leader.groupIdentity, leader.sessionIdentity);
        Processes.adopt(sibling ? leader.parent : leader, child);
        child.creator = sibling ? leader.creator : self;
    }

    /** What there may be no room for. */
    private static boolean share(Process self, Process child, Request request) {
        int flags = request.flags;
        if ((flags & CLONE_THREAD) != 0 && !ThreadGroup.prepare(self.leader)) {
            return false;
        }
        child.identity = Identities.take();
        if (child.identity == null) {
            return false;
        }
        if ((flags & CLONE_FILES) != 0) {
            child.files = self.files;
            child.files.references++;
        } else {
            child.files = self.files.copy();
        }
        if (child.files == null) {
            return false;
        }
        child.view = (flags & CLONE_FS) != 0 ? FileView.share(self) : self.view.fork();
        child.limits = (flags & CLONE_THREAD) != 0 ? Limits.share(self) : self.limits.fork();
        if ((flags & CLONE_SIGHAND) != 0) {
            child.signals.actions = SignalActions.share(self.signals);
        } else {
            child.signals.actions = request.clearHandlers
                    ? self.signals.actions.forkWithoutHandlers() : self.signals.actions.fork();
        }
        if (child.view == null || child.limits == null || child.signals.actions == null) {
            return false;
        }
        if ((flags & CLONE_VM) != 0) {
            child.space = self.space;
            child.space.users++;
        } else {
            child.space = Mappings.fork(self.space);
        }
        return child.space != null;
    }

    /** There was no room for all of it. */
    private static void abandon(Process child) {
        if (child.signals.actions != null) {
            child.signals.actions.release();
        }
        if (child.limits != null) {
            child.limits.release();
        }
        if (child.view != null) {
            child.view.release();
        }
        if (child.files != null) {
            child.files.release();
        }
        if (child.identity != null) {
            Identities.release(child.identity);
        }
        child.free();
    }

    private static void inherit(Process self, Process child) {
        child.flags = self.flags & Process.NO_NEW_PRIVILEGES
                | self.leader.flags & Process.NOT_DUMPABLE;
        child.credentials = self.credentials.retain();
        child.signals.inherit(self.signals);
        child.personality = self.personality;
        child.nice = self.nice;
        child.slice = self.slice;
        if (self.is(Process.RESET_POLICY)) {
            boolean realTime = Policies.isRealTime(self.policy);
            child.policy = realTime ? Policies.OTHER : self.policy;
            child.nice = realTime ? 0 : Math.max(self.nice, 0);
            child.slice = Policies.slice(child);
        } else {
            child.policy = self.policy;
            child.priority = self.priority;
        }
        // Both have what the parent had, or forking would be a way to a greater share.
        int half = self.budget >> 1;
        child.budget = half;
        self.budget -= half;
        child.startTick = Clock.ticks();
        Address from = Struct.addressOf(self, "name");
        Address to = Struct.addressOf(child, "name");
        for (int i = 0; i < Process.NAME_SIZE; i += Integer.BYTES) {
            to.storeInt(i, from.loadInt(i));
        }
    }

    private static void copyFrame(Process self, Process child, Request request) {
        Address from = Address.of(self.frame);
        Address to = Address.of(child.frame);
        Address end = from.plus(FrameLayout.SIZE);
        while (from != end) {
            to.storeInt(0, from.loadInt(0));
            to.storeInt(4, from.loadInt(4));
            to.storeInt(8, from.loadInt(8));
            to.storeInt(12, from.loadInt(12));
            from = from.plus(16);
            to = to.plus(16);
        }
        child.frame.a0 = 0;
        child.frame.call = 0;
        if (request.stack != 0) {
            child.frame.sp = request.stack;
        }
        if ((request.flags & CLONE_SETTLS) != 0) {
            child.frame.tp = request.threadPointer;
        }
        if ((request.flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM) {
            child.signals.dropStack();
        }
        child.context.ra = Processes.programAddress().bits();
    }

    /** What may sleep, while others make their requests. */
    private static void tellTid(Process child, int flags, int parentTid, int childTid) {
        if ((flags & CLONE_CHILD_CLEARTID) != 0) {
            child.clearAtExit = childTid;
        }
        if ((flags & CLONE_PARENT_SETTID) != 0) {
            UserMemory.writeInt(parentTid, child.tid);
        }
        if ((flags & CLONE_CHILD_SETTID) != 0) {
            // Faults are resolved in the memory of the current process: that is the child's now.
            Process self = Process.current();
            AddressSpace own = self.space;
            self.space = child.space;
            self.space.enter();
            UserMemory.writeInt(childTid, child.tid);
            self.space = own;
            own.enter();
        }
    }

    /** Lets the child have the parent's memory, until it has its own or ends. */
    private static void startAndWait(Process child) {
        Process self = Process.current();
        WaitQueue lender = self.loan;
        child.lender = lender;
        int tid = child.tid;
        Scheduler.begin(child);
        while (child.lender == lender && !self.signals.isKilled()) {
            lender.sleepKillably();
        }
        if (self.signals.isKilled() && Processes.find(tid) == child) {
            child.lender = null;
        }
    }

    /** The current process no longer uses its parent's memory. */
    public static void endLoan(Process process) {
        if (process.lender != null) {
            WaitQueue lender = process.lender;
            process.lender = null;
            lender.wakeAll();
        }
    }
}
