package cleave.guestos.kernel.process;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.signal.Signals;

/** Process groups and sessions: who belongs together for signals and for the terminal. */
public final class Groups {
    private Groups() {
    }

    /** The first member of a group; null if there is no such group. */
    public static Process firstOf(int group) {
        Identity identity = Identities.find(group);
        return identity == null ? null : identity.firstMember;
    }

    /** The next member of its group; null behind the last. */
    public static Process nextMember(Process process) {
        return process.nextMember;
    }

    /** The session of a group; 0 if there is no such group. */
    public static int sessionOf(int group) {
        Process member = firstOf(group);
        return member == null ? 0 : member.session;
    }

    /** Makes a process a member of a group and a session. */
    static void join(Process process, Identity group, Identity session) {
        process.groupIdentity = group;
        process.group = group.number;
        process.previousMember = null;
        process.nextMember = group.firstMember;
        if (group.firstMember != null) {
            group.firstMember.previousMember = process;
        }
        group.firstMember = process;
        process.sessionIdentity = session;
        process.session = session.number;
        session.sessionMembers++;
    }

    /** Takes a process out of its group and session. */
    static void leave(Process process) {
        Identity group = process.groupIdentity;
        if (group == null) {
            return;
        }
        if (process.previousMember == null) {
            group.firstMember = process.nextMember;
        } else {
            process.previousMember.nextMember = process.nextMember;
        }
        if (process.nextMember != null) {
            process.nextMember.previousMember = process.previousMember;
        }
        process.groupIdentity = null;
        Identity session = process.sessionIdentity;
        session.sessionMembers--;
        if (group != process.identity) {
            Identities.release(group);
        }
        if (session != process.identity && session != group) {
            Identities.release(session);
        }
    }

    private static void move(Process process, Identity group, Identity session) {
        // Held, lest leaving frees a number that is joined again.
        group.sessionMembers++;
        session.sessionMembers++;
        leave(process);
        group.sessionMembers--;
        session.sessionMembers--;
        join(process, group, session);
    }

    /** {@code setpgid}. */
    public static int setGroup(int pid, int wanted) {
        Process self = Process.current().leader;
        if (wanted < 0) {
            return -Errno.EINVAL;
        }
        Process process = pid == 0 ? self : Processes.find(pid);
        if (process != null && process.leader != process) {
            return -Errno.EINVAL;
        }
        if (process == null || process != self && process.parent != self
                || process.state == ProcessState.ZOMBIE && process != self) {
            return -Errno.ESRCH;
        }
        if (process != self) {
            if (process.session != self.session) {
                return -Errno.EPERM;
            }
            if (!process.is(Process.FRESH)) {
                return -Errno.EACCES;
            }
        }
        if (process.session == process.pid) {
            return -Errno.EPERM;
        }
        int number = wanted == 0 ? process.pid : wanted;
        Identity group = process.identity;
        if (number != process.pid) {
            group = Identities.find(number);
            if (group == null || group.firstMember == null
                    || group.firstMember.session != self.session) {
                return -Errno.EPERM;
            }
        }
        if (group != process.groupIdentity) {
            move(process, group, process.sessionIdentity);
        }
        return 0;
    }

    /** {@code setsid}. */
    public static int beginSession() {
        Process self = Process.current().leader;
        if (self.identity.firstMember != null || self.identity.sessionMembers != 0) {
            return -Errno.EPERM;
        }
        move(self, self.identity, self.identity);
        self.terminal = null;
        return self.pid;
    }

    /** All processes of a session lose their terminal. */
    public static void takeTerminal(int session) {
        for (Process process = Processes.first(); process != null;
                process = process.nextOfAll) {
            if (process.session == session) {
                process.terminal = null;
            }
        }
    }

    /**
     * Whether nobody is there who could continue a stopped member: no member has a parent in
     * another group of the same session (POSIX, "Orphaned Process Group").
     */
    public static boolean isOrphaned(int group) {
        return isOrphaned(group, null);
    }

    /** As if {@code leaving} were gone already. */
    private static boolean isOrphaned(int group, Process leaving) {
        for (Process member = firstOf(group); member != null; member = member.nextMember) {
            if (member != leaving && member.state != ProcessState.ZOMBIE
                    && cares(member.parent, member)) {
                return false;
            }
        }
        return true;
    }

    private static boolean cares(Process parent, Process child) {
        return parent != null && parent.pid != InitialProcess.PID && parent.group != child.group
                && parent.session == child.session;
    }

    private static boolean hasStopped(int group) {
        for (Process member = firstOf(group); member != null; member = member.nextMember) {
            if (member.is(Process.STOPPED)) {
                return true;
            }
        }
        return false;
    }

    /** A process ends: its group may be orphaned now, and stopped members are told so. */
    static void memberLeaves(Process process) {
        if (cares(process.parent, process) && hasStopped(process.group)
                && isOrphaned(process.group, process)) {
            hangUp(process.group);
        }
    }

    /** The parent of a child ends: the child's group may be orphaned by it. */
    static void parentLeaves(Process parent, Process child) {
        if (child.group != parent.group && child.session == parent.session
                && hasStopped(child.group) && isOrphaned(child.group)) {
            hangUp(child.group);
        }
    }

    private static void hangUp(int group) {
        Signals.sendGroup(group, Signal.SIGHUP);
        Signals.sendGroup(group, Signal.SIGCONT);
    }
}
