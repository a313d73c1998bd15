package cleave.emulator.engine.interpreter;

/**
 * Where in its block a decoded operation stands, packed into an {@code int}: its offset in the page
 * in halfwords, and the instructions and cycles of the block before it.
 */
final class Place {
    /** No block has more cycles than fit, see {@link BlockDecoder#MAX_INSTRUCTIONS}. */
    private static final int CYCLES_BITS = 13;
    private static final int RETIRED_BITS = 7;

    private Place() {
    }

    static int of(int offset, int retired, int cycles) {
        return offset >>> 1 << CYCLES_BITS + RETIRED_BITS | retired << CYCLES_BITS | cycles;
    }

    static int offset(int place) {
        return place >>> CYCLES_BITS + RETIRED_BITS << 1;
    }

    static int retired(int place) {
        return place >>> CYCLES_BITS & (1 << RETIRED_BITS) - 1;
    }

    static int cycles(int place) {
        return place & (1 << CYCLES_BITS) - 1;
    }
}
