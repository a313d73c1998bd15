package cleave.guestos.user.usertests;

import cleave.guestos.abi.DirectoryEntry;
import cleave.guestos.abi.ResourceLimit;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Directories;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Limits;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Signals;
import cleave.magic.Address;

/**
 * The processes of a row, wherever they have gone: other groups, sessions, parents, users, and
 * programs. What all of them inherit and none of them needs is the limit of file locks, in which
 * nothing is counted: it is this program's mark.
 */
final class Marked {
    private static final int LOCKS = 10;
    private static final int MARK = 0x7573_0000;
    private static final ResourceLimit LIMIT = new ResourceLimit();

    private Marked() {
    }

    /** This process, and all that come of it. */
    static void begin(int tester) {
        LIMIT.soft = MARK + tester;
        LIMIT.hard = MARK + tester;
        if (Limits.setrlimit(LOCKS, LIMIT) < 0) {
            Errors.dieErrno(2, "RLIMIT_LOCKS");
        }
    }

    /** Not a zombie: those that the row has left are init's, who may not have had a turn yet. */
    private static boolean isAlive(int state) {
        return state != Proc.NONE && state != 'Z';
    }

    /** Kills all of them; how many there were. */
    static int killAll() {
        Directories.Directory processes = Directories.opendir(Address.of("/proc"));
        if (processes == null) {
            Errors.dieErrno(2, "/proc");
        }
        int mark = MARK + Processes.getpid();
        int found = 0;
        DirectoryEntry entry = Directories.readdir(processes);
        while (entry != null) {
            Address name = Directories.name(entry);
            if (Numbers.isInt(name)) {
                int process = Numbers.toInt(name);
                if (Limits.prlimit(process, LOCKS, null, LIMIT) == 0 && LIMIT.soft == mark
                        && isAlive(Proc.state(process))) {
                    found++;
                    Signals.kill(process, Signal.SIGKILL);
                }
            }
            entry = Directories.readdir(processes);
        }
        Directories.closedir(processes);
        return found;
    }
}
