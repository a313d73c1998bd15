package cleave.emulator.device;

import cleave.emulator.device.DeviceScript.Result;
import cleave.emulator.device.DeviceScript.Step;
import cleave.emulator.memory.ArrayMemory;
import cleave.emulator.time.EventQueue;
import cleave.emulator.time.MachineTimer;
import java.util.ArrayList;
import java.util.List;

/** Devices on a bus with virtual time and RAM, and nothing else: a machine without a hart. */
public final class DeviceBench {
    private static final long AWAIT_CYCLES = 10_000_000;
    private static final int LOAD_ACCESS_FAULT = 5;
    private static final int STORE_ACCESS_FAULT = 7;

    private record Window(long base, long size, Device device) {
    }

    public final EventQueue events = new EventQueue();
    public final MachineTimer timer = new MachineTimer(events);
    public final ArrayMemory memory = new ArrayMemory(0x8000_0000L, 1 << 23);
    public final Wire msip = new Wire();
    public final Wire mtip = new Wire();
    public final Wire meip = new Wire();
    public final Wire seip = new Wire();
    public final List<String> complaints = new ArrayList<>();
    private final List<Window> windows = new ArrayList<>();

    public GuestErrors errors() {
        return (device, message) -> complaints.add(device + ": " + message);
    }

    public <D extends Device> D attach(long base, long size, D device) {
        windows.add(new Window(base, size, device));
        return device;
    }

    /** Lets virtual time pass, with all that happens in it. */
    public void pass(long cycles) {
        long end = events.now() + cycles;
        while (events.next() <= end) {
            events.setNow(Math.max(events.now(), events.next()));
            events.runDue();
        }
        events.setNow(end);
    }

    Result run(Step step) {
        switch (step.operation()) {
            case WAIT -> {
                pass((long) step.value() * MachineTimer.CYCLES_PER_TICK);
                return new Result(0, 0);
            }
            case AWAIT -> {
                pass(AWAIT_CYCLES);
                return new Result(0, 0);
            }
            case PENDING -> {
                return new Result(mip(), 0);
            }
            default -> {
                return access(step);
            }
        }
    }

    private int mip() {
        return (msip.high ? 1 << 3 : 0) | (mtip.high ? 1 << 7 : 0)
                | (seip.high ? 1 << 9 : 0) | (meip.high ? 1 << 11 : 0);
    }

    private Result access(Step step) {
        int width = step.operation().width();
        boolean write = step.operation().isStore();
        Result fault = new Result(0, 1 + (write ? STORE_ACCESS_FAULT : LOAD_ACCESS_FAULT));
        long pa = Integer.toUnsignedLong(step.address());
        if (memory.contains(pa, width)) {
            return accessMemory(pa, width, write, step.value());
        }
        for (Window window : windows) {
            int offset = (int) (pa - window.base);
            if (pa >= window.base && pa + width <= window.base + window.size) {
                if (!window.device.supports(offset, width, write)) {
                    return fault;
                }
                if (write) {
                    window.device.write(offset, width, step.value());
                    return new Result(0, 0);
                }
                int peeked = window.device.peek(offset, width);
                int value = window.device.read(offset, width);
                assert peeked == value || step.address() == 0x0010_1004 : step + " peeks " + peeked;
                return new Result(value, 0);
            }
        }
        return fault;
    }

    private Result accessMemory(long pa, int width, boolean write, int value) {
        if (write) {
            switch (width) {
                case 1 -> memory.writeByte(pa, value);
                case 2 -> memory.writeShort(pa, value);
                default -> memory.writeInt(pa, value);
            }
            return new Result(0, 0);
        }
        return new Result(switch (width) {
            case 1 -> memory.readByte(pa);
            case 2 -> memory.readShort(pa);
            default -> memory.readInt(pa);
        }, 0);
    }
}
