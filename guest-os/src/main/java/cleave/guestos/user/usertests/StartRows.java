package cleave.guestos.user.usertests;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Environment;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Exec;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Processes;
import cleave.guestos.libc.Program;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Syscalls;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/** E5: what is on the stack of a new program. */
final class StartRows {
    private static final int CODE = 42;
    private static final int AT_PHDR = 3;
    private static final int AT_PHENT = 4;
    private static final int AT_PHNUM = 5;
    private static final int AT_PAGESZ = 6;
    private static final int AT_BASE = 7;
    private static final int AT_FLAGS = 8;
    private static final int AT_ENTRY = 9;
    private static final int AT_UID = 11;
    private static final int AT_EUID = 12;
    private static final int AT_GID = 13;
    private static final int AT_EGID = 14;
    private static final int AT_HWCAP = 16;
    private static final int AT_CLKTCK = 17;
    private static final int AT_SECURE = 23;
    private static final int AT_RANDOM = 25;
    private static final int AT_EXECFN = 31;
    private static final int TYPES = 64;

    /** Bits of letters: I, M and A. */
    private static final int EXTENSIONS = 1 << 'i' - 'a' | 1 << 'm' - 'a' | 1;
    private static final int RANDOM_BYTES = 16;
    private static final int USER = 1234;
    private static final int GROUP = 4321;
    private static final int MANY = 2000;
    private static final int TEXT_BYTES = 8;
    private static final int USER_END = 0xc000_0000;

    private static final int[] VARIABLES = new int[3];
    private static final int[] SEEN = new int[TYPES];
    private static final Sixteen FIRST = new Sixteen();
    private static final Sixteen SECOND = new Sixteen();
    private static final TextFile AUXILIARY = new TextFile();

    /** What AT_RANDOM leads to. */
    private static final class Sixteen extends Struct {
        int a;
        int b;
        int c;
        int d;
    }

    private StartRows() {
    }

    static void starts(int count) {
        Files.symlink(Address.of(Child.PROGRAM), Address.of("alias"));
        VARIABLES[0] = Address.of("ONE=1").bits();
        VARIABLES[1] = Address.of("NO_VALUE").bits();
        VARIABLES[2] = 0;
        start(FIRST, false);
        start(SECOND, false);
        Check.that(FIRST.a != 0 && (FIRST.a != SECOND.a || FIRST.b != SECOND.b)
                && (FIRST.c != SECOND.c || FIRST.d != SECOND.d), "random bytes differ");
        Check.that(FIRST.a != FIRST.b && FIRST.c != FIRST.d, "random bytes are not the same");
        start(FIRST, true);
        crowd();
    }

    /** Starts the role, as root or as another user, and takes the random bytes it is given. */
    private static void start(Sixteen random, boolean other) {
        Files.pipe();
        int reading = Files.readEnd();
        int writing = Files.writeEnd();
        int child = Child.fork();
        if (child == 0) {
            if (other) {
                Check.equal(0, Syscalls.setresgid(GROUP, GROUP, GROUP)
                        | Syscalls.setresuid(USER, USER, USER), "setresuid");
            }
            Child.begin("started");
            Child.add(writing);
            Child.add(other ? USER : 0);
            Child.add(other ? GROUP : 0);
            Child.add("");
            Exec.execve(Address.of("./alias"), Child.words(), Address.of(VARIABLES));
            Errors.perror("./alias");
            Program.exitNow(Child.FAILED);
        }
        Files.close(writing);
        Check.equal(RANDOM_BYTES, Files.read(reading, Address.of(random), RANDOM_BYTES),
                "random bytes");
        Child.exits(child, CODE, "the program that looks at its stack");
        Files.close(reading);
    }

