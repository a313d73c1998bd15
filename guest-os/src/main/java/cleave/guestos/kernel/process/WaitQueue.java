package cleave.guestos.kernel.process;

import cleave.guestos.kernel.Errors;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.Timeout;
import cleave.guestos.kernel.time.Timer;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/**
 * Those who sleep until something happens. Sleep in a loop that looks at the condition: a wake-up
 * is only a hint. Since the kernel is not preempted, none is lost between looking and sleeping.
 */
public final class WaitQueue extends Struct {
    @Embedded
    ProcessList sleepers;
    /** Those who want to know when it is woken; null for nobody. */
    Watch watches;

    /** Sleeps until woken: 0, or {@link Errors#RESTART} at once or when a signal comes. */
    public int sleep() {
        Process process = Process.current();
        if ((process.work & Process.SIGNAL) != 0) {
            return Errors.RESTART;
        }
        sleepAs(ProcessState.SLEEPING);
        return (process.work & Process.SIGNAL) != 0 ? Errors.RESTART : 0;
    }

    /** Sleeps until woken, whatever signals come: for what ends soon, as a disk does. */
    public void sleepUninterruptible() {
        sleepAs(ProcessState.DISK_SLEEP);
    }

    /** As {@link #sleep}, but no longer than to that tick; who asks looks at the clock. */
    public int sleepUntil(long deadline) {
        Process process = Process.current();
        if (deadline <= Clock.ticks()) {
            return 0;
        }
        process.alarm.expired = WaitQueue::expired;
        process.alarm.data = Address.of(process);
        Timer.set(process.alarm, deadline);
        int result = sleep();
        Timer.cancel(process.alarm);
        return result;
    }

    private static void expired(Timeout alarm, long now) {
        Process process = Struct.at(alarm.data, Process.class);
        if (process.queue != null) {
            Scheduler.wake(process);
        }
    }

    /** Sleeps until woken, or until a signal comes that ends the process whatever it does. */
    void sleepKillably() {
        Process process = Process.current();
        process.flags |= Process.KILLABLE;
        sleepAs(ProcessState.DISK_SLEEP);
        process.flags &= ~Process.KILLABLE;
    }

    private void sleepAs(int state) {
        Process process = Process.current();
        process.usage.voluntarySwitches++;
        if (state == ProcessState.DISK_SLEEP) {
            Scheduler.countUninterruptible();
        }
        process.state = state;
        process.queue = this;
        sleepers.append(process);
        Scheduler.run();
    }

    public void wakeAll() {
        if (watches != null) {
            Watch.tell(this);
        }
        wakeSleepers();
    }

    /** Wakes all, of a queue that nobody watches. */
    public void wakeSleepers() {
        while (sleepers.first != null) {
            Scheduler.wake(sleepers.first);
        }
    }

    public void wakeOne() {
        if (watches != null) {
            Watch.tell(this);
        }
        if (sleepers.first != null) {
            Scheduler.wake(sleepers.first);
        }
    }

    public boolean isEmpty() {
        return sleepers.first == null;
    }
}
