package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.MapFlags;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.FileCalls;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;
import cleave.magic.Rv;

/** M6: what {@code /proc} says of memory: maps, smaps, statm, status, pagemap. */
final class ShareRows {
    private static final int BOTH = MapFlags.PROT_READ | MapFlags.PROT_WRITE;
    private static final int PAGES = 16;
    private static final int USER = 1000;
    private static final int ENTRY_POINT = 9;
    private static final int NAME_COLUMN = 49;
    private static final Gate UP = new Gate();
    private static final Gate DOWN = new Gate();
    private static final int[] ENTRIES = new int[4];
    private static Address memory;

    private ShareRows() {
    }

    /** M6. */
    static void texts(int count) {
        Apart.part(ShareRows::maps, "maps");
        Apart.part(ShareRows::alone, "smaps and pagemap of one's own memory");
        Apart.part(ShareRows::shared, "smaps and pagemap of memory behind fork");
        Apart.part(ShareRows::ofFiles, "smaps and pagemap of files");
        Apart.part(ShareRows::sizes, "statm and status");
        Apart.part(ShareRows::pagemap, "reading pagemap");
    }

    private static boolean isNamed(Address address, String name) {
        Address line = Proc.region(Processes.getpid(), "maps", address);
        if (line.isNull()) {
            return false;
        }
        int length = Strings.spanWithout(line, Address.of("\n"));
        return length > NAME_COLUMN && Strings.startsWith(line.plus(NAME_COLUMN), name);
    }

    private static void maps() {
        int me = Processes.getpid();
        Address text = Address.of(Program.auxiliary(ENTRY_POINT));
        Check.that(Proc.isMapped(me, text, "r-xp"), "the program's text");
        Check.that(isNamed(text, "/bin/usertests"), "has the program's name");
        Check.that(Proc.isMapped(me, Rv.sp(), "rw-p"), "the stack");
        Check.that(isNamed(Rv.sp(), "[stack]"), "has a name, too");
        Address heap = Address.of(Syscalls.brk(Address.of(0)));
        Syscalls.brk(heap.plus(Pages.SIZE));
        Check.that(isNamed(heap, "[heap]"), "so has the heap");
        Scratch.file("mapped", "x", 0644);
        int file = Files.open("mapped", OpenFlags.O_RDWR);
        Files.ftruncate(file, 3 * Pages.SIZE);
        Address shared = MappingRows.map(2, BOTH, MapFlags.MAP_SHARED, file, 1);
        Address line = Proc.region(me, "maps", shared);
        Check.equal(shared.bits(), Proc.start(line).bits(), "where a mapping begins");
        Check.equal(shared.bits() + 2 * Pages.SIZE, Proc.end(line).bits(), "and ends");
        Check.that(Strings.startsWith(line.plus(18), "rw-s 00001000 "), "its rights and offset");
        Syscalls.mprotect(shared, Pages.SIZE, MapFlags.PROT_READ);
        Check.that(Proc.isMapped(me, shared, "r--s"), "a part with other rights");
        line = Proc.region(me, "maps", shared.plus(Pages.SIZE));
        Check.that(Strings.startsWith(line.plus(18), "rw-s 00002000 "), "the rest");
        Syscalls.munmap(shared, 2 * Pages.SIZE);
        Check.that(Proc.region(me, "maps", shared).isNull(), "what is unmapped is not shown");
        Files.close(file);
    }

    private static int smaps(int process, String name) {
        return Proc.smaps(process, memory, name);
    }

    private static Address page(int index) {
        return memory.plus(index * Pages.SIZE);
    }

