package cleave.emulator.device;

import static cleave.emulator.device.Register.Access.READ_WRITE;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * SiFive's test finisher, the device with which a guest of QEMU's {@code virt} switches the
 * machine off: one register, whose low half is a command and whose high half is an exit code.
 * Unknown commands are ignored; the register reads as 0. Byte accesses are refused, as by QEMU.
 */
public final class TestFinisher implements Device {
    private static final int COMMAND_MASK = 0xffff;

    /** The registers. */
    public enum Reg implements Register {
        FINISH;

        @Override
        public int offset() {
            return 0;
        }

        @Override
        public int width() {
            return 4;
        }

        @Override
        public Access access() {
            return READ_WRITE;
        }

        @Override
        public String reference() {
            return "device tree binding sifive,test0: command | code << 16";
        }
    }

    /** What the low half of {@link Reg#FINISH} may be. */
    public enum Command {
        PASS(0x5555), FAIL(0x3333), RESET(0x7777);

        private final int value;

        Command(int value) {
            this.value = value;
        }

        public int value() {
            return value;
        }
    }

    private final PowerControl power;
    private final GuestErrors errors;

    public TestFinisher(PowerControl power, GuestErrors errors) {
        this.power = power;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public void reset() {
        // There is no state to reset.
    }

    @Override
    public boolean supports(int offset, int width, boolean write) {
        return width >= Short.BYTES;
    }

    @Override
    public int read(int offset, int width) {
        return 0;
    }

    @Override
    public int peek(int offset, int width) {
        return 0;
    }

    @Override
    public void write(int offset, int width, int value) {
        if (offset == Reg.FINISH.offset()) {
            for (Command command : Command.values()) {
                if (command.value == (value & COMMAND_MASK)) {
                    finish(command, value >>> Short.SIZE);
                    return;
                }
            }
        }
        errors.report(name(), String.format(
                "store of 0x%x at offset 0x%x is no command: ignored", value, offset));
    }

    private void finish(Command command, int code) {
        switch (command) {
            case PASS -> power.exit(0);
            case FAIL -> power.exit(code);
            case RESET -> power.reset();
        }
    }

    @Override
    public void save(StateWriter out) {
        out.section(name());
    }

    @Override
    public void load(StateReader in) {
        in.section(name());
    }
}
