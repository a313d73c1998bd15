package cleave.toolchain.compiler.debuginfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import cleave.toolchain.compiler.door.CompileCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GDB walks from the panic handler to the method that failed, and on to its callers. */
class BacktraceTest {
    private static final String SOURCE = """
            package demo;

            import cleave.guest.Program;
            import cleave.magic.Address;
            import cleave.magic.NoInline;
            import cleave.magic.PanicHandler;
            import cleave.magic.PanicSite;

            final class Failing {
                static int[] numbers = new int[3];
                static int depth;

                static int main() {
                    int result = outer(5);
                    return result;
                }

                @NoInline
                static int outer(int value) {
                    int saved = value * 3;
                    depth++;
                    int got = FAIL;
                    depth--;
                    return got + saved;
                }

                @NoInline
                static int check(int index) {
                    return numbers[index];
                }

                @NoInline
                static int fault(int bits) {
                    return Address.of(bits * 0x1000_0000).loadInt(0);
                }

                @PanicHandler
                static void stopped(PanicSite site) {
                    depth = site.line;
                    Program.exit(9);
                }
            }
            """;

    @TempDir
    Path folder;

    private Path compile(String failing, boolean naive, boolean bare) throws Exception {
        Path source = Files.createDirectories(folder.resolve("demo")).resolve("Failing.java");
        Files.writeString(source, SOURCE.replace("FAIL", failing));
        Path program = folder.resolve("failing");
        List<String> words = new ArrayList<>(List.of(source.toString(), "-o",
                program.toString()));
        if (naive) {
            words.add("--naive");
        }
        if (bare) {
            words.add("--bare");
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertEquals(0, CompileCommand.run(words, new PrintStream(errors),
                new PrintStream(errors)), errors.toString());
        return program;
    }

    private static int line(String part) {
        return (int) SOURCE.substring(0, SOURCE.indexOf(part)).lines().count();
    }

    /** Functions in the order of the backtrace. */
    private static void assertWay(String text, String... frames) {
        StringBuilder way = new StringBuilder();
        for (String frame : frames) {
            way.append("#\\d+ +[^#]*").append(Pattern.quote(frame)).append("[^#]*");
        }
        assertTrue(Pattern.compile(way.toString()).matcher(text).find(),
                String.join(" < ", frames) + " is not in:\n" + text);
    }

    private static String at(String part) {
        return "demo/Failing.java:" + line(part);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFailedCheckIsBelowItsHandlerWithItsCallers(boolean naive) throws Exception {
        Path program = compile("check(saved)", naive, false);
        String text = Debugger.process(folder, program, "break Failing.stopped", "continue",
                "backtrace", "print site->index", "frame function Failing.outer", "info locals");
        assertWay(text, "Failing.stopped", "__cleave_panic", at("return numbers"),
                at("int got"), at("int result"), "_start");
        assertTrue(text.contains("Failing.check (index="), text);
        assertTrue(text.contains("$1 = 15"), text);
        assertTrue(text.contains("saved = 15"), text);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSignalForABadAccessIsWalkedThrough(boolean naive) throws Exception {
        Path program = compile("fault(0)", naive, false);
        String text = Debugger.process(folder, program, "handle SIGSEGV nostop noprint pass",
                "break Failing.stopped", "continue", "backtrace");
        assertWay(text, "Failing.stopped", "__cleave_fault", "<signal handler called>",
                at("return Address"), at("int got"), at("int result"), "_start");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTrapOnTheBareMachineIsWalkedThrough(boolean naive) throws Exception {
        String text = Debugger.machine(folder, compile("fault(0)", naive, true),
                "break __guest_trap", "break Failing.stopped", "continue", "backtrace",
                "stepi", "backtrace", "stepi", "backtrace", "continue", "backtrace");
        String fault = at("return Address");
        assertEquals(4, text.split("in _start", -1).length - 1, text);
        assertWay(text, "Failing.stopped", "__cleave_fault", "<signal handler called>",
                fault, at("int got"), at("int result"), "_start");
        assertTrue(text.contains("Failing.fault (bits="), text);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readelfFindsNoFaultInTheFrames(boolean bare) throws Exception {
        Peer readelf = Peer.of("riscv64-unknown-elf-readelf", "binutils-riscv64-unknown-elf");
        assertTrue(readelf.runWithoutWarnings(folder, "--debug-dump=frames-interp",
                compile("fault(0)", false, bare).toString()).contains("FDE"));
    }
}
