package cleave.guestos.libc;

import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * A buffered stream, C's {@code FILE}. Its {@code put} methods return the stream, so that a line
 * can be put together: {@code Stdio.stdout().put("pid ").put(pid).line()}.
 *
 * <p>While it is written to, the bytes up to {@link #position} wait to be written out. While it is
 * read from, those from {@link #position} to {@link #limit} wait to be read.
 */
public final class Stream extends Struct {
    static final int READ = 1;
    static final int WRITE = 2;
    static final int END = 4;
    static final int ERROR = 8;
    /** Written out after each line feed; without this and {@link #UNBUFFERED}, when it is full. */
    static final int LINES = 0x10;
    static final int UNBUFFERED = 0x20;
    /** What does not fit the buffer is counted and lost, as {@code snprintf} has it. */
    static final int MEMORY = 0x40;
    /** Whether it is a terminal is asked before the first byte is written. */
    static final int UNDECIDED = 0x80;
    /** The stream, and its buffer, are on the heap. */
    static final int OWNED = 0x100;
    static final int OWN_BUFFER = 0x200;

    int descriptor;
    int flags;
    Address buffer;
    int size;
    int position;
    int limit;
    /** Bytes put into a stream in memory, whether they had room or not. */
    int total;
    /** The process at the other end of {@code popen}. */
    int process;
    Stream next;

    public int descriptor() {
        return descriptor;
    }

    /** Whether reading has come to the end. */
    public boolean atEnd() {
        return (flags & END) != 0;
    }

    /** Whether reading or writing has failed. */
    public boolean failed() {
        return (flags & ERROR) != 0;
    }

    public void clearError() {
        flags &= ~(END | ERROR);
    }

    /** Each byte is written out at once. */
    public void unbuffered() {
        flush();
        flags = flags & ~(LINES | UNDECIDED) | UNBUFFERED;
    }

    /** Written out after each line feed. */
    public void lineBuffered() {
        flags = flags & ~(UNBUFFERED | UNDECIDED) | LINES;
    }

    /** Written out when the buffer is full. */
    public void fullyBuffered() {
        flags &= ~(UNBUFFERED | UNDECIDED | LINES);
    }

    /** Writes out what waits; 0, or -1 for an error. */
    public int flush() {
        return StreamOutput.flush(this);
    }

    // ---- writing ----

    /** One byte. */
    public Stream putByte(int character) {
        if ((flags & (LINES | UNBUFFERED | UNDECIDED | MEMORY)) == 0 && position < size) {
            buffer.storeByte(position, character);
            position++;
        } else {
            StreamOutput.put(this, character);
        }
        return this;
    }

    /** Bytes from {@code from} on. */
    public Stream write(Address from, int bytes) {
        StreamOutput.write(this, from, bytes);
        return this;
    }

    public Stream put(String text) {
        StreamOutput.write(this, Address.of(text), text.length());
        return this;
    }

    public Stream put(Address text) {
        StreamOutput.write(this, text, Strings.length(text));
        return this;
    }

    /** In decimal digits. */
    public Stream put(int number) {
        Format.decimal(this, number);
        return this;
    }

    public Stream put(long number) {
        Format.decimal(this, number);
        return this;
    }

    /** In hexadecimal digits, without a prefix. */
    public Stream putHex(int number) {
        Format.hex(this, number);
        return this;
    }

    /** A line feed. */
    public Stream line() {
        return putByte('\n');
    }

    // ---- reading ----

    /** The next byte; -1 at the end and for errors. */
    public int get() {
        if (position < limit && (flags & READ) != 0) {
            int character = buffer.loadUnsignedByte(position);
            position++;
            return character;
        }
        return StreamInput.get(this);
    }

    /** Puts back the byte that {@link #get} gave last. */
    public void unget(int character) {
        if (character >= 0 && position > 0) {
            position--;
            buffer.storeByte(position, character);
            flags &= ~END;
        }
    }

    /** Reads up to {@code bytes} bytes; fewer at the end and for errors. */
    public int read(Address to, int bytes) {
        return StreamInput.read(this, to, bytes);
    }
}
