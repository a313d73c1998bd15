package cleave.guestos.kernel.tty;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.process.Groups;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.signal.Signals;

/**
 * Who may use a terminal (POSIX, 11.1.4): the process group in the foreground of the session that
 * it controls. Others are stopped by {@code SIGTTIN} and {@code SIGTTOU}.
 */
public final class JobControl {
    private JobControl() {
    }

    /** A character that makes a signal was typed. */
    static void signalForeground(Terminal terminal, int signal) {
        if (terminal.foreground != 0) {
            Signals.sendGroup(terminal.foreground, signal);
        }
    }

    private static boolean isInBackground(Terminal terminal, Process process) {
        Process leader = process.leader;
        return leader.terminal == terminal && terminal.foreground != 0
                && leader.group != terminal.foreground;
    }

    /** 0 if the current process may read; else what the read has to return. */
    static int mayRead(Terminal terminal) {
        Process process = Process.current();
        if (!isInBackground(terminal, process)) {
            return 0;
        }
        if (Signals.isHeld(process, Signal.SIGTTIN) || Groups.isOrphaned(process.leader.group)) {
            return -Errno.EIO;
        }
        Signals.sendGroup(process.leader.group, Signal.SIGTTIN);
        return Errors.RESTART;
    }

    /** 0 if the current process may change the terminal, or write when that counts as well. */
    static int mayChange(Terminal terminal) {
        Process process = Process.current();
        if (!isInBackground(terminal, process) || Signals.isHeld(process, Signal.SIGTTOU)) {
            return 0;
        }
        if (Groups.isOrphaned(process.leader.group)) {
            return -Errno.EIO;
        }
        Signals.sendGroup(process.leader.group, Signal.SIGTTOU);
        return Errors.RESTART;
    }

    private static boolean isLeader(Process process) {
        return process.session == process.pid;
    }

    /** A leader of a session without a terminal opens one that no session has. */
    static void takeIfFree(Terminal terminal, Process process) {
        if (isLeader(process) && process.terminal == null && terminal.session == 0) {
            take(terminal, process);
        }
    }

    private static void take(Terminal terminal, Process process) {
        terminal.session = process.session;
        terminal.foreground = process.group;
        process.terminal = terminal;
    }

    /** {@code TIOCSCTTY}: with argument 1, root takes a terminal away from another session. */
    static int take(Terminal terminal, int argument) {
        Process process = Process.current().leader;
        if (isLeader(process) && process.terminal == terminal) {
            return 0;
        }
        if (!isLeader(process) || process.terminal != null) {
            return -Errno.EPERM;
        }
        if (terminal.session != 0) {
            if (argument != 1 || process.credentials.euid != 0) {
                return -Errno.EPERM;
            }
            Groups.takeTerminal(terminal.session);
        }
        take(terminal, process);
        return 0;
    }

    /** {@code TIOCNOTTY}: the current process, and with a leader its session, lose the terminal. */
    static int giveUp(Terminal terminal) {
        Process process = Process.current().leader;
        if (process.terminal != terminal) {
            return -Errno.ENOTTY;
        }
        if (isLeader(process)) {
            leaderExits(process);
        } else {
            process.terminal = null;
        }
        return 0;
    }

    /** The leader of a session exits, or gives its terminal up: all of it lose it, and hear so. */
    public static void leaderExits(Process leader) {
        Terminal terminal = leader.terminal;
        if (terminal == null || terminal.session != leader.session) {
            return;
        }
        if (terminal.foreground != 0) {
            Signals.sendGroup(terminal.foreground, Signal.SIGHUP);
            Signals.sendGroup(terminal.foreground, Signal.SIGCONT);
        }
        terminal.session = 0;
        terminal.foreground = 0;
        Groups.takeTerminal(leader.session);
    }

    /** {@code TIOCSPGRP}. */
    static int setForeground(Terminal terminal, int group) {
        int result = mayChange(terminal);
        if (result != 0) {
            return result;
        }
        Process process = Process.current().leader;
        if (process.terminal != terminal || terminal.session != process.session) {
            return -Errno.ENOTTY;
        }
        if (group < 0) {
            return -Errno.EINVAL;
        }
        int session = Groups.sessionOf(group);
        if (session == 0) {
            return -Errno.ESRCH;
        }
        if (session != process.session) {
            return -Errno.EPERM;
        }
        terminal.foreground = group;
        return 0;
    }
}
