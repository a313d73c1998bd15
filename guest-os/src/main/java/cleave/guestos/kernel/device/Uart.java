package cleave.guestos.kernel.device;

import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Offset;
import cleave.magic.Struct;

/**
 * The NS16550A (National Semiconductor PC16550D data sheet, section 8). What arrives is handed on
 * by its interrupt; what is sent goes to the chip at once while it has room, sixteen bytes at a
 * time, and else waits in a ring that the transmitter's interrupt empties.
 */
public final class Uart {
    /** Is given every character that arrives; called with interrupts off. */
    public interface Receiver extends Fn {
        void received(int character);
    }

    /** One byte each, as in the data sheet. */
    static final class Registers extends Struct {
        @Offset(0)
        volatile byte data;
        @Offset(1)
        volatile byte interruptEnable;
        @Offset(2)
        volatile byte fifoControl;
        @Offset(3)
        volatile byte lineControl;
        @Offset(4)
        volatile byte modemControl;
        @Offset(5)
        volatile byte lineStatus;
    }

    private static final int IER_RECEIVE = 1;
    private static final int IER_TRANSMIT = 1 << 1;
    private static final int FCR_ENABLE = 1;
    private static final int LCR_EIGHT_BITS = 3;
    /** DTR, RTS, and OUT2, which on some boards lets interrupts through. */
    private static final int MCR_CONNECTED = 0x0b;
    private static final int LSR_READY = 1;
    private static final int LSR_TRANSMITTER_EMPTY = 1 << 5;
    private static final int FIFO_BYTES = 16;
    private static final int RING_BYTES = 4096;

    private static Registers registers;
    private static Receiver receiver;
    private static final byte[] RING = new byte[RING_BYTES];
    private static int ringHead;
    private static int ringCount;
    private static final WaitQueue ROOM = new WaitQueue();

    private Uart() {
    }

    /** Makes the chip usable; nothing is received yet. */
    public static void begin() {
        if (!Hardware.MACHINE.uart.isPresent()) {
            return;
        }
        registers = Struct.at(DirectMap.device(Hardware.MACHINE.uart.base), Registers.class);
        registers.lineControl = LCR_EIGHT_BITS;
        registers.modemControl = MCR_CONNECTED;
        registers.interruptEnable = 0;
    }

    /** From now on, what arrives goes to {@code newReceiver}. */
    public static void receive(Receiver newReceiver) {
        receiver = newReceiver;
        if (registers == null) {
            return;
        }
        // Switching the FIFO on empties it: what has arrived is taken before.
        take();
        registers.fifoControl = FCR_ENABLE;
        Interrupts.handle(Hardware.MACHINE.uart.interrupt, "uart", Uart::interrupt);
        registers.interruptEnable = IER_RECEIVE;
    }

    private static void interrupt(int source, long now) {
        take();
        if (ringCount > 0) {
            empty();
            if (ringCount == 0) {
                registers.interruptEnable = IER_RECEIVE;
            }
            if (ringCount <= RING_BYTES / 2) {
                ROOM.wakeAll();
            }
        }
    }

    private static void take() {
        while ((registers.lineStatus & LSR_READY) != 0) {
            receiver.received(registers.data & 0xff);
        }
    }

    private static boolean hasRoom() {
        return (registers.lineStatus & LSR_TRANSMITTER_EMPTY) != 0;
    }

    /** Sends from the ring while the chip has room. */
    private static void empty() {
        while (ringCount > 0 && hasRoom()) {
            int burst = Math.min(ringCount, FIFO_BYTES);
            for (int i = 0; i < burst; i++) {
                registers.data = RING[ringHead];
                ringHead = ringHead + 1 & RING_BYTES - 1;
            }
            ringCount -= burst;
        }
    }

    /**
     * Sends bytes without waiting, and returns how many there was room for; the caller waits with
     * {@link #room} before it sends the rest.
     */
    public static int send(Address from, int length) {
        if (registers == null) {
            return length;
        }
        int sent = 0;
        while (ringCount == 0 && sent < length && hasRoom()) {
            int end = Math.min(length, sent + FIFO_BYTES);
            while (sent < end) {
                registers.data = (byte) from.loadByte(sent);
                sent++;
            }
        }
        if (sent < length) {
            int count = Math.min(length - sent, RING_BYTES - ringCount);
            for (int i = 0; i < count; i++) {
                RING[ringHead + ringCount & RING_BYTES - 1] = (byte) from.loadByte(sent);
                ringCount++;
                sent++;
            }
            registers.interruptEnable = IER_RECEIVE | IER_TRANSMIT;
        }
        return sent;
    }

    /** Whether the ring has room for a good part of a page. */
    public static boolean hasRing() {
        return ringCount <= RING_BYTES / 2;
    }

    /** Forgets what has not been sent yet. */
    public static void drop() {
        ringCount = 0;
        ROOM.wakeAll();
    }

    /** Bytes that have not been sent yet. */
    public static int waiting() {
        return ringCount;
    }

    /** Whoever sleeps here is woken when there is room. */
    public static WaitQueue room() {
        return ROOM;
    }

    /** Sends all that waits: before the machine is switched off. */
    public static void finish() {
        while (ringCount > 0) {
            empty();
        }
    }

    /** Sends a byte and waits until the chip has taken it: for panics. */
    public static void putNow(int character) {
        if (registers == null) {
            return;
        }
        finish();
        while (!hasRoom()) {
            // Nothing else may run now.
        }
        registers.data = (byte) character;
    }
}
