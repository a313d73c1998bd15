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
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.trap.FrameLayout;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * New processes: {@code fork}, {@code vfork} and {@code clone}. Threads are not there: what would
 * make one, shared handlers of signals, is refused, and so is a shared working directory.
 */
public final class Fork {
    private static final int FLAGS = CLONE_VM | CLONE_VFORK | CLONE_FILES | CLONE_PARENT
            | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID
            | CloneFlags.CLONE_SYSVSEM | CloneFlags.CLONE_UNTRACED | CloneFlags.CLONE_DETACHED
            | CloneFlags.CLONE_PTRACE | CloneFlags.CLONE_PIDFD;

    private Fork() {
    }

    /** What a new process is to be like: the arguments of {@code clone}. */
    public static final class Request extends Struct {
        public int flags;
        public int exitSignal;
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
        if ((flags & (CLONE_THREAD | CLONE_SIGHAND | CLONE_FS)) != 0 || (flags & ~FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        return (flags & CLONE_PARENT) != 0 && Process.current().parent == null
                ? -Errno.EINVAL : 0;
    }

    /** Makes the current process's child: its number, or an error. */
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
        if (!share(self, child, request.flags)) {
            child.free();
            return -Errno.ENOMEM;
        }
        inherit(self, child);
        copyFrame(self, child, request);
        child.exitSignal = (request.flags & CLONE_PARENT) != 0 ? self.exitSignal
                : request.exitSignal;
        Processes.enter(child);
        Groups.join(child, self.groupIdentity, self.sessionIdentity);
        Processes.adopt((request.flags & CLONE_PARENT) != 0 ? self.parent : self, child);
        int pid = child.pid;
        ProcessHandle.give(request, child);
        tellTid(child, request);
        if ((request.flags & CLONE_VFORK) != 0) {
            startAndWait(child);
        } else {
            Scheduler.begin(child);
        }
        return pid;
    }

    /** Memory, files and number: what there may be no room for. */
    private static boolean share(Process self, Process child, int flags) {
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
            Identities.release(child.identity);
            return false;
        }
        if ((flags & CLONE_VM) != 0) {
            child.space = self.space;
            child.space.users++;
        } else {
            child.space = Mappings.fork(self.space);
        }
        if (child.space == null) {
            child.files.release();
            Identities.release(child.identity);
            return false;
        }
        return true;
    }

    private static void inherit(Process self, Process child) {
        child.flags = Process.FRESH
                | self.flags & (Process.NO_NEW_PRIVILEGES | Process.NOT_DUMPABLE);
        child.root = self.root.retain();
        child.directory = self.directory.retain();
        child.umask = self.umask;
        child.limits = self.limits.retain();
        child.credentials = self.credentials.retain();
        child.signals.inherit(self.signals);
        child.terminal = self.terminal;
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
        child.context.ra = Processes.programAddress().bits();
    }

    private static void tellTid(Process child, Request request) {
        if ((request.flags & CLONE_PARENT_SETTID) != 0) {
            UserMemory.writeInt(request.parentTid, child.pid);
        }
        if ((request.flags & CLONE_CHILD_CLEARTID) != 0) {
            child.clearAtExit = request.childTid;
        }
        if ((request.flags & CLONE_CHILD_SETTID) != 0) {
            // Faults are resolved in the memory of the current process: that is the child's now.
            Process self = Process.current();
            AddressSpace own = self.space;
            self.space = child.space;
            self.space.enter();
            UserMemory.writeInt(request.childTid, child.pid);
            self.space = own;
            own.enter();
        }
    }

    /** Lets the child have the parent's memory, until it has its own or ends. */
    private static void startAndWait(Process child) {
        Process self = Process.current();
        WaitQueue lender = self.loan;
        child.lender = lender;
        int pid = child.pid;
        Scheduler.begin(child);
        while (child.lender == lender && !self.signals.isKilled()) {
            lender.sleepKillably();
        }
        if (self.signals.isKilled() && Processes.find(pid) == child) {
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
