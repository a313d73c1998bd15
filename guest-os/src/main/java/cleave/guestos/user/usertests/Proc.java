package cleave.guestos.user.usertests;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Characters;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Numbers;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Time;
import cleave.magic.Address;

/** What {@code /proc} says of a process (proc(5)). */
final class Proc {
    /** There is no such line, or no such process. */
    static final int NONE = -1;
    private static final int SIZE = 32_768;
    private static final int ENTRY = 8;
    private static final int PAGE_SHIFT = 12;
    private static final int HEX = 16;
    private static final int BOUND = 8;
    private static final int TRIES = 2000;
    private static final int PAUSE = 5;
    private static final byte[] TEXT = new byte[SIZE];
    private static final byte[] PATH = new byte[48];
    private static final int[] WORDS = new int[2];

    private Proc() {
    }

    static int open(int process, String name) {
        Address path = Address.of(PATH);
        Format.snprintf(path, PATH.length, "/proc/%d/", process);
        Strings.append(path, name, PATH.length);
        return Files.open(path, OpenFlags.O_RDONLY);
    }

    /** Reads a file of a process into {@link #text}: its bytes, or -errno. */
    static int read(int process, String name) {
        int file = open(process, name);
        if (file < 0) {
            return -Errors.errno;
        }
        return read(file);
    }

    /** Reads all of a file, and closes it. */
    static int read(int file) {
        Address text = Address.of(TEXT);
        int bytes = 0;
        int part = Files.read(file, text, SIZE - 1);
        while (part > 0) {
            bytes += part;
            part = Files.read(file, text.plus(bytes), SIZE - 1 - bytes);
        }
        int result = part < 0 ? -Errors.errno : bytes;
        Files.close(file);
        text.storeByte(bytes, 0);
        return result;
    }

    static Address text() {
        return Address.of(TEXT);
    }

    /** The word behind a name that begins a line of a file; the null address if there is none. */
    static Address word(int process, String file, String name) {
        return read(process, file) < 0 ? Address.of(0) : wordBehind(text(), name);
    }

    private static Address wordBehind(Address from, String name) {
        Address line = from;
        while (line.loadByte(0) != 0) {
            if (Strings.startsWith(line, name)) {
                Address word = line.plus(name.length());
                return word.plus(Strings.span(word, Address.of(" \t")));
            }
            line = next(line);
        }
        return Address.of(0);
    }

    private static Address next(Address line) {
        Address end = Strings.find(line, '\n');
        return end.isNull() ? line.plus(Strings.length(line)) : end.plus(1);
    }

    /** The number there. */
    static int number(int process, String file, String name) {
        Address word = word(process, file, name);
        return word.isNull() ? NONE : (int) Numbers.parse(word, 10);
    }

    /** The set of signals there, as {@code status} shows them. */
    static long signals(int process, String name) {
        Address word = word(process, "status", name);
        return word.isNull() ? 0 : hex(word, HEX);
    }

    private static long hex(Address text, int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            value = value << 4 | Characters.digit(text.loadByte(i));
        }
        return value;
    }

    /** A field of {@code stat}, counted from 3, the state, which is a letter. */
    static Address field(int process, int index) {
        if (read(process, "stat") < 0) {
            return Address.of(0);
        }
        Address at = Strings.findLast(text(), ')').plus(2);
        for (int i = 3; i < index; i++) {
            at = Strings.find(at, ' ').plus(1);
        }
        return at;
    }

    /** The letter of its state; 0 when it is not there. */
    static int state(int process) {
        Address field = field(process, 3);
        return field.isNull() ? 0 : field.loadByte(0);
    }

    /** Waits until a process is in that state. */
    static void await(int process, int letter, String what) {
        for (int i = 0; i < TRIES && state(process) != letter; i++) {
            Time.millisleep(PAUSE);
        }
        Check.equal(letter, state(process), what);
    }

    /** A number of {@code statm}. */
    static int size(int process, int index) {
        if (read(process, "statm") < 0) {
            return NONE;
        }
        Address at = text();
        for (int i = 0; i < index; i++) {
            at = Strings.find(at, ' ').plus(1);
        }
        return (int) Numbers.parse(at, 10);
    }

    // ---- memory ----

    /** The line of {@code maps}, or the lines of {@code smaps}, for an address; null for none. */
    static Address region(int process, String file, Address address) {
        if (read(process, file) < 0) {
            return Address.of(0);
        }
        Address line = text();
        while (line.loadByte(0) != 0) {
            if (line.loadByte(BOUND) == '-' && !address.isBelow(start(line))
                    && address.isBelow(end(line))) {
                return line;
            }
            line = next(line);
        }
        return Address.of(0);
    }

    static Address start(Address line) {
        return Address.of((int) hex(line, BOUND));
    }

    static Address end(Address line) {
        return Address.of((int) hex(line.plus(BOUND + 1), BOUND));
    }

    /** Whether the line of {@code maps} for an address has that protection, as in {@code rw-p}. */
    static boolean isMapped(int process, Address address, String protection) {
        Address line = region(process, "maps", address);
        return !line.isNull() && Memory.compare(line.plus(2 * BOUND + 2), Address.of(protection),
                protection.length()) == 0;
    }

    /** A number of {@code smaps} for the region of an address. */
    static int smaps(int process, Address address, String name) {
        Address lines = region(process, "smaps", address);
        if (lines.isNull()) {
            return NONE;
        }
        Address word = wordBehind(lines, name);
        return word.isNull() ? NONE : (int) Numbers.parse(word, 10);
    }

    /** Reads the entry of {@code pagemap} for an address; what it says follows. */
    static void look(int process, Address address) {
        int file = open(process, "pagemap");
        WORDS[0] = 0;
        WORDS[1] = 0;
        Files.pread(file, Address.of(WORDS), ENTRY,
                (long) (address.bits() >>> PAGE_SHIFT) * ENTRY);
        Files.close(file);
    }

    static int frame() {
        return WORDS[0];
    }

    static boolean isPresent() {
        return WORDS[1] >>> 31 != 0;
    }

    /** Whether it belongs to a file, or to memory that processes share. */
    static boolean isOfFile() {
        return (WORDS[1] >>> 29 & 1) != 0;
    }

    /** Whether nobody else has mapped it. */
    static boolean isAlone() {
        return (WORDS[1] >>> 24 & 1) != 0;
    }

    /** The frame of a page of a process; 0 for none. */
    static int frame(int process, Address address) {
        look(process, address);
        return isPresent() ? frame() : 0;
    }
}
