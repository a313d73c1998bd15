package cleave.guestos.user.usertests;

import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** All rows, in the order of the process model, and all roles that they play by exec. */
final class Table {
    static final Row[] ROWS = {
        Row.of("F4", 64, ForkRows::copyOnWrite,
                "fork copies no page, the first store one, the last owner none (F3, F5)"),
        Row.of("F7", 1000, ForkRows::manyForks, "forks one after the other leave nothing"),
        Row.of("F7many", 200, ForkRows::manyChildren, "children at once share a page"),
        Row.of("F11", 40, ForkRows::failingFork, "fork without memory leaves nothing"),

        Row.of("E7", 100, ExecRows::manyExecs, "programs one after the other leave nothing"),

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

        Row.of("M1", 64, MemoryRows::zeroOnDemand, "memory is zero and comes on demand"),
    };

    /** Rows that fail on purpose, for the tests of this program itself; nothing else runs them. */
    static final Row[] FAILING = {
        Row.of("hang", 1, FailingRows::hang, "children that never end"),
        Row.of("fault", 1, FailingRows::fault, "a store to address 0"),
        Row.of("leave", 1, FailingRows::leave, "a child that is left behind"),
        Row.of("wrong", 1, FailingRows::wrong, "a check that does not hold, in a child"),
    };

    static final Role[] ROLES = {
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
