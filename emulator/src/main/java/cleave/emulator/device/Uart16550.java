package cleave.emulator.device;

import static cleave.emulator.device.Register.Access.READ_ONLY;
import static cleave.emulator.device.Register.Access.READ_WRITE;
import static cleave.emulator.device.Register.Access.WRITE_ONLY;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.emulator.time.EventQueue;

/**
 * An NS16550A (National Semiconductor PC16550D data sheet, section 8) with 16-byte receive FIFO,
 * one register per byte, as in QEMU's {@code virt}. Wider accesses see the one register at their
 * offset; offsets above 7 are refused with an access fault.
 *
 * <p>Transmission takes no time: the transmitter is always empty again before the store returns.
 * Reception is paced: a character takes {@link #CHARACTER_CYCLES}, whatever the divisor says, and
 * is taken from the port only when there is room for it, so that none is ever lost.
 * Reading a status or data register looks at the port; an event looks at it, too, but only while
 * the receive interrupt is enabled and the port may still deliver.
 *
 * <p>Deviation: no parity, framing or break condition ever arises, and a break that the guest
 * sends is not passed on; modem inputs are those of a connected line and never change, except in
 * loopback.
 */
public final class Uart16550 implements Device {
    /** A start bit, eight data bits and a stop bit at 115,200 baud. */
    public static final long CHARACTER_CYCLES = EventQueue.CYCLES_PER_SECOND * 10 / 115_200;

    /** How often a silent port is looked at while somebody waits for it. */
    public static final long POLL_CYCLES = EventQueue.CYCLES_PER_SECOND / 1_000;

    /** The character time-out interrupt comes after silence of this many characters. */
    private static final int TIMEOUT_CHARACTERS = 4;

    /** The registers; those of the divisor latch take the place of others while LCR.DLAB is set. */
    public enum Reg implements Register {
        RBR(0, READ_ONLY, "PC16550D 8.0: receiver buffer"),
        THR(0, WRITE_ONLY, "PC16550D 8.0: transmitter holding"),
        IER(1, READ_WRITE, "PC16550D 8.7: interrupt enable"),
        IIR(2, READ_ONLY, "PC16550D 8.6: interrupt identification"),
        FCR(2, WRITE_ONLY, "PC16550D 8.5: FIFO control"),
        LCR(3, READ_WRITE, "PC16550D 8.1: line control"),
        MCR(4, READ_WRITE, "PC16550D 8.8: modem control"),
        LSR(5, READ_ONLY, "PC16550D 8.4: line status"),
        MSR(6, READ_ONLY, "PC16550D 8.9: modem status"),
        SCR(7, READ_WRITE, "PC16550D 8.10: scratchpad"),
        DLL(0, READ_WRITE, "PC16550D 8.3: divisor latch, low"),
        DLM(1, READ_WRITE, "PC16550D 8.3: divisor latch, high");

        private final int offset;
        private final Access access;
        private final String reference;

        Reg(int offset, Access access, String reference) {
            this.offset = offset;
            this.access = access;
            this.reference = reference;
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public Access access() {
            return access;
        }

        @Override
        public String reference() {
            return reference;
        }
    }

    private static final Reg[] READ_TABLE = {
        Reg.RBR, Reg.IER, Reg.IIR, Reg.LCR, Reg.MCR, Reg.LSR, Reg.MSR, Reg.SCR};
    private static final Reg[] WRITE_TABLE = {
        Reg.THR, Reg.IER, Reg.FCR, Reg.LCR, Reg.MCR, Reg.LSR, Reg.MSR, Reg.SCR};
    private static final Reg[] DIVISOR_TABLE = {Reg.DLL, Reg.DLM};

    private static final int IER_RECEIVE = 1;
    private static final int IER_TRANSMIT = 1 << 1;
    private static final int IER_LINE = 1 << 2;
    private static final int IER_MODEM = 1 << 3;
    private static final int IER_MASK = 0x0f;

    private static final int IIR_NONE = 0x01;
    private static final int IIR_MODEM = 0x00;
    private static final int IIR_TRANSMIT = 0x02;
    private static final int IIR_RECEIVE = 0x04;
    private static final int IIR_LINE = 0x06;
    private static final int IIR_TIMEOUT = 0x0c;
    private static final int IIR_ID_MASK = 0x0f;
    private static final int IIR_FIFOS = 0xc0;

