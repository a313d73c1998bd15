package cleave.toolchain.hosted;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.isa.Csr;
import org.junit.jupiter.api.Test;

class HostedWorldTest {
    private static final String NODE = "final class Node extends Struct { byte b; short s; char c;"
            + " boolean z; int value; long wide; Node next; Pte pte; int[] list; Color color;"
            + " String name; @Inline(3) short[] in; @Embedded Inner one;"
            + " @Embedded @Inline(2) Inner[] two; @Inline(2) Node[] links;"
            + " int twice() { return value * 2; } void set(int v) { value = v; } }\n"
            + "final class Inner extends Struct { int x; long y; }\n"
            + "final class Pte extends Word { private Pte(int bits) { super(bits); }"
            + " static Pte of(int bits) { return new Pte(bits); }"
            + " boolean valid() { return (bits() & 1) != 0; }"
            + " Pte with(int more) { return of(bits() | more); } }\n"
            + "enum Color { RED, GREEN, BLUE }\n"
            + "interface Op extends Fn { int apply(int a, int b); }\n";
    private static final String AT = "Node n = Struct.at(Address.of(0x1000), Node.class);\n";

    private static Object run(String body) throws Throwable {
        return Hosted.run(body, NODE);
    }

    @Test
    void fieldsLieInMemoryAsInC() throws Throwable {
        Hosted hosted = Hosted.of("static void run() {" + AT + "n.b = (byte) 0x181; n.s = -2;"
                + " n.c = 0xfffe; n.z = true; n.value = 0x12345678; n.wide = 0x1122334455667788L;"
                + " n.next = n; n.pte = Pte.of(5); }", NODE);
        hosted.call("run");
        assertArrayEquals(new byte[] {(byte) 0x81, 0, -2, -1, -2, -1, 1, 0, 0x78, 0x56, 0x34,
            0x12, 0, 0, 0, 0, (byte) 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11,
            0, 0x10, 0, 0, 5, 0,
            0, 0}, hosted.world.memory().bytes(0x1000, 32));
    }

    @Test
    void narrowFieldsKeepTheirSigns() throws Throwable {
        assertEquals("-127 -2 65534 true 7", run(AT + "n.b = (byte) 0x81; n.s = -2; n.c = 0xfffe;"
                + " n.z = true; n.value = 5; n.value += 2;"
                + " return n.b + \" \" + n.s + \" \" + (int) n.c + \" \" + n.z + \" \""
                + " + n.value;"));
    }

    @Test
    void incrementsAndChainsDuplicateWhatTheyNeed() throws Throwable {
        assertEquals("5 7 8 8 9", run(AT + "int[] a = new int[2]; n.value = 5; int x = n.value++;"
                + " int y = ++n.value; a[1] = n.wide == 0 ? 8 : 0; n.wide = a[0] = a[1];"
                + " long l = n.wide++; return x + \" \" + y + \" \" + a[0] + \" \" + l + \" \""
                + " + n.wide;"));
    }

    @Test
    void arraysOfEveryTypeHoldWhatTheyAreGiven() throws Throwable {
        assertEquals("[-1, 65535, -3, -4, true, 6, 3]", run(
                "byte[] b = {0, (byte) 255}; char[] c = {'a', 0xffff}; short[] s = {(short) 65533};"
                + "int[] i = {-4}; boolean[] z = new boolean[2]; z[1] = true; long[] l = {6};"
                + "Node[] n = new Node[3]; n[1] = Struct.at(Address.of(0x1000), Node.class);"
                + "int[][] m = new int[2][3]; m[1][2] = n[1] == null ? 0 : m[1].length;"
                + "return Arrays.asList(b[1], (int) c[1], s[0], i[0], z[1], l[0],"
                + " m[1][2]).toString();"));
    }

    @Test
    void anArrayHasItsLengthBeforeElementZero() throws Throwable {
        Hosted hosted = Hosted.of("static int[] a = {1, 2, 3};"
                + "static Object run() { return Address.of(a).bits(); }", NODE);
        int address = (Integer) hosted.call("run");
        assertArrayEquals(new byte[] {3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0},
                hosted.world.memory().bytes(address - 4, 16));
        assertEquals(address, hosted.world.memory().loadInt(
                hosted.world.variable("T.a").address()));
    }

    @Test
    void inlineArraysAndEmbeddedStructsAreInPlace() throws Throwable {
        assertEquals("6 3 44 16 9 2 true", run(AT + "for (int i = 0; i < n.in.length; i++)"
                + " n.in[i] = (short) (i + 1); int sum = 0; for (short s : n.in) sum += s;"
                + "n.two[1].x = 44; n.one.y = 9; n.links[1] = n;"
                + "Inner second = Struct.element(n.two[0], 1);"
                + "return sum + \" \" + n.in.length + \" \" + second.x + \" \""
                + " + Address.of(n.two[1]).minus(Address.of(n.two[0])) + \" \" + n.one.y + \" \""
                + " + n.links.length + \" \" + (n.links[1] == n);"));
    }

