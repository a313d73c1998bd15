package cleave.toolchain.isa;

/** A comparison of two 32-bit values, as a branch makes it. */
@FunctionalInterface
public interface IntCondition {
    boolean holds(int a, int b);
}
