package cleave.toolchain.compiler.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.toolchain.compiler.Evaluation;
import cleave.toolchain.compiler.Snippet;
import cleave.toolchain.compiler.ir.DataObject;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Static initialisers, as data and as a program sees it. */
class StaticDataTest {
    private static long run(String members) {
        return Evaluation.run(Snippet.members(members), "T.f");
    }

    private static String describe(DataObject object) {
        return object.section() + " " + object.type() + " " + Arrays.toString(object.bytes())
                + " " + object.pointers();
    }

    @Test
    void anArrayThatIsOnlyReadIsReadOnlyAndItsVariableVanishes() {
        Program program = Snippet.members("static final short[] TABLE = {1, -2};"
                + "@EntryPoint static int f(int i) { return TABLE[i]; }");
        assertNull(program.data(new Symbol("T.TABLE")));
        assertEquals(".rodata [S [2, 0, 0, 0, 1, 0, -2, -1] {}",
                describe(program.data(new Symbol("T.TABLE$0"))));
        assertEquals(-2, Evaluation.run(program, "T.f", 1));
    }

    @Test
    void anArrayThatIsStoredToIsData() {
        Program program = Snippet.members("static final byte[] TABLE = {1, 2};"
                + "@EntryPoint static void f(int i) { TABLE[i]++; }");
        assertEquals(".data [B [2, 0, 0, 0, 1, 2] {}",
                describe(program.data(new Symbol("T.TABLE$0"))));
    }

    @Test
    void zerosTakeNoSpace() {
        Program program = Snippet.members("static long[] a = new long[3]; static int b;"
                + "@EntryPoint static int f() { b++; return a.length; }");
        assertEquals(".data", program.data(new Symbol("T.a$0")).section());
        assertEquals(".bss", program.data(new Symbol("T.b")).section());
        assertEquals(8, program.data(new Symbol("T.a$0")).start());
    }

    @Test
    void constantsOfEnumsAreReadOnlyRecords() {
        Program program = Snippet.members("enum Color { RED, GREEN(7); final int w;"
                + " Color() { this(1); } Color(int w) { this.w = w; } int twice() { return 2 * w; }"
                + " } @EntryPoint static int f() { return Color.GREEN.twice(); }");
        assertEquals(".rodata LT$Color; [1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0] {4=@.literal.1}",
                describe(program.data(new Symbol("T$Color.GREEN$0"))));
        assertEquals(14, Evaluation.run(program, "T.f"));
    }

    @Test
    void switchesOverEnumsLookAtTheOrdinal() {
        String source = "enum Color { RED, GREEN, BLUE, PINK } static Color[] all ="
                + " Color.values(); @EntryPoint static int f(int i) { Color c = all[i];"
                + " int old; switch (c) { case BLUE: old = 1; break; case RED: old = 2; break;"
                + " default: old = 3; } return old * 10 + switch (c) { case RED -> 4;"
                + " case GREEN -> 5; case BLUE -> 6; case PINK -> c.name().charAt(0); }; }";
        Program program = Snippet.members(source);
        assertEquals(24, Evaluation.run(program, "T.f", 0));
        assertEquals(35, Evaluation.run(program, "T.f", 1));
        assertEquals(16, Evaluation.run(program, "T.f", 2));
        assertEquals(30 + 'P', Evaluation.run(program, "T.f", 3));
    }

    @Test
    void initialisersRunInTheOrderOfUse() {
        assertEquals(42, run("static final class A { static int a = B.b * 2; }"
                + " static final class B { static int b = C.next() + 20; }"
                + " static final class C { static int c = 1; static int next() { return c++; } }"
                + " @EntryPoint static int f() { return A.a + C.c - 2; }"));
    }

    @Test
    void tablesOfFunctionsAndListsOfStructsAreData() {
        assertEquals(5 * 5 + 6 + 3, run("interface Op extends Fn { int go(int x); }"
                + " static int inc(int x) { return x + 1; }"
                + " static final class Node extends Struct { Node next; int value;"
                + " Node(int value, Node next) { this.value = value; this.next = next; } }"
                + " static Node list = new Node(1, new Node(2, null));"
                + " static final Op[] OPS = {x -> x * x, T::inc};"
                + " @EntryPoint static int f() { int s = 0; for (Node n = list; n != null;"
                + " n = n.next) { s += n.value; } return s + OPS[0].go(5) + OPS[1].go(5); }"));
    }

    @Test
    void longsAndStringsAreData() {
        assertEquals(0x1234_5678_9abcL + 'e' + 5, run("static long a = 0x1234_5678_9abcL;"
                + " static String[] words = {\"hello\", \"world\"};"
                + " @EntryPoint static long f() { return a + words[0].charAt(1)"
                + " + words[1].length(); }"));
    }
}
