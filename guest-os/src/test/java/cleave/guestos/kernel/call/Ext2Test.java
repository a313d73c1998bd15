package cleave.guestos.kernel.call;

import static cleave.guestos.kernel.call.TestProgram.checkData;
import static cleave.guestos.kernel.call.TestProgram.checkFile;
import static cleave.guestos.kernel.call.TestProgram.close;
import static cleave.guestos.kernel.call.TestProgram.link;
import static cleave.guestos.kernel.call.TestProgram.makeDirectory;
import static cleave.guestos.kernel.call.TestProgram.makeFile;
import static cleave.guestos.kernel.call.TestProgram.open;
import static cleave.guestos.kernel.call.TestProgram.rename;
import static cleave.guestos.kernel.call.TestProgram.symbolicLink;
import static cleave.guestos.kernel.call.TestProgram.text;
import static cleave.guestos.kernel.call.TestProgram.unlink;
import static cleave.guestos.kernel.call.TestProgram.writeData;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.BufferCache;
import cleave.guestos.kernel.file.PageCache;
import cleave.guestos.kernel.file.Renaming;
import cleave.guestos.kernel.file.WriteBack;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ext2 through the calls of programs, on images of {@code mke2fs}; {@code e2fsck} judges. */
@HostedTest(routines = FileRoutines.class, allocator = Heap.class,
        memory = {DirectMap.KERNEL, TestProgram.MEMORY, TestDisk.START, TestDisk.BYTES_MAX})
class Ext2Test {
    private Path folder;
    private Path image;
    private BlockDevice disk;

    @BeforeEach
    void aKernel() throws Exception {
        folder = Files.createTempDirectory("ext2");
        image = folder.resolve("disk.img");
        TestProgram.begin();
    }

    @AfterEach
    void theDiskIsSound() throws Exception {
        if (disk != null) {
            TestProgram.leave();
            TestDisk.save(disk, image);
            FileSystemTools.check(folder, "disk.img");
        }
        FileSystemTools.delete(folder);
    }

