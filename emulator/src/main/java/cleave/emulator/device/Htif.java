package cleave.emulator.device;

import cleave.emulator.memory.GuestMemory;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.emulator.time.EventQueue;

/**
 * The host-target interface by which test suites talk to a simulator: not a memory-mapped device
 * but two 64-bit words of RAM, at the symbols {@code tohost} and {@code fromhost}. The target
 * stores a request in {@code tohost}: bits 63 to 56 name a device, 55 to 48 a command, the rest is
 * the payload. There is no specification; the convention is that of the RISC-V front-end server
 * (riscv-isa-sim, {@code fesvr}) and of the riscv-tests that use it.
 *
 * <ul>
 * <li>device 0, odd payload: the run ends with exit code {@code payload >> 1};
 * <li>device 0, even payload: the address of a block of 64-bit words, a system call's number and
 *     arguments, whose first word receives the result: {@code write} to 1 or 2, and {@code exit};
 *     any other number gives {@code -ENOSYS};
 * <li>device 1, command 1 writes a character; command 0 asks for one, and {@code fromhost}
 *     receives it when there is one;
 * <li>any other device or command is reported and dropped.
 * </ul>
 *
 * <p>An RV32 target stores the word in two halves. A request is complete when both halves have
 * been stored, or the same half twice (a program that repeats a 32-bit store for ever), or when
 * {@link #SETTLE_CYCLES} have passed since a half (one that stores 32 bits once and waits).
 */
public final class Htif {
    /** How long half a request may wait for the other half. */
    public static final long SETTLE_CYCLES = 10_000;

    private static final int LOW_STORED = 1;
    private static final int HIGH_STORED = 2;
    private static final int BOTH_STORED = LOW_STORED | HIGH_STORED;

    private static final long PAYLOAD_MASK = (1L << 48) - 1;
    private static final int DEVICE_SYSTEM_CALL = 0;
    private static final int DEVICE_CONSOLE = 1;
    private static final int COMMAND_READ = 0;
    private static final int COMMAND_WRITE = 1;
    /** In the answer to a read, this accompanies the character. */
    private static final long CHARACTER_PRESENT = 0x100;
    private static final long READ_ANSWER = (long) DEVICE_CONSOLE << 56;

    private static final int CALL_WRITE = 64;
    private static final int CALL_EXIT = 93;
    private static final int CALL_WORDS = 4;
    private static final long EBADF = 9;
    private static final long EFAULT = 14;
    private static final long ENOSYS = 38;

    private final GuestMemory memory;
    private final long tohost;
    private final long fromhost;
    private final ConsolePort port;
    private final PowerControl power;
    private final EventQueue events;
    private final GuestErrors errors;
    private final EventQueue.Event settle;
    private final EventQueue.Event poll;
    private int stored;
    private boolean readPending;
    private boolean answering;

    /** {@code tohost} and {@code fromhost} are physical addresses of aligned words in RAM. */
    public Htif(GuestMemory memory, long tohost, long fromhost, ConsolePort port,
            PowerControl power, EventQueue events, GuestErrors errors) {
        this.memory = memory;
        this.tohost = tohost;
        this.fromhost = fromhost;
        this.port = port;
        this.power = power;
        this.events = events;
        this.errors = errors;
        this.settle = events.register("htif settle", this::handleRequest);
        this.poll = events.register("htif poll", this::answerRead);
    }

    /** The physical address of the word whose stores {@link #onStore} wants to hear of. */
    public long tohost() {
        return tohost;
    }

    /** The guest has stored {@code length} bytes at physical address {@code pa}. */
    public void onStore(long pa, int length) {
        int halves = (overlaps(pa, length, tohost) ? LOW_STORED : 0)
                | (overlaps(pa, length, tohost + Integer.BYTES) ? HIGH_STORED : 0);
        if (halves == 0 || answering) {
            return;
        }
        boolean again = (stored & halves) != 0;
        stored |= halves;
        if (stored == BOTH_STORED || again && readLong(tohost) != 0) {
            handleRequest();
        } else {
            settle.at(events.now() + SETTLE_CYCLES);
        }
    }

