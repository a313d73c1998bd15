package cleave.emulator.device.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.emulator.time.EventQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class VirtioBlockTest {
    private static final int SECTORS = 64;
    private static final long FLUSH = 1L << 9;

    private final byte[] image = new byte[SECTORS * 512];
    private final MemoryBlockBackend disk;
    private VirtioBench driver = new VirtioBench(true);

    VirtioBlockTest() {
        new Random(42).nextBytes(image);
        disk = new MemoryBlockBackend("test disk", image);
    }

    private VirtioBlockTest start(BlockBackend backend) {
        driver.plug(new VirtioBlock("virtio0", backend, "abc", driver.bench.events));
        driver.initialise(FLUSH, 1);
        return this;
    }

    /** Submits a request and answers its status byte; 0xee if it has not completed. */
    private int request(int type, long sector, byte[] toDevice, byte[] fromDevice) {
        long status = submit(type, sector, toDevice, fromDevice);
        driver.bench.pass(1_000_000);
        return driver.bench.memory.readByte(status);
    }

    private long submit(int type, long sector, byte[] toDevice, byte[] fromDevice) {
        long header = driver.buffer(ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type).putInt(0).putLong(sector).array());
        long status = driver.buffer(new byte[] {(byte) 0xee});
        driver.descriptor(0, 0, header, 16, 1, 1);
        int next = 1;
        if (toDevice.length > 0) {
            driver.descriptor(0, next, driver.buffer(toDevice), toDevice.length, 1, next + 1);
            next++;
        }
        if (fromDevice.length > 0) {
            data = driver.buffer(fromDevice);
            driver.descriptor(0, next, data, fromDevice.length, 3, next + 1);
            next++;
        }
        driver.descriptor(0, next, status, 1, 2, 0);
        driver.submit(0, 0);
        return status;
    }

    private long data;

    private static byte[] nothing() {
        return new byte[0];
    }

    @Test
    void aReadReturnsTheSectorsAndSaysHowManyBytesItWrote() {
        start(disk);
        assertEquals(0, request(0, 3, nothing(), new byte[1024]));
        assertArrayEquals(Arrays.copyOfRange(image, 3 * 512, 5 * 512), driver.bytes(data, 1024));
        assertEquals(1025, driver.takeUsed(0));
        assertEquals(-1, driver.takeUsed(0));
    }

    @Test
    void aWriteReachesTheDiskAndInterruptsOnce() {
        start(disk);
        byte[] sector = "0123456789abcdef".repeat(32).getBytes();
        assertEquals(0, request(1, 63, sector, nothing()));
        assertArrayEquals(sector, Arrays.copyOfRange(disk.contents(), 63 * 512, 64 * 512));
        assertEquals(1, driver.takeUsed(0));
        assertTrue(driver.line.high);
        assertEquals(1, driver.get(VirtioRegister.INTERRUPT_STATUS));
        driver.set(VirtioRegister.INTERRUPT_ACK, 1);
        assertFalse(driver.line.high);
        assertEquals(1, driver.line.rises);
    }

    @Test
    void aRequestCompletesAtItsCycleAndNotBefore() {
        start(disk);
        long status = submit(0, 0, nothing(), new byte[4096]);
        long cycles = VirtioBlock.REQUEST_CYCLES
                + (16 + 4096 + 1) / VirtioBlock.BYTES_PER_CYCLE;
        driver.bench.pass(cycles - 1);
        assertEquals(0xee, driver.bench.memory.readByte(status));
        assertFalse(driver.line.high);
        driver.bench.pass(1);
        assertEquals(0, driver.bench.memory.readByte(status));
        assertTrue(driver.line.high);
    }

    @Test
    void requestsThatWaitAreServedOneAfterTheOther() {
        start(disk);
        submit(0, 0, nothing(), new byte[512]);
        driver.offer(0, 0);
        driver.offer(0, 0);
        driver.bench.pass(1_000_000);
        for (int i = 0; i < 3; i++) {
            assertEquals(513, driver.takeUsed(0));
        }
        assertEquals(-1, driver.takeUsed(0));
    }

    @Test
    void rangesOutsideTheDiskAreInputOutputErrors() {
        start(disk);
        assertEquals(1, request(0, SECTORS, nothing(), new byte[512]));
        assertEquals(1, request(0, SECTORS - 1, nothing(), new byte[1024]));
        assertEquals(1, request(1, -1, new byte[512], nothing()));
        assertEquals(1, request(1, Long.MAX_VALUE / 512, new byte[512], nothing()));
        assertEquals(1, request(0, 0, nothing(), new byte[100]));
        assertArrayEquals(image, disk.contents());
        assertEquals(5, driver.bench.complaints.size());
    }

    @Test
    void unknownRequestsAreUnsupported() {
        start(disk);
        assertEquals(2, request(2, 0, nothing(), nothing()));
        assertEquals(2, request(99, 0, nothing(), nothing()));
    }

    @Test
    void getIdAnswersTheSerialNumber() {
        start(disk);
        assertEquals(0, request(8, 0, nothing(), new byte[20]));
        assertEquals("abc\0", driver.text(data, 4));
    }

    @Test
    void writeZeroesClearsItsRangeAndDiscardNothing() {
        start(disk);
        byte[] range = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(2).putInt(3).putInt(0).array();
        assertEquals(0, request(11, 0, range, nothing()));
        assertArrayEquals(image, disk.contents());
        assertEquals(0, request(13, 0, range, nothing()));
        Arrays.fill(image, 2 * 512, 5 * 512, (byte) 0);
        assertArrayEquals(image, disk.contents());
    }

    /** A disk that fails, counts its flushes, and may be read-only. */
    private static final class OddDisk implements BlockBackend {
        int flushes;
        boolean failing;
        boolean readOnly;

        @Override
        public String name() {
            return "odd disk";
        }

        @Override
        public long size() {
            return 1024;
        }

        @Override
        public boolean readOnly() {
            return readOnly;
        }

        @Override
        public void read(long offset, byte[] destination, int length) throws IOException {
            if (failing) {
                throw new IOException("bad sector");
            }
        }

        @Override
        public void write(long offset, byte[] source, int length) throws IOException {
            read(offset, source, length);
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public void save(StateWriter out) {
        }

        @Override
        public void load(StateReader in) {
        }

        @Override
        public void close() {
        }
    }

    @Test
    void aFailingHostFileIsAnInputOutputErrorAndIsReported() {
        OddDisk odd = new OddDisk();
        odd.failing = true;
        start(odd);
        assertEquals(1, request(0, 0, nothing(), new byte[512]));
        assertTrue(driver.bench.complaints.get(0).contains("bad sector"));
    }

    @Test
    void flushReachesTheBackendAndSoDoesEveryWriteWithoutWriteback() {
        OddDisk odd = new OddDisk();
        start(odd);
        request(4, 0, nothing(), nothing());
        assertEquals(1, odd.flushes);
        request(1, 0, new byte[512], nothing());
        assertEquals(1, odd.flushes);
        driver.slot.write(0x120, 1, 0);
        request(1, 0, new byte[512], nothing());
        assertEquals(2, odd.flushes);
        assertEquals(0, driver.slot.read(0x120, 1));
    }

    @Test
    void storeToReadOnlyDiskFails() {
        OddDisk odd = new OddDisk();
        odd.readOnly = true;
        start(odd);
        assertEquals(1 << 5, driver.get(VirtioRegister.DEVICE_FEATURES) & 1 << 5);
        assertEquals(1, request(1, 0, new byte[512], nothing()));
        assertEquals(0, request(0, 0, nothing(), new byte[512]));
        assertTrue(driver.bench.complaints.get(0).contains("read-only"));
    }

    @Test
    void aResetForgetsWhatWasUnderWay() {
        start(disk);
        long status = submit(0, 0, nothing(), new byte[512]);
        driver.set(VirtioRegister.STATUS, 0);
        assertEquals(EventQueue.NEVER, driver.bench.events.next());
        driver.bench.pass(1_000_000);
        assertEquals(0xee, driver.bench.memory.readByte(status));
        assertFalse(driver.line.high);
    }

    @Test
    void aRequestWithoutStatusByteStopsTheDevice() {
        driver = new VirtioBench(false);
        start(disk);
        driver.descriptor(0, 0, driver.buffer(new byte[16]), 16, 0, 0);
        driver.submit(0, 0);
        driver.bench.pass(1_000_000);
        assertEquals(0x40, driver.get(VirtioRegister.STATUS) & 0x40);
        assertEquals(2, driver.get(VirtioRegister.INTERRUPT_STATUS));
    }
}
