package cleave.emulator.device.virtio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.device.ScriptedPort;
import cleave.emulator.time.EventQueue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The transport and its rings, with the entropy and console devices behind them. */
final class VirtioMmioTest {
    private static final long EVENT_IDX = 1L << 29;
    private static final long NOTIFY_ON_EMPTY = 1L << 24;
    private static final int RECEIVE = 0;
    private static final int TRANSMIT = 1;

    private final ScriptedPort port = new ScriptedPort();

    private static VirtioBench rng(boolean legacy, long features) {
        VirtioBench driver = new VirtioBench(legacy).plug(new VirtioRng(1));
        driver.initialise(features, 1);
        return driver;
    }

    private VirtioBench console(long features) {
        VirtioBench driver = new VirtioBench(false);
        driver.plug(new VirtioConsole("virtio0", port, driver.bench.events));
        driver.initialise(features, 2);
        return driver;
    }

    @Test
    void anEmptySlotIdentifiesItselfAndIsDeviceZero() {
        VirtioBench driver = new VirtioBench(true).plug(null);
        assertEquals(0x7472_6976, driver.get(VirtioRegister.MAGIC_VALUE));
        assertEquals(1, driver.get(VirtioRegister.VERSION));
        assertEquals(0, driver.get(VirtioRegister.DEVICE_ID));
        assertEquals(0x554d_4551, driver.get(VirtioRegister.VENDOR_ID));
        driver.set(VirtioRegister.STATUS, 1);
        assertEquals(0, driver.get(VirtioRegister.STATUS));
        assertEquals("empty", driver.slot.description());
    }

    @Test
    void entropyFillsTheWholeBufferAndRepeatsFromItsSeed() {
        byte[][] drawn = new byte[2][];
        for (int run = 0; run < 2; run++) {
            VirtioBench driver = rng(run == 0, 0);
            long pa = driver.buffer(new byte[100]);
            driver.descriptor(0, 0, pa, 100, 2, 0);
            driver.submit(0, 0);
            assertEquals(100, driver.takeUsed(0));
            assertTrue(driver.line.high);
            drawn[run] = driver.bytes(pa, 100);
            driver.submit(0, 0);
            assertNotEquals(driver.text(pa, 100), new String(drawn[run],
                    StandardCharsets.ISO_8859_1));
        }
        assertEquals(new String(drawn[0], StandardCharsets.ISO_8859_1),
                new String(drawn[1], StandardCharsets.ISO_8859_1));
    }

    @Test
    void buffersInPiecesAndIndirectOnesAreFilledThroughout() {
        VirtioBench driver = rng(true, 1L << 28);
        long pieces = driver.buffer(new byte[64]);
        byte[] table = new byte[32];
        long indirect = driver.buffer(table);
        driver.descriptor(0, 0, indirect, 32, 4, 0);
        for (int i = 0; i < 2; i++) {
            driver.bench.memory.writeInt(indirect + 16 * i, (int) pieces + 40 * i);
            driver.bench.memory.writeInt(indirect + 16 * i + 8, 20);
            driver.bench.memory.writeShort(indirect + 16 * i + 12, i == 0 ? 3 : 2);
            driver.bench.memory.writeShort(indirect + 16 * i + 14, 1);
        }
        driver.submit(0, 0);
        assertEquals(40, driver.takeUsed(0));
        assertNotEquals(0, driver.bench.memory.readInt(pieces + 16));
        assertEquals(0, driver.bench.memory.readInt(pieces + 20), "the gap stays");
        assertNotEquals(0, driver.bench.memory.readInt(pieces + 56));
    }

    @Test
    void theDriverCanSuppressInterruptsByFlag() {
        VirtioBench driver = rng(true, 0);
        driver.descriptor(0, 0, driver.buffer(new byte[4]), 4, 2, 0);
        driver.bench.memory.writeShort(VirtioBench.available(0), 1);
        driver.submit(0, 0);
        assertFalse(driver.line.high);
        driver.bench.memory.writeShort(VirtioBench.available(0), 0);
        driver.submit(0, 0);
        assertTrue(driver.line.high);
    }

