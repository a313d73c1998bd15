package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.Signal;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;

/** E4: executables that are right, whatever their shape, with what they may do to their memory. */
final class ElfRows {
    private static final int WORD = 0x600d_f00d;
    private static final int BASE = 0x1_0000;
    private static final int NO_WORD = 3;
    private static final int NO_ZEROS = 4;
    /** What an interpreter ends with that has not gone on to the program. */
    private static final int INTERPRETED = 43;
    private static final int INTERPRETER_AT = 0x300;
    private static final int PAGE = Pages.SIZE;
    private static final int[] BASES = {BASE, 0x1_1000, 0x3f_f000, 0x40_0000, 0x1000_0000,
        0x4000_0000, 0x7fff_f000, 0x9000_0000};

    private ElfRows() {
    }

    static void executables(int count) {
        for (int i = 0; i < BASES.length; i++) {
            ElfImage.begin(ElfImage.EXECUTABLE, BASES[i]);
            ElfImage.exit(ElfImage.RIGHT);
            runs("code alone");
        }
        segments(ElfImage.EXECUTABLE, BASE);
        segments(ElfImage.SHARED_OBJECT, 0);
        segments(ElfImage.SHARED_OBJECT, 0x40_0000);
        permissions();
        stacks();
        interpreters();
        ElfErrorRows.refused();
    }

    // ---- running ----

    /** Runs the file and wants it to find all as it should be. */
    private static void runs(String what) {
        ends(ElfImage.RIGHT, what);
    }

    private static void ends(int code, String what) {
        ElfImage.write("shape", ElfImage.bytes());
        Child.exits(start(), code, what);
    }

    private static void dies(String what) {
        ElfImage.write("shape", ElfImage.bytes());
        Child.isKilled(start(), Signal.SIGSEGV, what);
    }

    private static int start() {
        int child = Child.fork();
        if (child == 0) {
            Exec.execl(Address.of("shape"), Address.of("shape"));
            Errors.perror("shape");
            Program.exitNow(Child.FAILED);
        }
        return child;
    }

    // ---- data and bss ----

    private static void segments(int type, int base) {
        int data = base + 2 * PAGE;
        ElfImage.begin(type, base);
        ElfImage.add(ElfImage.LOAD, 2 * PAGE, data, 100, 100, ElfImage.R | ElfImage.W);
        ElfImage.at(2 * PAGE + 96).storeInt(0, WORD);
        ElfImage.expect(data + 96, WORD, NO_WORD);
        ElfImage.store(data + 96, 5);
        ElfImage.expect(data + 96, 5, NO_WORD);
        ElfImage.exit(ElfImage.RIGHT);
        runs("data");

        // Behind the data in its page the file has something else: bss must not show it.
        ElfImage.begin(type, base);
        Memory.fill(ElfImage.at(PAGE), 0x55, 3 * PAGE);
        ElfImage.add(ElfImage.LOAD, PAGE + 0x800, data + 0x800, 100, 3 * PAGE,
                ElfImage.R | ElfImage.W);
        ElfImage.add(0, PAGE, 0, 3 * PAGE, 0, 0);
        ElfImage.at(PAGE + 0x800).storeInt(0, WORD);
        ElfImage.expect(data + 0x800, WORD, NO_WORD);
        ElfImage.expectZeros(data + 0x864, 3 * PAGE - 100, NO_ZEROS);
        ElfImage.store(data + 0x800 + 2 * PAGE, 6);
        ElfImage.expect(data + 0x800 + 2 * PAGE, 6, NO_WORD);
        ElfImage.exit(ElfImage.RIGHT);
        runs("data and bss");

        ElfImage.begin(type, base);
        ElfImage.add(ElfImage.LOAD, 0, data, 0, 2 * PAGE + 8, ElfImage.R | ElfImage.W);
        ElfImage.expectZeros(data, 2 * PAGE + 8, NO_ZEROS);
        ElfImage.store(data + 2 * PAGE + 4, 7);
        ElfImage.exit(ElfImage.RIGHT);
        runs("bss alone");

        ElfImage.begin(type, base);
        Memory.copy(ElfImage.at(PAGE), ElfImage.at(0), 2 * ElfImage.CODE_AT);
        ElfImage.add(ElfImage.LOAD, 0x900, base + PAGE + 0x900, 0x40, 0x40,
                ElfImage.R | ElfImage.W);
        ElfImage.at(0x920).storeInt(0, WORD);
        ElfImage.expect(base + PAGE + 0x920, WORD, NO_WORD);
        ElfImage.exit(ElfImage.RIGHT);
        runs("data that begins in the middle of a page");

        manySegments(type, base);
    }

    /** Whole pages, an empty segment, and a page of the file that is there many times. */
    private static void manySegments(int type, int base) {
        int data = base + 2 * PAGE;
        ElfImage.begin(type, base);
        ElfImage.add(ElfImage.LOAD, 3 * PAGE, data, 0, 0, ElfImage.R | ElfImage.W);
        ElfImage.at(4 * PAGE).storeInt(0, WORD);
        ElfImage.at(5 * PAGE).storeInt(-4, WORD + 1);
        for (int i = 0; i < 8; i++) {
            ElfImage.add(ElfImage.LOAD, 4 * PAGE, data + (1 + i) * PAGE, PAGE, PAGE,
                    ElfImage.R | (i % 2 == 0 ? ElfImage.W : 0));
        }
        for (int i = 0; i < 8; i++) {
            ElfImage.expect(data + (1 + i) * PAGE, WORD, NO_WORD);
            if (i % 2 == 0) {
                ElfImage.store(data + (1 + i) * PAGE, i);
            }
        }
        ElfImage.expect(data + 8 * PAGE + PAGE - 4, WORD + 1, NO_WORD);
        ElfImage.exit(ElfImage.RIGHT);
        runs("pages that the file has once");
    }

