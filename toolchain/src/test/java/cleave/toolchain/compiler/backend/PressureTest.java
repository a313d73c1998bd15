package cleave.toolchain.compiler.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.ir.Program;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More values than registers: slots, far slots, and moves between slots. */
class PressureTest {
    private static final String IDENTITY = """
            function @identity(i32) i32
            b0:
                v0 = parameter 0
                return v0
            """;

    @TempDir
    private Path folder;

    /** {@code count} values that all live across a call, and their weighted sum. */
    private static String manyAcrossACall(int count) {
        StringBuilder text = new StringBuilder("""
                function @many(i32) i32
                b0:
                    v0 = parameter 0
                """);
        for (int i = 1; i <= count; i++) {
            text.append(String.format("vc%d = const %d%nv%d = mul v0, vc%d%n", i, i * 37, i, i));
        }
        text.append("vr = call @identity v0\nvs0 = xor vr, v0\n");
        for (int i = 1; i <= count; i++) {
            text.append(String.format("vm%d = mul vs%d, vr%nvs%d = add vm%d, v%d%n", i, i - 1, i,
                    i, i));
        }
        return text + "return vs" + count + "\n";
    }

    private static int manyAcrossACall(int count, int argument) {
        int sum = 0;
        for (int i = 1; i <= count; i++) {
            sum = sum * argument + argument * i * 37;
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 12, 30, 100, 1200})
    void valuesAcrossACallFindAPlace(int count) throws Exception {
        GuestRun run = new GuestRun().add(IDENTITY, manyAcrossACall(count));
        int[] arguments = {1, 3, -7};
        Arrays.stream(arguments).forEach(argument -> run.call("many", argument));
        List<String> expected = Arrays.stream(arguments)
                .mapToObj(argument -> String.format("%08x", manyAcrossACall(count, argument)))
                .toList();
        assertEquals(expected, run.run(new OptimisingBackEnd(), folder));
    }

    /** A loop that turns {@code count} values round by one place each time. */
    private static String ring(int count, String call) {
        StringBuilder text = new StringBuilder("""
                function @ring(i32) i32
                b0:
                    v0 = parameter 0
                    vzero = const 0
                    vone = const -1
                """);
        for (int i = 0; i < count; i++) {
            text.append(String.format("vc%d = const %d%n", i, i + 100));
            text.append(String.format("va%d = xor v0, vc%d%n", i, i));
        }
        text.append("jump -> b1\nb1:\nvn = phi v0, vnext\n");
        for (int i = 0; i < count; i++) {
            text.append(String.format("vp%d = phi va%d, vp%d%n", i, i, (i + 1) % count));
        }
        text.append(call).append("vnext = add vn, vone\nbranch vn, vzero [ne] -> b1, b2\nb2:\n"
                + "vk = const 31\nvs0 = add vp0, vzero\n");
        for (int i = 1; i < count; i++) {
            text.append(String.format("vm%d = mul vs%d, vk%nvs%d = add vm%d, vp%d%n", i, i - 1, i,
                    i, i));
        }
        return text + "return vs" + (count - 1) + "\n";
    }

    private static int ring(int count, int argument) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum = sum * 31 + (argument ^ (i + argument) % count + 100);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 12, 26, 40, 700})
    void ringsOfMovesTurn(int count) throws Exception {
        for (String call : List.of("", "vcall = call @identity vn\n")) {
            GuestRun run = new GuestRun().add(IDENTITY, ring(count, call));
            int[] arguments = {0, 1, 2, 41};
            Arrays.stream(arguments).forEach(argument -> run.call("ring", argument));
            List<String> expected = Arrays.stream(arguments)
                    .mapToObj(argument -> String.format("%08x", ring(count, argument))).toList();
            assertEquals(expected, run.run(new OptimisingBackEnd(), folder));
        }
    }

    private static byte[] code(String... functions) {
        Program program = new Program();
        Stream.of(functions).forEach(text -> program.add(IrText.read(text)));
        Assembler assembler = new Assembler();
        new OptimisingBackEnd().emit(program, assembler);
        return assembler.assemble(0x10000).flat();
    }

    @Test
    void theSameFunctionsGiveTheSameBytes() {
        String[] functions = {IDENTITY, manyAcrossACall(60), ring(30, "")};
        assertTrue(Arrays.equals(code(functions), code(functions)));
    }

    @Test
    void aLeafHasNoFrame() {
        Program program = new Program();
        program.add(IrText.read(IDENTITY));
        program.add(IrText.read(manyAcrossACall(3)));
        List<FunctionCode> codes = new OptimisingBackEnd().emit(program, new Assembler())
                .functions();
        assertEquals(List.of(0, 32), codes.stream().map(FunctionCode::frameSize).toList());
    }
}
