package cleave.tests.compiler;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices, and numbers as programs have them: small, powers of two, limits, any. */
final class Chance {
    private static final int[] LIMITS = {0, 1, -1, 2, Integer.MIN_VALUE, Integer.MAX_VALUE, 127,
        128, 255, 256, -128, -129, 32767, 32768, 65535, 65536, -32768, 0x7ff, 0x800, -0x800, -0x801,
        4095, 4096, 0xfffff000, 0x12345678};

    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0 up to {@code bound}, exclusive. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    int integer() {
        return switch (below(6)) {
            case 0, 1 -> between(-16, 16);
            case 2 -> LIMITS[below(LIMITS.length)];
            case 3 -> (1 << below(32)) - below(2);
            case 4 -> random.nextInt();
            default -> between(-5000, 5000);
        };
    }

    long longInteger() {
        return switch (below(5)) {
            case 0, 1 -> integer();
            case 2 -> (1L << below(64)) - below(2);
            case 3 -> of(Long.MIN_VALUE, Long.MAX_VALUE, 0xffffffffL, 0x100000000L, -0x80000001L);
            default -> random.nextLong();
        };
    }
}
