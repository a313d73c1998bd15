package cleave.emulator.device.virtio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.state.ByteStateReader;
import cleave.emulator.state.ByteStateWriter;
import cleave.emulator.state.StateFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockBackendTest {
    @TempDir
    Path folder;

    private Path image(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(size + ".img"), bytes);
    }

    private static String refused(Path path, boolean readOnly) {
        return assertThrows(DiskImageException.class,
                () -> FileBlockBackend.open(path, readOnly).close()).getMessage();
    }

    @Test
    void aSizeThatIsNoMultipleOfASectorIsRoundedUp() throws IOException {
        Path path = image(1000);
        try (FileBlockBackend disk = FileBlockBackend.open(path, false)) {
            assertEquals(1024, disk.size());
            byte[] sector = new byte[512];
            Arrays.fill(sector, (byte) 7);
            disk.read(512, sector, 512);
            assertEquals(0, sector[511]);
            assertEquals(Files.readAllBytes(path)[999], sector[487]);
            disk.write(512, sector, 512);
            assertEquals(1024, Files.size(path));
        }
    }

    @Test
    void aFileThatIsWrittenByOneIsUsedByNobodyElse() throws IOException {
        Path path = image(512);
        try (FileBlockBackend disk = FileBlockBackend.open(path, false)) {
            assertTrue(refused(path, false).contains("in use"));
            assertTrue(refused(path, true).contains("in use"));
            assertEquals(512, disk.size());
        }
        FileBlockBackend.open(path, false).close();
    }

    @Test
    void aFileCanBeReadByManyAndThenNotWritten() throws IOException {
        Path path = image(512);
        try (FileBlockBackend one = FileBlockBackend.open(path, true);
                FileBlockBackend two = FileBlockBackend.open(path, true)) {
            assertEquals(one.size(), two.size());
            assertTrue(refused(path, false).contains("in use"));
        }
    }

    @Test
    void missingFilesAndDirectoriesAreNamed() {
        Path missing = folder.resolve("nowhere.img");
        assertEquals("disk image " + missing + " does not exist", refused(missing, true));
        assertTrue(refused(folder, false).contains("is a directory"));
    }

    @Test
    void aReadOnlyFileIsNotWritten() throws IOException {
        Path path = image(512);
        byte[] before = Files.readAllBytes(path);
        try (FileBlockBackend disk = FileBlockBackend.open(path, true)) {
            assertThrows(IOException.class, () -> disk.write(0, new byte[512], 512));
        }
        assertArrayEquals(before, Files.readAllBytes(path));
    }

    @Test
    void aSnapshotKeepsEveryChangeAndLeavesTheFileAlone() throws IOException {
        Path path = image(100_000);
        byte[] before = Files.readAllBytes(path);
        byte[] expected = Arrays.copyOf(before, 100_352);
        Random random = new Random(5);
        try (OverlayBlockBackend disk =
                new OverlayBlockBackend(FileBlockBackend.open(path, true))) {
            assertEquals(expected.length, disk.size());
            for (int i = 0; i < 300; i++) {
                int sectors = 1 + random.nextInt(20);
                int offset = 512 * random.nextInt(expected.length / 512 - sectors);
                byte[] bytes = new byte[512 * sectors];
                if (random.nextBoolean()) {
                    random.nextBytes(bytes);
                    disk.write(offset, bytes, bytes.length);
                    System.arraycopy(bytes, 0, expected, offset, bytes.length);
                } else {
                    disk.read(offset, bytes, bytes.length);
                    assertArrayEquals(
                            Arrays.copyOfRange(expected, offset, offset + bytes.length), bytes);
                }
            }
        }
        assertArrayEquals(before, Files.readAllBytes(path));
    }

    @Test
    void aSnapshotIsPartOfASavedState() throws IOException {
        MemoryBlockBackend base = new MemoryBlockBackend("base", new byte[16_384]);
        OverlayBlockBackend disk = new OverlayBlockBackend(base);
        byte[] sector = new byte[512];
        Arrays.fill(sector, (byte) 9);
        disk.write(8192, sector, 512);
        ByteStateWriter out = new ByteStateWriter();
        disk.save(out);
        OverlayBlockBackend other = new OverlayBlockBackend(base);
        other.write(0, sector, 512);
        other.load(new ByteStateReader(out.toBytes()));
        byte[] read = new byte[512];
        other.read(8192, read, 512);
        assertArrayEquals(sector, read);
        other.read(0, read, 512);
        assertArrayEquals(new byte[512], read);
        assertEquals(4096, other.changedBytes());
    }

    @Test
    void aStateWithAnotherDiskIsRefused() {
        ByteStateWriter out = new ByteStateWriter();
        new MemoryBlockBackend("a", new byte[512]).save(out);
        MemoryBlockBackend other = new MemoryBlockBackend("b", new byte[1024]);
        assertThrows(StateFormatException.class,
                () -> other.load(new ByteStateReader(out.toBytes())));
    }
}
