package cleave.toolchain.link;

import cleave.toolchain.elf.ElfRelocation;
import cleave.toolchain.elf.RelocationType;

/**
 * A place in a section whose bytes may become fewer (psABI, "Linker Relaxation"): padding, of which
 * as much is kept as its address needs, and calls, which take the shortest form that reaches.
 */
final class Spot {
    static final int CALL_SIZE = 8;
    static final int JAL_SIZE = 4;
    static final int COMPRESSED_SIZE = 2;

    final ElfRelocation relocation;
    /** Bytes in the object. */
    final int length;
    /** Bytes that are kept. */
    int size;

    private Spot(ElfRelocation relocation, int length, int size) {
        this.relocation = relocation;
        this.length = length;
        this.size = size;
    }

    static Spot padding(ElfRelocation align) {
        return new Spot(align, align.addend(), align.addend());
    }

    /** A call, at first in the form of {@code size} bytes. */
    static Spot call(ElfRelocation call, int size) {
        return new Spot(call, CALL_SIZE, size);
    }

    boolean isPadding() {
        return relocation.type() == RelocationType.ALIGN;
    }

    int offset() {
        return relocation.offset();
    }

    /** The alignment that the padding is for: assemblers leave room for the worst case. */
    int alignment() {
        return Integer.highestOneBit(relocation.addend()) * 2;
    }
}
