package cleave.guestos.kernel.call;

import static cleave.guestos.kernel.call.TestProgram.checkData;
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

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.PageCache;
import cleave.guestos.kernel.file.Renaming;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls on files with a root in memory: what is the same for all file systems, and tmpfs. */
@HostedTest(routines = FileRoutines.class, allocator = Heap.class,
        memory = {DirectMap.KERNEL, TestProgram.MEMORY})
class TemporaryFilesTest {
    private static final int CREATE = OpenFlags.O_CREAT | OpenFlags.O_RDWR;
    private static final int USER = 1000;

    @BeforeEach
    void aRootInMemory() {
        TestProgram.begin();
        assertEquals(0, TestProgram.mountRoot(null, "tmpfs", 0));
    }

    private static void become(int user) {
        Process.current().credentials.fsuid = user;
        Process.current().credentials.fsgid = user;
        Process.current().credentials.uid = user;
        Process.current().credentials.gid = user;
    }

    private static int mount(String type, String place, String options) {
        return FileSystemCalls.mount(text("none"), text(place), text(type), 0, text(options));
    }

    @Test
    void whatIsWrittenStaysUnderPressureAndGoesWithItsFile() {
        int frames = Frames.free();
        makeFile("/f", 1, 100_000);
        PageCache.shrink(1000);
        checkFile("/f", 1, 100_000);
        assertEquals(0, AttributeCalls.truncate(text("/f"), 10, 0));
        checkFile("/f", 1, 10);
        assertEquals(0, unlink("/f"));
        assertEquals(true, frames - Frames.free() < 6, "only slabs of the heap are left");
    }

    @Test
    void namesAreMadeMovedAndTakenAway() {
        assertEquals(0, makeDirectory("/a"));
        assertEquals(-Errno.EEXIST, makeDirectory("/a"));
        assertEquals(-Errno.EEXIST, makeDirectory("/a/."));
        assertEquals(-Errno.ENOENT, makeDirectory("/x/b"));
        makeFile("/a/f", 1, 10);
        assertEquals(-Errno.ENOTDIR, makeDirectory("/a/f/b"));
        assertEquals(-Errno.ENOTDIR, open("/a/f/", OpenFlags.O_RDONLY));
        assertEquals(-Errno.EISDIR, unlink("/a"));
        assertEquals(-Errno.ENOTDIR, removeDirectory("/a/f"));
        assertEquals(-Errno.ENOTEMPTY, removeDirectory("/a"));
        assertEquals(-Errno.EINVAL, removeDirectory("/a/."));
        assertEquals(-Errno.ENOTEMPTY, removeDirectory("/a/.."));
        assertEquals(-Errno.EBUSY, removeDirectory("/"));
        assertEquals(0, link("/a/f", "/g"));
        assertEquals(0, rename("/a/f", "/h", 0));
        assertEquals(0, rename("/h", "/g", 0));
        assertEquals(0, unlink("/h"));
        assertEquals(1, TestProgram.links("/g"));
        makeFile("/h", 2, 10);
        assertEquals(0, rename("/g", "/h", Renaming.EXCHANGE));
        checkFile("/g", 2, 10);
        checkFile("/h", 1, 10);
        assertEquals(0, removeDirectory("/a"));
        assertEquals(-Errno.ENAMETOOLONG, makeDirectory("/" + "n".repeat(256)));
        assertEquals(0, makeDirectory("/" + "n".repeat(255)));
    }

    @Test
    void theCurrentDirectoryIsKnownByItsPath() {
        makeDirectory("/a");
        makeDirectory("/a/b");
        assertEquals(0, DirectoryCalls.change(text("/a/b")));
        assertEquals(5, DirectoryCalls.current(TestProgram.BUFFER, 100));
        assertEquals('b', Address.of(TestProgram.BUFFER).loadByte(3));
        assertEquals(-Errno.ERANGE, DirectoryCalls.current(TestProgram.BUFFER, 4));
        assertEquals(0, rename("/a", "/longer", 0));
        assertEquals(10, DirectoryCalls.current(TestProgram.BUFFER, 100));
        assertEquals(0, removeDirectory("/longer/b"));
        assertEquals(-Errno.ENOENT, DirectoryCalls.current(TestProgram.BUFFER, 100));
        assertEquals(-Errno.ENOENT, open("f", CREATE));
        assertEquals(0, DirectoryCalls.change(text("..")));
        assertEquals(8, DirectoryCalls.current(TestProgram.BUFFER, 100));
    }

