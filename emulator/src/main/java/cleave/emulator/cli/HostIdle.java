package cleave.emulator.cli;

import cleave.emulator.machine.IdlePolicy;
import cleave.emulator.time.EventQueue;
import java.util.function.BooleanSupplier;

/**
 * What the host does while the guest sleeps. As long as somebody may type, it sleeps too: until
 * input comes, or for as long as the guest will. When all input is known, time jumps.
 *
 * <p>A guest that sleeps for input after the end of the input has nothing left to do, and the run
 * ends; so does one that has only woken for its clock for {@link #PATIENCE_CYCLES} since.
 */
final class HostIdle implements IdlePolicy {
    /** A minute. */
    static final long PATIENCE_CYCLES = 60 * EventQueue.CYCLES_PER_SECOND;
    /** Shorter than this the host's thread cannot sleep; such naps are made up for together. */
    private static final long SHORTEST_NAP_NANOSECONDS = 2_000_000;
    /** The host's thread looks around so often, for whoever interrupts the machine. */
    private static final long LONGEST_NAP_NANOSECONDS = 100_000_000;

    private final GuestConsole console;
    private final HostRequests requests;
    private final BooleanSupplier receiverEnabled;
    private final boolean alwaysLive;
    /** How much longer the guest has slept than the host's thread, in nanoseconds. */
    private long owed;

    /**
     * @param receiverEnabled whether the guest's UART would interrupt it for a byte
     * @param alwaysLive the guest's sleep takes the host's time even when nobody types
     */
    HostIdle(GuestConsole console, HostRequests requests, BooleanSupplier receiverEnabled,
            boolean alwaysLive) {
        this.console = console;
        this.requests = requests;
        this.receiverEnabled = receiverEnabled;
        this.alwaysLive = alwaysLive;
    }

    @Override
    public long idle(long now, long until) {
        console.flush();
        ConsoleInput input = console.input();
        input.asleep();
        if (input.closed() && waitsInVain(now, until)) {
            requests.post(console.hadInput() ? HostRequests.Request.INPUT_OVER
                    : HostRequests.Request.NO_INPUT);
            return now;
        }
        if (until == EventQueue.NEVER) {
            return -1;
        }
        if (!input.isLive() && !alwaysLive) {
            return until;
        }
        return now + sleep(input, Math.min(until - now, LONGEST_NAP_NANOSECONDS));
    }

    /** Sleeps so many nanoseconds, or until there is input; how many the guest has slept. */
    private long sleep(ConsoleInput input, long nap) {
        owed += nap;
        if (owed < SHORTEST_NAP_NANOSECONDS) {
            return nap;
        }
        long begin = HostClock.nanoseconds();
        if (input.isLive()) {
            input.await(owed);
        } else {
            HostClock.sleep(owed);
        }
        owed -= HostClock.nanoseconds() - begin;
        long left = Math.max(0, Math.min(owed, nap));
        owed = Math.max(0, owed - left);
        return nap - left;
    }

    private boolean waitsInVain(long now, long until) {
        return until == EventQueue.NEVER ? receiverEnabled.getAsBoolean()
                : console.hadInput() && now - console.lastActivity() > PATIENCE_CYCLES;
    }
}
