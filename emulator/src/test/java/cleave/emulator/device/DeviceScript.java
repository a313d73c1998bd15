package cleave.emulator.device;

import java.util.ArrayList;
import java.util.List;

/** A list of accesses to devices that can be run here and, by {@link QemuPeer}, on QEMU. */
public final class DeviceScript {
    /** What a step does; {@code code} is what {@code device-script.S} calls it. */
    public enum Operation {
        LOAD1(1), LOAD2(2), LOAD4(4), STORE1(17), STORE2(18), STORE4(20),
        PENDING(32), WAIT(33), AWAIT(34);

        final int code;

        Operation(int code) {
            this.code = code;
        }

        int width() {
            return code & 7;
        }

        boolean isStore() {
            return this == STORE1 || this == STORE2 || this == STORE4;
        }
    }

    /** One access. For {@code WAIT}, {@code value} is a number of ticks. */
    public record Step(Operation operation, int address, int value) {
        @Override
        public String toString() {
            return operation + String.format("(0x%08x, 0x%x)", address, value);
        }
    }

    /** The value loaded, and the trap's {@code mcause + 1} or 0. */
    public record Result(int value, int trap) {
        @Override
        public String toString() {
            return String.format("0x%08x", value) + (trap == 0 ? "" : " trap " + (trap - 1));
        }
    }

    private final List<Step> steps = new ArrayList<>();

    public List<Step> steps() {
        return steps;
    }

    public DeviceScript load(int width, int address) {
        return add(width == 1 ? Operation.LOAD1 : width == 2 ? Operation.LOAD2 : Operation.LOAD4,
                address, 0);
    }

    public DeviceScript store(int width, int address, int value) {
        return add(width == 1 ? Operation.STORE1 : width == 2 ? Operation.STORE2
                : Operation.STORE4, address, value);
    }

    public DeviceScript waitTicks(int ticks) {
        return add(Operation.WAIT, 0, ticks);
    }

    /** Waits until the halfword at {@code address} is {@code value}, or for a good while. */
    public DeviceScript await(int address, int value) {
        return add(Operation.AWAIT, address, value);
    }

    /** Reads {@code mip}. */
    public DeviceScript pending() {
        return add(Operation.PENDING, 0, 0);
    }

    private DeviceScript add(Operation operation, int address, int value) {
        steps.add(new Step(operation, address, value));
        return this;
    }

    /** Runs the script on {@code bench}. */
    public List<Result> run(DeviceBench bench) {
        List<Result> results = new ArrayList<>();
        for (Step step : steps) {
            results.add(bench.run(step));
        }
        return results;
    }
}
