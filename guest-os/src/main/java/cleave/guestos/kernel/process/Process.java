package cleave.guestos.kernel.process;

import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.FailNth;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.signal.PendingSignals;
import cleave.guestos.kernel.signal.SignalState;
import cleave.guestos.kernel.signal.Timers;
import cleave.guestos.kernel.time.Timeout;
import cleave.guestos.kernel.trap.TrapFrame;
import cleave.guestos.kernel.tty.Terminal;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Rv;
import cleave.magic.Struct;

/**
 * A thread: of a program, or of the kernel, which has no {@link #space}. The one with which a
 * process began, its {@link #leader}, is also the process: what all threads have in common is
 * there, and it stays until the last of them has ended.
 */
public final class Process extends Struct {
    /** Bytes of {@link #name}, the zero included. */
    public static final int NAME_SIZE = 16;

    /** In {@link #work}: another process has a better claim to the hart. */
    public static final int RESCHEDULE = 1;
    /** In {@link #work}: a signal may have to be delivered. */
    public static final int SIGNAL = 2;

    /** In {@link #work}: a mask of signals that was changed for a call has to be put back. */
    public static final int MASK = 4;

    /** In {@link #flags}: it was born without exec since, so that the parent may move its group. */
    public static final int FRESH = 1;
    /** In {@link #flags}: the thread's end has begun. */
    public static final int EXITING = 2;
    /** In {@link #flags}: it takes the children of descendants that die ({@code prctl}). */
    public static final int SUBREAPER = 4;
    /** In {@link #flags}: {@code PR_SET_NO_NEW_PRIVS}. */
    public static final int NO_NEW_PRIVILEGES = 8;
    /** In {@link #flags}: children get the ordinary policy ({@code SCHED_RESET_ON_FORK}). */
    public static final int RESET_POLICY = 0x10;
    /** In {@link #flags}: a kill ends even the sleep in which it is. */
    public static final int KILLABLE = 0x20;
    /** In {@link #flags}: other programs of the user may not look into it ({@code prctl}). */
    public static final int NOT_DUMPABLE = 0x40;
    /** In {@link #flags}: a stop was not told to the parent yet. */
    public static final int STOP_NEWS = 0x80;
    /** In {@link #flags}: that it continues was not told to the parent yet. */
    public static final int CONTINUE_NEWS = 0x100;
    /** In {@link #flags} of a leader: no thread goes on, the process ends. */
    public static final int ENDING = 0x200;
    /** In {@link #flags} of a leader: all threads have to stop. */
    public static final int STOPPING = 0x400;
    /** In {@link #flags} of a leader: all threads have stopped. */
    public static final int STOPPED = 0x800;

    static final int STACK_ORDER = 1;
    private static final int STACK_SIZE = Pte.PAGE_SIZE << STACK_ORDER;
    private static final int POOL_MAX = 16;
    private static final int GRAIN = 16;
    private static Process pool;
    private static int pooled;

    /** The program's registers. The trap entry finds this struct by it: it is the first field. */
    @Embedded
    public TrapFrame frame;
    /** What there is to do before the program goes on. */
    public int work;
    /** Where the kernel's stack begins when the program enters the kernel. */
    public Address stackTop;
    /** The {@code time} CSR, its lower half, when the program entered the kernel. */
    int enteredAt;
    /** Ticks in the kernel that are not in {@link #usage} yet. */
    int systemTicks;
    @Embedded
    Context context;
    /** A state of {@link ProcessState}. */
    public int state;
    /** The number of the process: that of its leader. */
    public int pid;
    /** The number of the thread. */
    public int tid;
    /** {@link #FRESH} and so on. */
    public int flags;
    /** Null for threads of the kernel. */
    public AddressSpace space;

    /** The thread with which the process began; itself, where there is no other. */
    public Process leader;
    /** The threads of a process that has made some; null for one that has not. */
    public ThreadGroup threads;
    Process nextThread;
    Process previousThread;

    /** In the list of those that can run, or of a {@link WaitQueue}. */
    Process nextWaiting;
    Process previousWaiting;
    /** The queue it sleeps in; null if it does not. */
    WaitQueue queue;
    /** The {@code time} CSR, its lower half, up to which {@link #usage} is counted. */
    int countedTo;
    /** Ticks it may run before others get their turn. */
    int budget;
    /** What {@link #budget} gets more each round. */
    int slice;
    /** The list in which it has last waited for its turn. */
    ProcessList ready;
    public int nice;
    /** A policy of {@link Policies}. */
    public int policy;
    /** Of the real-time policies, 1 to 99. */
    public int priority;

    /** Ends a sleep that has a time limit. */
    @Embedded
    Timeout alarm;

    Identity identity;
    Identity groupIdentity;
    Identity sessionIdentity;
    Process nextMember;
    Process previousMember;
    public int group;
    public int session;
    /** The controlling terminal; null without one. */
    public Terminal terminal;

