package cleave.emulator.memory;

import cleave.emulator.device.Device;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The physical address space, 34 bits wide: memory first, then device windows. Accesses are 1, 2 or
 * 4 bytes and aligned. What is neither memory nor a window that takes the access is an access
 * fault.
 */
public final class Bus {
    /** What a load returns when nothing answers; every value that was read is not negative. */
    public static final long FAULT = -1;

    /** A device and the half-open range of physical addresses it answers. */
    public record Window(long base, long size, Device device) {
        boolean contains(long pa) {
            return pa >= base && pa < base + size;
        }
    }

    private final PhysicalMemory memory;
    private final List<Window> windows = new ArrayList<>();
    private Window last;
    private long deviceAccesses;

    public Bus(PhysicalMemory memory) {
        this.memory = memory;
    }

    public PhysicalMemory memory() {
        return memory;
    }

    /** Gives {@code device} the addresses from {@code base}; they must be free. */
    public void attach(Device device, long base, long size) {
        for (Window other : windows) {
            if (base < other.base + other.size && other.base < base + size) {
                throw new IllegalArgumentException(String.format(
                        "%s at 0x%x overlaps %s at 0x%x",
                        device.name(), base, other.device.name(), other.base));
            }
        }
        windows.add(new Window(base, size, device));
        windows.sort((a, b) -> Long.compare(a.base(), b.base()));
    }

    /** All windows in order of address. */
    public List<Window> windows() {
        return Collections.unmodifiableList(windows);
    }

    /** How many times a device was read or written; an engine sees by it that one was. */
    public long deviceAccesses() {
        return deviceAccesses;
    }

    /** The window that holds {@code pa}, or null. */
    public Window windowAt(long pa) {
        Window window = last;
        if (window != null && window.contains(pa)) {
            return window;
        }
        for (Window candidate : windows) {
            if (candidate.contains(pa)) {
                last = candidate;
                return candidate;
            }
        }
        return null;
    }

    /** The zero-extended value of {@code width} bytes at an aligned address, or {@link #FAULT}. */
    public long load(long pa, int width) {
        int offset = memory.offsetOf(pa);
        if (offset >= 0) {
            return switch (width) {
                case 1 -> memory.bytes()[offset] & 0xffL;
                case 2 -> Bytes.getShort(memory.bytes(), offset) & 0xffffL;
                default -> Bytes.getInt(memory.bytes(), offset) & 0xffff_ffffL;
            };
        }
        Window window = windowAt(pa);
        if (window == null || !window.device.supports((int) (pa - window.base), width, false)) {
            return FAULT;
        }
        deviceAccesses++;
        return window.device.read((int) (pa - window.base), width) & 0xffff_ffffL;
    }

    /** Stores {@code width} bytes at an aligned address; false when nothing takes them. */
    public boolean store(long pa, int width, int value) {
        int offset = memory.offsetOf(pa);
        if (offset >= 0) {
            if (!memory.isWritable(offset)) {
                return false;
            }
            switch (width) {
                case 1 -> memory.storeByte(offset, value);
                case 2 -> memory.storeShort(offset, value);
                default -> memory.storeInt(offset, value);
            }
            return true;
        }
        Window window = windowAt(pa);
        if (window == null || !window.device.supports((int) (pa - window.base), width, true)) {
            return false;
        }
        deviceAccesses++;
        window.device.write((int) (pa - window.base), width, value);
        return true;
    }

    /** As {@link #load}, without any effect on a device: for debuggers. */
    public long peek(long pa, int width) {
        if (memory.offsetOf(pa) >= 0) {
            return load(pa, width);
        }
        Window window = windowAt(pa);
        if (window == null || !window.device.supports((int) (pa - window.base), width, false)) {
            return FAULT;
        }
        return window.device.peek((int) (pa - window.base), width) & 0xffff_ffffL;
    }
}
