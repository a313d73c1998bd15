package cleave.guestos.user.sh;

import cleave.guestos.libc.Heap;
import cleave.guestos.libc.Memory;
import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/**
 * Memory that is given back together. A command's nodes lie in one, which lives as long as someone
 * holds it: the reader, and each function that was defined in it. {@link #SCRATCH} is used as a
 * stack: what was taken since a {@link #mark} goes back at {@link #release(Address)}.
 */
final class Arena extends Struct {
    static final Arena SCRATCH = new Arena();

    private static final int CHUNK = 4000;
    private static final int ALIGNMENT = 8;

    private Chunk top;
    private int holders;

    /** A piece of the heap; its bytes follow this header. */
    private static final class Chunk extends Struct {
        Chunk below;
        int size;
        int used;
        int reserved;

        Address start() {
            return Address.of(this).plus(Struct.sizeOf(Chunk.class));
        }
    }

    /** An arena with one holder. */
    static Arena make() {
        Arena arena = new Arena();
        arena.holders = 1;
        return arena;
    }

    void retain() {
        holders++;
    }

    void release() {
        holders--;
        if (holders == 0) {
            while (top != null) {
                pop();
            }
            Heap.free(this);
        }
    }

    private void pop() {
        Chunk chunk = top;
        top = chunk.below;
        Heap.free(chunk);
    }

    private void push(int bytes) {
        int size = Math.max(CHUNK, bytes);
        Chunk chunk = Struct.at(Storage.take(Struct.sizeOf(Chunk.class) + size), Chunk.class);
        chunk.below = top;
        chunk.size = size;
        chunk.used = 0;
        top = chunk;
    }

    /** Zeroed bytes, aligned to 8. */
    Address take(int bytes) {
        int rounded = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (top == null || top.used + rounded > top.size) {
            push(rounded);
        }
        Address memory = top.start().plus(top.used);
        top.used += rounded;
        return Memory.clear(memory, rounded);
    }

    Address copy(Address text, int length) {
        Address copy = take(length + 1);
        return Memory.copy(copy, text, length);
    }

    Address copy(Address text) {
        return copy(text, Strings.length(text));
    }

    /** The place up to which memory is in use now. */
    Address mark() {
        if (top == null) {
            push(0);
        }
        return top.start().plus(top.used);
    }

    /** Takes back all that was given since the mark. */
    void release(Address mark) {
        while (mark.isBelow(top.start()) || top.start().plus(top.size).isBelow(mark)) {
            pop();
        }
        top.used = mark.minus(top.start());
    }
}
