package cleave.emulator.memory;

import cleave.emulator.state.StateFormatException;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import java.util.Arrays;

/**
 * RAM and the boot ROM: everything that is bytes and not a device. Both live in one array, so that
 * a page of either is named by one {@code int}, its offset in {@link #bytes()}; an engine may keep
 * that offset as long as it obeys {@link #isWritable} and {@link #isObserved}.
 *
 * <p>Pages can be <em>observed</em>: an engine that holds decoded instructions of a page, or a
 * watcher of a word, asks to be told before anything in that page changes. Stores to observed pages
 * must go through this class; the page maps guarantee it by never letting such a page be written
 * directly.
 */
public final class PhysicalMemory implements GuestMemory {
    /** Bytes in a page and in a page-aligned offset. */
    public static final int PAGE_SIZE = 4096;
    public static final int PAGE_SHIFT = 12;

    /** Told after bytes of an observed page have changed. */
    @FunctionalInterface
    public interface Observer {
        /** The bytes from {@code offset} (in {@link #bytes()}) have changed; within one page. */
        void changed(int offset, int length);
    }

    /** Told that a page has become observed, so that direct ways to write it are to be closed. */
    @FunctionalInterface
    public interface WriteGate {
        void close(int pageOffset);
    }

    private final long ramBase;
    private final int ramSize;
    private final long romBase;
    private final int romSize;
    private final byte[] bytes;
    /** Per page, the number of reasons why it is observed. */
    private final int[] observed;
    private Observer[] observers = new Observer[0];
    private WriteGate writeGate = pageOffset -> { };

    private long reservedAddress = -1;

    /**
     * @param ramSize bytes, a multiple of the page size, at most 1 GiB
     * @param romSize bytes, a multiple of the page size
     */
    public PhysicalMemory(long ramBase, int ramSize, long romBase, int romSize) {
        if (ramSize <= 0 || ramSize % PAGE_SIZE != 0 || romSize % PAGE_SIZE != 0) {
            throw new IllegalArgumentException(
                    "memory sizes are multiples of 4096 bytes: " + ramSize + ", " + romSize);
        }
        this.ramBase = ramBase;
        this.ramSize = ramSize;
        this.romBase = romBase;
        this.romSize = romSize;
        this.bytes = new byte[Math.addExact(ramSize, romSize)];
        this.observed = new int[bytes.length >>> PAGE_SHIFT];
    }

    public byte[] bytes() {
        return bytes;
    }

    public long ramBase() {
        return ramBase;
    }

    /** Bytes of RAM. */
    public int ramSize() {
        return ramSize;
    }

    /** The offset of {@code pa} in {@link #bytes()}, or -1 when there is neither RAM nor ROM. */
    public int offsetOf(long pa) {
        long ram = pa - ramBase;
        if (ram >= 0 && ram < ramSize) {
            return (int) ram;
        }
        long rom = pa - romBase;
        if (rom >= 0 && rom < romSize) {
            return ramSize + (int) rom;
        }
        return -1;
    }

    /** The physical address of an offset in {@link #bytes()}. */
    public long addressOf(int offset) {
        return offset < ramSize ? ramBase + offset : romBase + (offset - ramSize);
    }

    /** Whether the guest may store there: RAM yes, ROM no. */
    public boolean isWritable(int offset) {
        return offset < ramSize;
    }

    public boolean isObserved(int offset) {
        return observed[offset >>> PAGE_SHIFT] != 0;
    }

    public void addObserver(Observer observer) {
        observers = Arrays.copyOf(observers, observers.length + 1);
        observers[observers.length - 1] = observer;
    }

    /** The one who lets pages be written directly, to be told when it must stop. */
    public void setWriteGate(WriteGate gate) {
        writeGate = gate;
    }

    /** Asks that every change in the page of {@code offset} be reported. Counted. */
    public void observe(int offset) {
        if (observed[offset >>> PAGE_SHIFT]++ == 0) {
            writeGate.close(offset & -PAGE_SIZE);
        }
    }

    /** Takes one {@link #observe} back. */
    public void forget(int offset) {
        observed[offset >>> PAGE_SHIFT]--;
    }

    /**
     * The hart's load reservation (section 14.2 of the unprivileged specification) on the aligned
     * word at {@code pa}, or -1 for none. Kept here because a write by a device must end it.
     */
    public long reservedAddress() {
        return reservedAddress;
    }

    public void reserve(long pa) {
        reservedAddress = pa;
    }

