package cleave.guestos.libc;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * Standard streams, and what C's {@code <stdio.h>} does with streams by name. Formatted printing
 * takes ints: of an address its bits, of a long two ints, the lower half first; there are forms for
 * addresses and longs where that is tedious.
 */
public final class Stdio {
    /** The result of reading at the end. */
    public static final int EOF = -1;
    public static final int BUFFER_SIZE = 4096;

    private static final int MODE = 0666;
    private static final int ERROR_SIZE = 512;
    private static final Buffers BUFFERS = new Buffers();
    private static final Stream INPUT = new Stream();
    private static final Stream OUTPUT = new Stream();
    private static final Stream ERROR = new Stream();
    /** Streams that were opened and not closed, the standard ones aside. */
    private static Stream opened;

    /** In a struct they have no lengths before them, and so take no room in the executable. */
    private static final class Buffers extends Struct {
        @Inline(BUFFER_SIZE)
        byte[] input;
        @Inline(BUFFER_SIZE)
        byte[] output;
        @Inline(ERROR_SIZE)
        byte[] error;
    }

    private Stdio() {
    }

    // ---- streams ----

    public static Stream stdin() {
        if (INPUT.size == 0) {
            set(INPUT, 0, Stream.READ, Address.of(BUFFERS.input), BUFFER_SIZE);
        }
        return INPUT;
    }

    /** Line buffered on a terminal, fully buffered elsewhere. */
    public static Stream stdout() {
        if (OUTPUT.size == 0) {
            set(OUTPUT, 1, Stream.WRITE | Stream.UNDECIDED, Address.of(BUFFERS.output),
                    BUFFER_SIZE);
        }
        return OUTPUT;
    }

    /** Line buffered: a message of one line is one write. What is no line is written at exit. */
    public static Stream stderr() {
        if (ERROR.size == 0) {
            set(ERROR, 2, Stream.WRITE | Stream.LINES, Address.of(BUFFERS.error),
                    ERROR_SIZE);
        }
        return ERROR;
    }

    static void set(Stream stream, int descriptor, int flags, Address buffer, int size) {
        stream.descriptor = descriptor;
        stream.flags = flags;
        stream.buffer = buffer;
        stream.size = size;
        stream.position = 0;
        stream.limit = 0;
        stream.total = 0;
    }

    /** Opens a file by {@code r w a}, each with {@code +}, {@code e} for close-on-exec; or null. */
    public static Stream fopen(Address path, String mode) {
        int flags = openFlags(mode);
        int descriptor = Files.open(path, flags, MODE);
        return descriptor < 0 ? null : streamOf(descriptor, flags);
    }

    public static Stream fopen(String path, String mode) {
        return fopen(Address.of(path), mode);
    }

    /** A stream over an open file. */
    public static Stream fdopen(int descriptor, String mode) {
        return streamOf(descriptor, openFlags(mode));
    }

    private static int openFlags(String mode) {
        int kind = mode.charAt(0);
        int flags = kind == 'r' ? OpenFlags.O_RDONLY : OpenFlags.O_WRONLY | OpenFlags.O_CREAT
                | (kind == 'a' ? OpenFlags.O_APPEND : OpenFlags.O_TRUNC);
        for (int i = 1; i < mode.length(); i++) {
            if (mode.charAt(i) == '+') {
                flags = flags & ~OpenFlags.O_ACCMODE | OpenFlags.O_RDWR;
            } else if (mode.charAt(i) == 'e') {
                flags |= OpenFlags.O_CLOEXEC;
            } else if (mode.charAt(i) == 'x') {
                flags |= OpenFlags.O_EXCL;
            }
        }
        return flags;
    }

    private static Stream streamOf(int descriptor, int flags) {
        Address memory = Heap.malloc(BUFFER_SIZE);
        if (memory.isNull()) {
            Files.close(descriptor);
            Errors.errno = Errno.ENOMEM;
            return null;
        }
        Stream stream = new Stream();
        int access = flags & OpenFlags.O_ACCMODE;
        set(stream, descriptor, (access == OpenFlags.O_RDONLY ? Stream.READ
                : access == OpenFlags.O_WRONLY ? Stream.WRITE : Stream.READ | Stream.WRITE)
                | Stream.UNDECIDED | Stream.OWNED, memory, BUFFER_SIZE);
        stream.next = opened;
        opened = stream;
        return stream;
    }

    /** Writes out, closes, and gives the stream's memory back; 0 or -1. */
    public static int fclose(Stream stream) {
        int result = stream.flush();
        StreamInput.giveBack(stream);
        if (Files.close(stream.descriptor) < 0) {
            result = -1;
        }
        if ((stream.flags & Stream.OWNED) != 0) {
            forget(stream);
            Heap.free(stream.buffer);
            Heap.free(stream);
        }
        return result;
    }

    private static void forget(Stream stream) {
        if (opened == stream) {
            opened = stream.next;
            return;
        }
        for (Stream at = opened; at != null; at = at.next) {
            if (at.next == stream) {
                at.next = stream.next;
                return;
            }
        }
    }

    /** Writes out all streams. */
    public static void flushAll() {
        OUTPUT.flush();
        ERROR.flush();
        for (Stream at = opened; at != null; at = at.next) {
            at.flush();
        }
    }

