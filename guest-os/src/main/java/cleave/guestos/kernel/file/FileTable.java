package cleave.guestos.kernel.file;

import cleave.magic.Inline;
import cleave.magic.Struct;

/** The descriptors of a process, or of several that share them: chunks of 64. */
public final class FileTable extends Struct {
    static final int CHUNK_SHIFT = 6;
    static final int CHUNK = 1 << CHUNK_SHIFT;
    /** Descriptors that a table can have: the hard limit of {@code RLIMIT_NOFILE}. */
    public static final int MAXIMUM = CHUNK << CHUNK_SHIFT;

    /** Processes that share it. */
    public int references;
    /** Chunks that may be there: those behind are null. */
    int chunkCount;
    @Inline(MAXIMUM / CHUNK)
    FileChunk[] chunks;

    /** The open file of a descriptor, without a reference; null if there is none. */
    public OpenFile get(int descriptor) {
        if (Integer.compareUnsigned(descriptor, MAXIMUM) >= 0) {
            return null;
        }
        FileChunk chunk = chunks[descriptor >>> CHUNK_SHIFT];
        return chunk == null ? null : chunk.files[descriptor & CHUNK - 1];
    }
}
