package cleave.guestos.kernel.call;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.guestos.kernel.process.Credentials;
import cleave.guestos.kernel.process.Process;
import cleave.magic.EntryPoint;

/** The groups of users that a process acts for (credentials(7)). */
final class GroupCalls {
    private static final int UNCHANGED = -1;

    private GroupCalls() {
    }

    private static Credentials who() {
        return Process.current().credentials;
    }

    @EntryPoint("sys_getgid")
    static int group() {
        return who().gid;
    }

    @EntryPoint("sys_getegid")
    static int effectiveGroup() {
        return who().egid;
    }

    private static boolean isOwn(int group) {
        Credentials who = who();
        return group == UNCHANGED || group == who.gid || group == who.egid || group == who.sgid;
    }

    private static int set(int group, int effective, int saved) {
        Credentials own = Credentials.own();
        if (own == null) {
            return -Errno.ENOMEM;
        }
        int former = own.egid;
        own.gid = group == UNCHANGED ? own.gid : group;
        own.egid = effective == UNCHANGED ? own.egid : effective;
        own.sgid = saved == UNCHANGED ? own.sgid : saved;
        own.fsgid = own.egid;
        if (own.egid != former) {
            Process.current().parentDeathSignal = 0;
            Process.current().flags |= Process.NOT_DUMPABLE;
        }
        return 0;
    }

    @EntryPoint("sys_setgid")
    static int setGroup(int group) {
        if (group == UNCHANGED) {
            return -Errno.EINVAL;
        }
        Credentials who = who();
        if (who.isRoot()) {
            return set(group, group, group);
        }
        return group == who.gid || group == who.sgid ? set(UNCHANGED, group, UNCHANGED)
                : -Errno.EPERM;
    }

    @EntryPoint("sys_setregid")
    static int setGroups(int real, int effective) {
        Credentials who = who();
        boolean allowed = (real == UNCHANGED || real == who.gid || real == who.egid)
                && isOwn(effective);
        if (!who.isRoot() && !allowed) {
            return -Errno.EPERM;
        }
        int nowEffective = effective == UNCHANGED ? who.egid : effective;
        boolean saves = real != UNCHANGED || effective != UNCHANGED && effective != who.gid;
        return set(real, effective, saves ? nowEffective : UNCHANGED);
    }

    @EntryPoint("sys_setresgid")
    static int setGroups(int real, int effective, int saved) {
        if (!who().isRoot() && !(isOwn(real) && isOwn(effective) && isOwn(saved))) {
            return -Errno.EPERM;
        }
        return set(real, effective, saved);
    }

    @EntryPoint("sys_getresgid")
    static int groups(int real, int effective, int saved) {
        Credentials who = who();
        int first = who.gid;
        int second = who.egid;
        int third = who.sgid;
        int result = UserMemory.writeInt(real, first);
        result = result < 0 ? result : UserMemory.writeInt(effective, second);
        return result < 0 ? result : UserMemory.writeInt(saved, third);
    }

    /** The former one, whether or not it has changed. */
    @EntryPoint("sys_setfsgid")
    static int setFileGroup(int group) {
        int former = who().fsgid;
        if (group != UNCHANGED && (who().isRoot() || isOwn(group) || group == former)) {
            Credentials own = Credentials.own();
            if (own != null) {
                own.fsgid = group;
            }
        }
        return former;
    }

    @EntryPoint("sys_getgroups")
    static int supplementary(int size, int to) {
        Credentials who = who();
        int count = who.groupCount;
        if (size < 0 || size != 0 && size < count) {
            return -Errno.EINVAL;
        }
        for (int i = 0; i < count && size != 0; i++) {
            if (UserMemory.writeInt(to + i * Integer.BYTES, who.groups[i]) < 0) {
                return -Errno.EFAULT;
            }
        }
        return count;
    }

    @EntryPoint("sys_setgroups")
    static int setSupplementary(int count, int from) {
        if (!who().isRoot()) {
            return -Errno.EPERM;
        }
        if (Integer.compareUnsigned(count, Credentials.GROUPS_MAX) > 0) {
            return -Errno.EINVAL;
        }
        Credentials own = Credentials.own();
        if (own == null) {
            return -Errno.ENOMEM;
        }
        for (int i = 0; i < count; i++) {
            if (UserMemory.readInt(from + i * Integer.BYTES) < 0) {
                return -Errno.EFAULT;
            }
            own.groups[i] = UserMemory.word();
        }
        own.groupCount = count;
        return 0;
    }
}