    private static boolean overlaps(long pa, int length, long word) {
        return pa < word + Integer.BYTES && pa + length > word;
    }

    private void handleRequest() {
        settle.cancel();
        stored = 0;
        long request = readLong(tohost);
        if (request == 0) {
            return;
        }
        int device = (int) (request >>> 56);
        int command = (int) (request >>> 48 & 0xff);
        long payload = request & PAYLOAD_MASK;
        if (device == DEVICE_SYSTEM_CALL && command == 0 && (payload & 1) != 0) {
            // tohost keeps its value: whoever looks at memory afterwards sees how it ended.
            power.exit((int) (payload >> 1));
            return;
        }
        writeLong(tohost, 0);
        if (device == DEVICE_SYSTEM_CALL && command == 0) {
            systemCall(payload);
        } else if (device == DEVICE_CONSOLE && command == COMMAND_WRITE) {
            port.put((int) payload & 0xff);
        } else if (device == DEVICE_CONSOLE && command == COMMAND_READ) {
            readPending = true;
            answerRead();
        } else {
            errors.report("htif", String.format(
                    "tohost = 0x%x: no device %d with command %d; dropped",
                    request, device, command));
        }
    }

    private void answerRead() {
        if (!readPending) {
            return;
        }
        if (port.hasInput() && readLong(fromhost) == 0) {
            readPending = false;
            writeLong(fromhost, READ_ANSWER | CHARACTER_PRESENT | port.take());
        } else if (!port.closed()) {
            poll.at(events.now() + Uart16550.POLL_CYCLES);
        }
    }

    private void systemCall(long block) {
        if (!memory.contains(block, CALL_WORDS * Long.BYTES)) {
            errors.report("htif", String.format(
                    "tohost = 0x%x: a system call whose arguments are not in RAM; dropped", block));
            return;
        }
        long number = readLong(block);
        long first = readLong(block + Long.BYTES);
        if (number == CALL_EXIT) {
            power.exit((int) first);
            return;
        }
        long result = number == CALL_WRITE
                ? write(first, readLong(block + 2 * Long.BYTES), readLong(block + 3 * Long.BYTES))
                : -ENOSYS;
        if (result == -ENOSYS) {
            errors.report("htif", "system call " + number + " is not served: -ENOSYS");
        }
        writeLong(block, result);
        writeLong(fromhost, 1);
    }

    private long write(long file, long buffer, long length) {
        if (file != 1 && file != 2) {
            return -EBADF;
        }
        if (length < 0 || !memory.contains(buffer, length)) {
            return -EFAULT;
        }
        for (long i = 0; i < length; i++) {
            port.put(memory.readByte(buffer + i) & 0xff);
        }
        return length;
    }

    private long readLong(long pa) {
        return memory.readInt(pa) & 0xffff_ffffL | (long) memory.readInt(pa + 4) << Integer.SIZE;
    }

    /** Our own stores must not look like the guest's. */
    private void writeLong(long pa, long value) {
        answering = true;
        memory.writeInt(pa, (int) value);
        memory.writeInt(pa + Integer.BYTES, (int) (value >>> Integer.SIZE));
        answering = false;
    }

    public void reset() {
        stored = 0;
        readPending = false;
        settle.cancel();
        poll.cancel();
    }

    public void save(StateWriter out) {
        out.section("htif");
        out.putInt(stored);
        out.putBoolean(readPending);
        out.putLong(settle.time());
        out.putLong(poll.time());
    }

    public void load(StateReader in) {
        in.section("htif");
        stored = in.getInt();
        readPending = in.getBoolean();
        settle.at(in.getLong());
        poll.at(in.getLong());
    }
}
