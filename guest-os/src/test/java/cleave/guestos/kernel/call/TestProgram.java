package cleave.guestos.kernel.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.Log;
import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.device.BlockDevice;
import cleave.guestos.kernel.file.FileTable;
import cleave.guestos.kernel.file.Mounts;
import cleave.guestos.kernel.file.ext2.Ext2;
import cleave.guestos.kernel.file.tmp.TemporaryFiles;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.process.Limits;
import cleave.guestos.kernel.process.FileView;
import cleave.guestos.kernel.process.Process;
import cleave.guestos.kernel.process.Scheduler;
import cleave.guestos.kernel.time.Clock;
import cleave.guestos.kernel.time.Timer;
import cleave.magic.Address;

/**
 * A program with its kernel in a hosted test: its memory, and calls with texts of Java. The bytes
 * of a file are a function of a seed and of their place.
 */
final class TestProgram {
    static final int MEBIBYTE = 1 << 20;
    /** Of memory for the kernel. */
    static final int MEMORY = 24 * MEBIBYTE;
    static final int FOLDER = OpenFlags.AT_FDCWD;
    private static final int TEXTS = 0x1_0000;
    private static final int TEXT_SIZE = 0x1100;
    /** The program's buffer for data. */
    static final int BUFFER = 0x10_0000;
    static final int BUFFER_SIZE = 8 * MEBIBYTE;
    private static final int UNLIMITED = -1;
    private static int texts;

    private TestProgram() {
    }

    /** Memory, a clock, and a process without files. */
    static void begin() {
        Log.setQuiet(true);
        Hardware.MACHINE.timebase = 10_000_000;
        Hardware.MACHINE.sstc = true;
        Clock.begin();
        Timer.begin();
        Clock.setReal(1_000_000_000, 5);
        DirectMap.begin(DirectMap.RAM);
        Frames.begin(DirectMap.toVirtual(DirectMap.RAM + MEBIBYTE / 2), MEMORY);
        Frames.add(DirectMap.RAM + MEBIBYTE, DirectMap.RAM + MEMORY);
        Frames.makeZero();
        Scheduler.begin();
        Ext2.register();
        TemporaryFiles.register();
        Process process = Process.current();
        process.files = FileTable.create();
        process.limits.soft[Limits.FILES] = 1024;
        process.limits.soft[Limits.FILE_SIZE] = UNLIMITED;
    }

    /** Mounts the root, and goes there: 0 or an error. */
    static int mountRoot(BlockDevice device, String type, int flags) {
        return mountRoot(device, type, flags, "");
    }

    static int mountRoot(BlockDevice device, String type, int flags, String options) {
        int result = Mounts.mountRoot(device, Address.of("/dev/vda"), Address.of(text(type)),
                flags, Address.of(text(options)));
        if (result == 0) {
            FileView view = FileView.create(Mounts.root(), Mounts.root());
            view.umask = 022;
            Process.current().view = view;
        }
        return result;
    }

    /** A text in the program's memory. */
    static int text(String text) {
        int at = TEXTS + texts % 16 * TEXT_SIZE;
        texts++;
        for (int i = 0; i < text.length(); i++) {
            Address.of(at).storeByte(i, text.charAt(i));
        }
        Address.of(at).storeByte(text.length(), 0);
        return at;
    }

    static int open(String path, int flags) {
        return FileCalls.open(FOLDER, text(path), flags, 0666);
    }

    static int close(int descriptor) {
        return FileCalls.close(descriptor);
    }

    static int makeDirectory(String path) {
        return NameCalls.makeDirectory(FOLDER, text(path), 0777);
    }

    static int unlink(String path) {
        return NameCalls.unlink(FOLDER, text(path), 0);
    }

    static int removeDirectory(String path) {
        return NameCalls.unlink(FOLDER, text(path), OpenFlags.AT_REMOVEDIR);
    }

