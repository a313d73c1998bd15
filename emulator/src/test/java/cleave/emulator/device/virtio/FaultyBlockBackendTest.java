package cleave.emulator.device.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.state.ByteStateReader;
import cleave.emulator.state.ByteStateWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyBlockBackendTest {
    private static final int SECTOR = BlockBackend.SECTOR_BYTES;
    private static final int SECTORS = 32;

    @TempDir
    Path folder;

    private FaultyBlockBackend disk(String errors) throws IOException {
        Path file = Files.write(folder.resolve("disk.img"), new byte[SECTORS * SECTOR]);
        return new FaultyBlockBackend(new OverlayBlockBackend(FileBlockBackend.open(file, true)),
                FaultRange.parse(errors));
    }

    private static void read(BlockBackend disk, int sector, int count) throws IOException {
        disk.read(sector * SECTOR, new byte[count * SECTOR], count * SECTOR);
    }

    @Test
    void requestsThatTouchTheRangeFailAndTheirNeighboursDoNot() throws IOException {
        try (FaultyBlockBackend disk = disk("read:8-11")) {
            read(disk, 0, 8);
            read(disk, 12, 4);
            for (int i = 0; i < 2; i++) {
                assertThrows(IOException.class, () -> read(disk, 7, 2));
                assertThrows(IOException.class, () -> read(disk, 11, 2));
                assertThrows(IOException.class, () -> read(disk, 0, SECTORS));
            }
            disk.write(8 * SECTOR, new byte[SECTOR], SECTOR);
        }
    }

    @Test
    void aFailedWriteChangesNothing() throws IOException {
        try (FaultyBlockBackend disk = disk("read:1+write:5:once")) {
            byte[] ones = new byte[2 * SECTOR];
            Arrays.fill(ones, (byte) 1);
            assertThrows(IOException.class, () -> disk.write(4 * SECTOR, ones, ones.length));
            byte[] found = new byte[2 * SECTOR];
            disk.read(4 * SECTOR, found, found.length);
            assertArrayEquals(new byte[2 * SECTOR], found);
            disk.write(4 * SECTOR, ones, ones.length);
            disk.read(4 * SECTOR, found, found.length);
            assertArrayEquals(ones, found);
        }
    }

    @Test
    void whatFailsOnceFailsAgainAfterGoingBack() throws IOException {
        try (FaultyBlockBackend disk = disk("both:3:once")) {
            ByteStateWriter before = new ByteStateWriter();
            disk.save(before);
            assertThrows(IOException.class, () -> read(disk, 3, 1));
            read(disk, 3, 1);
            disk.load(new ByteStateReader(before.toBytes()));
            assertThrows(IOException.class, () -> read(disk, 3, 1));
        }
    }

    @Test
    void requestsFailByTheirNumber() throws IOException {
        try (FaultyBlockBackend disk = disk("read:#2+both:#5-6:once")) {
            read(disk, 0, 1);
            disk.write(0, new byte[SECTOR], SECTOR);
            ByteStateWriter before = new ByteStateWriter();
            disk.save(before);
            for (int i = 0; i < 2; i++) {
                assertThrows(IOException.class, () -> read(disk, 9, 4));
                read(disk, 9, 4);
                assertThrows(IOException.class, () -> disk.write(0, new byte[SECTOR], SECTOR));
                disk.write(0, new byte[SECTOR], SECTOR);
                disk.load(new ByteStateReader(before.toBytes()));
            }
        }
    }

    @Test
    void badRangesAreNamed() {
        for (String bad : List.of("", "read", "read:x", "erase:1", "read:#", "read:1+",
                "write:1:twice")) {
            String said = assertThrows(IllegalArgumentException.class,
                    () -> FaultRange.parse(bad)).getMessage();
            assertTrue(said.contains("read:FIRST-LAST"), said);
        }
        assertEquals("'read:9-8' ends before it begins", assertThrows(
                IllegalArgumentException.class, () -> FaultRange.parse("read:9-8")).getMessage());
    }
}
