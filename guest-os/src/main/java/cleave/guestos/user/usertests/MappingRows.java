package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.MapFlags;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;

/** M2 to M4: files in memory, private and shared, and mappings behind a fork. */
final class MappingRows {
    private static final int BOTH = MapFlags.PROT_READ | MapFlags.PROT_WRITE;
    private static final int PAGES = 3;
    private static final int END = 3 * Pages.SIZE - 100;
    private static final int SYNC = 4;
    private static final byte[] TEXT = new byte[16];
    private static final Gate UP = new Gate();
    private static final Gate DOWN = new Gate();
    private static Address mapped;
    private static Address other;
    private static Address hole;
    private static int file;

    private MappingRows() {
    }

    static Address map(int pages, int protection, int flags, int descriptor, int firstPage) {
        int raw = Syscalls.mmap2(Address.of(0), pages * Pages.SIZE, protection, flags,
                descriptor, firstPage);
        Check.that(!Errors.are(raw), "mmap");
        if (Errors.are(raw)) {
            Program.exitNow(Child.FAILED);
        }
        return Address.of(raw);
    }

    /** A file in which each page begins with its number, from 1; the last is not whole. */
    private static int create(String name) {
        int descriptor = Files.open(name, OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0644);
        Files.ftruncate(descriptor, END);
        for (int i = 0; i < PAGES; i++) {
            TEXT[0] = (byte) (i + 1);
            Files.pwrite(descriptor, Address.of(TEXT), 1, i * Pages.SIZE);
        }
        return descriptor;
    }

    private static int inFile(int descriptor, int offset) {
        TEXT[0] = 99;
        Files.pread(descriptor, Address.of(TEXT), 1, offset);
        return TEXT[0];
    }

    private static void toFile(int descriptor, int offset, int value) {
        TEXT[0] = (byte) value;
        Files.pwrite(descriptor, Address.of(TEXT), 1, offset);
    }

    /** M2. */
    static void privateFiles(int count) {
        file = create("file");
        mapped = map(PAGES, BOTH, MapFlags.MAP_PRIVATE, file, 0);
        other = map(PAGES, MapFlags.PROT_READ, MapFlags.MAP_SHARED, file, 0);
        for (int i = 0; i < PAGES; i++) {
            Check.equal(i + 1, mapped.readByte(i * Pages.SIZE), "a page of the file");
            Check.equal(other.readByte(i * Pages.SIZE), mapped.readByte(i * Pages.SIZE), "both");
            int me = Processes.getpid();
            Check.equal(Proc.frame(me, other.plus(i * Pages.SIZE)),
                    Proc.frame(me, mapped.plus(i * Pages.SIZE)), "its frame is the cache's");
        }
        Check.equal(0, mapped.readByte(END), "zeros behind its end");
        toFile(file, 5, 55);
        Check.equal(55, mapped.readByte(5), "a write to the file is seen before the first store");
        mapped.writeByte(0, 77);
        mapped.writeByte(5, 66);
        Check.equal(1, inFile(file, 0), "a store is not in the file");
        Check.equal(1, other.readByte(0), "nor in another mapping");
        toFile(file, 7, 33);
        Check.equal(0, mapped.readByte(7), "behind the first store nothing of the file is seen");
        Check.equal(2, mapped.readByte(Pages.SIZE), "other pages are the file's still");
        Check.equal(77, Apart.run(() -> {
            mapped.writeByte(1, 88);
            return mapped.readByte(0);
        }), "a child has the store");
        Check.equal(0, mapped.readByte(1), "and its own are not seen");
        Check.equal(0, Syscalls.msync(mapped, PAGES * Pages.SIZE, SYNC), "msync");
        Files.fsync(file);
        Syscalls.munmap(mapped, PAGES * Pages.SIZE);
        Check.equal(1, inFile(file, 0), "never written back: the first byte");
        Check.equal(55, inFile(file, 5), "another byte");
        mapped = map(1, MapFlags.PROT_READ, MapFlags.MAP_PRIVATE, file, 1);
        Check.equal(2, mapped.readByte(0), "an offset is counted in pages");
        Files.close(file);
        Files.unlink(Address.of("file"));
        Check.equal(2, mapped.readByte(0), "it outlives descriptor and name");
        Syscalls.munmap(mapped, Pages.SIZE);
        Syscalls.munmap(other, PAGES * Pages.SIZE);
        rights();
    }

    private static void denied(int error, int protection, int flags, String what) {
        Check.equal(-error, Syscalls.mmap2(Address.of(0), Pages.SIZE, protection, flags, file, 0),
                what);
    }

    private static void rights() {
        Scratch.file("closed", "x", 0644);
        file = Files.open("closed", OpenFlags.O_WRONLY);
        denied(Errno.EACCES, MapFlags.PROT_READ, MapFlags.MAP_PRIVATE, "open for writing only");
        Files.close(file);
        file = Files.open("closed", OpenFlags.O_RDONLY);
        denied(Errno.EACCES, BOTH, MapFlags.MAP_SHARED, "shared, open for reading only");
        Address common = map(1, MapFlags.PROT_READ, MapFlags.MAP_SHARED, file, 0);
        Check.equal(-Errno.EACCES, Syscalls.mprotect(common, Pages.SIZE, BOTH),
                "nor by mprotect later");
        Address own = map(1, BOTH, MapFlags.MAP_PRIVATE, file, 0);
        own.writeByte(0, 1);
        Check.equal('x', inFile(file, 0), "private it may be written");
        Files.close(file);
        file = Files.open(".", OpenFlags.O_RDONLY);
        denied(Errno.ENODEV, MapFlags.PROT_READ, MapFlags.MAP_PRIVATE, "a directory");
        Files.close(file);
    }

