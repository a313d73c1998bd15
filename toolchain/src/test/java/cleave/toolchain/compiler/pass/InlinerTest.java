package cleave.toolchain.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import cleave.toolchain.compiler.Snippet;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Symbol;
import org.junit.jupiter.api.Test;

/** What inlining may leave out. */
class InlinerTest {
    @Test
    void divisionOfLongsKeepsItsRoutineThoughNothingCallsItYet() {
        Program program = Snippet.members("@EntryPoint static long quotient(long a, long b) {"
                + " return a / b + Long.remainderUnsigned(a, b); }");
        PassPipeline.optimise(program);
        assertNotNull(program.function(new Symbol("__divdi3")));
        assertNotNull(program.function(new Symbol("__umoddi3")));
    }
}
