package cleave.emulator.machine;

import cleave.emulator.time.EventQueue;

/** What happens on the host while the guest sleeps in {@code wfi}. */
@FunctionalInterface
public interface IdlePolicy {
    /**
     * The guest sleeps and nothing is due before cycle {@code until}. May block the host's thread.
     *
     * @param now the current cycle
     * @param until the cycle of the next event, or {@link EventQueue#NEVER}
     * @return the cycle to move on to, at most {@code until}; or a negative number when {@code
     *     until} is never and nothing from outside can come either
     */
    long idle(long now, long until);

    /** Virtual time: sleeping costs nothing, time jumps to the next event. */
    IdlePolicy JUMP = (now, until) -> until == EventQueue.NEVER ? -1 : until;
}
