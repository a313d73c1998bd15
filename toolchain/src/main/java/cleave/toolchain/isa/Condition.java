package cleave.toolchain.isa;

/** The six branch conditions over values (volume I, "Conditional Branches"). */
public final class Condition {
    private Condition() {
    }

    public static boolean eq(int a, int b) {
        return a == b;
    }

    public static boolean ne(int a, int b) {
        return a != b;
    }

    public static boolean lt(int a, int b) {
        return a < b;
    }

    public static boolean ge(int a, int b) {
        return a >= b;
    }

    public static boolean ltu(int a, int b) {
        return Integer.compareUnsigned(a, b) < 0;
    }

    public static boolean geu(int a, int b) {
        return Integer.compareUnsigned(a, b) >= 0;
    }
}
