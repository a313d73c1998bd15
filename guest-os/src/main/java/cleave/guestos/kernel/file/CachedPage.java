package cleave.guestos.kernel.file;

import cleave.guestos.kernel.memory.Frame;
import cleave.guestos.kernel.process.WaitQueue;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/** A page of a file in memory. */
final class CachedPage extends Struct {
    /** In {@link #state}: somebody reads it from the disk; its bytes mean nothing yet. */
    static final int READING = 1;
    /** In {@link #state}: somebody writes it to the disk. */
    static final int WRITING = 2;
    /** In {@link #state}: the disk has other bytes. */
    static final int DIRTY = 4;
    /** In {@link #state}: programs that map it write to it without a word. */
    static final int MAPPED_WRITES = 8;
    /** In {@link #state}: it was used since somebody looked for one to drop. */
    static final int USED = 16;
    /** In {@link #state}: written in this round, and dirty only because it is still mapped. */
    static final int SETTLED = 32;

    Inode inode;
    int index;
    Frame frame;
    int state;
    CachedPage nextOfHash;
    /** Of the same file. */
    CachedPage next;
    CachedPage previous;
    /** In the order of age. */
    CachedPage newer;
    CachedPage older;
    /** Those who wait for the end of reading or writing. */
    @Embedded
    WaitQueue waiting;

    boolean is(int bit) {
        return (state & bit) != 0;
    }

    boolean isBusy() {
        return (state & (READING | WRITING)) != 0;
    }
}
