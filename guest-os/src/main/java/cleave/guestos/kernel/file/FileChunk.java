package cleave.guestos.kernel.file;

import cleave.magic.Inline;
import cleave.magic.Struct;

/** Descriptors of a process: 64 of them. */
final class FileChunk extends Struct {
    static final int WORDS = FileTable.CHUNK / Integer.SIZE;

    /** Bits of those that are in use, or spoken for. */
    @Inline(WORDS)
    int[] used;
    /** Bits of those that end with {@code execve}. */
    @Inline(WORDS)
    int[] closedByExec;
    @Inline(FileTable.CHUNK)
    OpenFile[] files;
}