    @Test
    void offsetsAndSizesAreThoseOfTheLayout() throws Throwable {
        assertEquals("16 8 4104 1", run(AT + "return Struct.sizeOf(Inner.class)"
                + " + \" \" + Struct.offsetOf(Node.class, \"value\") + \" \""
                + " + Struct.addressOf(n, \"value\").bits() + \" \""
                + " + Struct.indexOf(n.two[0], n.two[1]);"));
    }

    @Test
    void wordsCompareTheirBits() throws Throwable {
        assertEquals("true false true 7 true", run(AT + "Pte a = Pte.of(3); Pte b = Pte.of(1)"
                + ".with(2); n.pte = a.with(4); return (a == b) + \" \" + (a != b) + \" \""
                + " + a.valid() + \" \" + n.pte.bits() + \" \" + (n.pte == Pte.of(7));"));
    }

    @Test
    void methodsOfStructsTakeTheirReceiver() throws Throwable {
        assertEquals(42, run(AT + "n.set(21); return n.twice();"));
    }

    @Test
    void functionsAreCalledThroughTables() throws Throwable {
        Hosted hosted = Hosted.of("static final Op[] OPS = {T::add, (a, b) -> a * b, null};"
                + "static int add(int a, int b) { return a + b; }"
                + "static Object run() { return OPS[0].apply(3, 4) + \" \" + OPS[1].apply(3, 4)"
                + " + \" \" + (OPS[2] == null); } static void nothing() { OPS[2].apply(1, 2); }",
                NODE);
        assertEquals("7 12 true", hosted.call("run"));
        assertEquals("call of a null function at T.java:5 in T.nothing", assertThrows(
                NullPointerException.class, () -> hosted.call("nothing")).getMessage());
    }

    @Test
    void enumsSwitchAndReachMemoryAndComeBack() throws Throwable {
        Hosted hosted = Hosted.of("static Object run() {" + AT + "n.color = Color.GREEN;"
                + " n.name = \"init\"; Color c = n.color; switch (c) { case GREEN: return n.name +"
                + " c.ordinal() + (n.color == Color.GREEN); default: return null; } }", NODE);
        assertEquals("init1true", hosted.call("run"));
        int record = hosted.world.memory().loadInt(0x1000 + 36);
        assertEquals(1, hosted.world.memory().loadInt(record));
        assertArrayEquals("init\0".getBytes(),
                hosted.world.memory().bytes(hosted.world.memory().loadInt(0x1000 + 40), 5));
    }

    @Test
    void nullIsAddressZeroOrNothingByItsUse() throws Throwable {
        assertEquals("true null true x", run(AT + "Node none = null; String s = null;"
                + "Node pick = n.value == 1 ? n : null; n.next = null; int[] a = null;"
                + "Object o = n.next; String t = n.value > 3 ? null : \"x\";"
                + "return (none == pick && a == null) + \" \" + s + \" \" + (o == null) + \" \""
                + " + t;"));
    }

    @Test
    void structsEnterCollectionsAndTextAsObjects() throws Throwable {
        assertEquals("Node@0x00001000 true true 1", run(AT + "List<Node> list = new ArrayList<>();"
                + " list.add(n); Node back = list.get(0); return n + \" \" + (back == n) + \" \""
                + " + Objects.equals(n, back) + \" \" + list.size();"));
    }

    @Test
    void arraysGoOutToJavaAndComeBack() throws Throwable {
        assertEquals("[1, 2, 3] hi 104 true", run("int[] a = {3, 1, 2}; Arrays.sort(a);"
                + " byte[] b = \"hi\".getBytes(); int[] c = a.clone(); c[0] = 9;"
                + " return Arrays.toString(a) + \" \" + new String(b) + \" \" + b[0] + \" \""
                + " + (a[0] == 1);"));
    }

    @Test
    void lambdasOfJavaCaptureStructs() throws Throwable {
        assertEquals(6, run(AT + "Runnable r = () -> n.value = 6; r.run(); return n.value;"));
    }

    @Test
    void methodsThatDifferOnlyInStructsStayApart() throws Throwable {
        Hosted hosted = Hosted.of("static int f(Node n) { return 1; } static int f(Inner i)"
                + " { return 2; } static int f(int i) { return 3; } static Object run() {" + AT
                + " return f(n) * 100 + f(n.one) * 10 + f(0); }", NODE);
        assertEquals(123, hosted.call("run"));
    }

    @Test
    void genericsAreErasedAway() throws Throwable {
        Hosted hosted = Hosted.of("static <X extends Struct> X same(X x) { return x; }"
                + " static <Y> Y any(Y y) { return y; } static Object run() {" + AT
                + " n.value = 8; return same(n).value + any(n).value; }", NODE);
        assertEquals(16, hosted.call("run"));
    }

    @Test
    void newMakesZeroedStructsUntilThereAreNone() throws Throwable {
        Hosted hosted = Hosted.of("static Object run() { Made m = new Made(5); return m.x + m.y; }"
                + " static Object none() { return new int[3] == null; }",
                "final class Made extends Struct { int x; int y; Made(int v) { x = v; } }");
        assertEquals(5, hosted.call("run"));
        assertEquals(false, hosted.call("none"));
        hosted.world.failAllocationsAfter(1);
        assertEquals(5, hosted.call("run"));
        assertEquals(true, hosted.call("none"));
    }

