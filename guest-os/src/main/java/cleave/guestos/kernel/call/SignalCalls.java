package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.InitialProcess;
import cleave.guestos.kernel.process.Groups;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Processes;
import cleave.guestos.kernel.signal.SignalPermission;
import cleave.guestos.kernel.signal.Signals;
import cleave.magic.Address;
import cleave.magic.EntryPoint;

/** Sending signals: {@code kill} and its like. */
final class SignalCalls {
    private static final int INFO_WORDS = 8;
    private static final int[] INFO = new int[INFO_WORDS];

    private SignalCalls() {
    }

    private static boolean isSignal(int signal) {
        return signal == 0 || Signals.exists(signal);
    }

    /** Sends to one process; signal 0 only asks. */
    private static int send(Process target, int signal, int code) {
        int result = SignalPermission.check(target, signal);
        if (result < 0 || signal == 0) {
            return result;
        }
        Process self = Process.current();
        return Signals.send(target, signal, code, self.pid, self.credentials.uid, 0);
    }

    @EntryPoint("sys_kill")
    static int kill(int pid, int signal) {
        if (!isSignal(signal)) {
            return -Errno.EINVAL;
        }
        if (pid > 0) {
            Process target = Processes.find(pid);
            return target == null ? -Errno.ESRCH : send(target, signal, Signals.FROM_USER);
        }
        if (pid == -1) {
            return killAll(signal);
        }
        if (pid == Integer.MIN_VALUE) {
            return -Errno.ESRCH;
        }
        return killGroup(pid == 0 ? Process.current().leader.group : -pid, signal);
    }

    private static int killGroup(int group, int signal) {
        int result = -Errno.ESRCH;
        boolean sent = false;
        for (Process member = Groups.firstOf(group); member != null;
                member = Groups.nextMember(member)) {
            result = send(member, signal, Signals.FROM_USER);
            sent = sent || result == 0;
        }
        return sent ? 0 : result;
    }

    /** All but init and the sender, whom the sender may send signals. */
    private static int killAll(int signal) {
        int result = -Errno.ESRCH;
        boolean sent = false;
        for (Process target = Processes.first(); target != null;
                target = Processes.next(target)) {
            if (target.pid != InitialProcess.PID && target != Process.current().leader
                    && target.group != 0) {
                result = send(target, signal, Signals.FROM_USER);
                sent = sent || result == 0;
            }
        }
        return sent ? 0 : result;
    }

    @EntryPoint("sys_tkill")
    static int killThread(int thread, int signal) {
        Process target = thread <= 0 || !isSignal(signal) ? null : Processes.find(thread);
        return thread <= 0 || !isSignal(signal) ? -Errno.EINVAL : sendThread(target, signal);
    }

    private static int sendThread(Process target, int signal) {
        if (target == null) {
            return -Errno.ESRCH;
        }
        int result = SignalPermission.check(target, signal);
        if (result < 0 || signal == 0) {
            return result;
        }
        Process self = Process.current();
        return Signals.sendThread(target, signal, Signals.FROM_TKILL, self.pid,
                self.credentials.uid, 0);
    }

    @EntryPoint("sys_tgkill")
    static int killThread(int process, int thread, int signal) {
        if (process <= 0 || thread <= 0 || !isSignal(signal)) {
            return -Errno.EINVAL;
        }
        Process target = Processes.find(thread);
        return sendThread(target == null || target.pid != process ? null : target, signal);
    }

    @EntryPoint("sys_rt_sigqueueinfo")
    static int queue(int pid, int signal, int info) {
        return queue(pid, 0, signal, info);
    }

    @EntryPoint("sys_rt_tgsigqueueinfo")
    static int queueThread(int process, int thread, int signal, int info) {
        return process <= 0 || thread <= 0 ? -Errno.EINVAL
                : queue(process, thread, signal, info);
    }

    /** To a process, or to a thread of it if that is not 0. */
    private static int queue(int pid, int thread, int signal, int info) {
        int[] words = INFO;
        int result = UserMemory.copyIn(Address.of(words), info, INFO_WORDS * Integer.BYTES);
        if (result == 0) {
            result = UserMemory.copyIn(Address.of(words), info, INFO_WORDS * Integer.BYTES);
        }
        if (result < 0) {
            return result;
        }
        int code = words[2];
        int first = words[3];
        int second = words[4];
        int third = words[5];
        // Only the kernel may say that a signal comes from the kernel.
        if ((code >= 0 || code == Signals.FROM_TKILL) && pid != Process.current().pid) {
            return -Errno.EPERM;
        }
        if (!isSignal(signal)) {
            return -Errno.EINVAL;
        }
        Process target = Processes.find(thread != 0 ? thread : pid);
        if (target == null || thread != 0 && target.pid != pid) {
            return -Errno.ESRCH;
        }
        result = SignalPermission.check(target, signal);
        if (result < 0 || signal == 0) {
            return result;
        }
        return thread != 0
                ? Signals.sendThread(target, signal, code, first, second, third)
                : Signals.send(target, signal, code, first, second, third);
    }
}
