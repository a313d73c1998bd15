package cleave.guestos.kernel.process;

import cleave.magic.Struct;

/**
 * A number that somebody has: a process, a group or a session, which are named by the number of the
 * process that began them, and may outlive it. As long as one of the three is there, no other
 * process gets the number.
 */
final class Identity extends Struct {
    int number;
    /** The process of that number, dead or alive, until it is waited for; null if it is gone. */
    Process process;
    /** The members of the group of that number; null if there is no such group. */
    Process firstMember;
    /** Processes of the session of that number. */
    int sessionMembers;
    /** In the table. */
    Identity next;
}
