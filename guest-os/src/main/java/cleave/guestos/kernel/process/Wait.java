package cleave.guestos.kernel.process;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.abi.WaitOptions;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** Waiting for children: {@code waitid}. */
public final class Wait {
    private static final int WCLONE = 0x8000_0000;
    private static final int WALL = 0x4000_0000;
    private static final int WNOTHREAD = 0x2000_0000;
    private static final int EVENTS =
            WaitOptions.WEXITED | WaitOptions.WSTOPPED | WaitOptions.WCONTINUED;
    private static final int OPTIONS = EVENTS | WaitOptions.WNOHANG | WaitOptions.WNOWAIT
            | WCLONE | WALL | WNOTHREAD;

    private Wait() {
    }

    /** What has happened to a child: filled by {@link #wait}; {@code pid} 0 for nothing. */
    public static final class News extends Struct {
        public int pid;
        public int uid;
        public int cause;
        public int status;
        /** What the child and its children have used. */
        @Embedded
        public Usage usage;
    }

    /** 0, or what is wrong with the options. */
    public static int check(int options) {
        return (options & ~OPTIONS) != 0 || (options & EVENTS) == 0 ? -Errno.EINVAL : 0;
    }

    /**
     * Waits for a child.
     *
     * @param type {@code P_PID}, {@code P_PGID} or {@code P_ALL}
     * @return 0 with news, or with none where {@code WNOHANG} allows that; or an error
     */
    public static int wait(int type, int id, int options, News news) {
        Process self = Process.current();
        Process leader = self.leader;
        Process creator = (options & WNOTHREAD) != 0 ? self : null;
        while (true) {
            boolean any = false;
            Process child = leader.firstChild;
            while (child != null) {
                if ((creator == null || child.creator == creator)
                        && isMeant(child, type, id, options)) {
                    any = true;
                    if (report(child, options, news)) {
                        return 0;
                    }
                }
                child = child.nextSibling;
            }
            if (!any) {
                return -Errno.ECHILD;
            }
            if ((options & WaitOptions.WNOHANG) != 0) {
                return 0;
            }
            int result = leader.children.sleep();
            if (result < 0) {
                return result;
            }
        }
    }

    private static boolean isMeant(Process child, int type, int id, int options) {
        if (type == WaitOptions.P_PID && child.pid != id
                || type == WaitOptions.P_PGID && child.group != id) {
            return false;
        }
        boolean clone = child.exitSignal != Signal.SIGCHLD;
        return (options & WALL) != 0 || clone == ((options & WCLONE) != 0);
    }

    private static boolean report(Process child, int options, News news) {
        boolean keep = (options & WaitOptions.WNOWAIT) != 0;
        if (child.state == ProcessState.ZOMBIE) {
            if ((options & WaitOptions.WEXITED) == 0) {
                return false;
            }
            tell(child, Exit.causeOf(child), Exit.codeOf(child.status), news);
            if (!keep) {
                reap(child);
            }
            return true;
        }
        if (child.is(Process.STOP_NEWS) && (options & WaitOptions.WSTOPPED) != 0) {
            tell(child, Signal.CLD_STOPPED, child.stopSignal, news);
            if (!keep) {
                child.flags &= ~Process.STOP_NEWS;
            }
            return true;
        }
        if (child.is(Process.CONTINUE_NEWS) && (options & WaitOptions.WCONTINUED) != 0) {
            tell(child, Signal.CLD_CONTINUED, Signal.SIGCONT, news);
            if (!keep) {
                child.flags &= ~Process.CONTINUE_NEWS;
            }
            return true;
        }
        return false;
    }

    private static void tell(Process child, int cause, int status, News news) {
        news.pid = child.pid;
        news.uid = child.credentials.uid;
        news.cause = cause;
        news.status = status;
        news.usage.clear();
        news.usage.addAll(child);
        news.usage.add(child.childUsage);
    }

    private static void reap(Process child) {
        Process parent = child.parent;
        parent.childUsage.add(child.usage);
        parent.childUsage.add(child.childUsage);
        Processes.disown(child);
        Processes.forget(child);
    }
}
