package cleave.toolchain.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

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

    @Test
    void aMethodThatReadsTheThreadPointerIsInlinedAndOneThatReadsTheStackPointerIsNot() {
        Program program = Snippet.members("static int current() { return Rv.tp().loadInt(8); }"
                + " static int stack() { return Rv.sp().bits(); }"
                + " @EntryPoint static int a() { return current() + stack(); }"
                + " @EntryPoint static int b() { return current() - stack(); }");
        PassPipeline.optimise(program);
        assertNull(program.function(new Symbol("T.current")));
        assertNotNull(program.function(new Symbol("T.stack")));
    }
}
