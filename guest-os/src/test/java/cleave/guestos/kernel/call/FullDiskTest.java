package cleave.guestos.kernel.call;

import static cleave.guestos.kernel.call.TestProgram.checkFile;
import static cleave.guestos.kernel.call.TestProgram.close;
import static cleave.guestos.kernel.call.TestProgram.link;
import static cleave.guestos.kernel.call.TestProgram.makeDirectory;
import static cleave.guestos.kernel.call.TestProgram.makeFile;
import static cleave.guestos.kernel.call.TestProgram.open;
import static cleave.guestos.kernel.call.TestProgram.removeDirectory;
import static cleave.guestos.kernel.call.TestProgram.rename;
import static cleave.guestos.kernel.call.TestProgram.symbolicLink;
import static cleave.guestos.kernel.call.TestProgram.text;
import static cleave.guestos.kernel.call.TestProgram.unlink;
import static cleave.guestos.kernel.call.TestProgram.writeData;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A disk with few free blocks, fewer, and none, and one without free inodes: every call that needs
 * one says so, has done nothing then, and nothing is lost for good.
 */
@HostedTest(routines = FileRoutines.class, allocator = Heap.class,
        memory = {DirectMap.KERNEL, TestProgram.MEMORY, TestDisk.START, TestDisk.BYTES_MAX})
class FullDiskTest {
    private static final int READ_WRITE = OpenFlags.O_CREAT | OpenFlags.O_RDWR;
    private static final int FEW = 6;
    private static final String LONG = "x".repeat(200);

    private Path folder;
    private BlockDevice disk;

    @BeforeEach
    void aKernel() throws Exception {
        folder = Files.createTempDirectory("ext2");
        TestProgram.begin();
    }

    @AfterEach
    void theDiskIsSound() throws Exception {
        if (disk != null) {
            TestProgram.leave();
            TestDisk.save(disk, folder.resolve("disk.img"));
            FileSystemTools.check(folder, "disk.img");
        }
        FileSystemTools.delete(folder);
    }

    private void mount(String... options) throws Exception {
        FileSystemTools.make(folder, "disk.img", 1024, 512, options);
        disk = TestDisk.load(folder.resolve("disk.img"));
        assertEquals(0, TestProgram.mountRoot(disk, "ext2", 0));
    }

    private static int count(int offset) {
        assertEquals(0, FileSystemCalls.statistics(text("/"), 88, TestProgram.BUFFER));
        return Address.of(TestProgram.BUFFER).loadInt(offset);
    }

    private static int freeBlocks() {
        return count(16);
    }

    private static int freeInodes() {
        return count(40);
    }

    /** Takes all blocks but so many. */
    private static void fill(int left) {
        int file = open("/filler", READ_WRITE);
        assertEquals(0, TestProgram.stat("/filler"));
        int place = Address.of(TestProgram.BUFFER).loadInt(40);
        while (freeBlocks() > left && writeData(file, 1, place, 1024) == 1024) {
            place += 1024;
        }
        while (freeBlocks() < left) {
            place -= 1024;
            assertEquals(0, AttributeCalls.truncateOpen(file, place, 0));
        }
        close(file);
    }

    private static int write(String path, int place, int bytes) {
        int file = open(path, READ_WRITE);
        if (file < 0) {
            return file;
        }
        int result = writeData(file, 5, place, bytes);
        close(file);
        return result > 0 && result < bytes ? -Errno.ENOSPC : Math.min(result, 0);
    }

    private static int node(String path) {
        return NameCalls.makeNode(TestProgram.FOLDER, text(path), FileMode.S_IFIFO | 0600, 0);
    }

    /** A call, and those that take back what it did. */
    private record Deed(String name, IntSupplier call, IntSupplier undo) {
    }

    private static List<Deed> deeds() {
        List<Deed> deeds = new ArrayList<>();
        deeds.add(new Deed("mkdir", () -> makeDirectory("/d"), () -> removeDirectory("/d")));
        deeds.add(new Deed("symlink", () -> symbolicLink(LONG, "/s"), () -> unlink("/s")));
        deeds.add(new Deed("direct", () -> write("/w", 0, 1024), () -> unlink("/w")));
        deeds.add(new Deed("page", () -> write("/w", 0, 4096), () -> unlink("/w")));
        deeds.add(new Deed("indirect", () -> write("/w", 20 << 10, 1024), () -> unlink("/w")));
        deeds.add(new Deed("double", () -> write("/w", 300 << 10, 1024), () -> unlink("/w")));
        deeds.add(new Deed("triple", () -> write("/w", 70 << 20, 1024), () -> unlink("/w")));
        // The directory has no room for one more name in its last block.
        deeds.add(new Deed("name", () -> link("/one", "/full/" + LONG),
                () -> unlink("/full/" + LONG)));
        deeds.add(new Deed("rename", () -> rename("/one", "/full/" + LONG, 0),
                () -> rename("/full/" + LONG, "/one", 0)));
        deeds.add(new Deed("node", () -> node("/full/" + LONG), () -> unlink("/full/" + LONG)));
        deeds.add(new Deed("directory", () -> makeDirectory("/full/" + LONG),
                () -> removeDirectory("/full/" + LONG)));
        return deeds;
    }