    // ---- permissions ----

    /** Code, then a segment with these rights that has code in the middle. */
    private static void withRights(int rights) {
        ElfImage.begin(ElfImage.EXECUTABLE, BASE);
        ElfImage.add(ElfImage.LOAD, 2 * PAGE, BASE + 2 * PAGE, PAGE, 2 * PAGE, rights);
        ElfImage.putExit(2 * PAGE + 0x100);
    }

    private static void permissions() {
        int data = BASE + 2 * PAGE;
        ElfImage.begin(ElfImage.EXECUTABLE, BASE);
        ElfImage.store(BASE + ElfImage.CODE_AT, 0);
        ElfImage.exit(ElfImage.RIGHT);
        dies("a store to text");

        withRights(ElfImage.R);
        ElfImage.load(data);
        ElfImage.exit(ElfImage.RIGHT);
        runs("a load from read-only data");
        withRights(ElfImage.R);
        ElfImage.store(data, 0);
        ElfImage.exit(ElfImage.RIGHT);
        dies("a store to read-only data");
        withRights(ElfImage.R);
        ElfImage.jump(data + 0x100);
        dies("a jump to read-only data");

        withRights(ElfImage.R | ElfImage.W);
        ElfImage.store(data, 0);
        ElfImage.store(data + PAGE, 0);
        ElfImage.exit(ElfImage.RIGHT);
        runs("stores to data and bss");
        withRights(ElfImage.R | ElfImage.W);
        ElfImage.jump(data + 0x100);
        dies("a jump to data");

        withRights(ElfImage.R | ElfImage.X);
        ElfImage.jump(data + 0x100);
        runs("a jump to other text");
        withRights(ElfImage.R | ElfImage.W | ElfImage.X);
        ElfImage.store(data, 0);
        ElfImage.jump(data + 0x100);
        runs("a jump to data that may be run");

        withRights(0);
        ElfImage.load(data);
        ElfImage.exit(ElfImage.RIGHT);
        dies("a load from a segment without rights");
        withRights(ElfImage.R | ElfImage.W);
        ElfImage.load(data + 2 * PAGE);
        ElfImage.exit(ElfImage.RIGHT);
        dies("a load from behind the last segment");
        ElfImage.begin(ElfImage.EXECUTABLE, BASE);
        ElfImage.load(BASE - PAGE);
        ElfImage.exit(ElfImage.RIGHT);
        dies("a load from before the first");
    }

    private static void stacks() {
        ElfImage.begin(ElfImage.EXECUTABLE, BASE);
        ElfImage.jumpToStack();
        dies("code on the stack of a file that says nothing of it");
        ElfImage.begin(ElfImage.EXECUTABLE, BASE);
        ElfImage.add(ElfImage.GNU_STACK, 0, 0, 0, 0, ElfImage.R | ElfImage.W);
        ElfImage.jumpToStack();
        dies("code on a stack that may not be run");
        ElfImage.begin(ElfImage.EXECUTABLE, BASE);
        ElfImage.add(ElfImage.GNU_STACK, 0, 0, 0, 0, ElfImage.R | ElfImage.W | ElfImage.X);
        ElfImage.jumpToStack();
        runs("code on a stack that may be run");
    }

    // ---- interpreters ----

    /** A program with an interpreter of that name. */
    static void beginInterpreted(int type, int base, String name) {
        ElfImage.begin(type, base);
        Strings.copy(ElfImage.at(INTERPRETER_AT), name);
        ElfImage.add(ElfImage.INTERPRETER, INTERPRETER_AT, base + INTERPRETER_AT,
                name.length() + 1, name.length() + 1, ElfImage.R);
        ElfImage.exit(ElfImage.RIGHT);
    }

    private static void interpreters() {
        ElfImage.begin(ElfImage.SHARED_OBJECT, 0);
        ElfImage.add(ElfImage.LOAD, 2 * PAGE, 2 * PAGE, 100, 2 * PAGE, ElfImage.R | ElfImage.W);
        ElfImage.at(2 * PAGE).storeInt(0, WORD);
        ElfImage.expect(2 * PAGE, WORD, NO_WORD);
        ElfImage.expectZeros(2 * PAGE + 100, PAGE, NO_ZEROS);
        ElfImage.exit(INTERPRETED);
        ElfImage.write("loader", ElfImage.bytes());
        beginInterpreted(ElfImage.EXECUTABLE, BASE, "./loader");
        ends(INTERPRETED, "an interpreter");
        beginInterpreted(ElfImage.SHARED_OBJECT, 0, "./loader");
        ends(INTERPRETED, "the interpreter of a PIE");
        ElfImage.begin(ElfImage.EXECUTABLE, BASE);
        ElfImage.exit(ElfImage.RIGHT);
        runs("the same without an interpreter");
        Files.unlink(Address.of("loader"));
    }

    // ---- refusals ----

    /** The file must be refused with this error. */
    static void refuses(int error, int size, String what) {
        ElfImage.write("shape", size);
        Check.fails(error, Exec.execl(Address.of("shape"), Address.of("shape")), what);
    }

    static void refuses(String what) {
        refuses(Errno.ENOEXEC, ElfImage.bytes(), what);
    }
}
