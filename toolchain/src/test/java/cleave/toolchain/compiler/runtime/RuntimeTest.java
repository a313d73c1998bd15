package cleave.toolchain.compiler.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The runtime's methods on the JVM, against the JDK's. */
class RuntimeTest {
    private static final int ROUNDS = 200_000;
    private final long seed = Long.getLong("cleave.seed", 1);
    private final Random random = new Random(seed);

    /** Numbers of all lengths, with runs of equal bits. */
    private long number() {
        long value = random.nextLong() >> random.nextInt(64);
        return switch (random.nextInt(4)) {
            case 0 -> value >>> random.nextInt(64);
            case 1 -> (1L << random.nextInt(64)) + random.nextInt(3) - 1;
            case 2 -> value & random.nextLong();
            default -> value;
        };
    }

    @Test
    void longDivisionIsTheJdks() {
        System.out.println("cleave.seed=" + seed);
        for (int i = 0; i < ROUNDS; i++) {
            long a = number();
            long b = number();
            String what = a + " by " + b;
            if (b == 0) {
                assertEquals(-1, LongDivision.divide(a, b), what);
                assertEquals(-1, LongDivision.divideUnsigned(a, b), what);
                assertEquals(a, LongDivision.remainder(a, b), what);
                assertEquals(a, LongDivision.remainderUnsigned(a, b), what);
            } else {
                assertEquals(a / b, LongDivision.divide(a, b), what);
                assertEquals(a % b, LongDivision.remainder(a, b), what);
                assertEquals(Long.divideUnsigned(a, b), LongDivision.divideUnsigned(a, b), what);
                assertEquals(Long.remainderUnsigned(a, b),
                        LongDivision.remainderUnsigned(a, b), what);
            }
        }
    }

    @Test
    void bitMethodsAreTheJdks() {
        System.out.println("cleave.seed=" + seed);
        for (int i = 0; i < ROUNDS; i++) {
            long a = number();
            int word = (int) a;
            assertEquals(Integer.bitCount(word), IntegerMethods.bitCount(word));
            assertEquals(Integer.numberOfLeadingZeros(word),
                    IntegerMethods.numberOfLeadingZeros(word));
            assertEquals(Integer.numberOfTrailingZeros(word),
                    IntegerMethods.numberOfTrailingZeros(word));
            assertEquals(Integer.highestOneBit(word), IntegerMethods.highestOneBit(word));
            assertEquals(Integer.reverse(word), IntegerMethods.reverse(word));
            assertEquals(Integer.reverseBytes(word), IntegerMethods.reverseBytes(word));
            assertEquals(Long.bitCount(a), LongMethods.bitCount(a));
            assertEquals(Long.numberOfLeadingZeros(a), LongMethods.numberOfLeadingZeros(a));
            assertEquals(Long.numberOfTrailingZeros(a), LongMethods.numberOfTrailingZeros(a));
            assertEquals(Long.highestOneBit(a), LongMethods.highestOneBit(a));
            assertEquals(Long.reverse(a), LongMethods.reverse(a));
            assertEquals(Long.reverseBytes(a), LongMethods.reverseBytes(a));
            assertEquals(Short.reverseBytes((short) a), ShortMethods.reverseBytes((short) a));
            assertEquals(Character.reverseBytes((char) a),
                    CharacterMethods.reverseBytes((char) a));
        }
    }

    @Test
    void arithmeticMethodsAreTheJdks() {
        System.out.println("cleave.seed=" + seed);
        for (int i = 0; i < ROUNDS; i++) {
            long a = number();
            long b = number();
            int x = (int) number();
            int y = (int) number();
            assertEquals(Math.abs(x), MathMethods.abs(x));
            assertEquals(Math.abs(a), MathMethods.abs(a));
            assertEquals(Math.min(a, b), MathMethods.min(a, b));
            assertEquals(Math.max(x, y), MathMethods.max(x, y));
            assertEquals(Math.multiplyHigh(a, b), MathMethods.multiplyHigh(a, b));
            assertEquals(unsigned(a).multiply(unsigned(b)).shiftRight(64).longValue(),
                    MathMethods.unsignedMultiplyHigh(a, b));
            if (y != 0) {
                assertEquals(Math.floorDiv(x, y), MathMethods.floorDiv(x, y));
                assertEquals(Math.floorMod(x, y), MathMethods.floorMod(x, y));
                assertEquals(Math.floorMod(a, y), MathMethods.floorMod(a, y));
            }
            if (b != 0) {
                assertEquals(Math.floorDiv(a, b), MathMethods.floorDiv(a, b));
                assertEquals(Math.floorMod(a, b), MathMethods.floorMod(a, b));
            }
            assertEquals(Byte.compareUnsigned((byte) x, (byte) y),
                    ByteMethods.compareUnsigned((byte) x, (byte) y));
            assertEquals(Short.compareUnsigned((short) x, (short) y),
                    ShortMethods.compareUnsigned((short) x, (short) y));
        }
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