    @Test
    void everyCallThatNeedsABlockSaysThatThereIsNoneAndLeavesNothing() throws Exception {
        mount("-m", "0");
        makeFile("/one", 3, 100);
        makeDirectory("/full");
        for (int i = 0; i < 4; i++) {
            assertEquals(0, link("/one", "/full/" + i + LONG));
        }
        int refused = 0;
        for (Deed deed : deeds()) {
            for (int left = FEW; left >= 0; left--) {
                fill(left);
                int inodes = freeInodes();
                int result = deed.call.getAsInt();
                String what = deed.name + " with " + left + " free blocks";
                assertTrue(result == 0 || result == -Errno.ENOSPC, what + ": " + result);
                refused += result == 0 ? 0 : 1;
                // A call that has failed may have made a file without all of its bytes.
                deed.undo.getAsInt();
                // A directory keeps the block it has grown by.
                int kept = left - freeBlocks();
                assertTrue(kept == 0 || kept == 1 && result == 0, what + " keeps " + kept);
                assertEquals(inodes, freeInodes(), what);
                if (kept == 1) {
                    shrinkDirectory();
                }
            }
        }
        assertTrue(refused > 15, "only " + refused + " calls were refused");
        checkFile("/one", 3, 100);
    }

    /** Directories do not shrink: makes the one with long names again. */
    private static void shrinkDirectory() {
        for (int i = 0; i < 4; i++) {
            assertEquals(0, unlink("/full/" + i + LONG));
        }
        assertEquals(0, removeDirectory("/full"));
        makeDirectory("/full");
        for (int i = 0; i < 4; i++) {
            assertEquals(0, link("/one", "/full/" + i + LONG));
        }
    }

    @Test
    void withoutInodesNothingNewIsMade() throws Exception {
        mount("-N", "32");
        int inodes = freeInodes();
        int blocks = freeBlocks();
        int made = 0;
        while (node("/n" + made) == 0) {
            made++;
        }
        assertEquals(inodes, made);
        assertEquals(-Errno.ENOSPC, node("/more"));
        assertEquals(-Errno.ENOSPC, open("/more", READ_WRITE));
        assertEquals(-Errno.ENOSPC, makeDirectory("/more"));
        assertEquals(-Errno.ENOSPC, symbolicLink("short", "/more"));
        assertEquals(0, link("/n0", "/more"), "a name needs no inode");
        assertEquals(0, unlink("/more"));
        for (int i = 0; i < made; i++) {
            assertEquals(0, unlink("/n" + i));
        }
        assertEquals(inodes, freeInodes());
        assertEquals(blocks, freeBlocks());
    }

    @Test
    void theLastBlocksAreRootsAndAWriteTakesWhatFits() throws Exception {
        mount("-m", "10");
        int blocks = freeBlocks();
        int file = open("/f", READ_WRITE);
        Process.current().credentials.fsuid = 1000;
        int written = writeData(file, 1, 0, 600_000);
        assertTrue(written > 200_000 && written < 600_000, "written: " + written);
        assertEquals(-Errno.ENOSPC, writeData(file, 1, written, 4096));
        int left = freeBlocks();
        assertTrue(left >= 51 && left < 56, "a tenth is left: " + left);
        Process.current().credentials.fsuid = 0;
        assertEquals(4096, writeData(file, 1, written, 4096));
        close(file);
        assertEquals(0, unlink("/f"));
        assertEquals(blocks, freeBlocks());
    }

    @Test
    void memoryAsADiskIsFullAsWell() {
        assertEquals(0, TestProgram.mountRoot(null, "tmpfs", 0, "size=64k,nr_inodes=8"));
        int blocks = freeBlocks();
        int inodes = freeInodes();
        assertEquals(16, blocks);
        int file = open("/f", READ_WRITE);
        assertEquals(65_536, writeData(file, 1, 0, 100_000));
        assertEquals(-Errno.ENOSPC, writeData(file, 1, 65_536, 1));
        assertEquals(0, freeBlocks());
        int made = 0;
        while (node("/n" + made) == 0) {
            made++;
        }
        assertEquals(inodes - 1, made);
        assertEquals(-Errno.ENOSPC, makeDirectory("/d"));
        assertEquals(-Errno.ENOSPC, symbolicLink("x", "/s"));
        close(file);
        assertEquals(0, unlink("/f"));
        for (int i = 0; i < made; i++) {
            assertEquals(0, unlink("/n" + i));
        }
        assertEquals(blocks, freeBlocks());
        assertEquals(inodes, freeInodes());
    }
}
