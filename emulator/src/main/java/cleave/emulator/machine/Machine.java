package cleave.emulator.machine;

import cleave.emulator.device.Device;
import cleave.emulator.device.PowerControl;
import cleave.emulator.engine.Breakpoints;
import cleave.emulator.engine.Engine;
import cleave.emulator.hart.Hart;
import cleave.emulator.memory.Bus;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.emulator.time.EventQueue;
import cleave.emulator.time.MachineTimer;
import java.util.ArrayList;
import java.util.List;

/**
 * A computer that can be run: a hart with its engine, memory, devices, and the future of all of
 * them. Several machines live in one JVM without knowing of each other; one machine belongs to one
 * thread, except for {@link #interrupt}.
 *
 * <p>Everything happens on virtual time, so that a run depends on nothing but the machine's
 * configuration and input.
 */
public final class Machine {
    /** Between two looks at the host and at whether the guest is stuck; a power of two. */
    private static final long SLICE = 1 << 20;
    /** Where the hart begins: the boot ROM of {@code virt}. */
    private static final int RESET_VECTOR = 0x1000;

    private final Hart hart;
    private final Engine engine;
    private final EventQueue events;
    private final MachineTimer timer;
    private final StuckCheck stuckCheck;
    private final PowerControl power = new Power();
    private final List<Device> devices = new ArrayList<>();
    private final List<Runnable> bootActions = new ArrayList<>();
    private boolean rebootAllowed = true;
    private boolean resetRequested;
    private IdlePolicy idlePolicy = IdlePolicy.JUMP;
    private StepObserver observer;
    private Breakpoints breakpoints = Breakpoints.NONE;
    private StopReason stop;
    private volatile boolean interrupted;

    /** The machine's power button and reset button, as devices and firmware press them. */
    private final class Power implements PowerControl {
        @Override
        public void exit(int code) {
            requestStop(new StopReason.Exited(code));
        }

        @Override
        public void reset() {
            if (rebootAllowed) {
                resetRequested = true;
                hart.yield = true;
            } else {
                requestStop(new StopReason.ResetRequested());
            }
        }
    }

    Machine(Hart hart, Engine engine, EventQueue events, MachineTimer timer) {
        this.hart = hart;
        this.engine = engine;
        this.events = events;
        this.timer = timer;
        this.stuckCheck = new StuckCheck(hart);
    }

    /** A builder for QEMU's {@code virt}. */
    public static MachineBuilder builder() {
        return new MachineBuilder();
    }

    void attach(Device device, long base, long size) {
        bus().attach(device, base, size);
        devices.add(device);
    }

    public PowerControl power() {
        return power;
    }

    /** The timebase: {@code mtime} and the clock on the wall. */
    public MachineTimer timer() {
        return timer;
    }

    /** Whether a guest that asks for a reset gets one (the default) or ends the run. */
    public void setRebootAllowed(boolean allowed) {
        rebootAllowed = allowed;
    }

    /**
     * Adds what makes a bare machine boot: it runs at once and again after every reset, in order of
     * addition. Loads memory, sets registers.
     */
    public void addBootAction(Runnable action) {
        bootActions.add(action);
        action.run();
        hart.recorder().begin(hart.pc);
    }

    /** Resets the hart and every device, and boots again. RAM keeps its contents. */
    public void powerOn() {
        resetRequested = false;
        for (Device device : devices) {
            device.reset();
        }
        hart.reset(RESET_VECTOR);
        for (Runnable action : bootActions) {
            action.run();
        }
        hart.recorder().begin(hart.pc);
    }

    public Hart hart() {
        return hart;
    }

    public Bus bus() {
        return hart.mmu().bus();
    }

    public PhysicalMemory memory() {
        return bus().memory();
    }

    public EventQueue events() {
        return events;
    }

    public Engine engine() {
        return engine;
    }

    /** What to do while the guest sleeps; by default time jumps. */
    public void setIdlePolicy(IdlePolicy policy) {
        idlePolicy = policy;
    }

    /** Follows every instruction, at the price of speed; null for nobody. */
    public void setObserver(StepObserver stepObserver) {
        observer = stepObserver;
    }

    /** Stops {@link #run} before these instructions, but for the very first it executes. */
    public void setBreakpoints(Breakpoints places) {
        breakpoints = places;
        engine.setBreakpoints(places);
    }

    /** Makes {@link #run} return as soon as possible; the only call for other threads. */
    public void interrupt() {
        interrupted = true;
    }