    /** M3. */
    static void sharedMemory(int count) {
        Address memory = map(PAGES, BOTH, MapFlags.MAP_SHARED | MapFlags.MAP_ANONYMOUS, -1, 0);
        Check.equal(0, memory.readInt(0), "shared memory is zero");
        mapped = memory;
        memory.writeInt(0, 5);
        int frame = Proc.frame(Processes.getpid(), memory);
        UP.make();
        DOWN.make();
        int child = Apart.start(() -> {
            int seen = mapped.readInt(0);
            mapped.writeInt(0, 6);
            mapped.writeInt(Pages.SIZE, 7);
            UP.open();
            DOWN.pass();
            return seen == 5 && mapped.readInt(2 * Pages.SIZE) == 8 ? 0 : 1;
        });
        UP.pass();
        Check.equal(frame, Proc.frame(child, memory), "fork does not copy it, nor does a store");
        Check.equal(6, memory.readInt(0), "the child's store");
        Check.equal(7, memory.readInt(Pages.SIZE), "and one to a new page");
        memory.writeInt(2 * Pages.SIZE, 8);
        DOWN.open();
        Check.equal(0, Apart.end(child), "the child sees ours");
        Syscalls.munmap(memory, PAGES * Pages.SIZE);
        UP.close();
        DOWN.close();
        sharedFile();
    }

    private static void sharedFile() {
        file = create("shared");
        mapped = map(PAGES, BOTH, MapFlags.MAP_SHARED, file, 0);
        other = map(PAGES, MapFlags.PROT_READ, MapFlags.MAP_SHARED, file, 0);
        mapped.writeByte(1, 11);
        Check.equal(11, other.readByte(1), "another mapping sees a store");
        Check.equal(11, inFile(file, 1), "so does read");
        toFile(file, 2, 12);
        Check.equal(12, mapped.readByte(2), "a write is seen in the mapping");
        mapped.writeByte(END + 1, 13);
        Check.equal(0, Syscalls.msync(mapped, PAGES * Pages.SIZE, SYNC), "msync");
        Check.equal(END, (int) Files.lseek(file, 0, 2), "a store behind its end is not in it");
        Check.equal(0, Apart.run(() -> {
            mapped.writeByte(3, 14);
            return 0;
        }), "a child stores");
        Check.equal(14, other.readByte(3), "and all see it");
        Files.close(file);
        Syscalls.munmap(mapped, PAGES * Pages.SIZE);
        Syscalls.munmap(other, PAGES * Pages.SIZE);
        file = Files.open("shared", OpenFlags.O_RDONLY);
        Files.fsync(file);
        Check.equal(11, inFile(file, 1), "it is in the file when the mappings are gone");
        Check.equal(14, inFile(file, 3), "the child's, too");
        Files.close(file);
    }

    // ---- M4 ----

    private static boolean isMapped(Address address) {
        return Proc.isMapped(Processes.getpid(), address, "r");
    }

    /** M4. */
    static void ownMappings(int count) {
        UP.make();
        DOWN.make();
        mapped = map(PAGES, BOTH, MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS, -1, 0);
        Pages.write(mapped, 0, PAGES);
        hole = map(1, BOTH, MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS, -1, 0);
        Syscalls.munmap(hole, Pages.SIZE);
        int heap = Syscalls.brk(Address.of(0));
        int child = Child.fork();
        if (child == 0) {
            Syscalls.mmap2(hole, Pages.SIZE, BOTH, MapFlags.MAP_PRIVATE
                    | MapFlags.MAP_ANONYMOUS | MapFlags.MAP_FIXED, -1, 0);
            hole.writeInt(0, 9);
            Syscalls.munmap(mapped.plus(Pages.SIZE), Pages.SIZE);
            Syscalls.mprotect(mapped, Pages.SIZE, MapFlags.PROT_READ);
            Check.equal(heap + Pages.SIZE, Syscalls.brk(Address.of(heap + Pages.SIZE)), "brk");
            UP.open();
            DOWN.pass();
            Check.that(isMapped(mapped.plus(2 * Pages.SIZE)), "what the parent unmaps, it keeps");
            Check.equal(3, mapped.readInt(2 * Pages.SIZE), "with its contents");
            Check.equal(9, hole.readInt(0), "its own mapping");
            Check.that(!isMapped(mapped.plus(Pages.SIZE)), "what it has unmapped is gone");
            Check.that(Proc.isMapped(Processes.getpid(), mapped, "r--p"), "its protection");
            Child.done();
        }
        UP.pass();
        Check.that(!isMapped(hole), "what the child maps is not here");
        Check.equal(2, mapped.readInt(Pages.SIZE), "what it unmaps is");
        Check.that(Proc.isMapped(Processes.getpid(), mapped, "rw-p"), "what it protects is not");
        mapped.writeInt(0, 7);
        Check.equal(heap, Syscalls.brk(Address.of(0)), "the heap is as it was");
        Check.that(Proc.isMapped(child, hole, "rw-p"), "the child has its own");
        Syscalls.munmap(mapped.plus(2 * Pages.SIZE), Pages.SIZE);
        DOWN.open();
        Child.exits(child, 0, "the child");
        UP.close();
        DOWN.close();
    }
}
