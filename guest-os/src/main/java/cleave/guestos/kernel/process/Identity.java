package cleave.guestos.kernel.process;

import cleave.magic.Embedded;
import cleave.magic.Struct;

/**
 * A number that somebody has: a process, a group or a session, which are named by the number of the
 * process that began them, and may outlive it. As long as one of the three is there, or a
 * {@link ProcessHandle}, no other process gets the number.
 */
final class Identity extends Struct {
    int number;
    /** The process of that number, dead or alive, until it is waited for; null if it is gone. */
    Process process;
    /** The members of the group of that number; null if there is no such group. */
    Process firstMember;
    /** Processes of the session of that number. */
    int sessionMembers;
    /** Open files that stand for the process. */
    int handles;
    /** Woken at its end. */
    @Embedded
    WaitQueue ended;
    /** In the table. */
    Identity next;
}
