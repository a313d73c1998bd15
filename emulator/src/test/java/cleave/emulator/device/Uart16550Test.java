package cleave.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.time.EventQueue;
import org.junit.jupiter.api.Test;

final class Uart16550Test {
    private static final int DATA = 0;
    private static final int IER = 1;
    private static final int IIR = 2;
    private static final int FCR = 2;
    private static final int LCR = 3;
    private static final int MCR = 4;
    private static final int LSR = 5;
    private static final int MSR = 6;
    private static final long CHARACTER = Uart16550.CHARACTER_CYCLES;

    private final DeviceBench bench = new DeviceBench();
    private final ScriptedPort port = new ScriptedPort();
    private final Wire line = new Wire();
    private final Uart16550 uart =
            new Uart16550("uart0", bench.events, port, line, bench.errors());

    private int read(int offset) {
        int peeked = uart.peek(offset, 1);
        int value = uart.read(offset, 1);
        if (port.closed()) {
            assertEquals(peeked, value, "peek");
        }
        return value;
    }

    private void write(int offset, int value) {
        uart.write(offset, 1, value);
    }

    @Test
    void whatTheGuestSendsIsOutBeforeTheStoreReturns() {
        write(DATA, 'h');
        write(DATA, 'i');
        assertEquals("hi", port.output());
        assertEquals(0x60, read(LSR));
    }

    @Test
    void aPollingGuestFindsInputAtOnceAndThenOneCharacterATime() {
        port.type("ab");
        assertEquals(0x61, read(LSR));
        assertEquals('a', read(DATA));
        assertEquals(0x60, read(LSR), "the next is still on the line");
        bench.pass(CHARACTER);
        assertEquals(0x61, read(LSR));
        assertEquals('b', read(DATA));
    }

    @Test
    void nothingIsLostHoweverLongTheGuestDoesNotRead() {
        String text = "the quick brown fox jumps over the lazy dog";
        write(IER, 1);
        write(FCR, 1);
        port.type(text);
        bench.pass(1000 * CHARACTER);
        StringBuilder got = new StringBuilder();
        while (got.length() < text.length()) {
            if ((read(LSR) & 1) == 0) {
                bench.pass(CHARACTER);
            } else {
                got.append((char) read(DATA));
            }
        }
        assertEquals(text, got.toString());
        assertEquals(0x60, read(LSR), "no overrun");
    }

    @Test
    void inputInterruptsWithinAPollingPeriod() {
        write(IER, 1);
        bench.pass(12 * Uart16550.POLL_CYCLES);
        assertFalse(line.high);
        port.type("x");
        bench.pass(Uart16550.POLL_CYCLES);
        assertTrue(line.high);
        assertEquals(0x04, read(IIR));
        assertEquals('x', read(DATA));
        assertFalse(line.high);
        assertEquals(0x01, read(IIR));
    }

    @Test
    void aPortWithNobodyAtTheOtherEndCausesNoEvents() {
        Uart16550 silent = new Uart16550("uart1", bench.events, ConsolePort.NONE, line,
                bench.errors());
        silent.write(IER, 1, 0x0f);
        silent.read(LSR, 1);
        assertEquals(EventQueue.NEVER, bench.events.next());
    }

    @Test
    void aPortThatClosesIsNotAskedAgain() {
        write(IER, 1);
        assertTrue(bench.events.next() != EventQueue.NEVER);
        port.close();
        bench.pass(2 * Uart16550.POLL_CYCLES);
        assertEquals(EventQueue.NEVER, bench.events.next());
    }

    @Test
    void withoutTheReceiveInterruptNoEventLooksAtThePort() {
        write(IER, 2);
        read(LSR);
        assertEquals(EventQueue.NEVER, bench.events.next());
    }

    @Test
    void aFifoInterruptsAtItsTriggerLevelAndOnSilenceBelowIt() {
        write(FCR, 0x81);
        write(IER, 1);
        port.type("abc");
        bench.pass(Uart16550.POLL_CYCLES + 3 * CHARACTER);
        assertFalse(line.high, "three of eight");
        bench.pass(4 * CHARACTER);
        assertTrue(line.high);
        assertEquals(0xcc, read(IIR));
        assertEquals('a', read(DATA));
        assertFalse(line.high, "a read restarts the silence");
        assertEquals(0xc1, read(IIR));
        bench.pass(4 * CHARACTER);
        assertEquals(0xcc, read(IIR));
        read(DATA);
        read(DATA);
        bench.pass(100 * CHARACTER);
        assertFalse(line.high);

        port.type("12345678");
        while (!line.high) {
            bench.pass(CHARACTER);
        }
        assertEquals(0xc4, read(IIR));
        assertEquals('1', read(DATA));
        assertFalse(line.high, "seven of eight");
    }

