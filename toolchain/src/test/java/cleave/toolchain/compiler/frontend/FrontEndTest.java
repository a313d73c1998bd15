package cleave.toolchain.compiler.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.toolchain.compiler.Snippet;
import cleave.toolchain.compiler.ir.Program;
import org.junit.jupiter.api.Test;

class FrontEndTest {
    private static String text(String members) {
        Program program = Snippet.members(members);
        return Snippet.function(program, "T.f").toString();
    }

    @Test
    void aLoopHasOnePhiPerVariableThatItChanges() {
        assertEquals("""
                function @T.f(i32) i32
                b0:
                    v0 = parameter 0
                    local v0 [n]
                    v2 = const 0
                    local v2 [s]
                    v4 = const 0
                    local v4 [i]
                    jump -> b1
                b1:  ; from b0, b2
                    v10 = phi v2, v12
                    v7 = phi v4, v15
                    local v10 [s]
                    local v7 [i]
                    branch v7, v0 [ge] -> b3, b2
                b2:  ; from b1
                    v12 = add v10, v7
                    local v12 [s]
                    v14 = const 1
                    v15 = add v7, v14
                    local v15 [i]
                    jump -> b1
                b3:  ; from b1
                    return v10
                """, text("@EntryPoint static int f(int n) { int s = 0;"
                + " for (int i = 0; i < n; i++) { s += i; } return s; }"));
    }

    @Test
    void aComparisonOfLongsBecomesOneBranch() {
        assertEquals("""
                function @T.f(i64, i64) i32
                b0:
                    v0 = parameter 0
                    v1 = parameter 1
                    local v0 [a]
                    local v1 [b]
                    branch_long v0, v1 [ge] -> b2, b1
                b1:  ; from b0
                    v8 = const 1
                    return v8
                b2:  ; from b0
                    v6 = const 2
                    return v6
                """, text("@EntryPoint static int f(long a, long b) {"
                + " if (a < b) { return 1; } return 2; }"));
    }

    @Test
    void anAssertPanicsWithItsTextAndOnlyWhenAskedFor() {
        String source = "final class T { @EntryPoint static int f(int n) {"
                + " assert n > 0 : \"n must be positive\"; return n; } }";
        assertEquals("""
                function @T.f(i32) i32
                b0:
                    v0 = parameter 0
                    local v0 [n]
                    jump -> b1
                b1:  ; from b0
                    v5 = const 0
                    branch v0, v5 [gt] -> b3, b2
                b2:  ; from b1
                    panic [n must be positive]
                b3:  ; from b1
                    return v0
                """, Snippet.function(Snippet.program(source), "T.f").toString());
        assertEquals("""
                function @T.f(i32) i32
                b0:
                    v0 = parameter 0
                    local v0 [n]
                    jump -> b3
                b3:  ; from b0
                    return v0
                """, Snippet.function(Snippet.program(source, cleave.toolchain.compiler
                        .CompilerOptions.of("T").withAssertions(false)), "T.f").toString());
    }
}
