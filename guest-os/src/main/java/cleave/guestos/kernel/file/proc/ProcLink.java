package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.InodeOperations;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.file.tmp.TemporaryFiles;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.poll.AnonymousFiles;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Struct;

/** Links of {@code proc}: texts, and those that lead to the very file that a process has. */
final class ProcLink {
    /** Bytes of "/memfd:". */
    private static final int MEMORY_PREFIX = 7;

    /** Those that lead somewhere whatever their texts are. */
    static final InodeOperations OF_PROCESS = ofProcess();
    /** Texts. */
    static final InodeOperations OF_SYSTEM = ofSystem();

    private ProcLink() {
    }

    private static InodeOperations ofProcess() {
        InodeOperations operations = new InodeOperations();
        operations.readLink = ProcLink::read;
        operations.follow = ProcLink::follow;
        return operations;
    }

    private static InodeOperations ofSystem() {
        InodeOperations operations = new InodeOperations();
        operations.readLink = ProcLink::read;
        return operations;
    }

    private static Inode error(int errno) {
        return Struct.at(Errors.address(errno), Inode.class);
    }

    /** The file that a process's link leads to, without a reference; or an error. */
    private static Inode target(Inode link) {
        Process process = ProcFileSystem.process(link);
        if (process == null) {
            return error(Errno.ENOENT);
        }
        if (!ProcFileSystem.mayLook(process)) {
            return error(Errno.EACCES);
        }
        Inode inode = null;
        if (ProcFileSystem.isDescriptor(link)) {
            OpenFile file = process.files == null ? null
                    : process.files.get(ProcFileSystem.descriptor(link));
            inode = file == null ? null : file.inode;
        } else {
            switch (ProcFileSystem.node(link)) {
                case ProcNodes.CURRENT -> inode = process.view == null ? null
                        : process.view.directory;
                case ProcNodes.PROCESS_ROOT -> inode = process.view == null ? null
                        : process.view.root;
                default -> inode = process.space == null ? null : process.space.program;
            }
        }
        return inode == null ? error(Errno.ENOENT) : inode;
    }

    private static Inode follow(Inode link) {
        Inode target = target(link);
        return Errors.are(target) ? target : target.retain();
    }

    private static int read(Inode link, Address to, int size) {
        Frame frame = Frames.allocate();
        if (frame == null) {
            return -Errno.ENOMEM;
        }
        int result = write(link, frame.address());
        if (result >= 0) {
            int length = 0;
            Address from = frame.address().plus(result);
            while (length < size && from.loadByte(length) != 0) {
                to.storeByte(length, from.loadByte(length));
                length++;
            }
            result = length;
        }
        Frames.release(frame);
        return result;
    }

    /** Writes the text to a page: where in it it begins, or an error. */
    private static int write(Inode link, Address page) {
        if (!ProcFileSystem.isOfProcess(link)) {
            int pid = Process.current().pid;
            if (ProcFileSystem.node(link) == ProcNodes.SELF) {
                return number(page, 0, pid, 0);
            }
            return text(page, "self/mounts");
        }
        Inode target = target(link);
        if (Errors.are(target)) {
            return Errors.of(target);
        }
        if (AnonymousFiles.has(target)) {
            return switch (target.type()) {
                case FileMode.S_IFIFO -> number(page, text(page, "pipe:["), target.number, ']');
                case FileMode.S_IFSOCK -> number(page, text(page, "socket:["), target.number, ']');
                default -> text(page, "anon_inode:[event]");
            };
        }
        Address name = TemporaryFiles.nameOf(target);
        if (!name.isNull()) {
            int bytes = TemporaryFiles.nameBytes(target) - 1;
            int start = text(page, "/memfd:");
            Bytes.copy(page.plus(MEMORY_PREFIX), name, bytes);
            text(page.plus(MEMORY_PREFIX + bytes), " (deleted)");
            return start;
        }
        return Path.describe(target, page);
    }

    private static int text(Address page, String text) {
        for (int i = 0; i < text.length(); i++) {
            page.storeByte(i, text.charAt(i));
        }
        page.storeByte(text.length(), 0);
        return 0;
    }

    /** Appends a number and perhaps a character; {@code start} is where the text begins. */
    private static int number(Address page, int start, int number, int last) {
        int at = start;
        if (last != 0) {
            while (page.loadByte(at) != 0) {
                at++;
            }
        }
        int power = 1;
        while (number / power >= 10) {
            power *= 10;
        }
        while (power > 0) {
            page.storeByte(at, '0' + number / power % 10);
            at++;
            power /= 10;
        }
        page.storeByte(at, last);
        page.storeByte(at + 1, 0);
        return start;
    }
}
