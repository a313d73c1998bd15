package cleave.emulator.engine;

import java.util.function.LongSupplier;

/**
 * Something that executes the hart's instructions. All engines are interchangeable at any
 * instruction boundary and agree to the cycle.
 */
public interface Engine {
    /**
     * Executes instructions until {@code hart.cycle >= limit} or {@code hart.yield}. On return the
     * whole state is in the hart. Interrupts are not looked at: that is the caller's part, between
     * two calls. Stops with {@code hart.yield} before an instruction that has a breakpoint.
     */
    void run(long limit);

    /** Executes exactly one instruction, or takes the exception it raises; breakpoints or not. */
    void step();

    /** Where {@link #run} shall stop from now on. */
    void setBreakpoints(Breakpoints places);

    /** What it is called on the command line and in statistics. */
    String name();

    /**
     * Lets it count from now on what is not free to count, times among it.
     *
     * @param nanoseconds the host's clock
     */
    default void measure(LongSupplier nanoseconds) {
    }

    /** Tells what it has counted so far. */
    default void count(Statistics statistics) {
    }
}
