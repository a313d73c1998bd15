package cleave.guestos.kernel.call;

import static cleave.guestos.kernel.call.TestProgram.checkData;
import static cleave.guestos.kernel.call.TestProgram.checkFile;
import static cleave.guestos.kernel.call.TestProgram.close;
import static cleave.guestos.kernel.call.TestProgram.makeDirectory;
import static cleave.guestos.kernel.call.TestProgram.makeFile;
import static cleave.guestos.kernel.call.TestProgram.open;
import static cleave.guestos.kernel.call.TestProgram.unlink;
import static cleave.guestos.kernel.call.TestProgram.writeData;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.PageCache;
import cleave.guestos.kernel.file.Superblock;
import cleave.guestos.kernel.file.WriteBack;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who learns of errors of the disk, and when; and what the disk says of them afterwards. */
@HostedTest(routines = FileRoutines.class, allocator = Heap.class,
        memory = {DirectMap.KERNEL, TestProgram.MEMORY, TestDisk.START, TestDisk.BYTES_MAX})
class DiskErrorsTest {
    private static final int STATE = TestDisk.START + 1024 + 58;
    private static final int ON_ERROR = TestDisk.START + 1024 + 60;
    private static final int CLEAN = 1;
    private static final int DAMAGED = 2;
    private static final int READ_WRITE = OpenFlags.O_CREAT | OpenFlags.O_RDWR;

    private Path folder;
    private BlockDevice disk;

    @BeforeEach
    void aKernel() throws Exception {
        folder = Files.createTempDirectory("ext2");
        TestProgram.begin();
        TestDisk.badFrom = Long.MAX_VALUE;
        TestDisk.readable = true;
        FileSystemTools.make(folder, "disk.img", 1024, 4096);
        disk = TestDisk.load(folder.resolve("disk.img"));
    }

    @AfterEach
    void aDiskThatWorks() throws Exception {
        TestDisk.badFrom = Long.MAX_VALUE;
        TestDisk.readable = false;
        FileSystemTools.delete(folder);
    }

    private void mount(String options) {
        assertEquals(0, TestProgram.mountRoot(disk, "ext2", 0, options));
    }

    private static int sync(int file) {
        return FileSystemCalls.synchroniseFile(file);
    }

    /** Writes to a file and lets the kernel's thread fail to bring that to the disk. */
    private static void failBehind(int file) {
        assertEquals(5000, writeData(file, 1, 0, 5000));
        TestDisk.badFrom = 0;
        WriteBack.all();
        TestDisk.badFrom = Long.MAX_VALUE;
    }

    @Test
    void eachOpenFileIsToldOnce() {
        mount("");
        int first = open("/f", READ_WRITE);
        int second = open("/f", READ_WRITE);
        failBehind(first);
        int third = open("/f", OpenFlags.O_RDONLY);
        assertEquals(-Errno.EIO, sync(first));
        assertEquals(0, sync(first));
        assertEquals(-Errno.EIO, sync(second));
        assertEquals(-Errno.EIO, sync(third), "nobody knew when it was opened");
        int fourth = open("/f", OpenFlags.O_RDONLY);
        assertEquals(0, sync(fourth), "somebody knew when it was opened");
        failBehind(second);
        assertEquals(-Errno.EIO, sync(fourth));
        assertEquals(-Errno.EIO, sync(first));
    }

    @Test
    void theWholeFileSystemIsToldToo() {
        mount("");
        int root = open("/", OpenFlags.O_DIRECTORY);
        int file = open("/f", READ_WRITE);
        int other = open("/g", READ_WRITE);
        assertEquals(0, FileSystemCalls.synchroniseFileSystem(root));
        failBehind(file);
        assertEquals(0, sync(other));
        assertEquals(-Errno.EIO, FileSystemCalls.synchroniseFileSystem(root));
        assertEquals(0, FileSystemCalls.synchroniseFileSystem(root));
        assertEquals(-Errno.EIO, sync(file));
    }