    @Test
    void permissionsAreThoseOfOwnerGroupAndOthers() {
        makeFile("/f", 1, 10);
        assertEquals(0, AttributeCalls.setModeAt(TestProgram.FOLDER, text("/f"), 0640));
        assertEquals(0, AttributeCalls.setOwnerAt(TestProgram.FOLDER, text("/f"), 0, USER, 0));
        become(USER);
        assertEquals(-Errno.EACCES, open("/f", OpenFlags.O_RDWR));
        checkFile("/f", 1, 10);
        assertEquals(-Errno.EPERM, AttributeCalls.setModeAt(TestProgram.FOLDER, text("/f"), 0));
        assertEquals(-Errno.EPERM, unlink("/f"), "the root is sticky");
        makeFile("/mine", 2, 10);
        become(USER + 1);
        assertEquals(-Errno.EPERM, unlink("/mine"));
        assertEquals(-Errno.EACCES, open("/f", OpenFlags.O_RDONLY));
        assertEquals(-Errno.EACCES, AttributeCalls.access(TestProgram.FOLDER, text("/mine"), 2));
        assertEquals(0, AttributeCalls.access(TestProgram.FOLDER, text("/mine"), 4));
        become(USER);
        assertEquals(0, unlink("/mine"));
    }

    @Test
    void descriptorsShareTheirOffsetAndFlags() {
        int file = open("/f", CREATE | OpenFlags.O_APPEND);
        int twin = DescriptorCalls.duplicate(file);
        assertEquals(100, FileCalls.write(file, TestProgram.BUFFER, 100));
        assertEquals(100, FileCalls.write(twin, TestProgram.BUFFER, 100));
        assertEquals(0, FileCalls.seek(twin, 0, 0, TestProgram.BUFFER, OpenFlags.SEEK_CUR));
        assertEquals(200, Address.of(TestProgram.BUFFER).loadInt(0));
        assertEquals(0, DescriptorCalls.control(twin, OpenFlags.F_GETFD, 0));
        assertEquals(0, DescriptorCalls.control(twin, OpenFlags.F_SETFD, 1));
        assertEquals(1, DescriptorCalls.control(twin, OpenFlags.F_GETFD, 0));
        assertEquals(0, DescriptorCalls.control(file, OpenFlags.F_GETFD, 0));
        assertEquals(70, DescriptorCalls.control(file, OpenFlags.F_DUPFD_CLOEXEC, 70));
        Process.current().files.closeByExec();
        assertEquals(-Errno.EBADF, close(twin));
        assertEquals(-Errno.EBADF, close(70));
        assertEquals(twin, DescriptorCalls.duplicate(file));
        assertEquals(9, DescriptorCalls.duplicateTo(file, 9, 0));
        assertEquals(0, DescriptorCalls.closeRange(0, -1, 0));
        assertEquals(-Errno.EBADF, close(file));
    }

    @Test
    void descriptorsEndAtTheLimit() {
        Process.current().limits.soft[Limits.FILES] = 130;
        int count = 0;
        int last = open("/f", CREATE);
        while (last >= 0) {
            assertEquals(count, last);
            count++;
            last = DescriptorCalls.duplicate(0);
        }
        assertEquals(-Errno.EMFILE, last);
        assertEquals(130, count);
        assertEquals(0, close(77));
        assertEquals(77, open("/f", OpenFlags.O_RDONLY));
    }

    @Test
    void aSizeLimitsAFileSystemInMemory() {
        makeDirectory("/tmp");
        assertEquals(-Errno.EINVAL, mount("tmpfs", "/tmp", "colour=blue"));
        assertEquals(0, mount("tmpfs", "/tmp", "size=64k,mode=755"));
        int file = open("/tmp/f", CREATE);
        assertEquals(65_536, writeData(file, 3, 0, 100_000));
        assertEquals(-Errno.ENOSPC, writeData(file, 3, 65_536, 1));
        checkData(file, 3, 0, 65_536);
        assertEquals(-Errno.EXDEV, rename("/tmp/f", "/f", 0));
        assertEquals(-Errno.EBUSY, FileSystemCalls.unmount(text("/tmp"), 0));
        assertEquals(-Errno.EBUSY, removeDirectory("/tmp"));
        close(file);
        makeDirectory("/tmp/d");
        link("/tmp/f", "/tmp/d/f");
        assertEquals(0, FileSystemCalls.unmount(text("/tmp"), 0));
        assertEquals(-Errno.ENOENT, open("/tmp/f", OpenFlags.O_RDONLY));
        assertEquals(0, removeDirectory("/tmp"));
    }