    /** Ends the run after the current instruction; for devices and watchers. */
    public void requestStop(StopReason reason) {
        if (stop == null) {
            stop = reason;
        }
        hart.yield = true;
    }

    /**
     * Runs until something stops the machine or {@code cycles} have passed.
     *
     * @param cycles at least 0; {@link Long#MAX_VALUE} for no limit
     */
    public StopReason run(long cycles) {
        long end = hart.cycle + cycles < 0 ? Long.MAX_VALUE : hart.cycle + cycles;
        boolean first = true;
        stop = null;
        while (true) {
            first &= !settle();
            if (stop != null) {
                return takeStop();
            }
            // Before all that only suspends the run: the next would step over the breakpoint.
            if (!first && !hart.isWaiting() && breakpoints.contains(hart.pc)) {
                return new StopReason.Breakpoint(hart.pc);
            }
            if (interrupted) {
                interrupted = false;
                return new StopReason.Interrupted();
            }
            if (hart.cycle >= end) {
                return new StopReason.CycleLimit();
            }
            if (hart.isWaiting()) {
                idle(end);
            } else if (first || observer != null) {
                observedStep();
            } else {
                runSlice(end);
            }
            first = false;
            if (stop != null) {
                return takeStop();
            }
        }
    }

    /**
     * Executes one instruction, or takes one interrupt and stops before the handler's first. A hart
     * that sleeps in {@code wfi} is first given what ends its sleep.
     *
     * @return {@link StopReason.Stepped}, or what stopped the machine instead
     */
    public StopReason step() {
        stop = null;
        while (true) {
            boolean pcMoved = settle();
            if (stop == null && !pcMoved && !interrupted && !hart.isWaiting()) {
                observedStep();
                pcMoved = true;
            }
            if (stop != null) {
                return takeStop();
            }
            // An interruption that came during the instruction is told the next time: whoever hears
            // of it before would take the instruction for one that is still to be executed.
            if (pcMoved) {
                return new StopReason.Stepped();
            }
            if (interrupted) {
                interrupted = false;
                return new StopReason.Interrupted();
            }
            idle(Long.MAX_VALUE);
        }
    }

    /**
     * Lets due events happen, and the interrupt that is due be taken.
     *
     * @return whether the hart is somewhere else now: in a handler, or at the reset vector
     */
    private boolean settle() {
        boolean reset = resetRequested;
        if (reset) {
            powerOn();
        }
        events.setNow(hart.cycle);
        if (events.next() <= hart.cycle) {
            events.runDue();
        }
        return hart.takeInterrupt() || reset;
    }

    private StopReason takeStop() {
        StopReason reason = stop;
        stop = null;
        return reason;
    }

    private void observedStep() {
        if (observer != null) {
            observer.before(hart);
        }
        engine.step();
        if (observer != null) {
            observer.after(hart);
        }
        checkProgress();
    }

    private void runSlice(long end) {
        long sliceEnd = (hart.cycle | SLICE - 1) + 1;
        engine.run(Math.min(Math.min(end, events.next()), sliceEnd));
        if (hart.cycle >= sliceEnd || hart.trapLoop().isStuck()) {
            checkProgress();
        }
    }

    private void checkProgress() {
        String diagnosis = stuckCheck.running();
        if (diagnosis != null) {
            requestStop(new StopReason.Stuck(diagnosis));
        }
    }

    private void idle(long end) {
        if (hart.interrupts().enabled() == 0) {
            requestStop(new StopReason.Stuck(stuckCheck.waiting()));
            return;
        }
        long next = events.next();
        long until = next == EventQueue.NEVER ? next : Math.min(next, end);
        long resumed = idlePolicy.idle(hart.cycle, until);
        if (resumed < 0) {
            requestStop(new StopReason.Stuck(stuckCheck.waiting()));
        } else {
            hart.cycle = Math.max(hart.cycle, Math.min(resumed, end));
        }
    }

    /** Puts the whole state of the machine, so that an equal one can be made by {@link #load}. */
    public void save(StateWriter out) {
        out.section("machine");
        out.putLong(hart.cycle);
        timer.save(out);
        hart.save(out);
        memory().save(out);
        for (Device device : devices) {
            out.section(device.name());
            device.save(out);
        }
    }

    /** Takes over a state that a machine of the same configuration has saved. */
    public void load(StateReader in) {
        in.section("machine");
        events.setNow(in.getLong());
        timer.load(in);
        hart.load(in);
        memory().load(in);
        for (Device device : devices) {
            in.section(device.name());
            device.load(in);
        }
        stop = null;
        resetRequested = false;
    }
}
