package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.InodeOperations;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Files of {@code proc}. Their text is made when they are read from the start, and stays the same
 * until they are read from the start again.
 */
final class ProcFile {
    private static final int VALUE_MAX = 256;

    static final InodeOperations INODE_OPERATIONS = new InodeOperations();
    static final FileOperations OPERATIONS = operations();

    private ProcFile() {
    }

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.release = ProcFile::release;
        operations.read = ProcFile::read;
        operations.write = ProcFile::write;
        operations.seek = ProcFile::seek;
        return operations;
    }

    private static void release(OpenFile file) {
        if (!file.data.isNull()) {
            Struct.at(file.data, ProcText.class).free();
        }
    }

    static long seek(OpenFile file, long offset, int whence) {
        long to = whence == OpenFlags.SEEK_SET ? offset
                : whence == OpenFlags.SEEK_CUR ? file.offset + offset : -1;
        return to < 0 ? -Errno.EINVAL : to;
    }

    private static int read(OpenFile file, Transfer to) {
        boolean first = file.data.isNull();
        if (first) {
            file.data = Address.of(new ProcText());
            if (file.data.isNull()) {
                return -Errno.ENOMEM;
            }
        }
        ProcText text = Struct.at(file.data, ProcText.class);
        if (first || to.offset == 0) {
            int result = make(file, text);
            if (result < 0) {
                return result;
            }
        }
        return text.give(to);
    }

    private static int make(OpenFile file, ProcText text) {
        Process process = null;
        if (ProcFileSystem.isOfProcess(file.inode)) {
            process = ProcFileSystem.process(file.inode);
            if (process == null) {
                return -Errno.ESRCH;
            }
        }
        text.restart();
        int result = ProcNodes.at(ProcFileSystem.node(file.inode)).make.make(text, process);
        return result == 0 && text.cut ? -Errno.ENOMEM : result;
    }

    private static int write(OpenFile file, Transfer from) {
        ProcNodes.Node node = ProcNodes.at(ProcFileSystem.node(file.inode));
        if (node.store == null) {
            return -Errno.EIO;
        }
        int bytes = from.remaining;
        if (bytes > VALUE_MAX) {
            return -Errno.EINVAL;
        }
        Address value = Heap.allocate(VALUE_MAX);
        if (value.isNull()) {
            return -Errno.ENOMEM;
        }
        int result = from.take(value, bytes);
        if (result == 0) {
            from.offset += bytes;
            int length = bytes > 0 && value.loadByte(bytes - 1) == '\n' ? bytes - 1 : bytes;
            Process process = ProcFileSystem.process(file.inode);
            boolean gone = ProcFileSystem.isOfProcess(file.inode) && process == null;
            result = gone ? -Errno.ESRCH : node.store.store(process, value, length);
        }
        Heap.free(value, VALUE_MAX);
        return result == 0 ? bytes : result;
    }
}