    static int rename(String from, String to, int flags) {
        return NameCalls.rename(FOLDER, text(from), FOLDER, text(to), flags);
    }

    static int link(String from, String to) {
        return NameCalls.link(FOLDER, text(from), FOLDER, text(to), 0);
    }

    static int symbolicLink(String target, String path) {
        return NameCalls.makeLink(text(target), FOLDER, text(path));
    }

    /** The byte at a place of a file with that seed. */
    private static int dataAt(int seed, long place) {
        return (int) ((place * 31 + (place >>> 8) * 7 + seed * 131L) >>> 1) & 0xff;
    }

    /** Writes bytes of a file from a place on: how many, or an error. */
    static int writeData(int descriptor, int seed, long place, int bytes) {
        for (int i = 0; i < bytes; i++) {
            Address.of(BUFFER).storeByte(i, dataAt(seed, place + i));
        }
        return FileCalls.writePlace(descriptor, BUFFER, bytes, (int) place,
                (int) (place >>> 32));
    }

    /** Checks bytes of a file from a place on. */
    static void checkData(int descriptor, int seed, long place, int bytes) {
        assertEquals(bytes, FileCalls.readPlace(descriptor, BUFFER, bytes, (int) place,
                (int) (place >>> 32)), "bytes read");
        for (int i = 0; i < bytes; i++) {
            assertEquals(dataAt(seed, place + i), Address.of(BUFFER).loadUnsignedByte(i),
                    "a byte of the file");
        }
    }

    /** Makes a file of that many bytes. */
    static void makeFile(String path, int seed, int bytes) {
        int file = open(path, OpenFlags.O_CREAT | OpenFlags.O_RDWR | OpenFlags.O_TRUNC);
        assertEquals(true, file >= 0, path);
        assertEquals(bytes, writeData(file, seed, 0, bytes), path);
        assertEquals(0, close(file));
    }

    /** Checks that a file has just these bytes. */
    static void checkFile(String path, int seed, int bytes) {
        int file = open(path, OpenFlags.O_RDONLY);
        assertEquals(true, file >= 0, path);
        checkData(file, seed, 0, bytes);
        assertEquals(0, FileCalls.readPlace(file, BUFFER, 1, bytes, 0), "the end of the file");
        assertEquals(0, close(file));
    }

    /** Asks for the state of a file, which is in the buffer then: 0 or an error. */
    static int stat(String path) {
        return AttributeCalls.stat(FOLDER, text(path), OpenFlags.AT_SYMLINK_NOFOLLOW, 0x7ff,
                BUFFER);
    }

    static int links(String path) {
        assertEquals(0, stat(path), path);
        return Address.of(BUFFER).loadInt(16);
    }

    static int number(String path) {
        assertEquals(0, stat(path), path);
        return Address.of(BUFFER).loadInt(32);
    }

    /** Sectors of a file. */
    static int sectors(String path) {
        assertEquals(0, stat(path), path);
        return Address.of(BUFFER).loadInt(48);
    }

    /** Entries of a directory, those of itself and its parent included; read in small pieces. */
    static int countEntries(String path) {
        int file = open(path, OpenFlags.O_DIRECTORY);
        assertEquals(true, file >= 0, path);
        int count = 0;
        int bytes = DirectoryCalls.list(file, BUFFER, 100);
        while (bytes > 0) {
            for (int at = 0; at < bytes; at += Address.of(BUFFER).loadUnsignedShort(at + 16)) {
                count++;
            }
            bytes = DirectoryCalls.list(file, BUFFER, 100);
        }
        assertEquals(0, bytes, "the end of the listing");
        assertEquals(0, close(file));
        return count;
    }

    /** Leaves the root, and marks the disk as left in order. */
    static void leave() {
        Process process = Process.current();
        process.files.release();
        FileView view = process.view;
        view.directory.release();
        view.directory = view.root;
        Mounts.stop();
    }
}
