package cleave.emulator.device;

/**
 * A small deterministic generator of numbers that look random (Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", 2014). Not for secrets.
 */
public final class SplitMix64 {
    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    public long next() {
        state += 0x9e37_79b9_7f4a_7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    /** Fills {@code bytes}, of any length. */
    public void fill(byte[] bytes) {
        long word = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (i % Long.BYTES == 0) {
                word = next();
            }
            bytes[i] = (byte) (word >>> i % Long.BYTES * Byte.SIZE);
        }
    }

    /** All there is to save. */
    public long state() {
        return state;
    }

    public void setState(long value) {
        state = value;
    }
}
