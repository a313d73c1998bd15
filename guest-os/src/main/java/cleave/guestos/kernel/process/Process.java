package cleave.guestos.kernel.process;

import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.memory.AddressSpace;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.Pte;
import cleave.guestos.kernel.time.Timeout;
import cleave.guestos.kernel.trap.TrapFrame;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Rv;
import cleave.magic.Struct;

/** A process, or a thread of the kernel, which has no {@link #space}. */
public final class Process extends Struct {
    /** Bytes of {@link #name}, the zero included. */
    public static final int NAME_SIZE = 16;

    /** In {@link #work}: another process has a better claim to the hart. */
    public static final int RESCHEDULE = 1;
    /** In {@link #work}: a signal may have to be delivered. */
    public static final int SIGNAL = 2;

    static final int STACK_ORDER = 1;
    private static final int STACK_SIZE = Pte.PAGE_SIZE << STACK_ORDER;

    /** The program's registers. The trap entry finds this struct by it: it is the first field. */
    @Embedded
    public TrapFrame frame;
    /** What there is to do before the program goes on. */
    public int work;
    /** Where the kernel's stack begins when the program enters the kernel. */
    public Address stackTop;
    @Embedded
    Context context;
    /** A state of {@link ProcessState}. */
    public int state;
    public int pid;
    /** Null for threads of the kernel. */
    public AddressSpace space;

    /** In the list of those that can run, or of a {@link WaitQueue}. */
    Process nextWaiting;
    Process previousWaiting;
    /** The queue it sleeps in; null if it does not. */
    WaitQueue queue;

    /** Ends a sleep that has a time limit. */
    @Embedded
    Timeout alarm;

    public FileTable files;
    public Inode root;
    public Inode directory;
    public int umask;
    @Embedded
    public Credentials credentials;
    @Embedded
    public Limits limits;
    public int minorFaults;
    public int majorFaults;
    /** What {@code ps} shows: a C string. */
    @Inline(NAME_SIZE)
    public byte[] name;

    /** The one that runs. */
    @Inline
    public static Process current() {
        return Struct.at(Rv.tp(), Process.class);
    }

    /** A process with a stack for the kernel and nothing else; null when memory is full. */
    static Process create() {
        Process process = new Process();
        if (process == null) {
            return null;
        }
        Frame stack = Frames.allocateRun(STACK_ORDER);
        if (stack == null) {
            Heap.free(process, Struct.sizeOf(Process.class));
            return null;
        }
        process.stackTop = stack.address().plus(STACK_SIZE);
        process.context.sp = process.stackTop.bits();
        return process;
    }

    /** Frees the stack and the struct; it must not be the current one. */
    void free() {
        Frames.freeRun(Frames.of(stackTop.minus(STACK_SIZE)), STACK_ORDER);
        Heap.free(this, Struct.sizeOf(Process.class));
    }
}