    /** Before a program waits for input, what it has said is seen. */
    static void flushLines() {
        if ((OUTPUT.flags & Stream.LINES) != 0) {
            OUTPUT.flush();
        }
        ERROR.flush();
    }

    public static int fseek(Stream stream, long offset, int origin) {
        return (int) StreamOutput.seek(stream, offset, origin);
    }

    /** The offset at which the stream reads or writes next; -1 for an error. */
    public static long ftell(Stream stream) {
        long offset = Files.lseek(stream.descriptor, 0, OpenFlags.SEEK_CUR);
        return offset < 0 ? -1 : offset + stream.position - stream.limit;
    }

    // ---- lines ----

    /** A line with its line feed in at most {@code size} bytes; null at the end. */
    public static Address fgets(Address to, int size, Stream stream) {
        return StreamInput.line(stream, to, size);
    }

    /** A line of any length with its line feed; its length, or -1 at the end. */
    public static int getline(Line line, Stream stream) {
        return StreamInput.line(stream, line, '\n');
    }

    public static int getdelim(Line line, int delimiter, Stream stream) {
        return StreamInput.line(stream, line, delimiter);
    }

    public static void fputs(Address text, Stream stream) {
        stream.put(text);
    }

    public static int fwrite(Address from, int size, int count, Stream stream) {
        stream.write(from, size * count);
        return stream.failed() ? 0 : count;
    }

    public static int fread(Address to, int size, int count, Stream stream) {
        return size == 0 ? 0 : stream.read(to, size * count) / size;
    }

    /** The text and a line feed on standard output. */
    public static void puts(String text) {
        stdout().put(text).line();
    }

    public static void puts(Address text) {
        stdout().put(text).line();
    }

    public static void putchar(int character) {
        stdout().putByte(character);
    }

    public static int getchar() {
        return stdin().get();
    }

    // ---- formatted ----

    public static int printf(String format) {
        return Format.print(stdout(), format, 0, 0, 0, 0, 0, 0);
    }

    public static int printf(String format, int a) {
        return Format.print(stdout(), format, a, 0, 0, 0, 0, 0);
    }

    public static int printf(String format, long a) {
        return Format.print(stdout(), format, (int) a, (int) (a >> 32), 0, 0, 0, 0);
    }

    public static int printf(String format, Address a) {
        return Format.print(stdout(), format, a.bits(), 0, 0, 0, 0, 0);
    }

    public static int printf(String format, int a, int b) {
        return Format.print(stdout(), format, a, b, 0, 0, 0, 0);
    }

    public static int printf(String format, int a, Address b) {
        return Format.print(stdout(), format, a, b.bits(), 0, 0, 0, 0);
    }

    public static int printf(String format, Address a, int b) {
        return Format.print(stdout(), format, a.bits(), b, 0, 0, 0, 0);
    }

    public static int printf(String format, Address a, Address b) {
        return Format.print(stdout(), format, a.bits(), b.bits(), 0, 0, 0, 0);
    }

    public static int printf(String format, Address a, long b) {
        return Format.print(stdout(), format, a.bits(), (int) b, (int) (b >> 32), 0, 0, 0);
    }

    public static int printf(String format, int a, int b, int c) {
        return Format.print(stdout(), format, a, b, c, 0, 0, 0);
    }

    public static int printf(String format, Address a, Address b, Address c) {
        return Format.print(stdout(), format, a.bits(), b.bits(), c.bits(), 0, 0, 0);
    }

    public static int printf(String format, Address a, int b, int c) {
        return Format.print(stdout(), format, a.bits(), b, c, 0, 0, 0);
    }

    public static int printf(String format, int a, int b, Address c) {
        return Format.print(stdout(), format, a, b, c.bits(), 0, 0, 0);
    }

    public static int printf(String format, int a, int b, int c, int d) {
        return Format.print(stdout(), format, a, b, c, d, 0, 0);
    }

    public static int printf(String format, int a, int b, int c, int d, int e) {
        return Format.print(stdout(), format, a, b, c, d, e, 0);
    }

    public static int printf(String format, int a, int b, int c, int d, int e, int f) {
        return Format.print(stdout(), format, a, b, c, d, e, f);
    }

    public static int fprintf(Stream stream, String format, int a) {
        return Format.print(stream, format, a, 0, 0, 0, 0, 0);
    }

    public static int fprintf(Stream stream, String format, Address a) {
        return Format.print(stream, format, a.bits(), 0, 0, 0, 0, 0);
    }

    public static int fprintf(Stream stream, String format, Address a, Address b) {
        return Format.print(stream, format, a.bits(), b.bits(), 0, 0, 0, 0);
    }

    public static int fprintf(Stream stream, String format, Address a, int b) {
        return Format.print(stream, format, a.bits(), b, 0, 0, 0, 0);
    }

    public static int fprintf(Stream stream, String format, int a, int b) {
        return Format.print(stream, format, a, b, 0, 0, 0, 0);
    }

    public static int fprintf(Stream stream, String format, int a, int b, int c) {
        return Format.print(stream, format, a, b, c, 0, 0, 0);
    }

    public static int fprintf(Stream stream, String format, int a, int b, int c, int d, int e,
            int f) {
        return Format.print(stream, format, a, b, c, d, e, f);
    }
}
