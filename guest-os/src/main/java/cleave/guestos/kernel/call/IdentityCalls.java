package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.process.Groups;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.magic.EntryPoint;

/** Who a process is, and to which group and session it belongs. */
final class IdentityCalls {
    private IdentityCalls() {
    }

    @EntryPoint("sys_getpid")
    static int processNumber() {
        return Process.current().pid;
    }

    @EntryPoint("sys_gettid")
    static int threadNumber() {
        return Process.current().tid;
    }

    @EntryPoint("sys_getppid")
    static int parentNumber() {
        return Process.current().parentPid();
    }

    @EntryPoint("sys_setpgid")
    static int setGroup(int pid, int group) {
        return Groups.setGroup(pid, group);
    }

    @EntryPoint("sys_getpgid")
    static int group(int pid) {
        Process process = Processes.findOrCurrent(pid);
        return process == null ? -Errno.ESRCH : process.leader.group;
    }

    @EntryPoint("sys_setsid")
    static int beginSession() {
        return Groups.beginSession();
    }

    @EntryPoint("sys_getsid")
    static int session(int pid) {
        Process process = Processes.findOrCurrent(pid);
        return process == null ? -Errno.ESRCH : process.leader.session;
    }
}
