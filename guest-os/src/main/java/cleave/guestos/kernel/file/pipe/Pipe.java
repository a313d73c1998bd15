package cleave.guestos.kernel.file.pipe;

import cleave.guestos.abi.Errno;
import cleave.guestos.kernel.file.Bytes;
import cleave.guestos.kernel.file.Transfer;
import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * What is on its way through a pipe: a ring of 64 KiB, or another size that was asked for, in
 * frames that are there only while bytes are in them. Copying may sleep for a page of the program,
 * so that reader and writer each keep others of their kind away meanwhile; that also keeps the
 * bytes of a small write together.
 */
final class Pipe extends Struct {
    static final int PAGE_SHIFT = 12;
    private static final int PAGE = 1 << PAGE_SHIFT;
    private static final int FRAMES = 16;
    /** What a new one can hold. */
    static final int SIZE = FRAMES << PAGE_SHIFT;
    private static final int POINTER_SHIFT = 2;

    /** The table of frames, unless there is a larger or smaller one. */
    @Inline(FRAMES)
    private int[] own;
    /** Pointers to the frames; zero where there is none. */
    private Address table;
    /** Its length, a power of two, less 1. */
    private int mask;
    /** Where the first byte is that was not read; counts on behind the size of the ring. */
    private int start;
    /** Bytes in the ring. */
    int used;
    /** Open files that may read, and that may write. */
    int readers;
    int writers;
    /** How often a FIFO was opened to read, and to write. */
    int readerOpenings;
    int writerOpenings;
    boolean reading;
    boolean writing;
    /** Of sockets: those who sleep need not wait any longer, since {@code shutdown} was called. */
    boolean readingEnded;
    boolean writingEnded;
    /** Who waits for bytes, or for a writer. */
    @Embedded
    WaitQueue forReading;
    /** Who waits for room, or for a reader. */
    @Embedded
    WaitQueue forWriting;

    /** An empty one that nobody has open; null when memory is full. */
    static Pipe create() {
        Pipe pipe = new Pipe();
        if (pipe != null) {
            pipe.table = Address.of(pipe.own);
            pipe.mask = FRAMES - 1;
        }
        return pipe;
    }

    /** Bytes that it can hold. */
    int size() {
        return mask + 1 << PAGE_SHIFT;
    }

    int room() {
        return size() - used;
    }

    private Frame frame(int page) {
        return Struct.at(Address.of(table.loadInt((page & mask) << POINTER_SHIFT)), Frame.class);
    }

    /** Puts a new frame there: whether there was one. */
    private boolean add(int page) {
        Frame frame = Frames.allocate();
        table.storeInt((page & mask) << POINTER_SHIFT, Address.of(frame).bits());
        return frame != null;
    }

    private void drop(int page) {
        Frames.release(frame(page));
        table.storeInt((page & mask) << POINTER_SHIFT, 0);
    }

    /**
     * Gives it room for so many bytes, a power of two of pages: 0, or an error and it is as it was.
     * Nobody may be reading or writing.
     */
    int resize(int bytes) {
        if (used > bytes) {
            return -Errno.EBUSY;
        }
        int pages = bytes >>> PAGE_SHIFT;
        Address other = Heap.allocate(pages << POINTER_SHIFT);
        if (other.isNull()) {
            return -Errno.ENOMEM;
        }
        int result = copyTo(other);
        if (result < 0) {
            dropAll(other, pages);
            Heap.free(other, pages << POINTER_SHIFT);
            return result;
        }
        freeFrames();
        table = other;
        mask = pages - 1;
        start = 0;
        return 0;
    }

    /** Copies all bytes to frames of an empty table that has room for them: 0 or an error. */
    private int copyTo(Address other) {
        int done = 0;
        while (done < used) {
            Frame frame = Frames.allocate();
            if (frame == null) {
                return -Errno.ENOMEM;
            }
            other.storeInt(done >>> PAGE_SHIFT << POINTER_SHIFT, Address.of(frame).bits());
            int end = Math.min(done + PAGE, used);
            while (done < end) {
                int part = Math.min(headBytes(done), end - done);
                Bytes.copy(frame.address().plus(done & PAGE - 1), head(done), part);
                done += part;
            }
        }
        return 0;
    }