    @Test
    void theProgramsOwnAllocatorServesNew() throws Throwable {
        Hosted hosted = Hosted.of("static int next = 0x2000; @Allocator static Address"
                + " allocate(int bytes) { next += 64; return Address.of(next - 64); }"
                + " static Object run() { return Address.of(new int[3]).bits(); }");
        hosted.world.useAllocator("demo.T");
        assertEquals(0x2004, hosted.call("run"));
    }

    @Test
    void whatGoesWrongNamesTheLine() throws Throwable {
        NullPointerException nothing = assertThrows(NullPointerException.class,
                () -> run("Node n = null;\nreturn n.value;"));
        assertEquals("Node.value of null at T.java:7 in T.run", nothing.getMessage());
        assertEquals(7, nothing.getStackTrace()[0].getLineNumber());
        assertEquals("Index 3 out of bounds for length 3 at T.java:7 in T.run",
                assertThrows(ArrayIndexOutOfBoundsException.class,
                        () -> run("int[] a = new int[3];\nreturn a[3];")).getMessage());
        assertEquals("Index -1 out of bounds for length 3 at T.java:7 in T.run",
                assertThrows(ArrayIndexOutOfBoundsException.class,
                        () -> run(AT + "return n.in[-1];")).getMessage());
        assertEquals("load of 4 bytes at 0x90000000, where no memory is mapped at T.java:6 in"
                + " T.run", assertThrows(MemoryFault.class,
                        () -> run("return Address.of(0x90000000).loadInt(0);")).getMessage());
        assertEquals("store of 4 bytes at 0x00001002 is not aligned at T.java:6 in T.run",
                assertThrows(MemoryFault.class, () -> run(
                        "Address.of(0x1000).storeInt(2, 1); return 0;")).getMessage());
        assertThrows(ArithmeticException.class, () -> run(AT + "return 1 / n.value;"));
    }

    @Test
    void assertionsAreOnAndPanicsAreErrors() {
        assertThrows(AssertionError.class, () -> run("assert 1 > 2 : \"no\"; return 0;"));
        assertEquals("bad at T.java:6 in T.run", assertThrows(PanicError.class,
                () -> run("Panic.stop(\"bad\"); return 0;")).getMessage());
    }

    @Test
    void staticsLieInMemory() throws Throwable {
        Hosted hosted = Hosted.of("static long a = 7; static byte b = -1; static final int C = 4;"
                + " static Node n; static Object run() { b--; return a += 1; }", NODE);
        assertEquals(8L, hosted.call("run"));
        assertEquals(9L, hosted.call("run"));
        assertArrayEquals(new byte[] {9, 0, 0, 0, 0, 0, 0, 0}, hosted.world.image("T.a"));
        assertArrayEquals(new byte[] {-3}, hosted.world.image("T.b"));
        assertArrayEquals(new byte[4], hosted.world.image("T.n"));
    }

    @Test
    void aMachineAnswersForTheHart() throws Throwable {
        Hosted hosted = Hosted.of("static native int swtch(Node n, long l); static Object run() {"
                + " Csr.write(cleave.toolchain.isa.Csr.SATP, 6);"
                + " Csr.set(cleave.toolchain.isa.Csr.SATP, 9); Rv.sfenceVma(4, 5);"
                + " return Csr.read(cleave.toolchain.isa.Csr.SATP) * 1000"
                + " + Rv.ecall(64, 1, 2) + swtch(null, 100L); }", NODE);
        String missing = assertThrows(UnsupportedHere.class, () -> hosted.call("run"))
                .getMessage();
        assertTrue(missing.contains(" at T.java:5 in T.run needs a machine"), missing);
        RecordingMachine machine = new RecordingMachine()
                .onEcall((number, arguments) -> number + arguments.length)
                .onRoutine("T.swtch", arguments -> arguments[0] + arguments[1]);
        hosted.world.setMachine(machine);
        assertEquals(15166, hosted.call("run"));
        assertEquals(15, machine.readCsr(Csr.SATP));
        assertEquals(1, machine.count(HostedMachine.Event.SFENCE_VMA));
    }

    @Test
    void atomicsAndWatchpointsActOnMemory() throws Throwable {
        Hosted hosted = Hosted.of("static Object run() { Address a = Address.of(0x3000);"
                + " a.storeInt(0, -5); int old = Atomic.maxUnsigned(a, 7); Atomic.add(a, 6);"
                + " int v = Atomic.loadReserved(a); boolean x = Atomic.storeConditional(a, v + 1);"
                + " boolean y = Atomic.storeConditional(a, 9);"
                + " return old + \" \" + a.loadInt(0) + \" \" + x + \" \" + y; }");
        int[] stores = new int[1];
        hosted.world.memory().watch(0x3002, 1, (address, bytes, store, value) ->
                stores[0] += store ? 1 : 0);
        assertEquals("-5 2 true false", hosted.call("run"));
        assertEquals(4, stores[0]);
    }
}
