package cleave.guestos.kernel.process;

import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.trap.TrapFrame;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Symbol;

/**
 * All processes, dead ones that nobody has waited for among them; and threads of the kernel. Other
 * threads are found by number, and from their leaders.
 */
public final class Processes {
    /**
     * What a thread of the kernel runs, with the tick at which it was started; it may become a
     * program, and must not return else.
     */
    public interface Body extends Fn {
        void run(long startTick, Address argument);
    }

    private static Process first;
    private static Process last;
    private static int count;
    private static int forks;
    /** The last one that nobody waits for: freed when another stack is in use. */
    private static Process corpse;

    private Processes() {
    }

    /** The oldest; null only before the first one. */
    public static Process first() {
        return first;
    }

    /** The next one in order of birth; null behind the last. */
    public static Process next(Process process) {
        return process.nextOfAll;
    }

    /** The thread of that number, or the process, which is its leader; null if there is none. */
    public static Process find(int pid) {
        Identity identity = Identities.find(pid);
        return identity == null ? null : identity.process;
    }

    /** As {@link #find}, where 0 is the current thread. */
    public static Process findOrCurrent(int pid) {
        return pid == 0 ? Process.current() : find(pid);
    }

    /** The one with the lowest number from {@code pid} on; null if there is none. */
    public static Process from(int pid) {
        Process found = null;
        for (Process process = first; process != null; process = process.nextOfAll) {
            if (process.pid >= pid && (found == null || process.pid < found.pid)) {
                found = process;
            }
        }
        return found;
    }

    /** How many there are, each thread counted. */
    public static int count() {
        return count;
    }

    /** How many there were. */
    public static int forks() {
        return forks;
    }

    /** The number given last. */
    public static int lastPid() {
        return Identities.last();
    }

    /** Whether the user of a process may have one more ({@code RLIMIT_NPROC}). */
    static boolean allow(Process process) {
        // Who has fewer than there are altogether need not be counted.
        return process.limits.allow(Limits.PROCESSES, count + 1) || process.credentials.isRoot()
                || process.limits.allow(Limits.PROCESSES, countOf(process.credentials.uid) + 1);
    }

    private static int countOf(int uid) {
        int sum = 0;
        for (Process process = first; process != null; process = process.nextOfAll) {
            if (process.credentials.uid == uid && process.groupIdentity != null) {
                sum += ThreadGroup.size(process);
            }
        }
        return sum;
    }

    /** Makes a process known by its number. */
    static void enter(Process process) {
        enterThread(process);
        process.pid = process.tid;
        process.nextOfAll = null;
        process.previousOfAll = last;
        if (last == null) {
            first = process;
        } else {
            last.nextOfAll = process;
        }
        last = process;
    }

    /** Makes a thread known by its number. */
    static void enterThread(Process thread) {
        thread.identity.process = thread;
        thread.tid = thread.identity.number;
        count++;
        forks++;
    }

    /** Takes a process out, with its number, and frees it: nothing is left of it. */
    static void forget(Process process) {
        if (process.previousOfAll == null) {
            first = process.nextOfAll;
        } else {
            process.previousOfAll.nextOfAll = process.nextOfAll;
        }
        if (process.nextOfAll == null) {
            last = process.previousOfAll;
        } else {
            process.nextOfAll.previousOfAll = process.previousOfAll;
        }
        Groups.leave(process);
        forgetThread(process);
    }

    /** Takes a thread out, with its number, and frees it. */
    static void forgetThread(Process process) {
        count--;
        process.identity.process = null;
        Identities.release(process.identity);
        process.credentials.release();
        process.limits.release();
        if (process != Process.current()) {
            process.free();
            return;
        }
        if (corpse != null) {
            corpse.free();
        }
        corpse = process;
    }

    /** Frees the last process that has forgotten itself, if the hart has left its stack. */
    static void bury() {
        if (corpse != null && corpse != Process.current()) {
            corpse.free();
            corpse = null;
        }
    }

    static void adopt(Process parent, Process child) {
        child.parent = parent;
        child.previousSibling = null;
        child.nextSibling = parent.firstChild;
        if (parent.firstChild != null) {
            parent.firstChild.previousSibling = child;
        }
        parent.firstChild = child;
    }

    static void disown(Process child) {
        if (child.previousSibling == null) {
            child.parent.firstChild = child.nextSibling;
        } else {
            child.previousSibling.nextSibling = child.nextSibling;
        }
        if (child.nextSibling != null) {
            child.nextSibling.previousSibling = child.previousSibling;
        }
        child.parent = null;
    }

    /**
     * Starts a thread of the kernel; false when memory is full.
     *
     * @param name a C string
     */
    public static boolean thread(Body body, Address argument, Address name) {
        Process process = Process.create();
        if (process == null) {
            return false;
        }
        process.identity = Identities.take();
        if (process.identity == null) {
            process.free();
            return false;
        }
        Process boot = Scheduler.boot();
        process.limits = boot.limits.retain();
        process.credentials = boot.credentials.retain();
        process.setName(name);
        enter(process);
        process.slice = Policies.slice(process);
        process.context.ra = threadAddress().bits();
        process.context.s0 = Address.of(body).bits();
        process.startTick = Clock.ticks();
        process.context.s1 = (int) process.startTick;
        process.context.s2 = (int) (process.startTick >>> Integer.SIZE);
        process.context.s3 = argument.bits();
        Scheduler.begin(process);
        return true;
    }

    /** What a program begins with: everything else is 0. */
    public static void clearFrame(TrapFrame frame, int pc, int sp) {
        Address words = Address.of(frame);
        for (int i = 0; i < 144; i += Integer.BYTES) {
            words.storeInt(i, 0);
        }
        frame.pc = pc;
        frame.sp = sp;
    }

    /** Where the first instruction of a thread of the kernel is. */
    @Symbol("context_thread")
    private static native Address threadAddress();

    /** Where a new process that has its registers begins. */
    @Symbol("context_program")
    static native Address programAddress();
}
