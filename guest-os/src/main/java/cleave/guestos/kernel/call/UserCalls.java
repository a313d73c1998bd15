package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Process;
import cleave.magic.EntryPoint;

/** For whom a process acts: users (credentials(7)). -1 stands for what is not to change. */
final class UserCalls {
    private static final int UNCHANGED = -1;

    private UserCalls() {
    }

    private static Credentials who() {
        return Process.current().credentials;
    }

    @EntryPoint("sys_getuid")
    static int user() {
        return who().uid;
    }

    @EntryPoint("sys_geteuid")
    static int effectiveUser() {
        return who().euid;
    }

    private static boolean isOwn(int user) {
        Credentials who = who();
        return user == UNCHANGED || user == who.uid || user == who.euid || user == who.suid;
    }

    private static int set(int user, int effective, int saved) {
        Credentials own = Credentials.own();
        if (own == null) {
            return -Errno.ENOMEM;
        }
        boolean wasRoot = own.uid == 0 || own.euid == 0 || own.suid == 0;
        int formerEffective = own.euid;
        own.uid = user == UNCHANGED ? own.uid : user;
        own.euid = effective == UNCHANGED ? own.euid : effective;
        own.suid = saved == UNCHANGED ? own.suid : saved;
        own.fsuid = own.euid;
        own.adjustCapabilities(wasRoot, formerEffective);
        if (own.euid != formerEffective) {
            Process.current().parentDeathSignal = 0;
            Process.current().flags |= Process.NOT_DUMPABLE;
        }
        return 0;
    }

    @EntryPoint("sys_setuid")
    static int setUser(int user) {
        if (user == UNCHANGED) {
            return -Errno.EINVAL;
        }
        Credentials who = who();
        if (who.isRoot()) {
            return set(user, user, user);
        }
        return user == who.uid || user == who.suid ? set(UNCHANGED, user, UNCHANGED)
                : -Errno.EPERM;
    }

    @EntryPoint("sys_setreuid")
    static int setUsers(int real, int effective) {
        Credentials who = who();
        boolean allowed = (real == UNCHANGED || real == who.uid || real == who.euid)
                && isOwn(effective);
        if (!who.isRoot() && !allowed) {
            return -Errno.EPERM;
        }
        int nowEffective = effective == UNCHANGED ? who.euid : effective;
        boolean saves = real != UNCHANGED || effective != UNCHANGED && effective != who.uid;
        return set(real, effective, saves ? nowEffective : UNCHANGED);
    }

    @EntryPoint("sys_setresuid")
    static int setUsers(int real, int effective, int saved) {
        if (!who().isRoot() && !(isOwn(real) && isOwn(effective) && isOwn(saved))) {
            return -Errno.EPERM;
        }
        return set(real, effective, saved);
    }

    @EntryPoint("sys_getresuid")
    static int users(int real, int effective, int saved) {
        Credentials who = who();
        int first = who.uid;
        int second = who.euid;
        int third = who.suid;
        int result = UserMemory.writeInt(real, first);
        result = result < 0 ? result : UserMemory.writeInt(effective, second);
        return result < 0 ? result : UserMemory.writeInt(saved, third);
    }

    /** The former one, whether or not it has changed. */
    @EntryPoint("sys_setfsuid")
    static int setFileUser(int user) {
        int former = who().fsuid;
        if (user != UNCHANGED && (who().isRoot() || isOwn(user) || user == former)) {
            Credentials own = Credentials.own();
            if (own != null) {
                own.fsuid = user;
            }
        }
        return former;
    }
}