    private static void alone() {
        int me = Processes.getpid();
        memory = MappingRows.map(PAGES, BOTH, MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS
                | MapFlags.MAP_NORESERVE, -1, 0);
        Syscalls.mprotect(page(PAGES - 1), Pages.SIZE, MapFlags.PROT_NONE);
        Syscalls.mprotect(memory, Pages.SIZE, BOTH | MapFlags.PROT_EXEC);
        memory = page(1);
        Proc.look(me, memory);
        Check.that(!Proc.isPresent(), "what was never touched is not there");
        Check.equal(56, smaps(me, "Size:"), "Size");
        Check.equal(0, smaps(me, "Rss:"), "Rss");
        Pages.write(memory, 0, 4);
        Proc.look(me, memory);
        Check.that(Proc.isPresent() && Proc.isAlone() && !Proc.isOfFile(), "what was is ours");
        Check.that(Proc.frame(me, memory) != Proc.frame(me, page(1)), "each page its frame");
        Check.equal(0, Proc.frame(me, page(4)), "and no other");
        Check.equal(16, smaps(me, "Rss:"), "Rss of four pages");
        Check.equal(16, smaps(me, "Pss:"), "Pss");
        Check.equal(16, smaps(me, "Private_Dirty:"), "Private_Dirty");
        Check.equal(0, smaps(me, "Private_Clean:"), "Private_Clean");
        Check.equal(0, smaps(me, "Shared_Dirty:"), "Shared_Dirty");
        Check.equal(16, smaps(me, "Anonymous:"), "Anonymous");
        Syscalls.madvise(memory, Pages.SIZE, MapFlags.MADV_DONTNEED);
        Check.equal(12, smaps(me, "Rss:"), "Rss behind MADV_DONTNEED");
    }

    private static int stores() {
        UP.open();
        DOWN.pass();
        memory.readInt(0);
        UP.open();
        DOWN.pass();
        memory.writeInt(0, 99);
        UP.open();
        DOWN.pass();
        return 0;
    }

    private static void shared() {
        int me = Processes.getpid();
        UP.make();
        DOWN.make();
        memory = MappingRows.map(PAGES, BOTH, MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS, -1,
                0);
        Syscalls.mprotect(memory, Pages.SIZE, BOTH | MapFlags.PROT_EXEC);
        Syscalls.mprotect(page(PAGES - 1), Pages.SIZE, MapFlags.PROT_NONE);
        memory = page(1);
        Pages.write(memory, 0, 4);
        int before = Proc.frame(me, memory);
        int child = Apart.start(ShareRows::stores);
        UP.pass();
        Check.equal(before, Proc.frame(child, memory), "fork copies nothing");
        Check.that(!Proc.isAlone(), "both have it");
        Check.equal(16, smaps(child, "Shared_Dirty:"), "Shared_Dirty");
        Check.equal(0, smaps(child, "Private_Dirty:"), "Private_Dirty");
        Check.equal(8, smaps(child, "Pss:"), "half of it is the child's share");
        DOWN.open();
        UP.pass();
        Check.equal(before, Proc.frame(child, memory), "a read copies nothing");
        DOWN.open();
        UP.pass();
        Check.that(Proc.frame(child, memory) != before, "a store copies");
        Check.that(Proc.isAlone(), "for who stores");
        Check.equal(before, Proc.frame(me, memory), "and not for the other");
        Check.equal(4, smaps(child, "Private_Dirty:"), "Private_Dirty of one page");
        Check.equal(12, smaps(child, "Shared_Dirty:"), "Shared_Dirty of the others");
        Check.equal(10, smaps(child, "Pss:"), "its share");
        DOWN.open();
        Check.equal(0, Apart.end(child), "the child");
        Check.equal(16, smaps(me, "Private_Dirty:"), "all is ours alone");
        UP.close();
        DOWN.close();
    }

