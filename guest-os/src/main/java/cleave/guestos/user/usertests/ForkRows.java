package cleave.guestos.user.usertests;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.abi.WaitOptions;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Wait;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Inline;
import cleave.magic.Rv;
import cleave.magic.Struct;

/** Rows of fork: who is who, what is in memory, and which files are open. */
final class ForkRows {
    private static final int CODE = 5;
    private static final int[] SEEN = new int[4];
    private static final byte[] LETTERS = new byte[16];

    private ForkRows() {
    }

    // ---- F1 ----

    static void returnsTwice(int count) {
        int parent = Processes.getpid();
        int grandparent = Processes.getppid();
        int before = 17;
        Gate gate = new Gate();
        gate.make();
        int child = Child.fork();
        // Both go on here: what one of them did not do, it would miss below.
        before++;
        SEEN[3]++;
        if (child == 0) {
            SEEN[0] = Processes.getpid();
            SEEN[1] = Processes.getppid();
            SEEN[2] = before;
            Check.equal(SEEN[0], Processes.gettid(), "the number of the child's thread");
            Check.that(SEEN[0] != parent, "the child has a number of its own");
            Files.write(gate.writing, Address.of(SEEN), 16);
            Check.fails(Errno.ECHILD, Wait.any(), "waiting in a child that has none");
            Program.exitNow(CODE);
        }
        Check.equal(16, Files.read(gate.reading, Address.of(SEEN), 16), "what the child says");
        Check.that(child > 0 && child != parent, "the parent gets another number than its own");
        Check.equal(child, SEEN[0], "the child's getpid");
        Check.equal(parent, SEEN[1], "the child's getppid");
        Check.equal(18, SEEN[2], "the child's variable");
        Check.equal(18, before, "the parent's variable");
        Check.equal(1, SEEN[3], "how often the child came behind the fork");
        Child.exits(child, CODE, "the child's end");
        Check.fails(Errno.ECHILD, Wait.waitpid(child, 0), "a second end");
        Check.equal(parent, Processes.getpid(), "the parent's getpid");
        Check.equal(grandparent, Processes.getppid(), "the parent's getppid");
        int next = Child.fork();
        if (next == 0) {
            Child.done();
        }
        Check.that(next != child, "the next child has another number");
        Check.equal(0, Wait.waitpid(next, WaitOptions.WNOHANG) == next ? 0
                : Wait.waitpid(next, 0) - next, "the next child's end");
        gate.close();
    }

    // ---- F2 ----

    private static final int AREA_BYTES = 3 * Pages.SIZE;
    private static final int AREAS = 5;
    private static final int STACK_DISTANCE = 6 * Pages.SIZE;
    private static final int CODE_BYTES = 8 * Pages.SIZE;
    /** Data that the program file has: an array with contents. */
    private static final int[] DATA = numbers();
    private static final Zeros ZEROS = new Zeros();
    private static final Address[] AREA = new Address[AREAS];

    /** Memory of which the program file has nothing. */
    private static final class Zeros extends Struct {
        @Inline(AREA_BYTES)
        byte[] bytes;
    }