    @Test
    void enablingTheTransmitInterruptReportsAnEmptyTransmitterOnce() {
        write(IER, 2);
        assertTrue(line.high);
        assertEquals(0x02, read(IIR));
        assertFalse(line.high, "reading IIR takes it back");
        write(DATA, 'x');
        assertTrue(line.high, "and sending brings it again");
        write(IER, 0);
        assertFalse(line.high);
    }

    @Test
    void peekingAtIirTakesNothingBack() {
        write(IER, 2);
        assertEquals(0x02, uart.peek(IIR, 1));
        assertEquals(0x02, uart.peek(IIR, 1));
        assertTrue(line.high);
    }

    @Test
    void receiveComesBeforeTransmitInIir() {
        write(IER, 3);
        port.type("x");
        bench.pass(Uart16550.POLL_CYCLES);
        assertEquals(0x04, read(IIR));
        read(DATA);
        assertEquals(0x02, read(IIR));
    }

    @Test
    void loopbackReturnsDataAndModemOutputsAndShutsThePortOut() {
        write(MCR, 0x1a);
        assertEquals(0x90, read(MSR) & 0xf0, "RTS and OUT2 come back as CTS and DCD");
        port.type("p");
        write(DATA, 'z');
        assertEquals(0x61, read(LSR));
        assertEquals('z', read(DATA));
        assertEquals(0x60, read(LSR));
        assertEquals("", port.output());
        write(MCR, 0);
        assertEquals('p', read(DATA));
    }

    @Test
    void changesOfModemInputsAreReportedOnceAndInterrupt() {
        write(IER, 8);
        write(MCR, 0x10);
        assertEquals(0x00, read(IIR));
        assertTrue(line.high);
        assertEquals(0x0b, read(MSR), "CTS, DSR and DCD fell");
        assertFalse(line.high);
        assertEquals(0x00, read(MSR));
        write(MCR, 0x14);
        assertEquals(0x40, read(MSR), "RI reports its trailing edge only");
        write(MCR, 0x10);
        assertEquals(0x04, read(MSR));
    }

    @Test
    void overrunInLoopbackIsReportedUntilLsrIsRead() {
        write(MCR, 0x10);
        write(IER, 4);
        write(DATA, 'a');
        write(DATA, 'b');
        assertEquals(0x06, read(IIR));
        assertEquals(0x63, read(LSR));
        assertEquals(0x61, read(LSR));
        assertFalse(line.high);
        assertEquals('b', read(DATA), "a buffer register is overwritten");
    }

    @Test
    void divisorLatchTakesThePlaceOfDataAndIer() {
        write(IER, 5);
        write(LCR, 0x83);
        assertEquals(12, read(DATA), "the divisor after reset");
        write(DATA, 0x34);
        write(IER, 0x12);
        assertEquals(0x34, read(DATA));
        assertEquals(0x12, read(IER));
        write(LCR, 3);
        assertEquals(5, read(IER));
        assertEquals("", port.output());
    }

    @Test
    void switchingTheFifosEmptiesThem() {
        port.type("a");
        read(LSR);
        write(FCR, 1);
        assertEquals(0x60, read(LSR));
        assertEquals(0xc1, read(IIR));
    }

    @Test
    void storesToReadOnlyRegistersAreReported() {
        write(LSR, 0xff);
        write(MSR, 0xff);
        assertEquals(2, bench.complaints.size());
        assertEquals(0x60, read(LSR));
    }

    @Test
    void onlyEightBytesOfTheWindowExist() {
        assertTrue(uart.supports(7, 1, true));
        assertFalse(uart.supports(8, 1, false));
    }

    @Test
    void resetLowersTheLineAndStopsLooking() {
        write(IER, 3);
        uart.reset();
        assertFalse(line.high);
        assertEquals(EventQueue.NEVER, bench.events.next());
        assertEquals(8, read(MCR));
        assertEquals(0xb0, read(MSR));
    }
}