    /** A leader; null for init and threads of the kernel. */
    public Process parent;
    /** The parent's thread that has made it, or has inherited it. */
    Process creator;
    public Process firstChild;
    public Process nextSibling;
    Process previousSibling;
    /** In the list of all, in order of birth. */
    Process nextOfAll;
    Process previousOfAll;
    /** Woken when a child has something to tell. */
    @Embedded
    WaitQueue children;
    /** Where it sleeps while a child of {@code vfork} uses its memory. */
    @Embedded
    WaitQueue loan;
    /** Woken when it no longer uses its parent's memory; null if it never did. */
    WaitQueue lender;
    /** What the parent is sent at the end. */
    public int exitSignal;
    /** What the child is sent at its parent's end; 0 for nothing. */
    public int parentDeathSignal;
    /** As {@code wait} tells it, of the dead. */
    public int status;
    /** What has stopped it. */
    public int stopSignal;
    /** Where 0 is stored and a futex woken at the end; 0 for nowhere. */
    public int clearAtExit;
    /** Of {@code set_robust_list}; 0 for none. */
    public int robustList;
    @Embedded
    public SignalState signals;
    /** Of a leader: signals that were sent to the process, for any thread. */
    @Embedded
    public PendingSignals shared;
    /** Its {@code setitimer} and {@code timer_create} timers; null for none so far. */
    public Timers timers;

    public FileTable files;
    public FileView view;
    public Limits limits;
    public Credentials credentials;
    @Embedded
    public Usage usage;
    @Embedded
    public Usage childUsage;
    /** Seconds of its own time at the last SIGXCPU. */
    public int cpuWarnings;
    /** When it was born. */
    public long startTick;
    /** When the sleep ends that a signal has interrupted, in ticks; 0 for none. */
    public long sleepDeadline;
    /** Of {@code personality}. */
    public int personality;
    /** Of {@link FailNth}. */
    public int failNth;
    /** What {@code ps} shows: a C string. */
    @Inline(NAME_SIZE)
    public byte[] name;

    /** The one that runs. */
    @Inline
    public static Process current() {
        return Struct.at(Rv.tp(), Process.class);
    }

    public boolean is(int flag) {
        return (flags & flag) != 0;
    }

    /** The parent's number; 0 without a parent. */
    public int parentPid() {
        return leader.parent == null ? 0 : leader.parent.pid;
    }

    /** The next thread of its process, in order of birth; null behind the last. */
    public Process nextThread() {
        return nextThread;
    }

    /** Whether it is a thread of the kernel. */
    public boolean isKernels() {
        return leader.group == 0;
    }

    /** A process with a stack for the kernel and nothing else; null when memory is full. */
    static Process create() {
        Process process = pool;
        if (process != null) {
            if (FailNth.fires()) {
                return null;
            }
            pool = process.nextOfAll;
            pooled--;
            clear(process);
        } else {
            process = new Process();
            if (process == null) {
                return null;
            }
            Frame stack = Frames.allocateRun(STACK_ORDER);
            if (stack == null) {
                Heap.free(process, Struct.sizeOf(Process.class));
                return null;
            }
            process.stackTop = stack.address().plus(STACK_SIZE);
        }
        process.context.sp = process.stackTop.bits();
        process.leader = process;
        return process;
    }

    /** All but the stack. */
    private static void clear(Process process) {
        Address top = process.stackTop;
        Address at = Address.of(process);
        Address end = at.plus(Struct.sizeOf(Process.class) & -GRAIN);
        while (at != end) {
            at.storeInt(0, 0);
            at.storeInt(4, 0);
            at.storeInt(8, 0);
            at.storeInt(12, 0);
            at = at.plus(GRAIN);
        }
        end = end.plus(Struct.sizeOf(Process.class) & GRAIN - 1);
        while (at != end) {
            at.storeInt(0, 0);
            at = at.plus(Integer.BYTES);
        }
        process.stackTop = top;
    }

    /** Frees stack and struct, or keeps them for the next; it must not be the current one. */
    void free() {
        if (pooled < POOL_MAX) {
            nextOfAll = pool;
            pool = this;
            pooled++;
            return;
        }
        Frames.freeRun(Frames.of(stackTop.minus(STACK_SIZE)), STACK_ORDER);
        Heap.free(this, Struct.sizeOf(Process.class));
    }

    /** Frees those that are kept for the next: the number of frames of their stacks. */
    public static int shrink() {
        int freed = pooled << STACK_ORDER;
        while (pool != null) {
            Process process = pool;
            pool = process.nextOfAll;
            Frames.freeRun(Frames.of(process.stackTop.minus(STACK_SIZE)), STACK_ORDER);
            Heap.free(process, Struct.sizeOf(Process.class));
        }
        pooled = 0;
        return freed;
    }

    /** A child has something to tell. */
    public void tellOfChild() {
        children.wakeAll();
    }

    /** Gives it a name, the end of a path or a word, cut to what fits. */
    public void setName(Address text) {
        int i = 0;
        while (i < NAME_SIZE - 1 && text.loadByte(i) != 0) {
            name[i] = (byte) text.loadByte(i);
            i++;
        }
        name[i] = 0;
    }
}
