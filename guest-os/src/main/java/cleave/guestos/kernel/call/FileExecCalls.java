package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.exec.Exec;
import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.file.Path;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** {@code execveat}: a program by its descriptor, or by a path from a directory. */
final class FileExecCalls {
    private static final int NO_FOLLOW = 0x100;
    private static final int EMPTY_PATH = 0x1000;
    private static final int CURRENT_DIRECTORY = -100;
    /** Where the name of a program that is known by its descriptor is made. */
    private static final byte[] NAME = new byte[24];

    private FileExecCalls() {
    }

    @EntryPoint("sys_execveat")
    static int execute(int directory, int path, int arguments, int environment, int flags) {
        if ((flags & ~(NO_FOLLOW | EMPTY_PATH)) != 0) {
            return -Errno.EINVAL;
        }
        int result = UserMemory.copyIn(Address.of(NAME), path, 1);
        if (result < 0) {
            return result;
        }
        boolean isEmpty = NAME[0] == 0;
        boolean isAbsolute = NAME[0] == '/';
        if (isEmpty) {
            return (flags & EMPTY_PATH) == 0 ? -Errno.ENOENT
                    : executeDescriptor(directory, arguments, environment);
        }
        if ((isAbsolute || directory == CURRENT_DIRECTORY) && (flags & NO_FOLLOW) == 0) {
            return Exec.execute(path, arguments, environment);
        }
        Inode inode = Path.lookupUser(directory, path,
                (flags & NO_FOLLOW) != 0 ? Path.NO_FOLLOW : 0);
        if (Errors.are(inode)) {
            return Errors.of(inode);
        }
        if (inode.isLink()) {
            inode.release();
            return -Errno.ELOOP;
        }
        return Exec.executeFile(inode, describe(Math.max(directory, 0)), arguments, environment);
    }

    private static int executeDescriptor(int descriptor, int arguments, int environment) {
        Process self = Process.current();
        OpenFile file = self.files.get(descriptor);
        if (file == null) {
            return descriptor == CURRENT_DIRECTORY ? -Errno.EACCES : -Errno.EBADF;
        }
        if ((file.flags & OpenFlags.O_PATH) != 0 && file.inode.isLink()) {
            return -Errno.ELOOP;
        }
        return Exec.executeFile(file.inode.retain(), describe(descriptor), arguments,
                environment);
    }

    /** As Linux names it: {@code /dev/fd/N}. */
    private static Address describe(int descriptor) {
        String folder = "/dev/fd/";
        int at = NAME.length - 1;
        NAME[at] = 0;
        int rest = descriptor;
        do {
            at--;
            NAME[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        for (int i = folder.length() - 1; i >= 0; i--) {
            at--;
            NAME[at] = (byte) folder.charAt(i);
        }
        return Address.of(NAME).plus(at);
    }
}
