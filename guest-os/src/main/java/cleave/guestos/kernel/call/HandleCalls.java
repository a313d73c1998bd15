package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.file.OpenFile;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.ProcessHandle;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.signal.SignalPermission;
import cleave.guestos.kernel.signal.Signals;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** Processes by descriptor: {@code pidfd_open}, {@code pidfd_send_signal}, {@code pidfd_getfd}. */
final class HandleCalls {
    private static final int INFO_WORDS = 6;
    private static final int[] INFO = new int[INFO_WORDS];

    private HandleCalls() {
    }

    @EntryPoint("sys_pidfd_open")
    static int open(int pid, int flags) {
        if ((flags & ~OpenFlags.O_NONBLOCK) != 0 || pid <= 0) {
            return -Errno.EINVAL;
        }
        Process process = Processes.find(pid);
        if (process == null) {
            return -Errno.ESRCH;
        }
        return process.leader != process ? -Errno.EINVAL : ProcessHandle.open(process, flags);
    }

    /** The open file of such a descriptor; null for any other. */
    static OpenFile file(int descriptor) {
        OpenFile file = Process.current().files.get(descriptor);
        return file == null || !ProcessHandle.is(file) ? null : file;
    }

    @EntryPoint("sys_pidfd_send_signal")
    static int send(int descriptor, int signal, int info, int flags) {
        if (flags != 0) {
            return -Errno.EINVAL;
        }
        OpenFile file = file(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        file.retain();
        int result = send(file, signal, info);
        file.release();
        return result;
    }

    private static int send(OpenFile file, int signal, int info) {
        Process self = Process.current();
        int code = Signals.FROM_USER;
        int first = self.pid;
        int second = self.credentials.uid;
        int third = 0;
        if (info != 0) {
            int result = UserMemory.copyIn(Address.of(INFO), info, INFO_WORDS * Integer.BYTES);
            if (result == 0) {
                // The pages are there now: nobody else comes between this and the next lines.
                result = UserMemory.copyIn(Address.of(INFO), info, INFO_WORDS * Integer.BYTES);
            }
            if (result < 0) {
                return result;
            }
            code = INFO[2];
            if (INFO[0] != signal) {
                return -Errno.EINVAL;
            }
            boolean own = ProcessHandle.process(file) == self.leader;
            if (!own && (code >= 0 || code == Signals.FROM_TKILL)) {
                return -Errno.EPERM;
            }
            first = INFO[3];
            second = INFO[4];
            third = INFO[5];
        }
        if (signal != 0 && !Signals.exists(signal)) {
            return -Errno.EINVAL;
        }
        Process target = ProcessHandle.process(file);
        if (target == null) {
            return -Errno.ESRCH;
        }
        int result = SignalPermission.check(target, signal);
        return result < 0 || signal == 0 ? result
                : Signals.send(target, signal, code, first, second, third);
    }

    /** A descriptor of the other process becomes one of ours. */
    @EntryPoint("sys_pidfd_getfd")
    static int take(int descriptor, int theirs, int flags) {
        if (flags != 0) {
            return -Errno.EINVAL;
        }
        OpenFile handle = file(descriptor);
        if (handle == null) {
            return -Errno.EBADF;
        }
        Process target = ProcessHandle.process(handle);
        if (target == null) {
            return -Errno.ESRCH;
        }
        if (!mayLookInto(target)) {
            return -Errno.EPERM;
        }
        OpenFile file = target.files == null ? null : target.files.get(theirs);
        if (file == null) {
            return target.files == null ? -Errno.ESRCH : -Errno.EBADF;
        }
        return Process.current().files.add(file.retain(), true);
    }

    /** As for {@code ptrace}: the same user in every respect, and nothing to hide; or root. */
    private static boolean mayLookInto(Process target) {
        Credentials from = Process.current().credentials;
        Credentials to = target.credentials;
        return target == Process.current().leader || from.isRoot()
                || !target.is(Process.NOT_DUMPABLE) && from.uid == to.uid && from.uid == to.euid
                && from.uid == to.suid && from.gid == to.gid && from.gid == to.egid
                && from.gid == to.sgid;
    }
}
