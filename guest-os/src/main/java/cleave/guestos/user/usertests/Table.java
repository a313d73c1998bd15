package cleave.guestos.user.usertests;

import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** All rows, in the order of the process model, and all roles that they play by exec. */
final class Table {
    static final Row[] ROWS = {
        Row.of("F1", 1, ForkRows::returnsTwice,
                "fork returns in both, which agree on who they are"),
        Row.of("F2", 1, ForkRows::sameContents,
                "the child has the same contents; later stores are each side's own"),
        Row.of("F3", 2048, CopyRows::sharesAllPages,
                "fork copies no page: both have the same frames"),
        Row.of("F4", 64, CopyRows::firstStoreCopies,
                "the first store copies one frame for who stores; reading copies none"),
        Row.of("F5", 64, CopyRows::lastOwnerTakesBack,
                "the last owner of a frame stores to it without a copy"),
        Row.of("F6", 1, KernelStoreRows::copy,
                "what the kernel stores for a process is copied on write as well"),
        Row.of("F7", 1000, ForkLimitRows::generations,
                "forks of forks, a frame of hundreds, and forks by the thousand leave nothing"),
        Row.of("F9", 1, ForkRows::openFiles,
                "open files are shared with offset and status; descriptors are not"),
        Row.of("F10", 1, InheritRows::inherits,
                "what begins anew in a child, and what it inherits"),
        Row.of("F11", 40, ForkLimitRows::refused,
                "fork at limits and without memory fails and leaves nothing"),

        Row.of("E1", 1, ExecRows::replaces,
                "exec replaces the program and keeps the process"),
        Row.of("E2", 40, ExecErrorRows::fails,
                "an exec that fails tells why, and the old program goes on untouched"),
        Row.of("E3", 1, ExecFunctionRows::functions,
                "execl execv execle execve execlp execvp execvpe fexecve"),
        Row.of("E4", 1, ElfRows::executables,
                "executables of every shape; malformed ones are refused without harm"),
        Row.of("E5", 1, StartRows::starts,
                "arguments, environment and auxiliary vector on the new stack"),
        Row.of("E6", 1, ScriptRows::scripts, "scripts, with an argument, in scripts"),
        Row.of("E7", 100, TextRows::sharesText,
                "text is in the same frames for all who run it, and comes on demand"),
        Row.of("E8", 1, ExecRows::closes, "what is close-on-exec closes at exec, and only then"),
        Row.of("E9", 1, ExecRows::signals, "signals over exec: actions, mask, what waits"),

        Row.of("W1", 1, WaitRows::waiting, "waiting for any child, for one, for a group"),
        Row.of("W2", 1, StatusRows::words, "status words, exit codes, the core flag"),
        Row.of("W3", 1, FamilyRows::zombie, "a zombie has a status and a number, no memory"),
        Row.of("W4", 1, FamilyRows::usage, "what children have used joins what theirs have"),
        Row.of("W5", 1, FamilyRows::subReapers, "orphans go to the nearest sub-reaper or init"),
        Row.of("W6", 200, FamilyRows::orphans, "init waits for orphans and cannot be killed"),
        Row.of("W7", 1, ChildSignalRows::childSignals, "SIGCHLD, and children without zombies"),
        Row.of("W8", 1, ChildSignalRows::handles, "a parent's death, processes by descriptor"),
        Row.of("W9", 1, StatusRows::endings, "exit flushes and runs handlers, _exit does not"),

        Row.of("S1", 1, SignalRows::signals, "actions, masks, frames, calls begun again"),
        Row.of("S2", 1, KillRows::kills, "kill, default actions, faults"),
        Row.of("S3", 1, TimerRows::timers, "signals that queue, and timers"),
        Row.of("S4", 1, GroupRows::groups, "groups, sessions, orphans, the terminal and its keys"),

        Row.of("M1", 64, MemoryRows::zeroOnDemand, "memory is zero and comes on demand"),
        Row.of("M2", 1, MappingRows::privateFiles, "private files: shared until written, no more"),
        Row.of("M3", 1, MappingRows::sharedMemory, "shared memory and files: all see all"),
        Row.of("M4", 1, MappingRows::ownMappings, "mappings behind fork are each side's own"),
        Row.of("M5", 1, PlaceRows::places, "munmap mprotect mremap madvise, stacks, limits"),
        Row.of("M6", 1, ShareRows::texts, "maps, smaps, statm, status, pagemap"),

        Row.of("L1", 1, LimitRows::limits, "limits: values, rights, effects; ulimit"),
        Row.of("L3", 1, NiceRows::nice, "nice values, and the share that they leave"),

        Row.of("A1", 1, ProgramRows::shell, "the shell"),
        Row.of("A3", 1, ProgramRows::daemon, "a daemon: double fork, setsid, init"),
        Row.of("A4", 1, ProgramRows::demonstrations, "the demonstrations run and end well"),
    };

    /** Rows that fail on purpose, for the tests of this program itself; nothing else runs them. */
    static final Row[] FAILING = {
        Row.of("hang", 1, FailingRows::hang, "children that never end"),
        Row.of("fault", 1, FailingRows::fault, "a store to address 0"),
        Row.of("leave", 1, FailingRows::leave, "a child that is left behind"),
        Row.of("wrong", 1, FailingRows::wrong, "a check that does not hold, in a child"),
    };

    static final Role[] ROLES = {
        Role.of("replaced", ExecRows::replaced),
        Role.of("opened", ExecRows::opened),
        Role.of("signalled", ExecRows::signalled),
        Role.of("nothing", ExecErrorRows::nothing),
        Role.of("called", ExecFunctionRows::called),
        Role.of("started", StartRows::started),
        Role.of("crowded", StartRows::crowded),
        Role.of("told", ScriptRows::told),
        Role.of("sharing", TextRows::sharing),

        Role.of("wrong", FailingRows::wrongAgain),
    };

    private Table() {
    }

    /** The role of a name; null if there is none. */
    static Role role(Address name) {
        for (int i = 0; i < ROLES.length; i++) {
            if (Strings.equal(name, ROLES[i].name)) {
                return ROLES[i];
            }
        }
        return null;
    }
}
