package cleave.toolchain.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.compiler.Snippet;
import cleave.toolchain.compiler.ir.Program;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PassTimeTest {
    /** About 2,000 values; something quadratic over instructions would take minutes. */
    private static Program large(int statements) {
        StringBuilder body = new StringBuilder("@EntryPoint static int f(int[] a, int n) {"
                + " int s = n; for (int i = 0; i < a.length; i++) {");
        for (int k = 0; k < statements; k++) {
            body.append("if (s > ").append(k * 7).append(") { s += a[i] * ").append(k + 3)
                    .append("; } else { s ^= a[").append(k).append("] + i; }");
        }
        return Snippet.members(body + "} return s; }");
    }

    private static long millis(Program program) {
        Instant start = Instant.now();
        PassPipeline.optimise(program);
        return Duration.between(start, Instant.now()).toMillis();
    }

    @Test
    void largeFunctionsTakeSecondsAtMost() {
        millis(large(100));
        long time = millis(large(400));
        System.out.println("400 statements in one loop: " + time + " ms");
        assertTrue(time < 10_000, time + " ms");
    }
}
