package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Ioctl;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Termios;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.EntryPoint;

/** {@code ioctl}: what it means for all files, and else what the file's operations make of it. */
final class IoctlCalls {
    private IoctlCalls() {
    }

    @EntryPoint("sys_ioctl")
    static int control(int descriptor, int request, int argument) {
        FileTable files = Process.current().files;
        OpenFile file = files.get(descriptor);
        if (file == null || (file.flags & OpenFlags.O_PATH) != 0) {
            return -Errno.EBADF;
        }
        switch (request) {
            case Ioctl.FIOCLEX -> {
                files.setClosedByExec(descriptor, true);
                return 0;
            }
            case Ioctl.FIONCLEX -> {
                files.setClosedByExec(descriptor, false);
                return 0;
            }
            case Ioctl.FIONBIO -> {
                file.retain();
                int result = UserMemory.readInt(argument);
                if (result == 0) {
                    file.flags = UserMemory.word() != 0 ? file.flags | OpenFlags.O_NONBLOCK
                            : file.flags & ~OpenFlags.O_NONBLOCK;
                }
                file.release();
                return result;
            }
            default -> {
                return ofFile(file, request, argument);
            }
        }
    }

    private static int ofFile(OpenFile file, int request, int argument) {
        if (request == Termios.FIONREAD && file.inode.isRegular()) {
            return UserMemory.writeInt(argument, (int) (file.inode.size - file.offset));
        }
        if (file.operations.control == null) {
            return -Errno.ENOTTY;
        }
        // The file must be there until the request is done, though others close it.
        file.retain();
        int result = file.operations.control.control(file, request, argument);
        file.release();
        return result;
    }
}
