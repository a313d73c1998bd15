package cleave.guestos.kernel.file.pipe;

import cleave.guestos.abi.Errno;
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
 * What is on its way through a pipe: a ring of 64 KiB in frames that are there only while bytes are
 * in them. Copying may sleep for a page of the program, so that reader and writer each keep others
 * of their kind away meanwhile; that also keeps the bytes of a small write together.
 */
final class Pipe extends Struct {
    static final int SIZE = 1 << 16;
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE = 1 << PAGE_SHIFT;
    private static final int FRAMES = SIZE / PAGE;

    @Inline(FRAMES)
    private Frame[] frames;
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
    /** Who waits for bytes, or for a writer. */
    @Embedded
    WaitQueue forReading;
    /** Who waits for room, or for a reader. */
    @Embedded
    WaitQueue forWriting;

    int room() {
        return SIZE - used;
    }

    /** Moves bytes out: their number, or an error if there were none. The caller holds reading. */
    int drain(Transfer to) {
        int done = 0;
        while (to.remaining > 0 && used > 0) {
            int offset = start & PAGE - 1;
            int part = Math.min(Math.min(to.remaining, used), PAGE - offset);
            Frame frame = frames[start >>> PAGE_SHIFT & FRAMES - 1];
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
        if (used == 0 || lastPage - page < FRAMES) {
            int index = page & FRAMES - 1;
            if (frames[index] != null && !writing) {
                Frames.release(frames[index]);
                frames[index] = null;
            }
        }
    }

    /** Moves bytes in while there is room: their number, or an error. The caller holds writing. */
    int fill(Transfer from) {
        int done = 0;
        while (from.remaining > 0 && used < SIZE) {
            int end = start + used;
            int offset = end & PAGE - 1;
            int index = end >>> PAGE_SHIFT & FRAMES - 1;
            if (frames[index] == null) {
                frames[index] = Frames.allocate();
                if (frames[index] == null) {
                    return done > 0 ? done : -Errno.ENOMEM;
                }
            }
            int part = Math.min(Math.min(from.remaining, SIZE - used), PAGE - offset);
            int result = from.take(frames[index].address().plus(offset), part);
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
        return frames[place >>> PAGE_SHIFT & FRAMES - 1].address().plus(place & PAGE - 1);
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
        int index = end >>> PAGE_SHIFT & FRAMES - 1;
        if (frames[index] == null) {
            frames[index] = Frames.allocate();
            if (frames[index] == null) {
                return Address.of(0);
            }
        }
        return frames[index].address().plus(end & PAGE - 1);
    }

    /** For how many there is room in one piece. */
    int tailBytes() {
        return Math.min(SIZE - used, PAGE - (start + used & PAGE - 1));
    }

    /** They are there. */
    void commit(int bytes) {
        used += bytes;
    }

    /** Frees it, with what nobody has read. */
    void free() {
        for (int i = 0; i < FRAMES; i++) {
            if (frames[i] != null) {
                Frames.release(frames[i]);
            }
        }
        Heap.free(this, Struct.sizeOf(Pipe.class));
    }
}
