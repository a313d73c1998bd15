package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Signals;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;

/** E4: executables that are wrong in one way, or cut, or changed anywhere. */
final class ElfErrorRows {
    private static final int BASE = 0x1_0000;
    private static final int PAGE = Pages.SIZE;
    private static final int CODE = 0;
    private static final int DATA = 1;
    private static final int TOO_MANY = 129;
    private static final int PATIENCE_MICROSECONDS = 300_000;
    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final int SLACK = 8;
    private static final byte[] BYTE = new byte[1];
    private static final int[] VALUES = {0, 1, 0x7f, 0x80, 0xff};
    /** What exec may answer; a changed file may also run, to whatever end. */
    private static final int[] ERRORS = {Errno.ENOEXEC, Errno.ENOMEM, Errno.EINVAL, Errno.ENOENT,
        Errno.EACCES, Errno.ELIBBAD};

    private ElfErrorRows() {
    }

    /** Code and data, without a fault so far. */
    private static void begin() {
        ElfImage.begin(ElfImage.EXECUTABLE, BASE);
        ElfImage.add(ElfImage.LOAD, 2 * PAGE, BASE + 2 * PAGE, PAGE, 2 * PAGE,
                ElfImage.R | ElfImage.W);
        ElfImage.exit(ElfImage.RIGHT);
    }

    static void refused() {
        // The old program's pages are touched before they are counted.
        begin();
        ElfRows.refuses(Errno.ENOEXEC, 4, "only the mark");
        BEFORE.read();
        AFTER.read();
        BEFORE.read();
        headers();
        segments();
        interpreters();
        cut();
        AFTER.read();
        Check.equal(BEFORE.processes, AFTER.processes, "processes behind refused files");
        Check.equal(BEFORE.tables, AFTER.tables, "page tables behind refused files");
        Check.between(-SLACK, SLACK, AFTER.anonymous - BEFORE.anonymous,
                "frames of programs behind refused files");
        Check.equal(0, AFTER.wrong, "wrong counts behind refused files");
        sweep();
    }

    private static void with(int offset, int value, String what) {
        begin();
        ElfImage.at(offset).storeByte(0, value);
        ElfRows.refuses(what);
    }

    private static void headers() {
        with(0, 0x7e, "another first byte");
        with(3, 'G', "another last byte of the mark");
        with(4, 2, "64 bits");
        with(5, 2, "big-endian");
        with(ElfImage.TYPE, 1, "an object file");
        with(ElfImage.TYPE, 4, "a core file");
        with(ElfImage.MACHINE, 40, "for ARM");
        with(ElfImage.MACHINE, 3, "for x86");
        with(ElfImage.HEADER_SIZE, 31, "program headers of 31 bytes");
        with(ElfImage.HEADER_SIZE, 56, "program headers of 64 bits");
        with(ElfImage.HEADER_COUNT, 0, "no program headers");
        with(ElfImage.HEADER_COUNT, TOO_MANY, "more headers than a page has");
        begin();
        ElfImage.at(0).storeInt(ElfImage.ENTRY, 0x4_0000);
        ElfRows.refuses("it begins outside");
        begin();
        ElfImage.at(0).storeInt(ElfImage.ENTRY, 0);
        ElfRows.refuses("it begins at 0");
        begin();
        ElfImage.at(0).storeInt(ElfImage.HEADERS_AT, 0xffff_fff0);
        ElfRows.refuses("headers behind the end");
        begin();
        ElfImage.at(0).storeInt(ElfImage.HEADERS_AT, ElfImage.bytes() - 40);
        ElfRows.refuses("headers that are cut");
        begin();
        ElfImage.segment(CODE).storeInt(0, 0);
        ElfImage.segment(DATA).storeInt(0, 0);
        ElfRows.refuses("nothing to load");
    }

    /** One field of the data's program header. */
    private static void data(int field, int value, String what) {
        begin();
        ElfImage.segment(DATA).storeInt(field, value);
        ElfRows.refuses(what);
    }

