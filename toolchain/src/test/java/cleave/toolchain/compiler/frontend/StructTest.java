package cleave.toolchain.compiler.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.Snippet;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Program;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructTest {
    private static final String TYPES = """
            final class T {
                static final class Frame extends Struct { int a; volatile byte b; long c; }
                static final class Proc extends Struct {
                    int pid;
                    short state;
                    @Embedded Frame frame;
                    @Inline(4) int[] files;
                    @Embedded @Inline(3) Frame[] frames;
                    Pte pte;
                }
                static final class Pte extends Word {
                    private Pte(int bits) { super(bits); }
                    static Pte of(int bits) { return new Pte(bits > 3 ? bits : 7); }
                    int ppn() { return bits() >>> 10; }
                }
            """;

    private static String text(String method) {
        return Snippet.function(Snippet.program(TYPES + "@EntryPoint static " + method + "}"),
                "T.f").toString().replaceAll("(?m)^    local .*\n", "");
    }

    @Test
    void fieldsAreLoadsAndStoresOfTheirWidthAtTheirOffset() {
        assertEquals("""
                function @T.f(i32) void
                b0:
                    v0 = parameter 0
                    v2 = load v0 [half +4 T$Proc.state]
                    v3 = const 1
                    v4 = add v2, v3
                    v5 = sext16 v4
                    store v0, v5 [half +4 T$Proc.state]
                    return
                """, text("void f(Proc p) { p.state++; }"));
    }

    @Test
    void embeddedStructsAndArraysAreAddresses() {
        assertEquals("""
                function @T.f(i32, i32) i32
                b0:
                    v0 = parameter 0
                    v1 = parameter 1
                    v4 = const 40
                    v5 = add v0, v4
                    v6 = const 3
                    check_index v1, v6
                    v8 = const 4
                    v9 = sll v1, v8
                    v10 = add v5, v9
                    v11 = load v10 [byte volatile +4 T$Frame.b]
                    v12 = const 8
                    v13 = add v0, v12
                    v14 = load v13 [word +0 T$Frame.a]
                    v15 = add v11, v14
                    return v15
                """, text("int f(Proc p, int i) { return p.frames[i].b + p.frame.a; }"));
    }

    @Test
    void arraysInPlaceHaveAConstantLength() {
        assertEquals("""
                function @T.f(i32) i32
                b0:
                    v0 = parameter 0
                    v4 = const 4
                    return v4
                """, text("int f(Proc p) { return p.files.length; }"));
    }

    @Test
    void aWordIsItsBitsAlsoWhenControlFlowLiesBetweenNewAndTheConstructor() {
        assertEquals("""
                function @T$Pte.of(i32) i32
                b0:
                    v0 = parameter 0
                    v3 = const 3
                    branch v0, v3 [le] -> b2, b1
                b1:  ; from b0
                    jump -> b3
                b2:  ; from b0
                    v5 = const 7
                    jump -> b3
                b3:  ; from b2, b1
                    v10 = phi v5, v0
                    return v10
                """, Snippet.function(Snippet.program(TYPES
                + "@EntryPoint static int f() { return Pte.of(3).ppn(); } }"), "T$Pte.of")
                .toString().replaceAll("(?m)^    local .*\n", ""));
    }

    @Test
    void nullIsCheckedWhereAskedForAndNeverWhereWaived() {
        CompilerOptions explicit = CompilerOptions.of("T")
                .withNullChecks(CompilerOptions.NullChecks.EXPLICIT);
        String source = TYPES + "@EntryPoint static int f(Proc p) { return p.pid; }"
                + " @EntryPoint @Unchecked(\"never null\") static int g(Proc p) {"
                + " return p.pid / p.state; } }";
        Program program = Snippet.program(source, explicit);
        assertEquals(1, checks(program, "T.f"));
        assertEquals(0, checks(program, "T.g"));
        assertEquals(List.of("T.g: \"never null\""), program.waivers());
        assertEquals(0, checks(Snippet.program(source), "T.f"));
    }

    private static long checks(Program program, String function) {
        return Snippet.function(program, function).blocks().stream()
                .flatMap(block -> block.values().stream())
                .filter(value -> value.op().kind() == Op.Kind.CHECK).count();
    }

    @Test
    void aFieldBeyondPageZeroIsCheckedForNull() {
        assertEquals(1, checks(Snippet.program("final class T { static final class Big extends"
                + " Struct { @Inline(2048) short[] first; int last; }"
                + " @EntryPoint static int f(Big b) { return b.last; } }"), "T.f"));
    }
}
