package cleave.guestos.kernel.signal;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Process;

/** Who may send whom signals (kill(2)). */
public final class SignalPermission {
    private SignalPermission() {
    }

    /** 0, or {@code -EPERM}. */
    public static int check(Process target, int signal) {
        Process self = Process.current();
        Credentials from = self.credentials;
        Credentials to = target.credentials;
        if (from == to || from.euid == 0 || from.euid == to.suid || from.euid == to.uid
                || from.uid == to.suid || from.uid == to.uid
                || signal == Signal.SIGCONT && self.leader.session == target.leader.session) {
            return 0;
        }
        return -Errno.EPERM;
    }
}
