package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.OpenFlags;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** The descriptors of a process, or of several that share them: chunks of 64. */
public final class FileTable extends Struct {
    static final int CHUNK_SHIFT = 6;
    static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final int WORD_SHIFT = 5;
    /** Descriptors that a table can have: the hard limit of {@code RLIMIT_NOFILE}. */
    public static final int MAXIMUM = CHUNK << CHUNK_SHIFT;

    /** Processes that share it. */
    public int references;
    /** Chunks behind that many are not there. */
    private int chunkCount;
    @Inline(MAXIMUM / CHUNK)
    private FileChunk[] chunks;

    /** A table without files, for one process; null when memory is full. */
    public static FileTable create() {
        FileTable table = new FileTable();
        if (table != null) {
            table.references = 1;
        }
        return table;
    }

    /** The open file of a descriptor, without a reference; null if there is none. */
    public OpenFile get(int descriptor) {
        if (Integer.compareUnsigned(descriptor, MAXIMUM) >= 0) {
            return null;
        }
        FileChunk chunk = chunks[descriptor >>> CHUNK_SHIFT];
        return chunk == null ? null : chunk.files[descriptor & CHUNK - 1];
    }

    /** As {@link #get}, but null as well if it was opened with {@code O_PATH} for its name only. */
    public OpenFile opened(int descriptor) {
        OpenFile file = get(descriptor);
        return file == null || (file.flags & OpenFlags.O_PATH) != 0 ? null : file;
    }

    /** Descriptors are below this. */
    public int end() {
        return chunkCount << CHUNK_SHIFT;
    }

    /**
     * Takes the lowest free descriptor from {@code lowest} on; there is no file in it yet.
     *
     * @return the descriptor, {@code -EMFILE} or {@code -ENOMEM}
     */
    public int reserve(int lowest) {
        int limit = Process.current().limits.files();
        if (Integer.compareUnsigned(limit, MAXIMUM) > 0) {
            limit = MAXIMUM;
        }
        int from = lowest;
        while (from < limit) {
            FileChunk chunk = chunks[from >>> CHUNK_SHIFT];
            int found = from;
            if (chunk != null) {
                int word = (from & CHUNK - 1) >>> WORD_SHIFT;
                int free = ~chunk.used[word] & -1 << from;
                if (free == 0) {
                    from = (from >>> WORD_SHIFT) + 1 << WORD_SHIFT;
                    continue;
                }
                found = (from & -Integer.SIZE) + Integer.numberOfTrailingZeros(free);
            }
            if (found >= limit) {
                return -Errno.EMFILE;
            }
            return claim(found) ? found : -Errno.ENOMEM;
        }
        return -Errno.EMFILE;
    }

    private boolean claim(int descriptor) {
        int index = descriptor >>> CHUNK_SHIFT;
        FileChunk chunk = chunks[index];
        if (chunk == null) {
            chunk = new FileChunk();
            if (chunk == null) {
                return false;
            }
            chunks[index] = chunk;
            chunkCount = Math.max(chunkCount, index + 1);
        }
        chunk.used[(descriptor & CHUNK - 1) >>> WORD_SHIFT] |= 1 << descriptor;
        return true;
    }

    /** Takes back {@link #reserve}. */
    public void giveBack(int descriptor) {
        FileChunk chunk = chunks[descriptor >>> CHUNK_SHIFT];
        chunk.used[(descriptor & CHUNK - 1) >>> WORD_SHIFT] &= ~(1 << descriptor);
    }

    /** Puts a file into a reserved descriptor, which has its reference from now on. */
    public void install(int descriptor, OpenFile file, boolean closedByExec) {
        FileChunk chunk = chunks[descriptor >>> CHUNK_SHIFT];
        chunk.files[descriptor & CHUNK - 1] = file;
        setClosedByExec(descriptor, closedByExec);
    }

    /**
     * Gives a file the lowest free descriptor; the reference is the table's then, and is let go of
     * when there is none.
     */
    public int add(OpenFile file, boolean closedByExec) {
        int descriptor = reserve(0);
        if (descriptor < 0) {
            file.release();
            return descriptor;
        }
        install(descriptor, file, closedByExec);
        return descriptor;
    }

