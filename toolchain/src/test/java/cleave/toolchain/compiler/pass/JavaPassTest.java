package cleave.toolchain.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.compiler.Snippet;
import cleave.toolchain.compiler.ir.Block;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.IrPrinter;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import cleave.toolchain.compiler.ir.Value;
import cleave.toolchain.compiler.ir.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What becomes of Java after all passes: the operations besides constants and marks, in order. */
class JavaPassTest {
    private static Program optimised(String members) {
        // Nothing is kept that is not reached from outside.
        String entry = members.replaceAll("static (\\w+) f\\(",
                "@EntryPoint(\"T.f\") static $1 f(");
        Program program = Snippet.members(entry);
        PassPipeline.optimise(program, Verifier::verify);
        return program;
    }

    private static Function f(String members) {
        return Snippet.function(optimised(members), "T.f");
    }

    private static String operations(String members) {
        List<String> names = new ArrayList<>();
        for (Block block : f(members).blocks()) {
            for (Value value : block.values()) {
                if (value.op().kind() != Op.Kind.LEAF && value.op().kind() != Op.Kind.MARK) {
                    names.add(value.op().name().toLowerCase(Locale.ROOT));
                }
            }
        }
        return String.join(" ", names);
    }

    private static boolean has(Function function, Op op) {
        return function.blocks().stream().flatMap(block -> block.values().stream())
                .anyMatch(value -> value.op() == op);
    }

    private static String inLoop(String members) {
        Function function = f(members);
        Loops loops = new Loops(function);
        assertEquals(1, loops.all().size(), function::toString);
        List<String> names = new ArrayList<>();
        for (Block block : function.blocks()) {
            if (loops.depth(block) > 0) {
                for (Value value : block.values()) {
                    if (value.op().kind() != Op.Kind.LEAF && value.op().kind() != Op.Kind.MARK) {
                        names.add(value.op().name().toLowerCase(Locale.ROOT));
                    }
                }
            }
        }
        return String.join(" ", names);
    }

    @Test
    void unsignedComparisonIsOneBranch() {
        assertEquals("set return",
                operations("static boolean f(int a, int b) {"
                        + " return Integer.compareUnsigned(a, b) < 0; }"));
    }

    @Test
    void booleanOfTwoTestsIsNoDetour() {
        String text = f("static int f(int a, int b, int c) {"
                + " boolean d = a < b && b < c; if (d) { return a + 1; } return c + 2; }")
                .toString();
        assertFalse(text.contains("phi"), text);
        assertFalse(text.contains("set"), text);
    }

    @Test
    void byteReadWithMaskIsOneLoad() {
        assertEquals("load return", operations(
                "static final class P extends Struct { byte flags; }"
                        + " static int f(P p) { return p.flags & 0xff; }"));
    }

    @Test
    void bitSetInAByteNeedsNoExtension() {
        assertEquals("load or store return", operations(
                "static final class P extends Struct { byte flags; }"
                        + " static void f(P p) { p.flags |= 4; }"));
    }

    @Test
    void highWordOfAProductIsOneInstruction() {
        assertEquals("mulh return", operations(
                "static int f(int a, int b) { return (int) (((long) a * b) >>> 32); }"));
    }

    @Test
    void longComparisonIsAChainOfBranches() {
        String operations = operations("static int f(long a, long b) { if (a < b) { return 1; }"
                + " return 2; }");
        assertFalse(operations.contains("sub"), operations);
        assertTrue(operations.startsWith("branch branch branch"), operations);
    }

    @Test
    void divisionByAPowerOfTwoRoundsTowardsZeroByShifts() {
        assertEquals("sra srl add sra return", operations(
                "static int f(int a) { return a / 8; }"));
        assertEquals("and srl return", operations(
                "static int f(int a) { return (a & 0xff) / 8; }"));
    }

