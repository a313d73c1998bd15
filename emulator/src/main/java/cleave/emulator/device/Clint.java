package cleave.emulator.device;

import static cleave.emulator.device.Register.Access.READ_WRITE;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.emulator.time.EventQueue;
import cleave.emulator.time.MachineTimer;
import cleave.emulator.time.TimerComparator;

/**
 * The core-local interruptor of one hart, in SiFive's layout (FU540-C000 manual, chapter 9; the
 * ACLINT specification's MSWI and MTIMER are the same registers): {@code msip}, {@code mtimecmp}
 * and {@code mtime}. The 64-bit registers are written half by half, as RV32 must.
 *
 * <p>Refuses, with an access fault, everything but 4-byte accesses, and the window's end above
 * {@code mtime}, as QEMU does. Like QEMU's, {@code mtimecmp} is 0 at power-on, so that
 * {@code mip.MTIP} is set before a guest first writes it.
 */
public final class Clint implements Device {
    /** The registers. */
    public enum Reg implements Register {
        MSIP(0x0000, 4, "FU540-C000 9.2: bit 0 is mip.MSIP"),
        MTIMECMP(0x4000, 8, "FU540-C000 9.3; privileged 3.2.1"),
        MTIME(0xbff8, 8, "FU540-C000 9.3; privileged 3.2.1");

        private final int offset;
        private final int width;
        private final String reference;

        Reg(int offset, int width, String reference) {
            this.offset = offset;
            this.width = width;
            this.reference = reference;
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public Access access() {
            return READ_WRITE;
        }

        @Override
        public String reference() {
            return reference;
        }
    }

    private static final int END = Reg.MTIME.offset + Reg.MTIME.width;
    private static final long LOW_HALF = 0xffff_ffffL;

    private final RegisterMap<Reg> registers = new RegisterMap<>(Reg.class);
    private final MachineTimer timer;
    private final TimerComparator comparator;
    private final InterruptLine softwareLine;
    private final GuestErrors errors;
    private boolean softwareInterrupt;

    public Clint(MachineTimer timer, EventQueue events, InterruptLine msip, InterruptLine mtip,
            GuestErrors errors) {
        this.timer = timer;
        this.comparator = new TimerComparator("clint mtimecmp", timer, events, mtip);
        this.softwareLine = msip;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "clint";
    }

    /** Also starts {@code mtime} again from 0. */
    @Override
    public void reset() {
        setSoftwareInterrupt(false);
        timer.reset();
        comparator.setCompare(0);
    }

    @Override
    public boolean supports(int offset, int width, boolean write) {
        return width == Integer.BYTES && offset < END;
    }

    @Override
    public int read(int offset, int width) {
        if (registers.at(offset) == null) {
            errors.badAccess(name(), false, offset, width);
        }
        return peek(offset, width);
    }

    @Override
    public int peek(int offset, int width) {
        Reg register = registers.at(offset);
        if (register == null) {
            return 0;
        }
        return switch (register) {
            case MSIP -> softwareInterrupt ? 1 : 0;
            case MTIMECMP -> half(offset, comparator.compare());
            case MTIME -> half(offset, timer.ticks());
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
            case MSIP -> setSoftwareInterrupt((value & 1) != 0);
            case MTIMECMP -> comparator.setCompare(
                    withHalf(offset, comparator.compare(), value));
            case MTIME -> timer.setTicks(withHalf(offset, timer.ticks(), value));
        }
    }

    /** {@code mtimecmp}, for a firmware that is built in to the machine. */
    public void setMtimecmp(long value) {
        comparator.setCompare(value);
    }

    /** {@code mip.MSIP}, for a firmware that is built in to the machine. */
    public void setSoftwareInterrupt(boolean pending) {
        softwareInterrupt = pending;
        softwareLine.set(pending);
    }

    @Override
    public void save(StateWriter out) {
        out.section(name());
        out.putBoolean(softwareInterrupt);
        comparator.save(out);
    }

    @Override
    public void load(StateReader in) {
        in.section(name());
        setSoftwareInterrupt(in.getBoolean());
        comparator.load(in);
    }

    private static int half(int offset, long value) {
        return (int) (isHigh(offset) ? value >>> Integer.SIZE : value);
    }

    private static long withHalf(int offset, long old, int value) {
        return isHigh(offset)
                ? (old & LOW_HALF) | (long) value << Integer.SIZE
                : (old & ~LOW_HALF) | (value & LOW_HALF);
    }

    private static boolean isHigh(int offset) {
        return (offset & Integer.BYTES) != 0;
    }
}
