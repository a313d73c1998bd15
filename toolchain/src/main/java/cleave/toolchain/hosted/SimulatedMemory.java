package cleave.toolchain.hosted;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A 32-bit address space of bytes, little-endian. What is mapped reads as zeros until written; an
 * access to anything else, or one that is not aligned to its width, is an exception at the
 * program's own line. Page 0 is never mapped: what lands there is a null dereference.
 */
public final class SimulatedMemory {
    static final int PAGE = 4096;
    private static final int PAGE_BITS = 12;
    private static final int TABLE = 1024;
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Told of accesses before they happen. */
    @FunctionalInterface
    public interface Watcher {
        /** The value of a store; of a load, what it will give. */
        void accessed(int address, int bytes, boolean store, long value);
    }

    /** Registers in place of memory; offsets are from the start of the device. */
    public interface Device {
        /** The value in the low bits; the width says how many bytes. */
        long load(int offset, int bytes);

        void store(int offset, int bytes, long value);
    }

    /** Addresses from {@code base}, with what stands behind them. */
    private record Range(int base, int bytes, Watcher watcher, Device device) {
        boolean contains(int address) {
            return Integer.compareUnsigned(address - base, bytes) < 0;
        }

        boolean overlaps(int address, int count) {
            return contains(address) || Integer.compareUnsigned(base - address, count) < 0;
        }
    }

    private final byte[][][] tables = new byte[TABLE][][];
    private final List<Range> mapped = new ArrayList<>();
    private final List<Range> watched = new ArrayList<>();
    private final List<Range> devices = new ArrayList<>();

    SimulatedMemory() {
    }

    /** Memory from {@code base}; both are multiples of 4096. What is there already stays. */
    public void map(int base, int bytes) {
        if (base == 0 || base % PAGE != 0 || bytes <= 0 || bytes % PAGE != 0) {
            throw new IllegalArgumentException("memory of " + bytes + " bytes at " + hex(base)
                    + ": give whole pages of 4096 bytes, and not page 0");
        }
        mapped.add(new Range(base, bytes, null, null));
    }

    /** A device in place of memory. */
    public void device(int base, int bytes, Device device) {
        devices.add(new Range(base, bytes, null, device));
    }

    /** Calls {@code watcher} at every access that touches the range. */
    public void watch(int base, int bytes, Watcher watcher) {
        watched.add(new Range(base, bytes, watcher, null));
    }

    /** Ends what {@link #watch} began. */
    public void unwatch(Watcher watcher) {
        watched.removeIf(range -> range.watcher() == watcher);
    }

    public byte loadByte(int address) {
        return (byte) load(address, 1);
    }

    public short loadShort(int address) {
        return (short) load(address, 2);
    }

    public int loadInt(int address) {
        return (int) load(address, 4);
    }

    public long loadLong(int address) {
        return load(address, 8);
    }

    public void storeByte(int address, int value) {
        store(address, 1, value);
    }

    public void storeShort(int address, int value) {
        store(address, 2, value);
    }

    public void storeInt(int address, int value) {
        store(address, 4, value);
    }

    public void storeLong(int address, long value) {
        store(address, 8, value);
    }

    /** A value of the type whose descriptor begins with {@code kind}. */
    int load(int address, char kind) {
        return switch (kind) {
            case 'Z', 'B' -> loadByte(address);
            case 'S' -> loadShort(address);
            case 'C' -> loadShort(address) & 0xffff;
            default -> loadInt(address);
        };
    }

    void store(int address, int value, char kind) {
        switch (kind) {
            case 'Z' -> storeByte(address, value & 1);
            case 'B' -> storeByte(address, value);
            case 'S', 'C' -> storeShort(address, value);
            default -> storeInt(address, value);
        }
    }

    /** A copy of what is there. */
    public byte[] bytes(int address, int count) {
        byte[] copy = new byte[count];
        for (int i = 0; i < count; i++) {
            copy[i] = page(address + i, 1, false)[address + i & PAGE - 1];
        }
        return copy;
    }

    /** Writes bytes without telling watchers. */
    public void put(int address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            page(address + i, 1, true)[address + i & PAGE - 1] = bytes[i];
        }
    }

    private long load(int address, int bytes) {
        if (!devices.isEmpty()) {
            Range device = find(devices, address);
            if (device != null) {
                return device.device().load(address - device.base(), bytes);
            }
        }
        long value = read(page(address, bytes, false), address & PAGE - 1, bytes);
        if (!watched.isEmpty()) {
            tell(address, bytes, false, value);
        }
        return value;
    }

    private void store(int address, int bytes, long value) {
        if (!devices.isEmpty()) {
            Range device = find(devices, address);
            if (device != null) {
                device.device().store(address - device.base(), bytes, value);
                return;
            }
        }
        byte[] page = page(address, bytes, true);
        if (!watched.isEmpty()) {
            tell(address, bytes, true, value);
        }
        write(page, address & PAGE - 1, bytes, value);
    }

    private static long read(byte[] page, int offset, int bytes) {
        return switch (bytes) {
            case 1 -> page[offset];
            case 2 -> (short) SHORT.get(page, offset);
            case 4 -> (int) INT.get(page, offset);
            default -> (long) LONG.get(page, offset);
        };
    }

    private static void write(byte[] page, int offset, int bytes, long value) {
        switch (bytes) {
            case 1 -> page[offset] = (byte) value;
            case 2 -> SHORT.set(page, offset, (short) value);
            case 4 -> INT.set(page, offset, (int) value);
            default -> LONG.set(page, offset, value);
        }
    }

    private void tell(int address, int bytes, boolean store, long value) {
        for (Range range : List.copyOf(watched)) {
            if (range.overlaps(address, bytes)) {
                range.watcher().accessed(address, bytes, store, value);
            }
        }
    }

    private static Range find(List<Range> ranges, int address) {
        for (Range range : ranges) {
            if (range.contains(address)) {
                return range;
            }
        }
        return null;
    }

    /** The page of an access that stays inside one, because it is aligned. */
    private byte[] page(int address, int bytes, boolean store) {
        byte[][] table = tables[address >>> PAGE_BITS + 10];
        byte[] page = table == null ? null : table[address >>> PAGE_BITS & TABLE - 1];
        if (page == null) {
            page = newPage(address, bytes, store);
        }
        if ((address & bytes - 1) != 0) {
            throw Places.here(new MemoryFault(access(address, bytes, store)
                    + " is not aligned" + Places.line()));
        }
        return page;
    }

    private byte[] newPage(int address, int bytes, boolean store) {
        if (address >>> PAGE_BITS == 0) {
            throw Places.here(new NullPointerException(access(address, bytes, store)
                    + ", through null" + Places.line()));
        }
        if (find(mapped, address) == null) {
            throw Places.here(new MemoryFault(access(address, bytes, store)
                    + ", where no memory is mapped" + Places.line()));
        }
        int table = address >>> PAGE_BITS + 10;
        if (tables[table] == null) {
            tables[table] = new byte[TABLE][];
        }
        byte[] page = new byte[PAGE];
        tables[table][address >>> PAGE_BITS & TABLE - 1] = page;
        return page;
    }

    private static String access(int address, int bytes, boolean store) {
        return (store ? "store of " : "load of ") + bytes + (bytes == 1 ? " byte" : " bytes")
                + " at " + hex(address);
    }

    static String hex(int value) {
        return String.format("0x%08x", value);
    }
}
