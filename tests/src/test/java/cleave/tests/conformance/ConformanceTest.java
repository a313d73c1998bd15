package cleave.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.engine.EngineKind;
import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our own conformance programs (in {@code src/guest/conformance}), run as the architecture test
 * suites are: {@code cleave run program.elf}, a verdict through {@code tohost}, perhaps a
 * signature. A program that fails exits with the number of its case.
 */
class ConformanceTest {
    private static final Path SOURCES = Path.of("src", "guest", "conformance");
    private static final int SECONDS_MAX = 300;
    private static final int COMPILE_SECONDS_MAX = 300;

    @TempDir
    static Path folder;

    /** A program: its name, further sources and definitions, and the options it runs with. */
    private record Program(String name, List<String> compiler, List<String> options) {
        Program(String name) {
            this(name, List.of(), List.of());
        }

        @Override
        public String toString() {
            return name + (compiler.isEmpty() ? "" : " " + compiler)
                    + (options.isEmpty() ? "" : " " + options);
        }
    }

    private static final List<Program> PROGRAMS = List.of(
            new Program("integer"), new Program("multiply"), new Program("atomic"),
            new Program("compressed"), new Program("csr"), new Program("trap"),
            new Program("supervisor"), new Program("paging"), new Program("protection"),
            new Program("misaligned"), new Program("fence"),
            new Program("compute", List.of("-O2", "compute.c", "-lgcc"), List.of()),
            new Program("misaligned", List.of("-DTRAPPED"), List.of("--misaligned", "trap")),
            new Program("svade", List.of(), List.of("--pte-ad", "fault")),
            new Program("integer", List.of(), List.of("--timing", "pipeline")),
            new Program("paging", List.of(), List.of("--timing", "pipeline")));

    static Stream<Arguments> programsOnEngines() {
        List<Arguments> all = new ArrayList<>();
        for (Program program : PROGRAMS) {
            for (EngineKind engine : EngineKind.values()) {
                all.add(Arguments.of(program, engine));
            }
        }
        return all.stream();
    }

    @BeforeAll
    static void needCompiler() {
        Peer.need("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf");
    }

    private static Path compile(String name, List<String> more) throws Exception {
        Path elf = Files.createTempFile(folder, name, ".elf");
        List<String> words = new ArrayList<>(List.of("riscv64-unknown-elf-gcc",
                "-march=rv32imac_zicsr_zifencei", "-mabi=ilp32", "-nostdlib", "-nostartfiles",
                "-static", "-ffreestanding", "-T", SOURCES.resolve("link.ld").toString(),
                "-o", elf.toString(), SOURCES.resolve(name + ".S").toString()));
        for (String word : more) {
            words.add(word.endsWith(".c") ? SOURCES.resolve(word).toString() : word);
        }
        Run run = new Run.Command(COMPILE_SECONDS_MAX, words).run();
        assertEquals(0, run.exitCode(), run.toString());
        return elf;
    }

    private static Run run(EngineKind engine, Path elf, List<String> options) throws Exception {
        List<String> words = new ArrayList<>(List.of("run", "--quiet", "--max-cycles", "3000000",
                "--engine", engine.name().toLowerCase(Locale.ROOT)));
        words.addAll(options);
        words.add(elf.toString());
        return Run.cleave(SECONDS_MAX, words.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("programsOnEngines")
    void programPasses(Program program, EngineKind engine) throws Exception {
        Run run = run(engine, compile(program.name, program.compiler), program.options);
        assertEquals(0, run.exitCode(), () -> "case " + run.exitCode() + " of " + program
                + " failed: " + run);
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void programForAnotherMachineFailsWithTheNumberOfItsCase(EngineKind engine)
            throws Exception {
        Run run = run(engine, compile("svade", List.of()), List.of("--pte-ad", "hardware"));
        assertEquals(1, run.exitCode(), run.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void everyWayToWriteTohostEndsTheRunWithItsCode(int ending) throws Exception {
        Path elf = compile("host", List.of("-DENDING=" + ending));
        for (EngineKind engine : EngineKind.values()) {
            Run run = run(engine, elf, List.of());
            assertEquals(42, run.exitCode(), run.toString());
            assertEquals("hi\n", run.out());
        }
    }

    @Test
    void runThatNeverEndsStopsAtTheLimitOfCycles() throws Exception {
        Path elf = compile("host", List.of("-DENDING=4"));
        for (EngineKind engine : EngineKind.values()) {
            assertEquals(124, run(engine, elf, List.of()).exitCode());
        }
    }

    @Test
    void signatureIsTheMemoryBetweenItsSymbolsOneWordALine() throws Exception {
        Path elf = compile("signature", List.of());
        Path signature = folder.resolve("signature.txt");
        String words = "00000000\n00000111\n00000222\n00000333\n"
                + "00000444\n00000555\n00000666\n00000777\n";
        for (EngineKind engine : EngineKind.values()) {
            Files.deleteIfExists(signature);
            Run run = run(engine, elf, List.of("--signature", signature.toString()));
            assertEquals(0, run.exitCode(), run.toString());
            assertEquals(words, Files.readString(signature));
        }
        run(EngineKind.REFERENCE, elf, List.of("--signature", signature.toString(),
                "--signature-granularity", "16"));
        assertEquals("00000333000002220000011100000000\n00000777000006660000055500000444\n",
                Files.readString(signature));
    }
}
