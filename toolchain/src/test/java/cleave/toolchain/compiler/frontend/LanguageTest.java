package cleave.toolchain.compiler.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.Evaluation;
import cleave.toolchain.compiler.Snippet;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Verifier;
import cleave.toolchain.compiler.ir.eval.EvaluationException;
import cleave.toolchain.compiler.pass.PassPipeline;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What javac makes of the language's forms does the same in the evaluator as on the JVM. */
class LanguageTest {
    private static final int[] NUMBERS = {0, 1, -1, 2, 3, 7, 31, 32, 33, 100, -100, 255, 65536,
        Integer.MAX_VALUE, Integer.MIN_VALUE, 0x1234_5678};

    private static final int[] OTHERS = {0, 5, -3, 33, 1_000_000, Integer.MIN_VALUE};

    @ParameterizedTest
    @ValueSource(strings = {
        // arithmetic
        "return a + b * 3 - (a ^ b) + (a & b) - (a | 5) + ~a + -b;",
        "return a / (b | 1) + a % (b | 1);",
        "return a / b;",
        "return (long) a % b;",
        "return (a << b) + (a >> b) * 3 + (a >>> b) * 5;",
        "long x = a * 0x1_0000_0001L; return (x << b) + (x >> b) * 3 + (x >>> b) * 5;",
        "long x = (long) a * b; return x / (b | 3L) + x % (a | 5L) - (x ^ 77L) + ~x + -x;",
        "return (byte) a + (short) b * 3 + (char) a * 5 + (byte) (a * b) + (int) ((long) a << 3);",
        "byte x = (byte) a; x += b; x++; x >>>= 1; return x;",
        "char x = (char) a; x--; x <<= 3; short y = (short) x; return x * 65536L + y;",
        "return (int) (((long) a * b) >>> 32) + Math.multiplyHigh((long) a << 20, (long) b << 9);",
        // comparisons
        "long x = a; return (x < b ? 1 : 0) + (x <= b ? 2 : 0) + (x == b ? 4 : 0)"
            + " + (x != b ? 8 : 0) + (x > b ? 16 : 0) + (x >= b ? 32 : 0);",
        "boolean x = a < b, y = a > 5 || b < 3 && !x; return (x ^ y ? 1 : 2) + (x | y ? 4 : 8)"
            + " + (x == y ? 16 : 32) + (y & x ? 64 : 0);",
        "return Integer.compareUnsigned(a, b) * 3 + (Integer.compareUnsigned(a, b) < 0 ? 10 : 20)"
            + " + (Long.compareUnsigned(a, b) >= 0 ? 100 : 200) + Integer.compare(a, b) * 1000"
            + " + Long.compare(a, b) * 10000 + (Integer.compareUnsigned(b, a) == 0 ? 7 : 9);",
        "return a == b ? a : a < b ? b - a : a - b;",
        // control
        "int s = 0; for (int i = 0; i < (a & 15); i++) { for (int j = i; j > 0; j--) {"
            + " if (j == 3) { continue; } if (i * j > 40) { break; } s += i * j; } } return s;",
        "int s = 0; outer: for (int i = 0; ; i++) { int j = 0; do { s += i ^ j;"
            + " if (s > 500 || i > 20) { break outer; } if (j == (b & 7)) { continue outer; } j++;"
            + " } while (true); } return s;",
        "int x = a & 15, y = b & 15; while (y != 0) { int t = x % y; x = y; y = t; } return x;",
        "switch (a) { case 0: return b; case 1: case 2: b++; case 3: b *= 2; break;"
            + " case -1: b = 5; default: b -= 7; } return b;",
        "return switch (a & 7) { case 0 -> 5; case 1, 2 -> { int t = b; while (t > 9) { t /= 2; }"
            + " yield t; } case 5 -> b; default -> -1; };",
        "switch (a) { case Integer.MIN_VALUE: return 1; case Integer.MAX_VALUE: return 2;"
            + " case 65536: return 3; case 1000000: return 4; default: return 5; }",
        "int x = a > b ? (a & 1) == 0 ? 3 : 4 : (b & 1) == 0 ? 5 : 6; x += x++ + ++x; return x;",
        // arrays
        "int i = a & 3; TABLE[i] += b; TABLE[i]++; --TABLE[3]; int s = TABLE[i]-- * 3;"
            + " for (int t : TABLE) { s = s * 31 + t; } return s;",
        "int i = a & 3; LONGS[i] += b; LONGS[i]++; long s = LONGS[i]-- * 3; LONGS[0] <<= 2;"
            + " for (long t : LONGS) { s = s * 31 + t; } return s;",
        "BYTES[a & 3] = (byte) b; BYTES[1] += 100; BYTES[2] |= 0x80; return BYTES[a & 3] * 1000"
            + " + BYTES[1] + BYTES[2] * 3L;",
        "CHARS[a & 3] = (char) b; CHARS[1] += 100; SHORTS[2] = (short) CHARS[1]++;"
            + " return CHARS[a & 3] + CHARS[1] * 3L + SHORTS[2];",
        "FLAGS[a & 3] ^= b > 0; FLAGS[1] |= a < b; int s = 0; for (boolean t : FLAGS) {"
            + " s = s * 2 + (t ? 1 : 0); } return s;",
        "return TABLE[a];",
        "int[] t = a > 0 ? TABLE : null; return t[1];",
        "int[] c = TABLE.clone(); c[1] = b; System.arraycopy(c, 0, c, 1, 3); return c[0]"
            + " + c[2] * 3L + c[3] * 5 + TABLE[1];",
        "long[] t = new long[a & 7]; for (int i = 0; i < t.length; i++) { t[i] = i * (long) b; }"
            + " long s = t.length; for (long x : t) { s += x; } return s;",
        "int[] t = {a, b, a + b}; int s = 0; for (int i = t.length; --i >= 0; ) { s = s * 7 + t[i];"
            + " } return s;",
        "byte[][] t = new byte[3][]; t[1] = new byte[] {1, (byte) a}; t[2] = t[1]; t[2][0] = 9;"
            + " return t[1][0] + t[1][1] + t.length + (t[0] == null ? 100 : 0);",
        "int[][] t = new int[(a & 3) + 1][b & 7]; long s = t.length; for (int[] r : t) {"
            + " for (int i = 0; i < r.length; i++) { r[i] += i * a; s = s * 31 + r[i]; } }"
            + " return s + (t[0] == t[t.length - 1] ? 1000 : 0);",
        "byte[][] t = new byte[2][(byte) a]; long[][] u = new long[(byte) b][3]; u[1][2] = a;"
            + " t[1][0] = 5; return t[1].length + u[1][2] + u[0][2] + u.length + t[0][0];",
        "int[][][] t = new int[2][3][]; t[1][2] = new int[] {a}; return t[1][2][0]"
            + " + (t[0][2] == null ? 1 : 2);",
        "return sum(a, b, 3) + sum();",
        // statics and calls
        "count = a; count += b; last = count++ + ++count; last <<= 1; return last + count;",
        "small = (byte) a; small += b; return small++ + small;",
        "return mix((byte) a, (short) b, (char) a, a > b, a, b, (long) a << 20, 9, -b);",
        "return even(a & 15) ? 1 : 2;",
        "String s = a > b ? \"greater\" : \"less\"; return s.length() * 1000 + s.charAt(a & 3);",
        "String s = \"abc\"; return s.charAt(a);",
        // the JDK's methods
        "return Math.min(a, b) + Math.max(a, b) * 3L + Math.abs(a) + Math.floorMod(a, b | 1)"
            + " + Math.floorDiv(a, b | 1);",
        "return Integer.bitCount(a) + Integer.numberOfLeadingZeros(b) * 100"
            + " + Integer.numberOfTrailingZeros(a) * 10000 + Integer.reverse(a)"
            + " + Integer.reverseBytes(b) + Integer.highestOneBit(a) + Integer.lowestOneBit(b);",
        "long x = (long) a << 13 ^ b; return Long.bitCount(x) + Long.numberOfLeadingZeros(x) * 100"
            + " + Long.numberOfTrailingZeros(x) * 10000 + Long.reverse(x) + Long.reverseBytes(x)"
            + " + Long.highestOneBit(x) + Long.lowestOneBit(x) + Long.signum(x);",
        "return Integer.rotateLeft(a, b) + Integer.rotateRight(a, 5) * 3 + Long.rotateLeft(a, b)"
            + " + Long.rotateRight(a, 40) + Integer.signum(a) + Integer.toUnsignedLong(b);",
        "return Integer.divideUnsigned(a, b | 1) + Integer.remainderUnsigned(a, b | 1)"
            + " + Long.divideUnsigned((long) a << 9, b | 1L) + Long.remainderUnsigned(a, b | 1L);",
        "return Byte.toUnsignedInt((byte) a) + Short.toUnsignedInt((short) b) * 3"
            + " + Short.reverseBytes((short) a) + Character.reverseBytes((char) b);",
        "assert a != 31 : \"not 31\"; return a;",
    })
    void theEvaluatorAgreesWithTheJvm(String body) throws ReflectiveOperationException {
        Map<String, byte[]> classes = Snippet.classes("""
                public final class T {
                    static final int[] TABLE = {1, 2, 3, 4};
                    static final long[] LONGS = {1L << 40, -2, 3, 4};
                    static final byte[] BYTES = {1, -2, 3, 4};
                    static final char[] CHARS = {1, 2, 3, 4};
                    static final short[] SHORTS = {1, -2, 3, 4};
                    static final boolean[] FLAGS = {true, false, true, true};
                    static int count; static long last = 5; static byte small;
                    static int sum(int... all) { int s = all.length; for (int x : all) { s += x; }
                        return s; }
                    static long mix(byte a, short b, char c, boolean d, int e, int f, long g, int h,
                        int i) { return a + b * 3 + c * 5 + (d ? 7 : 9) + e * 11 + f * 13 + g
                        + h * 17 + i * 19; }
                    @Recursive(max = 20) static boolean even(int n) {
                        return n == 0 || !even(n - 1); }
                    @Allocator @Symbol("__test_new") static native Address allocate(int bytes);
                    @EntryPoint public static long f(int a, int b) { BODY }
                }
                """.replace("BODY", body));
        Program plain = program(classes);
        Program optimised = program(classes);
        PassPipeline.optimise(optimised, Verifier::verify);
        for (int a : NUMBERS) {
            for (int b : OTHERS) {
                String expected = onJvm(classes, a, b);
                String where = body + " for " + a + ", " + b;
                assertEquals(expected, evaluated(plain, a, b), where);
                assertEquals(expected, evaluated(optimised, a, b), where + ", optimised");
            }
        }
    }

    private static Program program(Map<String, byte[]> classes) {
        Program program = FrontEnd.run(Snippet.source(classes), CompilerOptions.of("T"));
        program.functions().forEach(Verifier::verify);
        return program;
    }

    private static String evaluated(Program program, int a, int b) {
        try {
            return String.valueOf(Evaluation.run(program, "T.f", a, b));
        } catch (EvaluationException failed) {
            return "fails";
        }
    }

    private static String onJvm(Map<String, byte[]> classes, int a, int b)
            throws ReflectiveOperationException {
        ClassLoader loader = new ClassLoader(LanguageTest.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) {
                byte[] bytes = classes.get(name.replace('.', '/'));
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        loader.setDefaultAssertionStatus(true);
        Method f = loader.loadClass("T").getMethod("f", int.class, int.class);
        try {
            return String.valueOf(f.invoke(null, a, b));
        } catch (InvocationTargetException e) {
            return "fails";
        }
    }
}