    static int started(int count) {
        Address words = Program.arguments();
        Check.equal(4, count, "words");
        Check.equal(4, words.bits() & 15, "where argv lies, behind argc on 16 bytes");
        Check.equal(7, words.loadInt(-4), "argc");
        Check.equal(Child.PROGRAM, Program.argument(0), "argument 0");
        Check.equal("", Child.word(3), "an empty word");
        Check.equal(0, words.loadInt(4 * 7), "the null behind the words");
        Address variables = words.plus(4 * 8);
        Check.equal(variables.bits(), Environment.variables().bits(), "where envp begins");
        Check.equal("ONE=1", Environment.variable(0), "a variable");
        Check.equal("NO_VALUE", Environment.variable(1), "one without a value");
        Check.equal(0, variables.loadInt(8), "the null behind the variables");
        Address vector = variables.plus(12);
        int bytes = vector(vector);
        strings(words, vector.plus(bytes));
        identity();
        program();
        Check.equal("./alias", Address.of(Program.auxiliary(AT_EXECFN)), "AT_EXECFN");
        Address random = Address.of(Program.auxiliary(AT_RANDOM));
        Check.that(!random.isBelow(vector.plus(bytes)), "AT_RANDOM lies behind the vectors");
        Check.equal(RANDOM_BYTES, Files.write(Child.number(0), random, RANDOM_BYTES), "write");
        return CODE;
    }

    /** Each type is there once; what /proc shows is the same. Its bytes. */
    private static int vector(Address vector) {
        int at = 0;
        while (vector.loadInt(at) != 0) {
            int type = vector.loadInt(at);
            Check.that(type > 0 && type < TYPES && SEEN[type] == 0, "a type in the vector");
            SEEN[type & TYPES - 1]++;
            at += 8;
        }
        at += 8;
        if (Processes.getuid() == 0) {
            AUXILIARY.read("/proc/self/auxv");
            Check.equal(at, AUXILIARY.bytes, "bytes of /proc/self/auxv");
            Check.equal(0, Memory.compare(vector, AUXILIARY.text(), at), "/proc/self/auxv");
        }
        return at;
    }

    /** The strings lie one behind the other above all vectors. */
    private static void strings(Address words, Address from) {
        Address at = Program.argument(0);
        Check.that(!at.isBelow(from), "strings lie above the vectors");
        for (int i = 0; i < 7; i++) {
            Check.equal(at.bits(), words.loadInt(4 * i), "where a word lies");
            at = at.plus(Strings.length(at) + 1);
        }
        Check.equal(at.bits(), Environment.variable(0).bits(), "where the variables lie");
        Check.that(Address.of(Program.auxiliary(AT_EXECFN)).isBelow(Address.of(USER_END)),
                "the end of the stack");
    }

    private static void identity() {
        int user = Child.number(1);
        int group = Child.number(2);
        Check.equal(user, Program.auxiliary(AT_UID), "AT_UID");
        Check.equal(user, Program.auxiliary(AT_EUID), "AT_EUID");
        Check.equal(group, Program.auxiliary(AT_GID), "AT_GID");
        Check.equal(group, Program.auxiliary(AT_EGID), "AT_EGID");
        Check.equal(user, Processes.getuid(), "the user");
        Check.equal(group, Processes.getgid(), "the group");
        Check.equal(1, SEEN[AT_SECURE] + Program.auxiliary(AT_SECURE), "AT_SECURE");
    }

    private static void program() {
        Check.equal(Pages.SIZE, Program.auxiliary(AT_PAGESZ), "AT_PAGESZ");
        Check.equal(100, Program.auxiliary(AT_CLKTCK), "AT_CLKTCK");
        Check.equal(EXTENSIONS, Program.auxiliary(AT_HWCAP) & EXTENSIONS, "AT_HWCAP");
        Check.equal(0, Program.auxiliary(AT_HWCAP) >>> 26, "bits that are no letters");
        Check.equal(1, SEEN[AT_BASE] + Program.auxiliary(AT_BASE), "AT_BASE");
        Check.equal(1, SEEN[AT_FLAGS] + Program.auxiliary(AT_FLAGS), "AT_FLAGS");
        Check.equal(32, Program.auxiliary(AT_PHENT), "AT_PHENT");
        headers();
    }

