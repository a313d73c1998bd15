package cleave.toolchain.compiler.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.compiler.JavaSource;
import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.StructLayout;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

class LayoutsTest {
    private Layouts layouts;

    private StructLayout layout(String name, String... declarations) {
        JavaSource source = new JavaSource();
        source.add("demo/All.java", "package demo; import cleave.magic.*;\n"
                + String.join("\n", declarations));
        Map<String, byte[]> classes = source.compile();
        ClassLookup lookup = wanted -> {
            byte[] bytes = classes.get(wanted);
            if (bytes == null) {
                return null;
            }
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, 0);
            return node;
        };
        layouts = new Layouts(lookup, new ClassKinds(lookup));
        return layouts.of("demo/" + name);
    }

    private static String text(StructLayout layout) {
        return layout.fields().stream().map(field -> field.name() + "@" + field.offset() + ":"
                + field.size() + (field.embedded() ? "e" : "")
                + (field.count() > 0 ? "x" + field.count() : "")
                + (field.isVolatile() ? "v" : "")).collect(Collectors.joining(" "))
                + " = " + layout.size() + "/" + layout.alignment();
    }

    private List<String> problems() {
        return layouts.problems().stream().map(Violation::toString).toList();
    }

    @Test
    void fieldsAreAlignedToTheirSize() {
        assertEquals("b@0:1 i@4:4 z@8:1 s@10:2 c@12:2 l@16:8 e@24:1 = 32/8", text(layout("S",
                "final class S extends Struct { byte b; int i; boolean z; short s; char c; long l;"
                        + " byte e; static int none; }")));
        assertEquals(List.of(), problems());
    }

    @Test
    void referencesAreWordsWhateverTheyReferTo() {
        assertEquals("s@0:4 a@4:4 w@8:4 f@12:4 t@16:4 e@20:4 = 24/4", text(layout("S",
                "final class S extends Struct { S s; long[] a; Address w; Fn f; String t; E e; }",
                "enum E { ONE }")));
    }

    @Test
    void embeddedStructsAndInlineArraysLieInPlace() {
        assertEquals("b@0:1 in@8:16e after@24:1 list@26:6x3 many@32:32ex2 p@64:8x2 = 72/8", text(
                layout("S", "final class S extends Struct { byte b; @Embedded In in; byte after;"
                        + " @Inline(3) short[] list; @Embedded @Inline(2) In[] many;"
                        + " @Inline(2) In[] p; }",
                        "final class In extends Struct { long l; volatile byte v; }")));
        assertEquals("l@0:8 v@8:1v = 16/8", text(layouts.of("demo/In")));
    }

    @Test
    void assertionsThatFailSayTheActualValue() {
        layout("S", "@Size(12) final class S extends Struct { @Offset(0) int a;"
                + " @Offset(8) int b; }");
        assertEquals(List.of(
                "All.java:2: [struct-offset] S.b lies at offset 4, not 8: correct the fields before"
                        + " it, or @Offset",
                "All.java:2: [struct-size] S has 8 bytes, not 12: correct the fields or @Size"),
                problems());
    }

    @Test
    void assertionsThatHoldAreSilent() {
        layout("S", "@Size(8) final class S extends Struct { @Offset(0) int a;"
                + " @Offset(4) int b; }");
        assertEquals(List.of(), problems());
    }

    @Test
    void aStructCannotContainItself() {
        layout("A", "final class A extends Struct { @Embedded B b; }",
                "final class B extends Struct { @Embedded @Inline(2) A[] a; }");
        assertEquals(List.of("All.java:3: [struct-recursion] B.a embeds demo.A, which contains this"
                + " field: it would be infinitely large: leave @Embedded out, for a pointer"),
                problems());
    }

    @Test
    void allThatIsWrongWithAStructIsSaidAtOnce() {
        layout("S", "class S extends Base { float f; @Inline int[] none; @Embedded String s;"
                + " @Embedded In[] open; @Inline(2) int no; @Embedded Struct any; }",
                "class Base extends Struct { }", "final class In extends Struct { int i; }");
        assertEquals(List.of(
                "All.java:2: [struct-class] S inherits from another struct, demo.Base: put that"
                        + " struct into a first field with @Embedded",
                "All.java:2: [struct-field] S.f is a floating-point number: use int or long",
                "All.java:2: [struct-field] S.none is an inline array of 0 elements: say how many:"
                        + " @Inline(n)",
                "All.java:2: [struct-field] S.s has @Embedded, but java.lang.String is no struct:"
                        + " leave @Embedded out",
                "All.java:2: [struct-field] S.open is an embedded array of unknown length: say how"
                        + " many elements: @Embedded @Inline(n)",
                "All.java:2: [struct-field] S.no has @Inline and is no array: use @Embedded for one"
                        + " struct in place",
                "All.java:2: [struct-field] S.any embeds a struct of no particular type: name the"
                        + " subclass of Struct"), problems());
    }

    @Test
    void anInnerClassIsNoStructUnlessStatic() {
        layout("Outer$In", "class Outer { final class In extends Struct { int i; } }");
        assertEquals(List.of("All.java:2: [struct-class] Outer$In is an inner class with a hidden"
                + " reference to its outer object: declare the class static"), problems());
    }

    @Test
    void aStructLargerThanMemoryIsRefused() {
        layout("S", "final class S extends Struct { @Inline(0x7fffffff) long[] a; int b; }");
        assertEquals(1, problems().size());
        assertTrue(problems().get(0).contains("more than memory"), problems().get(0));
    }
}