    /** Makes a descriptor that one, as {@code dup3}: what it was is closed. */
    public int replace(int descriptor, OpenFile file, boolean closedByExec) {
        OpenFile old = get(descriptor);
        if (old == null) {
            FileChunk chunk = chunks[descriptor >>> CHUNK_SHIFT];
            if (chunk != null && (chunk.used[(descriptor & CHUNK - 1) >>> WORD_SHIFT]
                    & 1 << descriptor) != 0) {
                return -Errno.EBUSY;
            }
            if (!claim(descriptor)) {
                return -Errno.ENOMEM;
            }
        }
        install(descriptor, file.retain(), closedByExec);
        if (old != null) {
            OpenFiles.close(this, old);
        }
        return descriptor;
    }

    public boolean isClosedByExec(int descriptor) {
        FileChunk chunk = chunks[descriptor >>> CHUNK_SHIFT];
        return (chunk.closedByExec[(descriptor & CHUNK - 1) >>> WORD_SHIFT] & 1 << descriptor)
                != 0;
    }

    public void setClosedByExec(int descriptor, boolean on) {
        FileChunk chunk = chunks[descriptor >>> CHUNK_SHIFT];
        int word = (descriptor & CHUNK - 1) >>> WORD_SHIFT;
        if (on) {
            chunk.closedByExec[word] |= 1 << descriptor;
        } else {
            chunk.closedByExec[word] &= ~(1 << descriptor);
        }
    }

    /** Closes a descriptor; 0 or {@code -EBADF}. */
    public int close(int descriptor) {
        OpenFile file = get(descriptor);
        if (file == null) {
            return -Errno.EBADF;
        }
        FileChunk chunk = chunks[descriptor >>> CHUNK_SHIFT];
        chunk.files[descriptor & CHUNK - 1] = null;
        giveBack(descriptor);
        OpenFiles.close(this, file);
        return 0;
    }

    /** A table with the same open files, for a child of fork; null when memory is full. */
    public FileTable copy() {
        FileTable table = create();
        if (table == null) {
            return null;
        }
        for (int i = 0; i < chunkCount; i++) {
            FileChunk chunk = chunks[i];
            if (chunk != null) {
                FileChunk copy = new FileChunk();
                if (copy == null) {
                    table.release();
                    return null;
                }
                table.chunks[i] = copy;
                table.chunkCount = i + 1;
                copyChunk(chunk, copy);
            }
        }
        return table;
    }

    private static void copyChunk(FileChunk chunk, FileChunk copy) {
        for (int word = 0; word < FileChunk.WORDS; word++) {
            int used = chunk.used[word];
            while (used != 0) {
                int bit = used & -used;
                used ^= bit;
                int slot = (word << WORD_SHIFT) + Integer.numberOfTrailingZeros(bit);
                OpenFile file = chunk.files[slot];
                // A descriptor that a thread has only reserved is none of the child's.
                if (file != null) {
                    copy.files[slot] = file.retain();
                    copy.used[word] |= bit;
                }
            }
            copy.closedByExec[word] = chunk.closedByExec[word] & copy.used[word];
        }
    }

    /** Closes what {@code execve} closes. */
    public void closeByExec() {
        for (int i = 0; i < chunkCount; i++) {
            for (int word = 0; chunks[i] != null && word < FileChunk.WORDS; word++) {
                int closed = chunks[i].closedByExec[word] & chunks[i].used[word];
                while (closed != 0) {
                    int bit = Integer.numberOfTrailingZeros(closed);
                    closed &= closed - 1;
                    close((i << CHUNK_SHIFT) + (word << WORD_SHIFT) + bit);
                }
            }
        }
    }

    /** A process that shares the table is gone; the last one closes all. */
    public void release() {
        references--;
        if (references > 0) {
            return;
        }
        for (int i = 0; i < chunkCount; i++) {
            FileChunk chunk = chunks[i];
            if (chunk != null) {
                for (int word = 0; word < FileChunk.WORDS; word++) {
                    closeAll(chunk, word);
                }
                Heap.free(chunk, Struct.sizeOf(FileChunk.class));
            }
        }
        Heap.free(this, Struct.sizeOf(FileTable.class));
    }

    private void closeAll(FileChunk chunk, int word) {
        int used = chunk.used[word];
        while (used != 0) {
            int slot = (word << WORD_SHIFT) + Integer.numberOfTrailingZeros(used);
            used &= used - 1;
            OpenFile file = chunk.files[slot];
            chunk.files[slot] = null;
            if (file != null) {
                OpenFiles.close(this, file);
            }
        }
    }
}