    /** The program's headers, as the file has them: there the entry must be, and this. */
    private static void headers() {
        int file = Files.open(Child.PROGRAM, OpenFlags.O_RDONLY);
        Files.read(file, AUXILIARY.text(), Pages.SIZE);
        Files.close(file);
        Address header = AUXILIARY.text();
        Address inFile = header.plus(header.loadInt(28));
        int count = header.loadUnsignedShort(44);
        Check.equal(count, Program.auxiliary(AT_PHNUM), "AT_PHNUM");
        Check.equal(header.loadInt(24), Program.auxiliary(AT_ENTRY), "AT_ENTRY");
        Fn here = (Role.Part) StartRows::started;
        boolean entry = false;
        boolean function = false;
        boolean mapped = false;
        int headers = Program.auxiliary(AT_PHDR);
        for (int i = 0; i < count; i++) {
            Address segment = inFile.plus(32 * i);
            if (segment.loadInt(0) == ElfImage.LOAD) {
                entry |= in(segment, Program.auxiliary(AT_ENTRY));
                function |= in(segment, Address.of(here).bits());
                mapped |= in(segment, headers);
            }
        }
        Check.that(entry && function, "the entry and this function are in segments");
        if (mapped) {
            Check.equal(0, Memory.compare(Address.of(headers), inFile, 32 * count), "AT_PHDR");
        }
    }

    private static boolean in(Address segment, int address) {
        return Integer.compareUnsigned(address - segment.loadInt(8), segment.loadInt(20)) < 0;
    }

    // ---- many words ----

    /** Two thousand words and as many variables: number n is {@code w} and n. */
    private static void crowd() {
        int pages = (MANY + 4) * (Integer.BYTES + TEXT_BYTES) / Pages.SIZE + 1;
        Address memory = Pages.map(2 * pages);
        Address words = memory;
        Address variables = memory.plus(pages * Pages.SIZE);
        words.storeInt(0, Address.of(Child.PROGRAM).bits());
        words.storeInt(4, Address.of(Child.AS).bits());
        words.storeInt(8, Address.of("crowded").bits());
        fill(words, 3);
        fill(variables, 0);
        int child = Child.fork();
        if (child == 0) {
            Exec.execve(Address.of(Child.PROGRAM), words, variables);
            Errors.perror("execve");
            Program.exitNow(Child.FAILED);
        }
        Child.exits(child, CODE, "a program with many words");
        Pages.unmap(memory, 2 * pages);
    }

    private static void fill(Address vector, int from) {
        Address text = vector.plus((MANY + 4) * Integer.BYTES);
        for (int i = 0; i < MANY; i++) {
            vector.storeInt((from + i) * Integer.BYTES, text.bits());
            text.storeByte(0, 'w');
            text.storeByte(1, '0' + i / 1000);
            text.storeByte(2, '0' + i / 100 % 10);
            text.storeByte(3, '0' + i / 10 % 10);
            text.storeByte(4, '0' + i % 10);
            text.storeByte(5, 0);
            text = text.plus(TEXT_BYTES);
        }
        vector.storeInt((from + MANY) * Integer.BYTES, 0);
    }

    static int crowded(int count) {
        Check.equal(MANY, count, "words");
        int wrong = 0;
        for (int i = 0; i < MANY; i++) {
            wrong += is(Child.word(i), i) && is(Environment.variable(i), i) ? 0 : 1;
        }
        Check.equal(0, wrong, "words that are not as they were");
        Check.that(Environment.variable(MANY).isNull(), "the null behind the variables");
        return CODE;
    }

    private static boolean is(Address text, int number) {
        return Strings.length(text) == 5 && text.loadByte(0) == 'w'
                && Numbers.toInt(text.plus(1)) == number;
    }
}