    private static void ofFiles() {
        int me = Processes.getpid();
        Scratch.file("mapped", "some text", 0644);
        int file = Files.open("mapped", OpenFlags.O_RDWR);
        Files.fsync(file);
        Address mine = MappingRows.map(1, BOTH, MapFlags.MAP_PRIVATE, file, 0);
        Address common = MappingRows.map(1, BOTH, MapFlags.MAP_SHARED, file, 0);
        Check.equal(mine.readByte(0), common.readByte(0), "a file that is mapped twice");
        Check.equal(Proc.frame(me, mine), Proc.frame(me, common), "is there once");
        Check.that(Proc.isOfFile(), "as a file");
        Check.equal(4, Proc.smaps(me, mine, "Shared_Clean:")
                + Proc.smaps(me, mine, "Shared_Dirty:"), "and is shared");
        mine.writeByte(0, 'x');
        Check.that(Proc.frame(me, mine) != Proc.frame(me, common), "a private store copies");
        Proc.look(me, mine);
        Check.that(!Proc.isOfFile(), "and is of no file any more");
        Check.equal(4, Proc.smaps(me, mine, "Private_Dirty:"), "Private_Dirty");
        Check.equal(4, Proc.smaps(me, mine, "Anonymous:"), "Anonymous");
        common.writeByte(0, 'y');
        Check.equal(4, Proc.smaps(me, common, "Private_Dirty:"), "a shared store is dirty");
        Check.equal(0, Proc.smaps(me, common, "Anonymous:"), "and not anonymous");
        Syscalls.msync(common, Pages.SIZE, 4);
        Check.that(Proc.isMapped(me, common, "rw-s"), "it is shared");
        Files.close(file);
    }

    private static int status(String name) {
        return Proc.number(Processes.getpid(), "status", name);
    }

    private static void sizes() {
        int me = Processes.getpid();
        Check.equal(me, status("Pid:"), "Pid");
        Check.equal(Processes.getppid(), status("PPid:"), "PPid");
        Check.that(Strings.startsWith(Proc.word(me, "status", "Name:"), "usertests\n"), "Name");
        Check.that(Strings.startsWith(Proc.word(me, "status", "State:"), "R (running)"), "State");
        int size = status("VmSize:");
        int resident = status("VmRSS:");
        int data = status("VmData:");
        int peak = status("VmHWM:");
        Check.equal(size, Proc.size(me, 0) * 4, "statm's size");
        Check.between(resident - 8, resident + 8, Proc.size(me, 1) * 4, "statm's resident");
        memory = Pages.map(PAGES * 16);
        Check.equal(size + PAGES * 64, status("VmSize:"), "VmSize and a mapping");
        Check.equal(data + PAGES * 64, status("VmData:"), "VmData");
        Check.between(resident, resident + 16, status("VmRSS:"), "VmRSS before it is touched");
        Pages.write(memory, 0, PAGES * 16);
        Check.between(resident + PAGES * 64, resident + PAGES * 64 + 16, status("VmRSS:"),
                "VmRSS then");
        Check.that(status("VmHWM:") >= peak && status("VmHWM:") >= status("VmRSS:"), "VmHWM");
        peak = status("VmHWM:");
        Pages.unmap(memory, PAGES * 16);
        Check.equal(size, status("VmSize:"), "VmSize without it");
        Check.between(size + PAGES * 64, Integer.MAX_VALUE, status("VmPeak:"), "VmPeak");
        Check.between(peak, peak + 16, status("VmHWM:"), "VmHWM is the greatest");
        Check.between(resident - 16, resident + 16, status("VmRSS:"), "VmRSS");
        Check.equal(size, (int) (Numbers.parse(Proc.field(me, 23), 10) >> 10), "stat's size");
    }

    private static int read(int file, int bytes, int offset) {
        return FileCalls.pread(file, Address.of(ENTRIES), bytes, Integer.toUnsignedLong(offset));
    }

    private static void pagemap() {
        int file = Proc.open(Processes.getpid(), "pagemap");
        Check.equal(-Errno.EINVAL, read(file, 8, 4), "in the middle of an entry");
        Check.equal(-Errno.EINVAL, read(file, 7, 0), "less than an entry");
        Check.equal(16, read(file, 16, 0), "two entries");
        Check.that(ENTRIES[0] == 0 && ENTRIES[1] == 0 && ENTRIES[3] == 0, "of nothing");
        Check.equal(0, read(file, 8, 0x7fff_fff8), "behind all memory");
        Files.close(file);
        memory = Pages.map(1);
        Pages.write(memory, 0, 1);
        int child = Child.fork();
        if (child == 0) {
            Processes.setuid(USER);
            Check.equal(0, Proc.frame(Processes.getpid(), memory), "frames are for root alone");
            Check.fails(Errno.EACCES, Proc.open(1, "pagemap"), "of others nothing");
            Child.done();
        }
        Child.exits(child, 0, "who is not root");
    }
}
