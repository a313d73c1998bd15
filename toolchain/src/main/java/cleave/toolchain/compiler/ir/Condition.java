package cleave.toolchain.compiler.ir;

/** A comparison of two values of the same type; the U forms are unsigned. */
public enum Condition {
    EQ, NE, LT, GE, GT, LE, LTU, GEU, GTU, LEU;

    /** The condition that holds when this one does not. */
    public Condition negated() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case LT -> GE;
            case GE -> LT;
            case GT -> LE;
            case LE -> GT;
            case LTU -> GEU;
            case GEU -> LTU;
            case GTU -> LEU;
            case LEU -> GTU;
        };
    }

    /** The condition that holds for (b, a) when this one holds for (a, b). */
    public Condition swapped() {
        return switch (this) {
            case EQ, NE -> this;
            case LT -> GT;
            case GE -> LE;
            case GT -> LT;
            case LE -> GE;
            case LTU -> GTU;
            case GEU -> LEU;
            case GTU -> LTU;
            case LEU -> GEU;
        };
    }

    /** Whether it looks at its operands as unsigned numbers; no for {@link #EQ} and {@link #NE}. */
    public boolean isUnsigned() {
        return ordinal() >= LTU.ordinal();
    }

    public boolean holds(long a, long b) {
        return switch (this) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case GE -> a >= b;
            case GT -> a > b;
            case LE -> a <= b;
            case LTU -> Long.compareUnsigned(a, b) < 0;
            case GEU -> Long.compareUnsigned(a, b) >= 0;
            case GTU -> Long.compareUnsigned(a, b) > 0;
            case LEU -> Long.compareUnsigned(a, b) <= 0;
        };
    }

    /** The condition over 32-bit values: sign extension keeps the unsigned order, too. */
    public boolean holds(int a, int b) {
        return holds((long) a, (long) b);
    }
}
