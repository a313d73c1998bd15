package cleave.guestos.user.usertests;

import cleave.guestos.abi.SyscallNumber;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;
import cleave.magic.Fn;

/** E7: the frames of programs: shared by all who run one, and read when they are needed. */
final class TextRows {
    private static final int CODE = 42;
    private static final int SLACK = 24;
    private static final int BASE = 0x1_0000;
    /** Where the long file has its data, and how much. */
    private static final int DATA_AT = 2 * Pages.SIZE;
    private static final int DATA_PAGES = 64;
    private static final int TOUCHED = 3;
    private static final int HEARS = 10;
    private static final int TELLS = 11;

    private static final KernelCounts BEFORE = new KernelCounts();
    private static final KernelCounts AFTER = new KernelCounts();
    private static final PageMap MINE = new PageMap();
    private static final PageMap THEIRS = new PageMap();
    private static final Gate DOWN = new Gate();
    private static final Gate UP = new Gate();
    private static final int[] WISDOM = {7, 77, 777};
    private static int stored;

    private TextRows() {
    }

    static void sharesText(int count) {
        DOWN.make();
        UP.make();
        oneProgram();
        onDemand();
        DOWN.close();
        UP.close();
        manyExecs(count);
    }

    // ---- text of one program ----

    static int sharing(int count) {
        stored = 6;
        WISDOM[0] = 6;
        Files.write(TELLS, "x");
        DOWN.reading = HEARS;
        DOWN.pass();
        return stored == 6 && WISDOM[0] == 6 && WISDOM[1] == 77 ? CODE : 1;
    }

    /** In the child: the ends that a program started by exec knows by their numbers. */
    private static void placeEnds() {
        Files.dup2(DOWN.reading, HEARS);
        Files.dup2(UP.writing, TELLS);
        DOWN.leaveWriting();
        UP.leaveReading();
    }

    private static int startSharing() {
        int child = Child.fork();
        if (child == 0) {
            placeEnds();
            Child.again("sharing");
        }
        UP.pass();
        return child;
    }

    private static void oneProgram() {
        stored = 7;
        WISDOM[0] = 8;
        Fn function = (Role.Part) TextRows::sharing;
        Address text = Address.of(function);
        int self = Processes.getpid();
        int second = startSharing();
        int third = startSharing();
        Check.that(text.readInt(0) != 0, "text can be read");
        MINE.read(self, text, 1);
        int frame = MINE.frame(0);
        Check.that(frame != 0 && MINE.isOfFile(0) && !MINE.isExclusive(0), "text is of the file");
        THEIRS.read(second, text, 1);
        Check.equal(frame, THEIRS.frame(0), "the frame of the second program's text");
        Check.that(THEIRS.isOfFile(0) && !THEIRS.isExclusive(0), "which is of the file");
        THEIRS.read(third, text, 1);
        Check.equal(frame, THEIRS.frame(0), "the frame of the third program's text");
        // Where strings are, nobody stores.
        Address constant = Address.of("the frame of the third program's text");
        Check.that(constant.readByte(0) == 't', "a constant");
        MINE.read(self, constant, 1);
        THEIRS.read(third, constant, 1);
        Check.that(!THEIRS.isPresent(0) || THEIRS.frame(0) == MINE.frame(0), "constants");
        Check.that(MINE.isPresent(0) && MINE.isOfFile(0), "constants are of the file");
        Address data = Address.of(WISDOM);
        MINE.read(self, data, 1);
        THEIRS.read(second, data, 1);
        Check.that(MINE.isPresent(0) && THEIRS.isPresent(0)
                && MINE.frame(0) != THEIRS.frame(0), "data is in frames of their own");
        Check.that(!THEIRS.isOfFile(0) && THEIRS.isExclusive(0), "and of no file any more");
        DOWN.open();
        DOWN.open();
        Child.exits(second, CODE, "the second program");
        Child.exits(third, CODE, "the third program");
        Check.that(stored == 7 && WISDOM[0] == 8, "the first program's data");
    }

    // ---- pages on demand ----

    /** A program of 64 pages that touches three of them. */
    private static void onDemand() {
        ElfImage.begin(ElfImage.EXECUTABLE, BASE);
        ElfImage.add(ElfImage.LOAD, DATA_AT, BASE + DATA_AT, DATA_PAGES * Pages.SIZE,
                DATA_PAGES * Pages.SIZE, ElfImage.R | ElfImage.W);
        Pages.write(ElfImage.at(DATA_AT), 0, DATA_PAGES);
        ElfImage.expect(page(0), 1, 1);
        ElfImage.expect(page(DATA_PAGES - 1), DATA_PAGES, 1);
        ElfImage.store(page(20), 5);
        ElfImage.transfer(SyscallNumber.WRITE, TELLS, page(0));
        ElfImage.transfer(SyscallNumber.READ, HEARS, page(20));
        ElfImage.expect(page(0), 1, 1);
        ElfImage.exit(CODE);
        ElfImage.write("long", ElfImage.bytes());
        BEFORE.read();
        int first = startLong();
        AFTER.read();
        Check.between(0, SLACK, AFTER.anonymous - BEFORE.anonymous, "frames of a long program");
        MINE.read(first, Address.of(page(0)), DATA_PAGES);
        Check.equal(TOUCHED, MINE.present(0, DATA_PAGES), "pages that are there");
        Check.that(MINE.isPresent(0) && MINE.isPresent(20) && MINE.isPresent(DATA_PAGES - 1),
                "they are those that were touched");
        Check.that(MINE.isOfFile(0) && !MINE.isOfFile(20), "of the file, but what was stored to");
        Check.that(MINE.isExclusive(20), "which the program has alone");
        int second = startLong();
        THEIRS.read(second, Address.of(page(0)), DATA_PAGES);
        Check.equal(TOUCHED, THEIRS.present(0, DATA_PAGES), "pages of the second one");
        Check.that(THEIRS.frame(0) == MINE.frame(0)
                && THEIRS.frame(DATA_PAGES - 1) == MINE.frame(DATA_PAGES - 1),
                "data that nobody has stored to is in the same frames");
        Check.that(THEIRS.frame(20) != MINE.frame(20), "data that both have stored to is not");
        DOWN.open();
        DOWN.open();
        Child.exits(first, CODE, "the first long program");
        Child.exits(second, CODE, "the second long program");
    }

    private static int page(int index) {
        return BASE + DATA_AT + index * Pages.SIZE;
    }

    private static int startLong() {
        int child = Child.fork();
        if (child == 0) {
            placeEnds();
            Exec.execl(Address.of("long"), Address.of("long"));
            Errors.perror("long");
            Program.exitNow(Child.FAILED);
        }
        UP.pass();
        return child;
    }

    // ---- many ----

    /** Programs started one after the other leave nothing. */
    private static void manyExecs(int count) {
        int wrong = 0;
        BEFORE.read();
        for (int i = 0; i < count; i++) {
            int child = Processes.fork();
            if (child == 0) {
                Exec.execl(Address.of("/bin/bench-tiny"), Address.of("bench-tiny"));
                Program.exitNow(Child.FAILED);
            }
            wrong += Wait.waitpid(child, 0) == child && Wait.exited(Wait.status)
                    && Wait.exitCode(Wait.status) == 0 ? 0 : 1;
        }
        AFTER.read();
        Check.equal(0, wrong, "programs that did not run");
        Check.equal(BEFORE.processes, AFTER.processes, "processes");
        Check.between(-SLACK, 2 * SLACK, BEFORE.free - AFTER.free, "frames that are lost");
    }
}
