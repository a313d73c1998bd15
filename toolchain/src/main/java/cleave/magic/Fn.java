package cleave.magic;

/**
 * A function pointer: an interface that extends this one and has one method. Its values are
 * references to static methods, {@code Kernel::fork}, or lambdas that capture nothing; null is
 * address 0.
 */
public interface Fn {
}