    @Test
    void pagesThatCouldNotBeWrittenAreReadFromMemoryAndNotWrittenAgain() {
        mount("");
        int file = open("/f", READ_WRITE);
        failBehind(file);
        checkData(file, 1, 0, 5000);
        WriteBack.all();
        int before = TestDisk.transfers;
        WriteBack.all();
        assertEquals(before, TestDisk.transfers);
        assertEquals(0, PageCache.dirty());
    }

    @Test
    void whatWasNotReadIsReadLater() {
        mount("");
        makeFile("/f", 2, 50_000);
        WriteBack.all();
        PageCache.shrink(10_000);
        TestDisk.readable = false;
        TestDisk.badFrom = 0;
        int file = open("/f", OpenFlags.O_RDONLY);
        assertEquals(-Errno.EIO, FileCalls.readPlace(file, TestProgram.BUFFER, 10, 0, 0));
        TestDisk.badFrom = Long.MAX_VALUE;
        checkData(file, 2, 0, 50_000);
    }

    @Test
    void theDiskSaysThatItsOwnBlocksCouldNotBeWritten() {
        mount("");
        makeFile("/f", 1, 3000);
        TestDisk.badFrom = 0;
        WriteBack.all();
        TestDisk.badFrom = Long.MAX_VALUE;
        WriteBack.all();
        assertEquals(DAMAGED, Address.of(STATE).loadShort(0));
        TestProgram.leave();
        assertEquals(DAMAGED, Address.of(STATE).loadShort(0), "only e2fsck may say otherwise");
    }

    @Test
    void aLostPageIsNoDamageOfTheFileSystem() throws Exception {
        mount("");
        int file = open("/f", READ_WRITE);
        assertEquals(3000, writeData(file, 1, 0, 3000));
        PageCache.write(Process.current().files.get(file).inode);
        // Nothing that is needed lies behind the first file's contents.
        TestDisk.badFrom = TestDisk.written;
        assertEquals(3000, writeData(file, 2, 0, 3000));
        assertEquals(-Errno.EIO, sync(file));
        TestDisk.badFrom = Long.MAX_VALUE;
        TestProgram.leave();
        assertEquals(CLEAN, Address.of(STATE).loadShort(0));
        TestDisk.save(disk, folder.resolve("disk.img"));
        FileSystemTools.check(folder, "disk.img");
    }

    @Test
    void aFileSystemThatIsToBecomeReadOnlyDoes() {
        Address.of(ON_ERROR).storeShort(0, 2);
        becomeReadOnly("");
    }

    @Test
    void soDoesOneThatIsMountedSo() {
        becomeReadOnly("errors=remount-ro");
    }

    private void becomeReadOnly(String options) {
        mount(options);
        makeFile("/f", 1, 3000);
        int file = open("/f", OpenFlags.O_RDWR);
        int root = open("/", OpenFlags.O_DIRECTORY);
        makeDirectory("/d");
        TestDisk.badFrom = 0;
        WriteBack.all();
        TestDisk.badFrom = Long.MAX_VALUE;
        assertEquals(-Errno.EROFS, writeData(file, 2, 0, 10));
        assertEquals(-Errno.EROFS, AttributeCalls.truncateOpen(file, 0, 0));
        assertEquals(-Errno.EROFS, open("/new", READ_WRITE));
        assertEquals(-Errno.EROFS, makeDirectory("/e"));
        assertEquals(-Errno.EROFS, unlink("/f"));
        assertEquals(-Errno.EROFS, sync(file));
        assertEquals(-Errno.EROFS, FileSystemCalls.synchroniseFileSystem(root));
        checkFile("/f", 1, 3000);
        assertEquals(0, PageCache.dirty());
        close(file);
        TestProgram.leave();
        assertEquals(DAMAGED, Address.of(STATE).loadShort(0));
    }

    @Test
    void optionsThatAreNoneAreRefused() {
        assertEquals(-Errno.EINVAL, TestProgram.mountRoot(disk, "ext2", Superblock.READ_ONLY,
                "errors=never"));
        mount("errors=remount-ro,errors=continue");
        makeFile("/f", 1, 10);
    }
}