    private static void segments() {
        data(ElfImage.ADDRESS, BASE, "two segments in one place");
        begin();
        ElfImage.segment(DATA).storeInt(ElfImage.ADDRESS, BASE + 2 * ElfImage.CODE_AT - 4);
        ElfImage.segment(DATA).storeInt(ElfImage.OFFSET, 2 * ElfImage.CODE_AT - 4);
        ElfRows.refuses("segments that overlap by four bytes");
        begin();
        ElfImage.segment(CODE).storeInt(ElfImage.ADDRESS, 2 * BASE);
        ElfImage.at(0).storeInt(ElfImage.ENTRY, 2 * BASE + ElfImage.CODE_AT);
        ElfRows.refuses("segments that are not in order");
        data(ElfImage.MEMORY_BYTES, 0xffff_f000, "more memory than there is");
        data(ElfImage.MEMORY_BYTES, 0xb000_0000, "memory up to the stack");
        data(ElfImage.MEMORY_BYTES, PAGE - 1, "more in the file than in memory");
        data(ElfImage.OFFSET, 0xffff_f000, "far behind the end of the file");
        data(ElfImage.OFFSET, 2 * PAGE + 4, "another place in the page than in the file");
        data(ElfImage.ADDRESS, 0xc000_0000, "in the kernel");
        data(ElfImage.ADDRESS, 0xffff_f000, "in the last page");
        data(ElfImage.ADDRESS, 0xbfff_f000, "over the end of the stack");
        begin();
        ElfImage.segment(DATA).storeInt(ElfImage.FILE_BYTES, 0x1000_0000);
        ElfImage.segment(DATA).storeInt(ElfImage.MEMORY_BYTES, 0x1000_0000);
        ElfRows.refuses("more in the file than the file has");
        ElfImage.begin(ElfImage.EXECUTABLE, 0);
        ElfRows.refuses("at address 0");
        ElfImage.begin(ElfImage.EXECUTABLE, 0xf000);
        ElfRows.refuses("below what may be mapped");
    }

    private static void interpreters() {
        ElfRows.beginInterpreted(ElfImage.EXECUTABLE, BASE, "./nobody");
        ElfRows.refuses(Errno.ENOENT, ElfImage.bytes(), "an interpreter that is not there");
        ElfRows.beginInterpreted(ElfImage.EXECUTABLE, BASE, "");
        ElfRows.refuses("an interpreter without a name");
        ElfRows.beginInterpreted(ElfImage.EXECUTABLE, BASE, "./loader");
        ElfImage.segment(1).storeInt(ElfImage.FILE_BYTES, 8);
        ElfRows.refuses("a name without an end");
        ElfRows.beginInterpreted(ElfImage.EXECUTABLE, BASE, "./loader");
        Scratch.file("loader", "#!/bin/sh\n", 0755);
        ElfRows.refuses(Errno.ELIBBAD, ElfImage.bytes(), "a script as the interpreter");
        Scratch.file("loader", "", 0644);
        Files.chmod(Address.of("loader"), 0644);
        ElfRows.refuses(Errno.EACCES, ElfImage.bytes(), "one that may not be run");
        Files.unlink(Address.of("loader"));
    }

    private static void cut() {
        begin();
        int size = ElfImage.bytes() - 1;
        while (size > 0) {
            ElfRows.refuses(Errno.ENOEXEC, size, "a file that is cut");
            size -= size > 2 * ElfImage.CODE_AT ? 397 : 7;
        }
    }

    /** Any byte of the headers changed: exec refuses it, or it runs to some end. */
    private static void sweep() {
        begin();
        int headers = ElfImage.HEADER + 2 * ElfImage.SEGMENT;
        int wrong = 0;
        ElfImage.write("shape", ElfImage.bytes());
        for (int at = 0; at < headers; at++) {
            for (int i = 0; i < VALUES.length; i++) {
                change(at, VALUES[i]);
                wrong += isHarmless() ? 0 : 1;
            }
            change(at, ElfImage.at(at).readByte(0));
        }
        Check.equal(0, wrong, "changed files with another end");
        int child = start();
        Child.exits(child, ElfImage.RIGHT, "the file when all is put back");
    }

    private static void change(int at, int value) {
        int file = Files.open("shape", OpenFlags.O_RDWR);
        BYTE[0] = (byte) value;
        Check.equal(1, Files.pwrite(file, Address.of(BYTE), 1, at), "a changed byte");
        Files.close(file);
    }

    private static int start() {
        int child = Child.fork();
        if (child == 0) {
            Signals.setTimer(0, PATIENCE_MICROSECONDS, 0, 0);
            Exec.execl(Address.of("shape"), Address.of("shape"));
            Program.exitNow(128 + Errors.errno);
        }
        return child;
    }

    private static boolean isHarmless() {
        int child = start();
        if (Wait.waitpid(child, 0) != child) {
            return false;
        }
        if (Wait.signalled(Wait.status)) {
            return Wait.signal(Wait.status) != Signal.SIGKILL;
        }
        int code = Wait.exitCode(Wait.status);
        for (int i = 0; i < ERRORS.length; i++) {
            if (code == 128 + ERRORS[i]) {
                return true;
            }
        }
        return code < 128;
    }
}