    private static int[] numbers() {
        int[] numbers = new int[AREA_BYTES / Integer.BYTES];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(i, 1);
        }
        return numbers;
    }

    private static int number(int index, int seed) {
        return (index + 1) * 0x9e37_79b1 ^ seed;
    }

    /** Data, bss, heap, stack and a mapping; text is only read. */
    static void sameContents(int count) {
        AREA[0] = Address.of(DATA);
        AREA[1] = Address.of(ZEROS);
        AREA[2] = Heap.malloc(AREA_BYTES);
        // Below all that is called from here: the stack grows as far as it is used.
        AREA[3] = Rv.sp().minus(STACK_DISTANCE + AREA_BYTES);
        AREA[4] = Pages.map(AREA_BYTES / Pages.SIZE);
        Check.equal(0, wrong(0, 1), "words of the data that are not as in the file");
        Check.equal(0, zeros(1) + zeros(4), "bytes of new memory that are not zero");
        for (int i = 1; i < AREAS; i++) {
            fill(i, i + 1);
        }
        int text = text();
        Gate down = new Gate();
        Gate up = new Gate();
        down.make();
        up.make();
        int child = Child.fork();
        if (child == 0) {
            Check.equal(text, text(), "the child's text");
            checkAreas(0, "words that differ in the child");
            for (int i = 0; i < AREAS; i++) {
                fill(i, 100 + i + 1);
            }
            up.open();
            down.pass();
            checkAreas(100, "stores of the child that it misses");
            Child.done();
        }
        up.pass();
        checkAreas(0, "words in which the parent sees the child's stores");
        for (int i = 0; i < AREAS; i++) {
            fill(i, 200 + i + 1);
        }
        down.open();
        Child.exits(child, 0, "the child");
        checkAreas(200, "stores of the parent that it misses");
        Check.equal(text, text(), "the parent's text");
        fill(0, 1);
        Heap.free(AREA[2]);
        down.close();
        up.close();
    }

    private static void fill(int area, int seed) {
        for (int i = 0; i < AREA_BYTES / Integer.BYTES; i++) {
            AREA[area].writeInt(i * Integer.BYTES, number(i, seed));
        }
    }

    private static int wrong(int area, int seed) {
        int wrong = 0;
        for (int i = 0; i < AREA_BYTES / Integer.BYTES; i++) {
            wrong += AREA[area].readInt(i * Integer.BYTES) == number(i, seed) ? 0 : 1;
        }
        return wrong;
    }

    private static int zeros(int area) {
        int others = 0;
        for (int i = 0; i < AREA_BYTES; i++) {
            others += AREA[area].readByte(i) == 0 ? 0 : 1;
        }
        return others;
    }

    private static void checkAreas(int more, String what) {
        for (int i = 0; i < AREAS; i++) {
            Check.equal(0, wrong(i, more + i + 1), what);
        }
    }

    /** A sum over the program's code, this function's page and some that follow. */
    private static int text() {
        Fn function = (Row.Body) ForkRows::sameContents;
        Address at = Address.of(Address.of(function).bits() & -Pages.SIZE);
        int sum = 0;
        for (int i = 0; i < CODE_BYTES; i += Integer.BYTES) {
            sum = sum * 31 + at.readInt(i);
        }
        return sum;
    }

    // ---- F9 ----

    static void openFiles(int count) {
        Address letters = Address.of(LETTERS);
        Scratch.file("letters", "abcdefghij", 0644);
        int file = Files.open("letters", OpenFlags.O_RDWR);
        int other = Files.open("letters", OpenFlags.O_RDWR);
        int duplicate = Files.dup(file);
        Check.equal(2, Files.read(file, letters, 2), "what the parent reads");
        int child = Child.fork();
        if (child == 0) {
            Check.equal(3, Files.read(file, letters, 3), "what the child reads");
            Check.that(letters.readByte(0) == 'c' && letters.readByte(2) == 'e',
                    "the child reads on where the parent was");
            Check.equal(5, offset(duplicate), "the offset of the duplicate");
            Check.equal(0, offset(other), "the offset of the second opening");
            Check.equal(0, Files.fcntl(file, OpenFlags.F_SETFL,
                    OpenFlags.O_APPEND | OpenFlags.O_NONBLOCK), "F_SETFL");
            Check.equal(0, Files.fcntl(file, OpenFlags.F_SETFD, OpenFlags.FD_CLOEXEC),
                    "F_SETFD");
            Check.equal(0, Files.close(duplicate), "the child closes the duplicate");
            Check.equal(duplicate, Files.open("letters", OpenFlags.O_RDONLY),
                    "its number, with another file");
            Check.equal(other + 8, Files.dup3(other, other + 8, 0), "a descriptor of the child");
            Check.equal(7, (int) Files.lseek(other, 7, OpenFlags.SEEK_SET), "a seek");
            Child.done();
        }
        Child.exits(child, 0, "the child");
        Check.equal(5, offset(file), "the offset that the child has moved");
        Check.equal(7, offset(other), "the offset that the child has set");
        Check.equal(5, offset(duplicate), "the duplicate, which the child has closed");
        int status = OpenFlags.O_APPEND | OpenFlags.O_NONBLOCK;
        Check.equal(status, Files.fcntl(file, OpenFlags.F_GETFL, 0) & status,
                "the status flags that the child has set");
        Check.equal(0, Files.fcntl(other, OpenFlags.F_GETFL, 0) & status,
                "the status flags of the second opening");
        Check.equal(0, Files.fcntl(file, OpenFlags.F_GETFD, 0), "the parent's descriptor flags");
        Check.fails(Errno.EBADF, Files.fcntl(other + 8, OpenFlags.F_GETFD, 0),
                "the child's descriptor in the parent");
        Check.equal(1, Files.write(file, "k"), "a write");
        Check.equal(11, offset(file), "it appends, as the child has said");
        Files.close(file);
        Files.close(other);
        Files.close(duplicate);
        pipeBetween();
    }

    /** A pipe has its end when all who had it have closed it. */
    private static void pipeBetween() {
        Address letters = Address.of(LETTERS);
        Gate pipe = new Gate();
        pipe.make();
        int child = Child.fork();
        if (child == 0) {
            pipe.leaveReading();
            Files.write(pipe.writing, "below");
            Child.done();
        }
        Child.exits(child, 0, "the child that writes");
        Check.equal(5, Files.read(pipe.reading, letters, 16), "what has come from the child");
        Check.equal(0, Files.fcntl(pipe.reading, OpenFlags.F_SETFL, OpenFlags.O_NONBLOCK),
                "F_SETFL");
        Check.fails(Errno.EAGAIN, Files.read(pipe.reading, letters, 16),
                "reading while the parent could write");
        pipe.leaveWriting();
        Check.equal(0, Files.read(pipe.reading, letters, 16), "the end of the pipe");
        pipe.leaveReading();
    }

    private static int offset(int file) {
        return (int) Files.lseek(file, 0, OpenFlags.SEEK_CUR);
    }
}
