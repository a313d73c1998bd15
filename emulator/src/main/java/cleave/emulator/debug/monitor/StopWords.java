package cleave.emulator.debug.monitor;

import cleave.emulator.debug.Symbols;
import cleave.emulator.machine.StopReason;

/** Why a machine stopped, as a clause. */
public final class StopWords {
    private StopWords() {
    }

    /** Without a full stop. */
    public static String of(StopReason reason, Symbols symbols) {
        if (reason instanceof StopReason.Exited exited) {
            return "the guest ended with exit code " + exited.code();
        }
        if (reason instanceof StopReason.ResetRequested) {
            return "the guest asked for a reset";
        }
        if (reason instanceof StopReason.CycleLimit) {
            return "the cycles that were allowed are over";
        }
        if (reason instanceof StopReason.Stepped) {
            return "one step was done";
        }
        if (reason instanceof StopReason.Breakpoint breakpoint) {
            return "breakpoint at " + symbols.address(breakpoint.pc());
        }
        if (reason instanceof StopReason.Watchpoint watchpoint) {
            return (watchpoint.store() ? "write to " : "read of ")
                    + symbols.address(watchpoint.address());
        }
        if (reason instanceof StopReason.Interrupted) {
            return "interrupted";
        }
        if (reason instanceof StopReason.Killed) {
            return "killed by the debugger";
        }
        return ((StopReason.Stuck) reason).diagnosis();
    }
}