    @Test
    void anEmptyQueueInterruptsAllTheSameIfTheDriverAskedForThat() {
        VirtioBench driver = rng(true, NOTIFY_ON_EMPTY);
        driver.descriptor(0, 0, driver.buffer(new byte[4]), 4, 2, 0);
        driver.bench.memory.writeShort(VirtioBench.available(0), 1);
        driver.submit(0, 0);
        assertTrue(driver.line.high);
    }

    @Test
    void theEventIndexSaysAfterWhichBufferToInterrupt() {
        VirtioBench driver = rng(false, EVENT_IDX);
        driver.descriptor(0, 0, driver.buffer(new byte[4]), 4, 2, 0);
        long usedEvent = VirtioBench.available(0) + 4 + 2 * VirtioBench.ENTRIES;
        driver.bench.memory.writeShort(usedEvent, 2);
        boolean[] expected = {true, false, true, false};
        for (int i = 0; i < expected.length; i++) {
            driver.submit(0, 0);
            assertEquals(expected[i], driver.line.high, "buffer " + i);
            driver.set(VirtioRegister.INTERRUPT_ACK, 1);
            long availableEvent = VirtioBench.used(0) + 4 + 8 * VirtioBench.ENTRIES;
            assertEquals(i + 1, driver.bench.memory.readShort(availableEvent));
        }
    }

    @Test
    void indicesWrapRoundAfter65536Buffers() {
        VirtioBench driver = rng(false, EVENT_IDX);
        driver.descriptor(0, 0, driver.buffer(new byte[1]), 1, 2, 0);
        for (int i = 0; i < 70_000; i++) {
            driver.submit(0, 0);
            assertEquals(1, driver.takeUsed(0));
        }
    }

    @Test
    void malformedRingsStopTheDeviceWithTheReason() {
        String[] reasons = {"not RAM", "length 0", "circle", "descriptor 8 is available",
            "goes on at descriptor 9", "behind one to write", "indirect table", "ahead of"};
        for (int fault = 0; fault < reasons.length; fault++) {
            VirtioBench driver = rng(false, 1L << 28);
            long pa = driver.buffer(new byte[64]);
            driver.descriptor(0, 0, pa, 16, 2, 0);
            int head = 0;
            switch (fault) {
                case 0 -> driver.descriptor(0, 0, 0x1_8000_0000L, 16, 2, 0);
                case 1 -> driver.descriptor(0, 0, pa, 0, 2, 0);
                case 2 -> driver.descriptor(0, 0, pa, 16, 3, 0);
                case 3 -> head = VirtioBench.ENTRIES;
                case 4 -> driver.descriptor(0, 0, pa, 16, 3, 9);
                case 5 -> {
                    driver.descriptor(0, 0, pa, 16, 3, 1);
                    driver.descriptor(0, 1, pa, 16, 0, 0);
                }
                case 6 -> driver.descriptor(0, 0, pa, 24, 4, 0);
                default -> driver.bench.memory.writeShort(VirtioBench.available(0) + 2, 9);
            }
            if (fault < 7) {
                driver.submit(0, head);
            } else {
                driver.set(VirtioRegister.QUEUE_NOTIFY, 0);
            }
            assertEquals(1, driver.bench.complaints.size(), reasons[fault]);
            String complaint = driver.bench.complaints.get(0);
            assertTrue(complaint.contains(reasons[fault]), complaint);
            assertEquals(0x4f, driver.get(VirtioRegister.STATUS));
            assertTrue(driver.line.high);
            driver.submit(0, 0);
            assertEquals(-1, driver.takeUsed(0), "stopped");
            driver.initialise(0, 1);
            assertEquals(15, driver.get(VirtioRegister.STATUS));
            driver.descriptor(0, 0, pa, 16, 2, 0);
            driver.submit(0, 0);
            assertEquals(16, driver.takeUsed(0));
        }
    }

    @Test
    void ringsOutsideRamStopTheDevice() {
        VirtioBench driver = rng(true, 0);
        driver.set(VirtioRegister.QUEUE_PFN, 0x1000);
        driver.set(VirtioRegister.QUEUE_NOTIFY, 0);
        assertTrue(driver.bench.complaints.get(0).contains("not all in RAM"));
        assertEquals(7, driver.get(VirtioRegister.STATUS), "legacy has no bit for it");
    }