    private static final int FCR_ENABLE = 1;
    private static final int FCR_CLEAR_RECEIVE = 1 << 1;
    private static final int FCR_CLEAR_TRANSMIT = 1 << 2;

    private static final int LCR_DLAB = 1 << 7;

    private static final int LSR_READY = 1;
    private static final int LSR_OVERRUN = 1 << 1;
    private static final int LSR_TRANSMITTER_EMPTY = 0x60;

    private static final int RESET_DIVISOR = 12;

    private final String name;
    private final EventQueue events;
    private final ConsolePort port;
    private final InterruptLine line;
    private final GuestErrors errors;
    private final ReceiveFifo received = new ReceiveFifo();
    private final ModemLines modem = new ModemLines();
    private final EventQueue.Event poll;
    private final EventQueue.Event silence;

    private int ier;
    private int lcr;
    private int scr;
    private int divisor;
    private boolean overrun;
    private boolean transmitterEmptyPending;
    private boolean timeoutPending;
    /** The cycle before which no further character can have arrived. */
    private long nextArrival;

    public Uart16550(String name, EventQueue events, ConsolePort port, InterruptLine line,
            GuestErrors errors) {
        this.name = name;
        this.events = events;
        this.port = port;
        this.line = line;
        this.errors = errors;
        this.poll = events.register(name + " poll", this::lookAtPort);
        this.silence = events.register(name + " time-out", this::timeOut);
        clear();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void reset() {
        clear();
        poll.cancel();
        silence.cancel();
        update();
    }

    private void clear() {
        ier = 0;
        lcr = 0;
        modem.reset();
        scr = 0;
        divisor = RESET_DIVISOR;
        overrun = false;
        transmitterEmptyPending = false;
        timeoutPending = false;
        received.reset();
    }

    @Override
    public boolean supports(int offset, int width, boolean write) {
        return offset <= Reg.SCR.offset;
    }

    private Reg decode(int offset, Reg[] table) {
        boolean latch = (lcr & LCR_DLAB) != 0 && offset < DIVISOR_TABLE.length;
        return latch ? DIVISOR_TABLE[offset] : table[offset];
    }

    @Override
    public int read(int offset, int width) {
        Reg register = decode(offset, READ_TABLE);
        if (register == Reg.RBR || register == Reg.LSR || register == Reg.IIR) {
            lookAtPort();
        }
        int value = value(register);
        switch (register) {
            case RBR -> takeCharacter();
            case IIR -> transmitterEmptyPending &= (value & IIR_ID_MASK) != IIR_TRANSMIT;
            case LSR -> overrun = false;
            case MSR -> modem.clearDeltas();
            default -> {
                return value;
            }
        }
        update();
        return value;
    }

    @Override
    public int peek(int offset, int width) {
        return value(decode(offset, READ_TABLE));
    }

    private int value(Reg register) {
        return switch (register) {
            case RBR -> received.head();
            case IER -> ier;
            case IIR -> interruptId() | (received.enabled() ? IIR_FIFOS : 0);
            case LCR -> lcr;
            case MCR -> modem.control();
            case LSR -> LSR_TRANSMITTER_EMPTY
                    | (received.isEmpty() ? 0 : LSR_READY) | (overrun ? LSR_OVERRUN : 0);
            case MSR -> modem.status();
            case SCR -> scr;
            case DLL -> divisor & 0xff;
            case DLM -> divisor >> Byte.SIZE;
            case THR, FCR -> throw new AssertionError("READ_TABLE has no " + register);
        };
    }

    @Override
    public void write(int offset, int width, int value) {
        int octet = value & 0xff;
        Reg register = decode(offset, WRITE_TABLE);
        switch (register) {
            case THR -> transmit(octet);
            case IER -> setInterruptEnable(octet & IER_MASK);
            case FCR -> setFifoControl(octet);
            case LCR -> lcr = octet;
            case MCR -> modem.setControl(octet);
            case SCR -> scr = octet;
            case DLL -> divisor = divisor & 0xff00 | octet;
            case DLM -> divisor = divisor & 0x00ff | octet << Byte.SIZE;
            case LSR, MSR -> errors.wrongDirection(name, true, register);
            case RBR, IIR -> throw new AssertionError("WRITE_TABLE has no " + register);
        }
        update();
        if (register != Reg.THR) {
            lookAtPort();
        }
    }

    private void transmit(int octet) {
        if (modem.looped()) {
            receive(octet);
        } else {
            port.put(octet);
        }
        transmitterEmptyPending = true;
    }

    private void setInterruptEnable(int value) {
        if (((ier ^ value) & IER_TRANSMIT) != 0) {
            // The transmitter is always empty, and enabling its interrupt reports that.
            transmitterEmptyPending = (value & IER_TRANSMIT) != 0;
        }
        ier = value;
    }

    private void setFifoControl(int value) {
        boolean enable = (value & FCR_ENABLE) != 0;
        boolean changed = enable != received.enabled();
        if (changed || (value & FCR_CLEAR_RECEIVE) != 0) {
            received.clear();
            timeoutPending = false;
            silence.cancel();
        }
        if (changed || (value & FCR_CLEAR_TRANSMIT) != 0) {
            transmitterEmptyPending = true;
        }
        received.configure(enable, value >> 6);
    }

    private void takeCharacter() {
        received.take();
        timeoutPending = false;
        armSilence();
        lookAtPort();
    }

    private void receive(int octet) {
        overrun |= !received.receive(octet);
        armSilence();
    }

    private void armSilence() {
        if (received.enabled() && !received.isEmpty()) {
            silence.at(events.now() + TIMEOUT_CHARACTERS * CHARACTER_CYCLES);
        } else {
            silence.cancel();
        }
    }

    private void timeOut() {
        timeoutPending = true;
        update();
    }

    /** Takes what can have arrived by now, and arranges for the next look. */
    private void lookAtPort() {
        boolean open = !modem.looped() && !port.closed();
        if (open && received.hasRoom() && events.now() >= nextArrival && port.hasInput()) {
            nextArrival = events.now() + CHARACTER_CYCLES;
            receive(port.take());
            update();
        }
        if (!open || (ier & IER_RECEIVE) == 0 || !received.hasRoom()) {
            armPoll(EventQueue.NEVER);
        } else if (port.hasInput()) {
            armPoll(nextArrival);
        } else if (poll.time() == EventQueue.NEVER) {
            armPoll(events.now() + POLL_CYCLES);
        }
    }

    private void armPoll(long cycle) {
        if (poll.time() != cycle) {
            poll.at(cycle);
        }
    }

    /** The interrupt of highest priority, as IIR shows it. */
    private int interruptId() {
        if ((ier & IER_LINE) != 0 && overrun) {
            return IIR_LINE;
        }
        if ((ier & IER_RECEIVE) != 0 && timeoutPending) {
            return IIR_TIMEOUT;
        }
        if ((ier & IER_RECEIVE) != 0 && received.reachesTrigger()) {
            return IIR_RECEIVE;
        }
        if ((ier & IER_TRANSMIT) != 0 && transmitterEmptyPending) {
            return IIR_TRANSMIT;
        }
        if ((ier & IER_MODEM) != 0 && modem.changed()) {
            return IIR_MODEM;
        }
        return IIR_NONE;
    }

    private void update() {
        line.set(interruptId() != IIR_NONE);
    }

    @Override
    public void save(StateWriter out) {
        out.section(name);
        out.putInt(ier);
        out.putInt(lcr);
        out.putInt(scr);
        out.putInt(divisor);
        out.putBoolean(overrun);
        out.putBoolean(transmitterEmptyPending);
        out.putBoolean(timeoutPending);
        out.putLong(nextArrival);
        out.putLong(poll.time());
        out.putLong(silence.time());
        received.save(out);
        modem.save(out);
    }

    @Override
    public void load(StateReader in) {
        in.section(name);
        ier = in.getInt();
        lcr = in.getInt();
        scr = in.getInt();
        divisor = in.getInt();
        overrun = in.getBoolean();
        transmitterEmptyPending = in.getBoolean();
        timeoutPending = in.getBoolean();
        nextArrival = in.getLong();
        poll.at(in.getLong());
        silence.at(in.getLong());
        received.load(in);
        modem.load(in);
        update();
    }
}
