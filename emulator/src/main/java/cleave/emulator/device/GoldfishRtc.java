package cleave.emulator.device;

import static cleave.emulator.device.Register.Access.READ_ONLY;
import static cleave.emulator.device.Register.Access.READ_WRITE;
import static cleave.emulator.device.Register.Access.WRITE_ONLY;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.emulator.time.EventQueue;
import cleave.emulator.time.MachineTimer;

/**
 * Google's Goldfish real-time clock (Android emulator documentation, "Goldfish virtual hardware",
 * section on the timer), as in QEMU's {@code virt}: nanoseconds since 1970 and one alarm.
 *
 * <p>It starts at a fixed time, so that every run sees the same clock, and goes with virtual time.
 * A load of TIME_LOW latches TIME_HIGH. Refuses, with an access fault, all but 4-byte accesses and
 * offsets past the last register.
 */
public final class GoldfishRtc implements Device {
    /** The registers. */
    public enum Reg implements Register {
        TIME_LOW(0x00, READ_WRITE, "low half of the time; a load latches the high half"),
        TIME_HIGH(0x04, READ_WRITE, "high half of the time, as latched"),
        ALARM_LOW(0x08, READ_WRITE, "low half of the alarm time; a store arms the alarm"),
        ALARM_HIGH(0x0c, READ_WRITE, "high half of the alarm time, stored first"),
        IRQ_ENABLED(0x10, READ_WRITE, "bit 0: the alarm interrupts"),
        CLEAR_ALARM(0x14, WRITE_ONLY, "disarms the alarm"),
        ALARM_STATUS(0x18, READ_ONLY, "1 while the alarm is armed"),
        CLEAR_INTERRUPT(0x1c, WRITE_ONLY, "lowers the interrupt");

        private final int offset;
        private final Access access;
        private final String reference;

        Reg(int offset, Access access, String meaning) {
            this.offset = offset;
            this.access = access;
            this.reference = "Goldfish: " + meaning;
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int width() {
            return 4;
        }

        @Override
        public Access access() {
            return access;
        }

        @Override
        public String reference() {
            return reference;
        }
    }

    /** QEMU's window ends with a word that no register uses. */
    private static final int END = 0x24;
    private static final long LOW_HALF = 0xffff_ffffL;

    private final RegisterMap<Reg> registers = new RegisterMap<>(Reg.class);
    private final MachineTimer timer;
    private final EventQueue.Event event;
    private final InterruptLine line;
    private final GuestErrors errors;

    /** What to add to nanoseconds since power-on to get the time. */
    private long epoch;
    private int latchedHigh;
    private long alarm;
    private boolean alarmArmed;
    private boolean interruptEnabled;
    private boolean interruptPending;

    /** {@code epochNanoseconds} is the time at power-on, in nanoseconds since 1970 UTC. */
    public GoldfishRtc(long epochNanoseconds, MachineTimer timer, EventQueue events,
            InterruptLine line, GuestErrors errors) {
        this.epoch = epochNanoseconds;
        this.timer = timer;
        this.event = events.register("rtc alarm", this::checkAlarm);
        this.line = line;
        this.errors = errors;
        timer.onChange(this::checkAlarm);
    }

    @Override
    public String name() {
        return "rtc";
    }

    /** The clock runs on, as one with a battery does. */
    @Override
    public void reset() {
        latchedHigh = 0;
        alarm = 0;
        alarmArmed = false;
        interruptEnabled = false;
        interruptPending = false;
        checkAlarm();
    }

    /** Nanoseconds since 1970. */
    public long now() {
        return timer.nanoseconds() + epoch;
    }

    @Override
    public boolean supports(int offset, int width, boolean write) {
        return width == Integer.BYTES && offset < END;
    }

    @Override
    public int read(int offset, int width) {
        Reg register = registers.at(offset);
        if (register == null) {
            errors.badAccess(name(), false, offset, width);
            return 0;
        }
        if (!register.access().readable()) {
            errors.wrongDirection(name(), false, register);
            return 0;
        }
        if (register == Reg.TIME_LOW) {
            latchedHigh = (int) (now() >>> Integer.SIZE);
        }
        return value(register);
    }

    @Override
    public int peek(int offset, int width) {
        Reg register = registers.at(offset);
        return register == null ? 0 : value(register);
    }

    private int value(Reg register) {
        return switch (register) {
            case TIME_LOW -> (int) now();
            case TIME_HIGH -> latchedHigh;
            case ALARM_LOW -> (int) alarm;
            case ALARM_HIGH -> (int) (alarm >>> Integer.SIZE);
            case IRQ_ENABLED -> interruptEnabled ? 1 : 0;
            case ALARM_STATUS -> alarmArmed ? 1 : 0;
            case CLEAR_ALARM, CLEAR_INTERRUPT -> 0;
        };
    }

    @Override
    public void write(int offset, int width, int value) {
        Reg register = registers.at(offset);
        if (register == null) {
            errors.badAccess(name(), true, offset, width);
            return;
        }
        switch (register) {
            case TIME_LOW -> setTime(withLow(now(), value));
            case TIME_HIGH -> setTime(withHigh(now(), value));
            case ALARM_LOW -> {
                alarm = withLow(alarm, value);
                alarmArmed = true;
            }
            case ALARM_HIGH -> alarm = withHigh(alarm, value);
            case IRQ_ENABLED -> interruptEnabled = (value & 1) != 0;
            case CLEAR_ALARM -> alarmArmed = false;
            case CLEAR_INTERRUPT -> interruptPending = false;
            case ALARM_STATUS -> errors.wrongDirection(name(), true, register);
        }
        checkAlarm();
    }

    private void setTime(long nanoseconds) {
        epoch += nanoseconds - now();
    }

    /** Raises the alarm if its time has come, or arranges for the moment when it does. */
    private void checkAlarm() {
        if (alarmArmed && Long.compareUnsigned(alarm, now()) <= 0) {
            alarmArmed = false;
            interruptPending = true;
        }
        event.at(alarmArmed ? timer.cycleAfterNanoseconds(alarm - now()) : EventQueue.NEVER);
        line.set(interruptPending && interruptEnabled);
    }

    private static long withLow(long old, int value) {
        return (old & ~LOW_HALF) | (value & LOW_HALF);
    }

    private static long withHigh(long old, int value) {
        return (old & LOW_HALF) | (long) value << Integer.SIZE;
    }

    @Override
    public void save(StateWriter out) {
        out.section(name());
        out.putLong(epoch);
        out.putInt(latchedHigh);
        out.putLong(alarm);
        out.putBoolean(alarmArmed);
        out.putBoolean(interruptEnabled);
        out.putBoolean(interruptPending);
    }

    @Override
    public void load(StateReader in) {
        in.section(name());
        epoch = in.getLong();
        latchedHigh = in.getInt();
        alarm = in.getLong();
        alarmArmed = in.getBoolean();
        interruptEnabled = in.getBoolean();
        interruptPending = in.getBoolean();
        checkAlarm();
    }
}
