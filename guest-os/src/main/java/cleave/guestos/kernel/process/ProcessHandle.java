package cleave.guestos.kernel.process;

import cleave.guestos.abi.CloneFlags;
import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.PollEvents;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.PollTable;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.poll.AnonymousFiles;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * A process by descriptor ({@code pidfd_open} and {@code CLONE_PIDFD}): ready when the process has
 * ended, and never another process, because it keeps the number from being given again. Nothing can
 * be read from it or written to it.
 */
public final class ProcessHandle {
    private static final FileOperations OPERATIONS = operations();

    private ProcessHandle() {
    }

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.release = ProcessHandle::release;
        operations.poll = ProcessHandle::poll;
        return operations;
    }

    private static Identity of(OpenFile file) {
        return Struct.at(file.data, Identity.class);
    }

    private static OpenFile create(int flags) {
        return AnonymousFiles.open(OPERATIONS, Address.of(0), OpenFlags.O_RDWR | flags);
    }

    private static void attach(OpenFile file, Identity identity) {
        file.data = Address.of(identity);
        identity.handles++;
    }

    /** A descriptor of a process, which exec closes, or an error. */
    public static int open(Process process, int flags) {
        OpenFile file = create(flags);
        if (file == null) {
            return -Errno.ENOMEM;
        }
        attach(file, process.identity);
        return Process.current().files.add(file, true);
    }

    /** Makes the current process's child, and stores a descriptor of it in the parent's memory. */
    static int openChild(Fork.Request request) {
        Process self = Process.current();
        int descriptor = self.files.reserve(0);
        if (descriptor < 0) {
            return descriptor;
        }
        OpenFile file = create(0);
        int result = file == null ? -Errno.ENOMEM
                : UserMemory.writeInt(request.handleAddress, descriptor);
        if (result == 0) {
            request.descriptor = descriptor;
            request.handle = file;
            result = Fork.make(request);
        }
        if (result < 0) {
            self.files.giveBack(descriptor);
            if (file != null) {
                file.release();
            }
        }
        return result;
    }

    /** The child is there, and has not begun. */
    static void give(Fork.Request request, Process child) {
        if ((request.flags & CloneFlags.CLONE_PIDFD) != 0) {
            attach(request.handle, child.identity);
            Process.current().files.install(request.descriptor, request.handle, true);
        }
    }

    public static boolean is(OpenFile file) {
        return file.operations == OPERATIONS;
    }

    /** The process; null when it is gone, and has been waited for. */
    public static Process process(OpenFile file) {
        return of(file).process;
    }

    /** Its number, which nobody else gets as long as the file is open. */
    public static int number(OpenFile file) {
        return of(file).number;
    }

    private static void release(OpenFile file) {
        Identity identity = of(file);
        if (identity != null) {
            identity.handles--;
            Identities.release(identity);
        }
    }

    private static int poll(OpenFile file, PollTable table) {
        Identity identity = of(file);
        if (table != null) {
            table.add(Address.of(identity.ended));
        }
        Process process = identity.process;
        return process == null || process.state == ProcessState.ZOMBIE
                ? PollEvents.POLLIN | PollEvents.POLLRDNORM : 0;
    }
}
