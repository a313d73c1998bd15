package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PollTable;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.poll.AnonymousFiles;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * {@code signalfd4}: a file from which a process reads the signals that it has blocked
 * (signalfd(2)). Whose signals they are is decided by who reads.
 */
public final class SignalFile extends Struct {
    private static final int FLAGS = OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;
    /** Bytes of a {@code struct signalfd_siginfo}. */
    private static final int ENTRY_BYTES = 128;
    private static final int WORDS = ENTRY_BYTES / Integer.BYTES;
    private static final FileOperations OPERATIONS = operations();
    /** Woken when a blocked signal comes to anybody: a process may end, and files outlive it. */
    private static final Arrivals ARRIVALS = new Arrivals();
    private static int files;

    private static final class Arrivals extends Struct {
        @Embedded
        WaitQueue queue;
    }

    private long wanted;
    @Inline(WORDS)
    private int[] entry;

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.release = SignalFile::release;
        operations.read = SignalFile::read;
        operations.poll = SignalFile::poll;
        return operations;
    }

    private static SignalFile of(OpenFile file) {
        return Struct.at(file.data, SignalFile.class);
    }

    /** A blocked signal has come; also at interrupts. */
    static void arrived() {
        if (files != 0) {
            ARRIVALS.queue.wakeAll();
        }
    }

    /** A descriptor of a new file for those signals, or an error. */
    public static int create(long set, int flags) {
        if ((flags & ~FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        SignalFile signals = new SignalFile();
        if (signals == null) {
            return -Errno.ENOMEM;
        }
        signals.wanted = set & ~Signals.ABSOLUTE;
        files++;
        OpenFile file = AnonymousFiles.open(OPERATIONS, Address.of(signals),
                OpenFlags.O_RDWR | flags & OpenFlags.O_NONBLOCK);
        if (file == null) {
            files--;
            Heap.free(signals, Struct.sizeOf(SignalFile.class));
            return -Errno.ENOMEM;
        }
        return Process.current().files.add(file, (flags & OpenFlags.O_CLOEXEC) != 0);
    }

    /** Makes a file one for other signals: 0, or {@code -EINVAL} if it is for none. */
    public static int change(OpenFile file, long set, int flags) {
        if (file.operations != OPERATIONS || (flags & ~FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        of(file).wanted = set & ~Signals.ABSOLUTE;
        ARRIVALS.queue.wakeAll();
        return 0;
    }

    private static void release(OpenFile file) {
        files--;
        Heap.free(of(file), Struct.sizeOf(SignalFile.class));
    }

    private static int poll(OpenFile file, PollTable table) {
        if (table != null) {
            table.add(Address.of(ARRIVALS.queue));
        }
        return (Signals.pending(Process.current()) & of(file).wanted) != 0
                ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0;
    }

    private static int read(OpenFile file, Transfer to) {
        SignalFile signals = of(file);
        Process self = Process.current();
        if (to.remaining < ENTRY_BYTES) {
            return -Errno.EINVAL;
        }
        while ((Signals.pending(self) & signals.wanted) == 0) {
            if (file.isNonBlocking()) {
                return -Errno.EAGAIN;
            }
            int result = ARRIVALS.queue.sleep();
            if (result != 0) {
                return result;
            }
        }
        int done = 0;
        while (to.remaining >= ENTRY_BYTES
                && (Signals.pending(self) & signals.wanted) != 0) {
            int signal = Delivery.choose(Signals.pending(self) & signals.wanted);
            QueuedSignal queued = Signals.take(self, signal);
            signals.fill(signal, queued);
            SignalState.free(queued);
            Signals.look(self);
            int result = to.give(Struct.addressOf(signals, "entry"), ENTRY_BYTES);
            if (result < 0) {
                return done > 0 ? done : result;
            }
            done += ENTRY_BYTES;
        }
        return done;
    }

    private void fill(int signal, QueuedSignal from) {
        for (int i = 0; i < WORDS; i++) {
            entry[i] = 0;
        }
        entry[0] = signal;
        if (from == null) {
            return;
        }
        entry[1] = from.error;
        entry[2] = from.code;
        if (from.code == Signals.FROM_TIMER) {
            entry[6] = from.first;
            entry[8] = from.second;
            value(from.third);
        } else if (from.code <= 0) {
            entry[3] = from.first;
            entry[4] = from.second;
            value(from.third);
        } else if (signal == Signal.SIGCHLD) {
            entry[3] = from.first;
            entry[4] = from.second;
            entry[10] = from.third;
            entry[14] = from.fourth;
            entry[16] = from.fifth;
        } else if (from.code != Signals.FROM_KERNEL) {
            entry[18] = from.first;
        }
    }

    /** {@code ssi_int} and {@code ssi_ptr}. */
    private void value(int value) {
        entry[11] = value;
        entry[12] = value;
    }
}
