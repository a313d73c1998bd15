package cleave.emulator.machine;

/** Why {@link Machine#run} has returned. */
public sealed interface StopReason {
    /** The guest ended the run: test finisher, HTIF or firmware; 0 is success. */
    record Exited(int code) implements StopReason {
    }

    /** The guest asked for a reset and the machine was told not to reboot. */
    record ResetRequested() implements StopReason {
    }

    /** The cycles that were asked for are over. */
    record CycleLimit() implements StopReason {
    }

    /** {@link Machine#step} has done its one step. */
    record Stepped() implements StopReason {
    }

    /** The next instruction has a breakpoint. */
    record Breakpoint(int pc) implements StopReason {
    }

    /** The last instruction touched a watched address. */
    record Watchpoint(int address, boolean store) implements StopReason {
    }

    /** Somebody called {@link Machine#interrupt}. */
    record Interrupted() implements StopReason {
    }

    /** Whoever debugs the machine asked for its end. */
    record Killed() implements StopReason {
    }

    /** The guest can make no progress any more; {@code diagnosis} says why, in sentences. */
    record Stuck(String diagnosis) implements StopReason {
    }
}
