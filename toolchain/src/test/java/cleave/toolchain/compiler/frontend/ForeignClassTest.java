package cleave.toolchain.compiler.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.Snippet;
import cleave.toolchain.compiler.ir.Verifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Class files that the front end was not made for give an error that names them. */
class ForeignClassTest {
    private static final int ROUNDS = 2000;
    private static final String SOURCE = """
            final class T {
                enum Color { RED, GREEN }
                static final class P extends Struct { int a; long b; @Inline(3) short[] c; P next; }
                interface Op extends Fn { int go(int x); }
                static Color color = Color.GREEN;
                static int[] table = {1, 2, 3};
                static Op op = x -> x + 1;
                @EntryPoint static long f(P p, int n, byte[] bytes) {
                    long sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += p.b * i + p.c[i % 3] / (n | 1) + bytes[i] + table[i] + op.go(i);
                        switch (n) { case 1: sum++; case 5: sum--; break; default: sum ^= n; }
                        switch (color) { case RED -> sum += 7; default -> p = p.next; }
                        assert sum > 0 : "negative";
                    }
                    return n > 3 && p != null || sum < 4 ? sum : "text".charAt(n);
                }
            }
            """;

    private static String refusal(Map<String, byte[]> classes) {
        return assertThrows(CompileException.class, () -> FrontEnd.run(Snippet.source(classes),
                CompilerOptions.of("T"))).getMessage();
    }

    private static Map<String, byte[]> with(int offset, int value) {
        Map<String, byte[]> classes = Snippet.classes("final class T { }");
        classes.get("T")[offset] = (byte) value;
        return classes;
    }

    @Test
    void newerJavaIsRefused() {
        assertEquals("T.class: [class-file] has class file version 65, not one of Java 11 to 17:"
                + " compile it with javac --release 17", refusal(with(7, 65)));
    }

    @Test
    void whatIsNoClassFileIsRefused() {
        assertEquals("T.class: [class-file] is not a class file: compile it with javac --release"
                + " 17", refusal(with(0, 0)));
        assertEquals("T.class: [class-file] is not a class file: compile it with javac --release"
                + " 17", refusal(Map.of("T", new byte[0])));
    }

    @Test
    void missingClassesAreNamed() {
        assertEquals("T: [missing-class] there is no such class: check the name and the class path",
                refusal(Map.of()));
        Map<String, byte[]> classes = new HashMap<>(Snippet.classes("final class T {"
                + " @EntryPoint static int f() { return A.g(); } }"
                + " final class A { static int g() { return 1; } }"));
        classes.remove("A");
        assertEquals("T.java:1: [missing-class] there is no class file of A: add the folder or jar"
                + " that has it", refusal(classes));
    }

    @Test
    void aClassOfAnotherVersionOfTheProgramIsNoticed() {
        Map<String, byte[]> classes = new HashMap<>(Snippet.classes("final class T {"
                + " @EntryPoint static int f() { return A.g() + A.x; } }"
                + " final class A { static int x; static int g() { return 1; } }"));
        classes.put("A", Snippet.classes("final class A { }").get("A"));
        assertEquals("T.java:1: [missing-member] A.g()I does not exist: compile all classes"
                + " together\nT.java:1: [missing-member] A has no field x: compile all classes"
                + " together", refusal(classes));
    }

    @Test
    void kotlinIsRefused() {
        Map<String, byte[]> classes = new JavaSourceWithKotlin().classes();
        assertEquals("T.class: [class-file] was made by Kotlin: write the program in Java",
                refusal(classes));
    }

    /** A class with the annotation that Kotlin's compiler writes. */
    private static final class JavaSourceWithKotlin {
        Map<String, byte[]> classes() {
            return new cleave.toolchain.compiler.JavaSource()
                    .add("kotlin/Metadata.java", "package kotlin; import java.lang.annotation.*;"
                            + " @Retention(RetentionPolicy.RUNTIME) public @interface Metadata { }")
                    .add("T.java", "@kotlin.Metadata final class T { }").compile();
        }
    }

    /** Changes bytes, cuts, and exchanges pieces: a good program or a refusal, nothing else. */
    @Test
    void damagedClassFilesAreRefusedAndNeverCrash() {
        long seed = Long.getLong("cleave.seed", 1);
        System.out.println("cleave.seed=" + seed);
        Random random = new Random(seed);
        Map<String, byte[]> good = Snippet.classes(SOURCE);
        List<String> names = List.copyOf(good.keySet());
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, byte[]> classes = new HashMap<>(good);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextBoolean()) {
                name = "T";
            }
            classes.put(name, damage(good.get(name), random));
            try {
                FrontEnd.run(Snippet.source(classes), CompilerOptions.of("T")).functions()
                        .forEach(Verifier::verify);
            } catch (CompileException expected) {
                // That is what it is for.
                assertEquals(false, expected.getMessage().isBlank());
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError crash) {
                fail("seed " + seed + ", round " + round + ", class " + name, crash);
            }
        }
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = 8 + random.nextInt(bytes.length - 8);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= 1 << random.nextInt(8);
                case 2 -> bytes[at] = good[8 + random.nextInt(good.length - 8)];
                default -> bytes[at] += random.nextBoolean() ? 1 : -1;
            }
        }
        return random.nextInt(20) == 0
                ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