    private static void dropAll(Address table, int entries) {
        for (int i = 0; i < entries; i++) {
            Frame frame = Struct.at(Address.of(table.loadInt(i << POINTER_SHIFT)), Frame.class);
            if (frame != null) {
                Frames.release(frame);
                table.storeInt(i << POINTER_SHIFT, 0);
            }
        }
    }

    private void freeFrames() {
        dropAll(table, mask + 1);
        if (table != Address.of(own)) {
            Heap.free(table, mask + 1 << POINTER_SHIFT);
        }
    }

    /** Moves bytes out: their number, or an error if there were none. The caller holds reading. */
    int drain(Transfer to) {
        int done = 0;
        while (to.remaining > 0 && used > 0) {
            int offset = start & PAGE - 1;
            int part = Math.min(Math.min(to.remaining, used), PAGE - offset);
            Frame frame = frame(start >>> PAGE_SHIFT);
            int result = to.give(frame.address().plus(offset), part);
            if (result < 0) {
                return done > 0 ? done : result;
            }
            done += part;
            used -= part;
            int page = start >>> PAGE_SHIFT;
            start += part;
            if (start >>> PAGE_SHIFT != page) {
                release(page);
            }
        }
        if (used == 0 && !writing) {
            // What comes next begins at the start of the frame that the last bytes had.
            start &= -PAGE;
        }
        return done;
    }

    /** Lets go of a frame that was read, unless the writer has come round to it. */
    private void release(int page) {
        int lastPage = start + used - 1 >>> PAGE_SHIFT;
        if ((used == 0 || lastPage - page <= mask) && frame(page) != null && !writing) {
            drop(page);
        }
    }

    /** Moves bytes in while there is room: their number, or an error. The caller holds writing. */
    int fill(Transfer from) {
        int done = 0;
        while (from.remaining > 0 && room() > 0) {
            int end = start + used;
            int offset = end & PAGE - 1;
            int page = end >>> PAGE_SHIFT;
            if (frame(page) == null && !add(page)) {
                return done > 0 ? done : -Errno.ENOMEM;
            }
            int part = Math.min(Math.min(from.remaining, room()), PAGE - offset);
            int result = from.take(frame(page).address().plus(offset), part);
            if (result < 0) {
                return done > 0 ? done : result;
            }
            done += part;
            used += part;
        }
        return done;
    }

    /** Where the next bytes to be read are; the caller holds reading. */
    Address head(int behind) {
        int place = start + behind;
        return frame(place >>> PAGE_SHIFT).address().plus(place & PAGE - 1);
    }

    /** How many of them lie there in one piece. */
    int headBytes(int behind) {
        return Math.min(used - behind, PAGE - (start + behind & PAGE - 1));
    }

    /** They have been read. */
    void consume(int bytes) {
        int page = start >>> PAGE_SHIFT;
        used -= bytes;
        start += bytes;
        if (start >>> PAGE_SHIFT != page) {
            release(page);
        }
        if (used == 0 && !writing) {
            start &= -PAGE;
        }
    }

    /** Where the next bytes go; null when memory is full. The caller holds writing. */
    Address tail() {
        int end = start + used;
        int page = end >>> PAGE_SHIFT;
        if (frame(page) == null && !add(page)) {
            return Address.of(0);
        }
        return frame(page).address().plus(end & PAGE - 1);
    }

    /** For how many there is room in one piece. */
    int tailBytes() {
        return Math.min(room(), PAGE - (start + used & PAGE - 1));
    }

    /** They are there. */
    void commit(int bytes) {
        used += bytes;
    }

    /** Frees it, with what nobody has read. */
    void free() {
        freeFrames();
        Heap.free(this, Struct.sizeOf(Pipe.class));
    }
}
