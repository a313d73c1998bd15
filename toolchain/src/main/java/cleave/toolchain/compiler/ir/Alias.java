package cleave.toolchain.compiler.ir;

/**
 * What memory an access may touch. Accesses of different aliases never touch the same bytes, except
 * that {@link #ANY} touches everything but what is constant.
 *
 * @param name     a field ({@code Proc.pid}), an element type ({@code int[]}), a static field
 * @param constant whether nothing ever stores there once the program has started
 */
public record Alias(String name, boolean constant) {
    /** Raw memory: anything that is not constant. */
    public static final Alias ANY = new Alias("any", false);
    /** The lengths of arrays and strings. */
    public static final Alias LENGTH = new Alias("length", true);
    /** Characters of literals, constants of enums, read-only tables. */
    public static final Alias CONSTANT = new Alias("constant", true);

    public static Alias of(String name) {
        return new Alias(name, false);
    }

    public boolean mayOverlap(Alias other) {
        return !constant && !other.constant && (equals(ANY) || other.equals(ANY) || equals(other));
    }

    @Override
    public String toString() {
        return name;
    }
}
