package cleave.emulator.cli;

import cleave.emulator.machine.Machine;
import cleave.emulator.time.EventQueue;

/**
 * Ties the guest's clocks to the host's, for {@code --realtime}: when the guest has fallen behind,
 * its timebase is moved forward; when it is ahead, the host waits.
 */
final class RealTime {
    private static final long PERIOD_CYCLES = EventQueue.CYCLES_PER_SECOND / 100;

    private final Machine machine;
    private final EventQueue.Event event;
    private long hostOrigin;
    private long guestOrigin;

    RealTime(Machine machine) {
        this.machine = machine;
        this.event = machine.events().register("host clock", this::follow);
    }

    void start() {
        hostOrigin = HostClock.nanoseconds();
        guestOrigin = machine.timer().nanoseconds();
        event.at(machine.events().now() + PERIOD_CYCLES);
    }

    private void follow() {
        long host = HostClock.nanoseconds() - hostOrigin;
        long guest = machine.timer().nanoseconds() - guestOrigin;
        if (host > guest) {
            machine.timer().shift(host - guest);
        } else {
            HostClock.sleep(guest - host);
        }
        event.at(machine.events().now() + PERIOD_CYCLES);
    }
}
