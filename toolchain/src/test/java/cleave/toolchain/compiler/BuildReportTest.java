package cleave.toolchain.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Label;
import cleave.toolchain.compiler.backend.BackEnd;
import cleave.toolchain.compiler.backend.FunctionCode;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildReportTest {
    /** Frames of 16 bytes, and one word of code each. */
    private static final BackEnd FRAMES_OF_16 = (program, assembler) -> {
        List<FunctionCode> code = new ArrayList<>();
        program.functions().forEach(function -> {
            Label start = assembler.function(function.symbol().name());
            assembler.ret();
            Label end = assembler.here("end");
            code.add(new FunctionCode(function, start, end, List.of(),
                    List.of(new FunctionCode.Frame(start, Register.SP, 16, Map.of())),
                    List.of()));
        });
        return new BackEnd.Code(code, List.of());
    };

    private static final String SOURCE = "final class T {"
            + " @Unchecked(\"n is small\") @NoInline static int g(int n) { return n / 3; }"
            + " @Recursive(max = 10) @NoInline static int r(int n) {"
            + " return n == 0 ? g(n) : r(n - 1) + 1; }"
            + " static int unused() { return 1; }"
            + " @EntryPoint(stack = %d) static int f(int n) { return r(n) + g(n); } }";

    private static BuildReport report(int limit) {
        return report(String.format(SOURCE, limit), 0);
    }

    private static BuildReport report(String source, int limit) {
        Compilation compilation = Compiler.compile(Snippet.source(Snippet.classes(source)),
                CompilerOptions.of("T").withOptimise(false).withStackLimit(limit));
        return compilation.emit(FRAMES_OF_16, new Assembler());
    }

    @Test
    void theReportHasWaiversRecursionAndTheDeepestWay() {
        assertEquals("""
                3 methods compiled, 2 left out as unreachable
                Waived checks:
                    T.g: "n is small"
                Recursion:
                    T.r: at most 10 deep
                Stack depth in bytes:
                    T.f: 192 (T.f 16, T.r 16, T.g 16)
                """, report(0).text());
    }

    @Test
    void anEntryPointThatMayNeedTooMuchStackIsAnError() {
        CompileException refused = assertThrows(CompileException.class, () -> report(191));
        assertEquals("T.java:1: [stack-depth] T.f may need 192 bytes of stack, more than 191"
                + " (T.f 16, T.r 16, T.g 16): make frames smaller, or raise the limit",
                refused.getMessage());
        report(192);
    }

    @Test
    void theLowerOfBothLimitsHolds() {
        assertThrows(CompileException.class, () -> report(String.format(SOURCE, 191), 1000));
        assertThrows(CompileException.class, () -> report(String.format(SOURCE, 1000), 191));
        assertThrows(CompileException.class, () -> report(String.format(SOURCE, 0), 191));
        report(String.format(SOURCE, 192), 192);
    }

    @Test
    void assemblyRoutinesCountTheStackTheyDeclareAndAreNamedOtherwise() {
        String source = "final class T {"
                + " @Symbol(value = \"known\", stack = 40) static native int known();"
                + " @Symbol(\"unknown\") static native int unknown();"
                + " @EntryPoint static int f() { return known() + unknown(); } }";
        assertEquals("""
                1 methods compiled, 1 left out as unreachable
                Stack depth in bytes:
                    T.f: 56 (T.f 16, known 40)
                Assembly routines, whose stack is not counted:
                    unknown
                """, report(source, 56).text());
        assertEquals("T.java:1: [stack-depth] T.f may need 56 bytes of stack, more than 55"
                + " (T.f 16, known 40): make frames smaller, or raise the limit",
                assertThrows(CompileException.class, () -> report(source, 55)).getMessage());
    }
}