    /**
     * A store by the hart through the slow path: reported, and without effect on the reservation.
     */
    public void storeByte(int offset, int value) {
        bytes[offset] = (byte) value;
        report(offset, 1);
    }

    /** As {@link #storeByte}; the bytes lie within one page. */
    public void storeShort(int offset, int value) {
        Bytes.putShort(bytes, offset, value);
        report(offset, 2);
    }

    /** As {@link #storeByte}; the bytes lie within one page. */
    public void storeInt(int offset, int value) {
        Bytes.putInt(bytes, offset, value);
        report(offset, 4);
    }

    private void report(int offset, int length) {
        if (observed[offset >>> PAGE_SHIFT] != 0) {
            for (Observer observer : observers) {
                observer.changed(offset, length);
            }
        }
    }

    /** Fills ROM or RAM before the machine starts; the place may be any memory. */
    public void load(long pa, byte[] source, int from, int length) {
        int offset = offsetOf(pa);
        if (offset < 0 || length > 0 && offsetOf(pa + length - 1) != offset + length - 1) {
            throw new IllegalArgumentException(String.format(
                    "no memory at 0x%x to 0x%x", pa, pa + length));
        }
        System.arraycopy(source, from, bytes, offset, length);
        reportRange(offset, length);
    }

    private void reportRange(int offset, int length) {
        int end = offset + length;
        for (int start = offset; start < end; ) {
            int pageEnd = Math.min(end, (start | PAGE_SIZE - 1) + 1);
            report(start, pageEnd - start);
            start = pageEnd;
        }
    }

    @Override
    public boolean contains(long pa, long length) {
        long start = pa - ramBase;
        return start >= 0 && length >= 0 && start + length <= ramSize;
    }

    private int ramOffset(long pa, int length) {
        if (!contains(pa, length)) {
            throw new IllegalArgumentException(String.format(
                    "no RAM at physical address 0x%x, %d bytes", pa, length));
        }
        return (int) (pa - ramBase);
    }

    @Override
    public int readByte(long pa) {
        return bytes[ramOffset(pa, 1)] & 0xff;
    }

    @Override
    public int readShort(long pa) {
        return Bytes.getShort(bytes, ramOffset(pa, 2)) & 0xffff;
    }

    @Override
    public int readInt(long pa) {
        return Bytes.getInt(bytes, ramOffset(pa, 4));
    }

    @Override
    public void writeByte(long pa, int value) {
        int offset = ramOffset(pa, 1);
        bytes[offset] = (byte) value;
        changedFromOutside(pa, offset, 1);
    }

    @Override
    public void writeShort(long pa, int value) {
        int offset = ramOffset(pa, 2);
        Bytes.putShort(bytes, offset, value);
        changedFromOutside(pa, offset, 2);
    }

    @Override
    public void writeInt(long pa, int value) {
        int offset = ramOffset(pa, 4);
        Bytes.putInt(bytes, offset, value);
        changedFromOutside(pa, offset, 4);
    }

    @Override
    public void read(long pa, byte[] destination, int offset, int length) {
        System.arraycopy(bytes, ramOffset(pa, length), destination, offset, length);
    }

    @Override
    public void write(long pa, byte[] source, int offset, int length) {
        int place = ramOffset(pa, length);
        System.arraycopy(source, offset, bytes, place, length);
        changedFromOutside(pa, place, length);
    }

    private void changedFromOutside(long pa, int offset, int length) {
        if (reservedAddress >= 0 && reservedAddress + 4 > pa && reservedAddress < pa + length) {
            reservedAddress = -1;
        }
        reportRange(offset, length);
    }

    /** All of RAM becomes zero, as after power-on; the ROM keeps its contents. */
    public void clearRam() {
        Arrays.fill(bytes, 0, ramSize, (byte) 0);
        reservedAddress = -1;
        reportRange(0, ramSize);
    }

    public void save(StateWriter out) {
        out.section("memory");
        out.putInt(ramSize);
        out.putLong(reservedAddress);
        out.putBytes(bytes, 0, bytes.length);
    }

    public void load(StateReader in) {
        in.section("memory");
        int savedSize = in.getInt();
        if (savedSize != ramSize) {
            throw new StateFormatException(
                    "the saved machine has " + savedSize + " bytes of RAM, this one " + ramSize);
        }
        reservedAddress = in.getLong();
        in.getBytes(bytes, 0, bytes.length);
        reportRange(0, bytes.length);
    }
}
