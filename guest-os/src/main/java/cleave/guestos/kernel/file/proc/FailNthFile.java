package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.FailNth;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Process;

/**
 * {@code /proc/PID/fail-nth} of checked kernels: n is written to let the n-th allocation from now
 * fail, {@code n+} for all from then on; read back it is what is left of n: 0 when one has failed,
 * or nothing was wanted. Reading and writing allocate nothing: the room for the number is there
 * from the opening on.
 */
final class FailNthFile {
    private static final int DIGITS_MAX = 9;
    private static final int ROOM = 16;

    static final FileOperations OPERATIONS = operations();

    private FailNthFile() {
    }

    private static FileOperations operations() {
        FileOperations operations = new FileOperations();
        operations.open = FailNthFile::open;
        operations.release = FailNthFile::release;
        operations.read = FailNthFile::read;
        operations.write = FailNthFile::write;
        operations.seek = ProcFile::seek;
        return operations;
    }

    private static int open(Inode inode, OpenFile file) {
        file.data = Heap.allocate(ROOM);
        return file.data.isNull() ? -Errno.ENOMEM : 0;
    }

    private static void release(OpenFile file) {
        if (!file.data.isNull()) {
            Heap.free(file.data, ROOM);
        }
    }

    private static int read(OpenFile file, Transfer to) {
        Process process = ProcFileSystem.process(file.inode);
        if (process == null) {
            return -Errno.ESRCH;
        }
        int at = ROOM - 1;
        int rest = FailNth.left(process);
        file.data.storeByte(at, '\n');
        do {
            at--;
            file.data.storeByte(at, '0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        int length = ROOM - at;
        if (to.offset >= length) {
            return 0;
        }
        int skipped = (int) to.offset;
        int bytes = Math.min(to.remaining, length - skipped);
        int result = to.give(file.data.plus(at + skipped), bytes);
        to.offset += result == 0 ? bytes : 0;
        return result == 0 ? bytes : result;
    }

    private static int write(OpenFile file, Transfer from) {
        int bytes = from.remaining;
        if (bytes > DIGITS_MAX + 2) {
            return -Errno.EINVAL;
        }
        int result = from.take(file.data, bytes);
        if (result < 0) {
            return result;
        }
        int length = bytes > 0 && file.data.loadByte(bytes - 1) == '\n' ? bytes - 1 : bytes;
        boolean lasting = length > 0 && file.data.loadByte(length - 1) == '+';
        int number = Settings.number(file.data, lasting ? length - 1 : length);
        Process process = ProcFileSystem.process(file.inode);
        if (number < 0 || process == null) {
            return process == null ? -Errno.ESRCH : -Errno.EINVAL;
        }
        FailNth.set(process, number, lasting);
        from.offset += bytes;
        return bytes;
    }
}
