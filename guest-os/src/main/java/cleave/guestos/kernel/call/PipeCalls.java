package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.pipe.PipeFile;
import cleave.guestos.kernel.poll.AnonymousFiles;
import cleave.magic.EntryPoint;

/** {@code pipe2}. */
final class PipeCalls {
    private static final int FLAGS = OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;

    private PipeCalls() {
    }

    /** Writes the descriptors of the end to read from and of the end to write to. */
    @EntryPoint("sys_pipe2")
    static int pipe(int to, int flags) {
        if ((flags & ~FLAGS) != 0) {
            return -Errno.EINVAL;
        }
        Inode inode = AnonymousFiles.inode(FileMode.S_IFIFO | 0600);
        if (inode == null) {
            return -Errno.ENOMEM;
        }
        int result = PipeFile.begin(inode);
        if (result == 0) {
            int status = flags & OpenFlags.O_NONBLOCK;
            OpenFile reader = PipeFile.end(inode, OpenFlags.O_RDONLY | status);
            OpenFile writer = PipeFile.end(inode, OpenFlags.O_WRONLY | status);
            result = reader == null || writer == null ? -Errno.ENOMEM
                    : DescriptorPair.describe(to, reader, writer,
                            (flags & OpenFlags.O_CLOEXEC) != 0);
            if (result != 0) {
                release(reader);
                release(writer);
                PipeFile.abandon(inode);
            }
        }
        inode.release();
        return result;
    }

    private static void release(OpenFile file) {
        if (file != null) {
            file.release();
        }
    }
}
