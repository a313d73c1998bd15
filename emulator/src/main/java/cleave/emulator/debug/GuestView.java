package cleave.emulator.debug;

import cleave.emulator.device.Device;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import cleave.emulator.memory.Bus;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.Access;
import cleave.emulator.mmu.Rights;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Operands;

/**
 * Memory as a debugger looks at it: whatever its permissions, without effect on the guest, its page
 * tables or its devices. Addresses are virtual, under the translation of data accesses now in
 * force, or physical.
 */
public final class GuestView {
    /** What an address means. */
    public enum Addressing {
        /** Through the translation now in force. */
        VIRTUAL,
        /** Not translated. */
        PHYSICAL,
        /** Through the translation, and physical where that has nothing. */
        VIRTUAL_ELSE_PHYSICAL
    }

    /** No such place. */
    public static final long NOWHERE = -1;

    private static final int PAGE = PhysicalMemory.PAGE_SIZE;

    private final Machine machine;
    private final Bus bus;

    public GuestView(Machine machine) {
        this.machine = machine;
        this.bus = machine.bus();
    }

    /** The physical address that {@code address} means, or {@link #NOWHERE}. */
    public long physical(long address, Addressing addressing) {
        if (addressing == Addressing.PHYSICAL) {
            return address;
        }
        long pa = machine.hart().mmu().translateForDebugger((int) address,
                machine.hart().mmu().rights(Access.LOAD));
        return pa < 0 && addressing == Addressing.VIRTUAL_ELSE_PHYSICAL
                ? address & 0xffff_ffffL : pa;
    }

    /**
     * Reads bytes.
     *
     * @return how many could be read before the first that could not
     */
    public int read(long address, Addressing addressing, byte[] into) {
        int done = 0;
        while (done < into.length) {
            long at = address + done;
            int length = Math.min(into.length - done, (int) (PAGE - (at & PAGE - 1)));
            long pa = physical(at, addressing);
            int read = pa < 0 ? 0 : readPhysical(pa, into, done, length);
            done += read;
            if (read < length) {
                return done;
            }
        }
        return done;
    }

    private int readPhysical(long pa, byte[] into, int from, int length) {
        int offset = bus.memory().offsetOf(pa);
        if (offset >= 0) {
            System.arraycopy(bus.memory().bytes(), offset, into, from, length);
            return length;
        }
        int done = 0;
        while (done < length) {
            int step = peekSome(pa + done, into, from + done, length - done);
            if (step == 0) {
                return done;
            }
            done += step;
        }
        return done;
    }

    /** A word of a device where one fits, else a byte of the widest access that the device has. */
    private int peekSome(long pa, byte[] into, int from, int length) {
        if ((pa & 3) == 0 && length >= 4) {
            long word = bus.peek(pa, 4);
            if (word >= 0) {
                for (int i = 0; i < 4; i++) {
                    into[from + i] = (byte) (word >>> 8 * i);
                }
                return 4;
            }
        }
        for (int width = 1; width <= 4; width *= 2) {
            long value = bus.peek(pa & -width, width);
            if (value >= 0) {
                into[from] = (byte) (value >>> 8 * (int) (pa & width - 1));
                return 1;
            }
        }
        return 0;
    }

    /**
     * Writes bytes: to memory whatever its permissions, the ROM too; to a device as the guest's own
     * store of that width would.
     *
     * @return false when some place takes no write; the bytes before it have then been written
     */
    public boolean write(long address, Addressing addressing, byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            long at = address + done;
            int length = Math.min(bytes.length - done, (int) (PAGE - (at & PAGE - 1)));
            long pa = physical(at, addressing);
            if (pa < 0 || !writePhysical(pa, bytes, done, length)) {
                return false;
            }
            done += length;
        }
        return true;
    }

    private boolean writePhysical(long pa, byte[] bytes, int from, int length) {
        PhysicalMemory memory = bus.memory();
        if (memory.contains(pa, length)) {
            memory.write(pa, bytes, from, length);
            return true;
        }
        if (memory.offsetOf(pa) >= 0) {
            memory.load(pa, bytes, from, length);
            return true;
        }
        boolean oneAccess = (length == 1 || length == 2 || length == 4) && (pa & length - 1) == 0;
        if (!oneAccess) {
            return false;
        }
        int value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | bytes[from + i] & 0xff;
        }
        machine.events().setNow(machine.hart().cycle);
        return bus.store(pa, length, value);
    }

    /** The device at a physical address, or null for memory and for nothing. */
    public Device deviceAt(long pa) {
        Bus.Window window = bus.memory().offsetOf(pa) >= 0 ? null : bus.windowAt(pa);
        return window == null ? null : window.device();
    }

    /** Whether {@code satp} translates for a privilege mode. */
    private boolean translates(int mode) {
        return mode != Hart.M && machine.hart().csrs().read(Csr.SATP) < 0;
    }

    /**
     * The instruction at {@code va}, as code of a privilege mode is fetched with the page table now
     * in force.
     *
     * @return 16 or 32 bits, zero-extended, or {@link #NOWHERE}
     */
    public long instruction(int va, int mode) {
        long low = parcel(va, mode);
        if (low < 0 || Operands.isCompressed((int) low)) {
            return low;
        }
        long high = parcel(va + 2, mode);
        return high < 0 ? NOWHERE : high << 16 | low;
    }

    private long parcel(int va, int mode) {
        Rights rights = new Rights(mode, translates(mode), true, true);
        long pa = machine.hart().mmu().translateForDebugger(va, rights);
        return pa < 0 ? NOWHERE : bus.peek(pa & ~1L, 2);
    }
}