    @Test
    void aQueueThatIsNotSetUpOrDoesNotExistIsNotServed() {
        VirtioBench driver = rng(true, 0);
        driver.set(VirtioRegister.QUEUE_NOTIFY, 1);
        driver.set(VirtioRegister.QUEUE_NOTIFY, -1);
        driver.set(VirtioRegister.QUEUE_PFN, 0);
        driver.set(VirtioRegister.QUEUE_NOTIFY, 0);
        assertEquals(3, driver.bench.complaints.size());
    }

    @Test
    void aQueueThatDoesNotExistHasNoSizeAndTakesNoRegisters() {
        VirtioBench driver = rng(true, 0);
        assertEquals(1024, driver.get(VirtioRegister.QUEUE_NUM_MAX));
        driver.set(VirtioRegister.QUEUE_SEL, 7);
        assertEquals(0, driver.get(VirtioRegister.QUEUE_NUM_MAX));
        driver.set(VirtioRegister.QUEUE_PFN, 5);
        assertEquals(0, driver.get(VirtioRegister.QUEUE_PFN));
    }

    @Test
    void featuresThatWereNotOfferedAreNotAcceptedAndReported() {
        VirtioBench driver = rng(false, 1L << 5);
        assertTrue(driver.bench.complaints.get(0).contains("0x20"));
        assertEquals(15, driver.get(VirtioRegister.STATUS));
    }

    @Test
    void registersOfTheOtherLayoutAndNarrowAccessesAreReported() {
        VirtioBench driver = rng(true, 0);
        assertEquals(0, driver.get(VirtioRegister.QUEUE_READY));
        driver.set(VirtioRegister.QUEUE_DESC_LOW, 1);
        assertEquals(0, driver.slot.read(0, 1));
        driver.set(VirtioRegister.DEVICE_ID, 1);
        assertEquals(0, driver.get(VirtioRegister.QUEUE_SEL));
        assertEquals(5, driver.bench.complaints.size());
        assertFalse(driver.slot.supports(0x200, 4, false));
    }

    @Test
    void consoleOutputLeavesAtOnceAndItsBuffersComeBack() {
        VirtioBench driver = console(0);
        byte[] text = "hello\n".getBytes(StandardCharsets.ISO_8859_1);
        driver.descriptor(TRANSMIT, 0, driver.buffer(text), text.length, 0, 0);
        driver.submit(TRANSMIT, 0);
        assertEquals("hello\n", port.output());
        assertEquals(0, driver.takeUsed(TRANSMIT));
    }

    @Test
    void consoleInputFillsBuffersAsItComes() {
        VirtioBench driver = console(0);
        long pa = driver.buffer(new byte[8]);
        driver.descriptor(RECEIVE, 0, pa, 4, 2, 0);
        driver.descriptor(RECEIVE, 1, pa + 4, 4, 2, 0);
        driver.submit(RECEIVE, 0);
        driver.submit(RECEIVE, 1);
        driver.bench.pass(100_000_000);
        assertEquals(-1, driver.takeUsed(RECEIVE));
        port.type("typing");
        driver.bench.pass(1_000_000);
        assertEquals(4, driver.takeUsed(RECEIVE));
        assertEquals(2, driver.takeUsed(RECEIVE));
        assertEquals("typing", driver.text(pa, 6));
        assertEquals(EventQueue.NEVER, driver.bench.events.next(), "no buffers, no polling");
    }

    @Test
    void aClosedPortIsNotPolled() {
        VirtioBench driver = console(0);
        driver.descriptor(RECEIVE, 0, driver.buffer(new byte[4]), 4, 2, 0);
        driver.submit(RECEIVE, 0);
        port.close();
        driver.bench.pass(2_000_000);
        assertEquals(EventQueue.NEVER, driver.bench.events.next());
    }

    @Test
    void emergencyWriteNeedsNoQueue() {
        VirtioBench driver = new VirtioBench(true);
        driver.plug(new VirtioConsole("virtio0", port, driver.bench.events));
        driver.slot.write(0x108, 4, '!');
        assertEquals("!", port.output());
    }
}
