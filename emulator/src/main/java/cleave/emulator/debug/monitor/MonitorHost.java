package cleave.emulator.debug.monitor;

import cleave.emulator.machine.StopReason;

/** Whoever runs the machine: the monitor only asks, on the thread it is called on. */
public interface MonitorHost {
    /** {@code stop}: the guest shall stand still until {@link #resume}. */
    void pause();

    /** {@code cont}: the guest shall run on. */
    void resume();

    /** {@code quit}: the run shall end. */
    void quit();

    /** Whether the guest stands still by {@link #pause} or by a debugger. */
    boolean isPaused();

    /** A {@code step} of the monitor met the end of the run, or another stop. */
    void stopped(StopReason reason);
}