    private void mount(int blockSize, int kibibytes, String... options) throws Exception {
        FileSystemTools.make(folder, "disk.img", blockSize, kibibytes, options);
        disk = TestDisk.load(image);
        assertEquals(0, TestProgram.mountRoot(disk, "ext2", 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096})
    void whatWasWrittenIsReadAgainAndAfterTheCachesAreGone(int blockSize) throws Exception {
        mount(blockSize, 4096);
        makeFile("/a", 1, 10);
        makeFile("/b", 2, 300_000);
        assertEquals(0, makeDirectory("/d"));
        makeFile("/d/c", 3, 70_001);
        checkFile("/a", 1, 10);
        WriteBack.all();
        PageCache.shrink(10_000);
        checkFile("/b", 2, 300_000);
        checkFile("/d/c", 3, 70_001);
        assertEquals(5 + 1, TestProgram.countEntries("/"));
    }

    @Test
    void holesReadAsZerosAndTakeNoBlocks() throws Exception {
        mount(1024, 8192);
        int file = open("/sparse", OpenFlags.O_CREAT | OpenFlags.O_RDWR);
        long[] places = {0, 11 << 10, 12 << 10, 268 << 10, 300 << 10, 70L << 20, 3L << 30};
        for (long place : places) {
            assertEquals(100, writeData(file, 7, place, 100));
        }
        WriteBack.all();
        PageCache.shrink(10_000);
        for (long place : places) {
            checkData(file, 7, place, 100);
        }
        assertEquals(512, FileCalls.readPlace(file, TestProgram.BUFFER, 512, 5 << 10, 0));
        assertEquals(0, Address.of(TestProgram.BUFFER).loadInt(128));
        int sectors = TestProgram.sectors("/sparse");
        assertEquals(true, sectors < 60, "sectors");
        assertEquals(0, close(file));
    }

    @Test
    void aFileCutShortHasNothingOfItsOldEnd() throws Exception {
        mount(1024, 4096);
        makeFile("/f", 5, 500_000);
        assertEquals(0, AttributeCalls.truncate(text("/f"), 100_100, 0));
        checkFile("/f", 5, 100_100);
        assertEquals(0, AttributeCalls.truncate(text("/f"), 100_300, 0));
        int file = open("/f", OpenFlags.O_RDONLY);
        checkData(file, 5, 0, 100_100);
        assertEquals(200, FileCalls.readPlace(file, TestProgram.BUFFER, 300, 100_100, 0));
        for (int i = 0; i < 200; i++) {
            assertEquals(0, Address.of(TestProgram.BUFFER).loadByte(i));
        }
        close(file);
        assertEquals(0, AttributeCalls.truncate(text("/f"), 0, 0));
        assertEquals(0, TestProgram.sectors("/f"));
    }

    @Test
    void aFileWithoutANameLivesAsLongAsItIsOpen() throws Exception {
        mount(1024, 4096);
        makeFile("/gone", 9, 200_000);
        int file = open("/gone", OpenFlags.O_RDONLY);
        int free = freeBlocks();
        assertEquals(0, unlink("/gone"));
        assertEquals(-Errno.ENOENT, TestProgram.stat("/gone"));
        checkData(file, 9, 0, 200_000);
        assertEquals(free, freeBlocks());
        assertEquals(0, close(file));
        assertEquals(free + 197, freeBlocks(), "196 of data, and an indirect one");
    }

    private static int freeBlocks() {
        assertEquals(0, FileSystemCalls.statistics(text("/"), 88, TestProgram.BUFFER));
        return Address.of(TestProgram.BUFFER).loadInt(16);
    }

    @Test
    void manyNamesComeAndGo() throws Exception {
        mount(1024, 4096, "-N", "600");
        assertEquals(0, makeDirectory("/many"));
        for (int i = 0; i < 300; i++) {
            makeFile("/many/a-name-of-some-length-" + i, i, 1);
        }
        assertEquals(302, TestProgram.countEntries("/many"));
        for (int i = 0; i < 300; i += 2) {
            assertEquals(0, unlink("/many/a-name-of-some-length-" + i));
        }
        assertEquals(152, TestProgram.countEntries("/many"));
        for (int i = 1; i < 300; i += 2) {
            checkFile("/many/a-name-of-some-length-" + i, i, 1);
            assertEquals(-Errno.ENOENT,
                    TestProgram.stat("/many/a-name-of-some-length-" + (i - 1)));
        }
        assertEquals(-Errno.ENOTEMPTY, TestProgram.removeDirectory("/many"));
        for (int i = 1; i < 300; i += 2) {
            assertEquals(0, unlink("/many/a-name-of-some-length-" + i));
        }
        assertEquals(0, TestProgram.removeDirectory("/many"));
    }

    @Test
    void renamesMoveFilesAndDirectories() throws Exception {
        mount(1024, 4096);
        makeDirectory("/a");
        makeDirectory("/b");
        makeDirectory("/a/sub");
        makeFile("/a/f", 1, 100);
        makeFile("/b/g", 2, 100);
        assertEquals(0, rename("/a/f", "/b/f", 0));
        checkFile("/b/f", 1, 100);
        assertEquals(-Errno.ENOENT, TestProgram.stat("/a/f"));
        assertEquals(-Errno.EEXIST, rename("/b/f", "/b/g", Renaming.NO_REPLACE));
        assertEquals(0, rename("/b/f", "/b/g", Renaming.EXCHANGE));
        checkFile("/b/g", 1, 100);
        checkFile("/b/f", 2, 100);
        assertEquals(0, rename("/b/f", "/b/g", 0));
        checkFile("/b/g", 2, 100);
        assertEquals(3, TestProgram.links("/a"));
        assertEquals(0, rename("/a/sub", "/b/sub", 0));
        assertEquals(2, TestProgram.links("/a"));
        assertEquals(3, TestProgram.links("/b"));
        assertEquals(TestProgram.number("/b"), TestProgram.number("/b/sub/.."));
        assertEquals(-Errno.EINVAL, rename("/b", "/b/sub/x", 0));
        assertEquals(-Errno.ENOTEMPTY, rename("/a", "/b", 0));
        assertEquals(-Errno.EISDIR, rename("/b/g", "/a", 0));
        assertEquals(-Errno.ENOTDIR, rename("/a", "/b/g", 0));
        assertEquals(0, rename("/b/sub", "/a", 0));
        assertEquals(0, rename("/b", "/a", Renaming.EXCHANGE));
        checkFile("/a/g", 2, 100);
        assertEquals(0, rename("/a/g", "/a/g", 0));
        checkFile("/a/g", 2, 100);
    }

    @Test
    void linksCountNames() throws Exception {
        mount(1024, 4096);
        makeFile("/one", 4, 50);
        assertEquals(0, link("/one", "/two"));
        assertEquals(2, TestProgram.links("/two"));
        assertEquals(0, rename("/one", "/two", 0), "two names of one file: nothing happens");
        assertEquals(2, TestProgram.links("/one"));
        assertEquals(0, unlink("/one"));
        checkFile("/two", 4, 50);
        assertEquals(-Errno.EPERM, link("/lost+found", "/three"));
    }

    @Test
    void symbolicLinksShortAndLongAreFollowed() throws Exception {
        mount(1024, 4096);
        makeDirectory("/d");
        makeFile("/d/f", 6, 20);
        assertEquals(0, symbolicLink("d", "/short"));
        assertEquals(0, symbolicLink("./".repeat(100) + "d/f", "/long"));
        checkFile("/short/f", 6, 20);
        checkFile("/long", 6, 20);
        assertEquals(0, symbolicLink("loop2", "/loop1"));
        assertEquals(0, symbolicLink("loop1", "/loop2"));
        assertEquals(-Errno.ELOOP, open("/loop1", OpenFlags.O_RDONLY));
        assertEquals(-Errno.ELOOP, open("/short", OpenFlags.O_NOFOLLOW));
        assertEquals(0, symbolicLink("made", "/dangling"));
        makeFile("/dangling", 8, 5);
        checkFile("/made", 8, 5);
        assertEquals(203, NameCalls.readLink(TestProgram.FOLDER, text("/long"),
                TestProgram.BUFFER, 4096));
        assertEquals(0, unlink("/long"));
    }

    @Test
    void aFullDiskTakesWhatFitsAndStaysSound() throws Exception {
        mount(1024, 512, "-m", "0");
        int file = open("/big", OpenFlags.O_CREAT | OpenFlags.O_RDWR);
        int written = writeData(file, 3, 0, 600_000);
        assertEquals(true, written > 300_000 && written < 600_000, "written: " + written);
        assertEquals(-Errno.ENOSPC, writeData(file, 3, written, 4096));
        while (writeData(file, 3, written, 1024) == 1024) {
            written += 1024;
        }
        checkData(file, 3, 0, written);
        assertEquals(0, freeBlocks());
        assertEquals(-Errno.ENOSPC, makeDirectory("/d"));
        close(file);
        assertEquals(0, unlink("/big"));
        assertEquals(0, makeDirectory("/d"));
        makeFile("/d/again", 4, 200_000);
        checkFile("/d/again", 4, 200_000);
    }

    @Test
    void errorsOfTheDiskReachTheProgram() throws Exception {
        mount(1024, 4096);
        makeFile("/f", 3, 100_000);
        WriteBack.all();
        PageCache.shrink(10_000);
        TestDisk.badFrom = 0;
        int file = open("/f", OpenFlags.O_RDONLY);
        assertEquals(-Errno.EIO, FileCalls.readPlace(file, TestProgram.BUFFER, 10, 0, 0));
        TestDisk.badFrom = Long.MAX_VALUE;
        checkData(file, 3, 0, 100_000);
        close(file);
    }

    @Test
    void disksOfAnotherKindAreRefused() throws Exception {
        FileSystemTools.make(folder, "disk.img", 1024, 4096, "-t", "ext4");
        assertEquals(-Errno.EINVAL,
                TestProgram.mountRoot(TestDisk.load(image), "ext2", 0), "extents");
        FileSystemTools.make(folder, "disk.img", 1024, 4096, "-O", "^resize_inode");
        BlockDevice device = TestDisk.load(image);
        Address superblock = Address.of(TestDisk.START + 1024);
        device.sectors = 1000;
        assertEquals(-Errno.EINVAL, TestProgram.mountRoot(device, "ext2", 0), "cut");
        device.sectors = 8192;
        superblock.storeInt(40, 0);
        assertEquals(-Errno.EINVAL, TestProgram.mountRoot(device, "ext2", 0), "no inodes");
        superblock.storeShort(56, 0);
        assertEquals(-Errno.EINVAL, TestProgram.mountRoot(device, "ext2", 0), "no magic");
        assertEquals(-Errno.ENODEV, TestProgram.mountRoot(device, "minix", 0));
    }

    @Test
    void anyOrderOfOperationsLeavesASoundDisk() throws Exception {
        mount(1024, 4096, "-N", "256");
        Random random = new Random(42);
        int[] seeds = new int[40];
        int[] sizes = new int[40];
        for (int i = 0; i < 40; i++) {
            sizes[i] = -1;
        }
        for (int i = 0; i < 4; i++) {
            makeDirectory("/d" + i);
        }
        for (int step = 0; step < 600; step++) {
            int which = random.nextInt(40);
            String path = "/d" + which % 4 + "/file-" + which;
            int kind = random.nextInt(10);
            if (kind < 4) {
                seeds[which] = step;
                sizes[which] = random.nextInt(10) == 0 ? random.nextInt(400_000)
                        : random.nextInt(5000);
                makeFile(path, step, sizes[which]);
            } else if (kind < 6) {
                assertEquals(sizes[which] < 0 ? -Errno.ENOENT : 0, unlink(path));
                sizes[which] = -1;
            } else if (kind == 6 && sizes[which] > 0) {
                sizes[which] = random.nextInt(sizes[which]);
                assertEquals(0, AttributeCalls.truncate(text(path), sizes[which], 0));
            } else if (kind == 7) {
                int other = random.nextInt(40);
                if (sizes[which] >= 0 && other != which) {
                    assertEquals(0, rename(path, "/d" + other % 4 + "/file-" + other, 0));
                    sizes[other] = sizes[which];
                    seeds[other] = seeds[which];
                    sizes[which] = -1;
                }
            } else if (kind == 8) {
                WriteBack.all();
                PageCache.shrink(200);
            } else if (sizes[which] >= 0) {
                checkFile(path, seeds[which], sizes[which]);
            }
        }
        for (int i = 0; i < 40; i++) {
            if (sizes[i] >= 0) {
                checkFile("/d" + i % 4 + "/file-" + i, seeds[i], sizes[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedDisksAreNoPanic(int seed) throws Exception {
        FileSystemTools.make(folder, "disk.img", 1024, 1024, "-N", "64");
        BlockDevice device = TestDisk.load(image);
        assertEquals(0, TestProgram.mountRoot(device, "ext2", 0));
        makeDirectory("/d");
        makeFile("/d/f", 1, 300_000);
        symbolicLink("x".repeat(100), "/d/l");
        WriteBack.all();
        Random random = new Random(seed);
        // Everything but data: superblock, bitmaps, inodes, directories, indirect blocks.
        for (int i = 0; i < 60; i++) {
            int place = 2048 + random.nextInt(40 * 1024);
            Address.of(TestDisk.START).storeByte(place, random.nextInt(256));
        }
        PageCache.shrink(10_000);
        BufferCache.drop(device);
        TestProgram.makeDirectory("/e");
        open("/d/f", OpenFlags.O_RDWR);
        open("/d/new", OpenFlags.O_CREAT | OpenFlags.O_RDWR);
        for (int file = 0; file < 3; file++) {
            FileCalls.readPlace(file, TestProgram.BUFFER, 300_000, 0, 0);
            FileCalls.writePlace(file, TestProgram.BUFFER, 300_000, 0, 0);
        }
        TestProgram.rename("/d", "/e/d", 0);
        NameCalls.readLink(TestProgram.FOLDER, text("/d/l"), TestProgram.BUFFER, 4096);
        for (int i = 0; i < 3; i++) {
            close(i);
        }
        int root = open("/", OpenFlags.O_DIRECTORY);
        DirectoryCalls.list(root, TestProgram.BUFFER, 4096);
        unlink("/d/f");
        unlink("/d/l");
        TestProgram.removeDirectory("/d");
        AttributeCalls.truncate(text("/d/f"), 0, 0);
        WriteBack.all();
    }

    @Test
    void whatCouldNotBeWrittenIsToldBySynchronising() throws Exception {
        mount(1024, 4096);
        int file = open("/f", OpenFlags.O_CREAT | OpenFlags.O_RDWR);
        assertEquals(10_000, writeData(file, 1, 0, 10_000));
        TestDisk.badFrom = 0;
        assertEquals(-Errno.EIO, FileSystemCalls.synchroniseFile(file));
        TestDisk.badFrom = Long.MAX_VALUE;
        assertEquals(10_000, writeData(file, 1, 0, 10_000));
        assertEquals(0, FileSystemCalls.synchroniseFile(file));
        checkData(file, 1, 0, 10_000);
        close(file);
    }
}
