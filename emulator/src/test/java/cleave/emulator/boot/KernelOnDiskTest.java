package cleave.emulator.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.device.Peer;
import cleave.toolchain.disk.DiskBytes;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.Inode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads file systems that e2fsprogs made. */
class KernelOnDiskTest {
    private static final int SECTOR = 512;
    private static final int PARTITION_AT = 2048 * SECTOR;

    @TempDir
    Path folder;

    /** Makes a file system that holds {@code folder/tree}. */
    private Path fileSystem(String type, String... options) throws Exception {
        String[] words = new String[options.length + 7];
        System.arraycopy(options, 0, words, 0, options.length);
        System.arraycopy(new String[] {"-q", "-t", type, "-d", "tree", "disk.img", "24M"}, 0,
                words, options.length, 7);
        Path disk = folder.resolve("disk.img");
        Files.deleteIfExists(disk);
        Peer.of("mke2fs", "e2fsprogs").run(folder, words);
        return disk;
    }

    private Path tree(String name, byte[] content) throws IOException {
        Path file = folder.resolve("tree").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static byte[] kernel() {
        return TestGuest.elf(TestGuest.SUPERVISOR_START, TestGuest::supervisorHello);
    }

    private static Optional<byte[]> read(Path disk, String path) throws IOException {
        try (FileChannel channel = FileChannel.open(disk)) {
            Ext2FileSystem files = Ext2FileSystem.open(DiskBytes.of("disk", channel));
            Optional<Inode> inode = files.regular(path);
            return inode.isPresent() ? Optional.of(files.content(inode.get(), 1 << 30))
                    : Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext3", "ext4"})
    void kernelIsFoundOnEachKindOfFileSystem(String type) throws Exception {
        tree("boot/kernel.elf", kernel());
        Path disk = fileSystem(type);
        assertTrue(KernelOnDisk.isDisk(disk));
        KernelOnDisk found = KernelOnDisk.find(disk);
        assertEquals(0, found.partition());
        assertEquals(disk + ":/boot/kernel.elf", found.kernel().name());
        assertInstanceOf(BootImage.Elf.class, found.kernel());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext4"})
    void largeAndSparseFilesAreReadToTheLastByte(String type) throws Exception {
        long seed = 7;
        byte[] large = new byte[10_000_001];
        new Random(seed).nextBytes(large);
        // A hole: mke2fs -d leaves out blocks of zeroes.
        Arrays.fill(large, 3_000_000, 5_000_000, (byte) 0);
        tree("large", large);
        Path disk = fileSystem(type, "-b", "1024");
        assertArrayEquals(large, read(disk, "/large").orElseThrow());
    }

    @Test
    void linksAreFollowedAlsoLongAbsoluteAndCircularOnes() throws Exception {
        tree("boot/vmlinux-6.1", kernel());
        Path boot = folder.resolve("tree/boot");
        Files.createSymbolicLink(boot.resolve("kernel"), Path.of("/boot/other/../vmlinux-6.1"));
        Files.createDirectories(boot.resolve("other"));
        String detour = "other/../".repeat(12) + "vmlinux-6.1";
        Files.createSymbolicLink(boot.resolve("long"), Path.of(detour));
        Files.createSymbolicLink(boot.resolve("circle"), Path.of("circle"));
        Path disk = fileSystem("ext4");
        assertTrue(read(disk, "/boot/kernel").isPresent());
        assertArrayEquals(kernel(), read(disk, "/boot/long").orElseThrow());
        assertFalse(read(disk, "/boot/circle").isPresent());
        assertFalse(read(disk, "/boot").isPresent());
        assertFalse(read(disk, "/boot/vmlinux-6.1/x").isPresent());
    }

    @Test
    void newestVersionedKernelIsTakenWhenThereIsNoPlainName() throws Exception {
        tree("boot/vmlinux-6.1", new byte[] {1, 2, 3, 4});
        tree("boot/vmlinux-6.2", new byte[] {5, 6, 7, 8});
        Path disk = fileSystem("ext2");
        assertEquals(disk + ":/boot/vmlinux-6.2", KernelOnDisk.find(disk).kernel().name());
    }

    @Test
    void diskWithoutKernelSaysWhereOneIsLookedFor() throws Exception {
        tree("etc/passwd", "root".getBytes(StandardCharsets.US_ASCII));
        Path disk = fileSystem("ext2");
        assertEquals(disk + " is a disk without a kernel that could be read (/boot/kernel, "
                + "/boot/kernel.elf, /boot/vmlinux, /boot/Image ... on ext2, ext3 or ext4): give "
                + "the kernel with -kernel FILE",
                assertThrows(BootException.class, () -> KernelOnDisk.find(disk)).getMessage());
    }

    private Path inPartition(byte[] table, Path fileSystem) throws IOException {
        ByteArrayOutputStream disk = new ByteArrayOutputStream();
        disk.writeBytes(Arrays.copyOf(table, PARTITION_AT));
        disk.writeBytes(Files.readAllBytes(fileSystem));
        return Files.write(folder.resolve("partitioned.img"), disk.toByteArray());
    }

    private static void masterBootEntry(ByteBuffer disk, int index, int type, int first,
            int count) {
        int at = 446 + 16 * index;
        disk.put(at + 4, (byte) type).putInt(at + 8, first).putInt(at + 12, count);
        disk.putShort(510, (short) 0xaa55);
    }

    @Test
    void partitionOfAMasterBootRecordIsNumbered() throws Exception {
        tree("boot/Image", ImageReaderTest.linuxImage(0x40_0000, 8192, 4096));
        ByteBuffer table = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        masterBootEntry(table, 0, 0x0c, 100, 100);
        masterBootEntry(table, 1, 0x83, 2048, 24 << 11);
        Path disk = inPartition(table.array(), fileSystem("ext4"));
        assertTrue(KernelOnDisk.isDisk(disk));
        assertEquals(2, KernelOnDisk.find(disk).partition());
        BootPlan plan = BootPlanner.plan(BootRequest.of(disk.toString()), chosen -> {
            assertEquals(Optional.of("root=/dev/vda2 rw"), chosen.commandLine());
            return new byte[64];
        }, 0x8000_0000L, 16 << 20);
        assertEquals(Optional.of(disk), plan.disk());
    }

    @Test
    void partitionOfAGuidTableIsNumbered() throws Exception {
        tree("boot/kernel", kernel());
        ByteBuffer table = ByteBuffer.allocate(SECTOR * 34).order(ByteOrder.LITTLE_ENDIAN);
        masterBootEntry(table, 0, 0xee, 1, -1);
        table.put(SECTOR, "EFI PART".getBytes(StandardCharsets.US_ASCII));
        table.putLong(SECTOR + 72, 2).putInt(SECTOR + 80, 128).putInt(SECTOR + 84, 128);
        int third = 2 * SECTOR + 2 * 128;
        table.putLong(third, 1).putLong(third + 32, 2048).putLong(third + 40, 2047 + (24 << 11));
        Path disk = inPartition(table.array(), fileSystem("ext2"));
        assertEquals(3, KernelOnDisk.find(disk).partition());
    }

    @Test
    void damagedFileSystemsAreRefusedWhateverIsDamaged() throws Exception {
        tree("boot/kernel", kernel());
        byte[] good = Files.readAllBytes(fileSystem("ext4", "-b", "1024"));
        long seed = Long.getLong("seed", 20_261);
        Random random = new Random(seed);
        Path disk = folder.resolve("damaged.img");
        for (int run = 0; run < 300; run++) {
            byte[] bad = good.clone();
            for (int i = 0; i < 40; i++) {
                // Superblock, descriptors, inode tables and the first directories lie here.
                bad[1024 + random.nextInt(600_000)] = (byte) random.nextInt();
            }
            Files.write(disk, run % 3 == 0 ? Arrays.copyOf(bad, 400_000) : bad);
            try {
                KernelOnDisk.find(disk);
            } catch (BootException expected) {
                assertTrue(expected.getMessage().contains(disk.toString()), "seed " + seed
                        + ", run " + run + ": " + expected.getMessage());
            }
        }
    }
}