    @Test
    void loopOverAnArrayHasNoCheckAndOnePointer() {
        assertEquals("load add add branch", inLoop(
                "static int f(int[] a) { int s = 0;"
                        + " for (int i = 0; i < a.length; i++) { s += a[i]; } return s; }"));
    }

    @Test
    void loopDownwardsHasNoCheck() {
        String loop = inLoop("static int f(int[] a) { int s = 0;"
                + " for (int i = a.length - 1; i >= 0; i--) { s ^= a[i]; } return s; }");
        assertFalse(loop.contains("check"), loop);
    }

    @Test
    void maskedIndexOfATableIsNotChecked() {
        assertFalse(has(f("static final int[] TABLE = {1, 2, 3, 4};"
                + " static int f(int i) { return TABLE[i & 3]; }"), Op.CHECK_INDEX));
        assertTrue(has(f("static final int[] TABLE = {1, 2, 3, 4};"
                + " static int f(int i) { return TABLE[i & 7]; }"), Op.CHECK_INDEX));
    }

    @Test
    void indexThatMayOverflowIsChecked() {
        assertTrue(has(f("static int f(int[] a, int i) { return i < a.length ? a[i] : 0; }"),
                Op.CHECK_INDEX));
        assertTrue(has(f("static int f(int[] a, int n) { int s = 0;"
                + " for (int i = n; i < a.length; i++) { s += a[i]; } return s; }"),
                Op.CHECK_INDEX));
    }

    @Test
    void equalCheckIsMadeOnce() {
        assertEquals("load check_index sll add load add store return", operations(
                "static void f(int[] a, int i) { a[i] += 3; }"));
    }

    @Test
    void smallMethodsAreInlinedAndLeftOut() {
        Program program = optimised("static int square(int x) { return x * x; }"
                + " static int f(int a) { return square(a) + square(3); }");
        Function f = Snippet.function(program, "T.f");
        assertFalse(has(f, Op.CALL), f::toString);
        Value product = f.blocks().get(0).values().stream()
                .filter(value -> value.op() == Op.MUL).findFirst().orElseThrow();
        assertEquals("T.square", product.position().method());
        assertEquals("T.f", product.position().inlinedAt().method());
    }

    @Test
    void methodThatMustNotBeInlinedIsCalled() {
        assertEquals("call return", operations(
                "@NoInline static int g(int x) { return x * x; }"
                        + " static int f(int a) { return g(a); }"));
    }

    @Test
    void volatileFieldsAreReadEachTime() {
        assertEquals("load load add return", operations(
                "static volatile int v; static int f() { return v + v; }"));
        assertEquals("load sll return", operations(
                "static int v; static int f() { return v * 2; }"
                        + " @EntryPoint(\"T.g\") static void g() { v = 3; }"));
    }

    @Test
    void fieldIsLoadedAgainOnlyAfterAStoreThatMayChangeIt() {
        String struct = "static final class P extends Struct { int a; int b; } ";
        assertEquals("load store add return", operations(struct
                + "static int f(P p, P q) { int x = p.a; q.b = 1; return x + p.a; }")
                .replace("sll", "add"));
        assertEquals("load store load add return", operations(struct
                + "static int f(P p, P q) { int x = p.a; q.a = 1; return x + p.a; }"));
    }

    @Test
    void loadThatStaysTheSameMovesOutOfTheLoop() {
        String loop = inLoop("static final class P extends Struct { int step; } "
                + "static int f(P p, int n) { int s = 0;"
                + " for (int i = 0; i < n; i++) { s = s * 31 + p.step; } return s; }");
        assertFalse(loop.contains("load"), loop);
    }

    @Test
    void unknownFunctionIsNotRemoved() {
        assertNull(optimised("static int f() { return 1; }").function(new Symbol("T.g")));
    }

    @Test
    void counterStaysReadable() {
        Function f = f("static int f(int a) { int b = a + 1; return b * b; }");
        assertTrue(f.blocks().get(0).values().stream().map(IrPrinter::print)
                .anyMatch(text -> text.endsWith("[b]")), f::toString);
    }
}
