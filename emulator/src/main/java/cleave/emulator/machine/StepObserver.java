package cleave.emulator.machine;

import cleave.emulator.hart.Hart;

/** Follows the hart instruction by instruction: traces, coverage, single-step conditions. */
public interface StepObserver {
    /** The instruction at {@code hart.pc} is about to be executed. */
    void before(Hart hart);

    /** It has been executed, or has raised an exception that was taken. */
    void after(Hart hart);

    /** Both observers, this one first. */
    default StepObserver andThen(StepObserver next) {
        StepObserver first = this;
        return new StepObserver() {
            @Override
            public void before(Hart hart) {
                first.before(hart);
                next.before(hart);
            }

            @Override
            public void after(Hart hart) {
                first.after(hart);
                next.after(hart);
            }
        };
    }
}
