package cleave.emulator.cli;

import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;

/** Whoever runs the machine: itself, or the stub that GDB talks to. */
interface Runner {
    /** As {@link Machine#run}. */
    StopReason run(long cycles);

    /** As {@link Machine#interrupt}. */
    void interrupt();

    static Runner of(Machine machine) {
        return new Runner() {
            @Override
            public StopReason run(long cycles) {
                return machine.run(cycles);
            }

            @Override
            public void interrupt() {
                machine.interrupt();
            }
        };
    }
}
