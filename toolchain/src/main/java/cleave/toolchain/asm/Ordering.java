package cleave.toolchain.asm;

/** The ordering of an atomic instruction (volume I, "Specifying Ordering of Atomics"). */
public enum Ordering {
    NONE, RELEASE, ACQUIRE, ACQUIRE_RELEASE;

    /** {@code aq << 1 | rl}. */
    int bits() {
        return ordinal();
    }
}