    @Test
    void dotDotLeadsOutOfAMountAndNotOutOfTheRoot() {
        makeDirectory("/m");
        assertEquals(0, mount("tmpfs", "/m", ""));
        makeDirectory("/m/in");
        makeFile("/f", 1, 10);
        checkFile("/m/in/../../f", 1, 10);
        assertEquals(0, DirectoryCalls.changeRoot(text("/m")));
        assertEquals(-Errno.ENOENT, open("/in/../../f", OpenFlags.O_RDONLY));
    }

    @Test
    void badAddressesAreNoPanic() {
        int file = open("/f", CREATE);
        assertEquals(-Errno.EFAULT, FileCalls.write(file, 16, 10));
        assertEquals(-Errno.EFAULT, FileCalls.read(file, -100, 10));
        assertEquals(-Errno.EFAULT, FileCalls.open(TestProgram.FOLDER, 0, 0, 0));
        assertEquals(-Errno.EFAULT, FileCalls.writeVectors(file, 16, 1));
        assertEquals(-Errno.EFAULT, AttributeCalls.stat(TestProgram.FOLDER, text("/f"), 0, 0, 8));
        assertEquals(-Errno.EINVAL, FileCalls.writeVectors(file, TestProgram.BUFFER, 2000));
        assertEquals(0, TestProgram.stat("/f"));
        assertEquals(0, Address.of(TestProgram.BUFFER).loadInt(40), "nothing was written");
    }

    @Test
    void vectorsAreOneTransfer() {
        int file = open("/f", CREATE);
        Address vectors = Address.of(TestProgram.BUFFER + 0x1000);
        for (int i = 0; i < 20; i++) {
            vectors.storeInt(i * 8, TestProgram.BUFFER + 0x2000 + i * 10);
            vectors.storeInt(i * 8 + 4, i % 3 == 0 ? 0 : 10);
            Address.of(TestProgram.BUFFER + 0x2000).storeByte(i * 10, i);
        }
        assertEquals(130, FileCalls.writeVectors(file, vectors.bits(), 20));
        assertEquals(130, FileCalls.readPlace(file, TestProgram.BUFFER, 1000, 0, 0));
        assertEquals(1, Address.of(TestProgram.BUFFER).loadByte(0));
        assertEquals(4, Address.of(TestProgram.BUFFER).loadByte(20));
    }

    @Test
    void linksOfLinksEndSomewhere() {
        makeFile("/0", 1, 10);
        for (int i = 1; i <= 41; i++) {
            symbolicLink("/" + (i - 1), "/" + i);
        }
        checkFile("/40", 1, 10);
        assertEquals(-Errno.ELOOP, open("/41", OpenFlags.O_RDONLY));
        assertEquals(-Errno.EEXIST, open("/41", CREATE | OpenFlags.O_EXCL));
    }

    @Test
    void recordLocksSplitAndJoin() {
        int file = open("/f", CREATE);
        assertEquals(0, lock(file, 1, 0, 100));
        assertEquals(0, lock(file, 2, 40, 20));
        Process process = Process.current();
        FileTable mine = process.files;
        process.files = mine.copy();
        assertEquals(-Errno.EAGAIN, lock(file, 0, 30, 20));
        assertEquals(0, lock(file, 0, 40, 20));
        Address lock = Address.of(TestProgram.BUFFER);
        describe(1, 45, 100);
        assertEquals(0, DescriptorCalls.control(file, OpenFlags.F_GETLK64, TestProgram.BUFFER));
        assertEquals(1, lock.loadShort(0));
        assertEquals(60, lock.loadInt(8));
        assertEquals(40, lock.loadInt(16));
        FileTable child = process.files;
        process.files = mine;
        assertEquals(-Errno.EAGAIN, lock(file, 1, 0, 0));
        child.release();
        assertEquals(0, lock(file, 1, 0, 0));
    }

    private static void describe(int type, int start, int length) {
        Address lock = Address.of(TestProgram.BUFFER);
        lock.storeInt(0, type);
        lock.storeLong(8, start);
        lock.storeLong(16, length);
    }

    private static int lock(int file, int type, int start, int length) {
        describe(type, start, length);
        return DescriptorCalls.control(file, OpenFlags.F_SETLK64, TestProgram.BUFFER);
    }
}
