package cleave.toolchain.compiler.debuginfo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.Peer;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.asm.Placement;
import cleave.toolchain.compiler.Compilation;
import cleave.toolchain.compiler.Compiler;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.JavaSource;
import cleave.toolchain.compiler.Snippet;
import cleave.toolchain.compiler.backend.BackEnd;
import cleave.toolchain.compiler.backend.NaiveBackEnd;
import cleave.toolchain.compiler.backend.OptimisingBackEnd;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.Register;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GDB reads compiled programs as their Java source. */
class DebuggerTest {
    private static final int USER_BASE = 0x1_0000;
    private static final int PAGE = 4096;
    private static final String SOURCE = """
            package demo;

            import cleave.magic.EntryPoint;
            import cleave.magic.NoInline;
            import cleave.magic.Struct;
            import cleave.magic.Word;

            final class Fork {
                static final class Proc extends Struct {
                    int pid;
                    short state;
                    Proc parent;
                    long time;
                }

                static final class Pages extends Word {
                    private Pages(int bits) {
                        super(bits);
                    }

                    static Pages of(int n) {
                        return new Pages(n);
                    }
                }

                static final Proc INIT = new Proc();
                static final Proc CHILD = new Proc();
                static int count;

                @NoInline
                static int copy(Proc from, Proc to, int factor) {
                    to.parent = from;
                    to.pid = from.pid * factor;
                    long time = 0x1_0000_0002L * factor;
                    to.time = time;
                    Pages pages = Pages.of(factor + 1);
                    count += pages.bits();
                    return to.pid;
                }

                @EntryPoint("begin")
                static int begin() {
                    INIT.pid = 7;
                    INIT.state = -3;
                    int result = copy(INIT, CHILD, 6);
                    return result;
                }
            }
            """;

    @Test
    void breakpointsStepsBacktracesStructsAndLocalsAreThoseOfTheJavaSource(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path program = program(folder, false);
        int stop = line("count += pages");
        String text = Debugger.process(folder, program,
                "break Fork.java:" + stop,
                "continue",
                "backtrace",
                "print *from",
                "print to->pid",
                "print factor",
                "print/x time",
                "print pages",
                "print Fork::count",
                "next",
                "print Fork::count",
                "print *to",
                "finish");
        assertTrue(text.contains("demo/Fork.java:" + stop), text);
        assertTrue(text.contains("#0  Fork.copy (from=0x"), text);
        assertTrue(text.contains("factor=6) at demo/Fork.java:" + stop), text);
        assertTrue(text.contains("in begin () at demo/Fork.java:"
                + line("int result = copy")), text);
        assertTrue(text.contains("= {pid = 7, state = -3, parent = 0x0, time = 0}"), text);
        assertTrue(text.contains("$2 = 42"), text);
        assertTrue(text.contains("$3 = 6"), text);
        assertTrue(text.contains("$4 = 0x60000000c"), text);
        assertTrue(text.contains("$5 = 7"), text);
        assertTrue(text.contains("$6 = 0"), text);
        assertTrue(text.contains("$7 = 7"), text);
        assertTrue(text.contains("count += pages.bits();") && text.contains("return to.pid;"),
                text);
        assertTrue(text.contains("pid = 42, state = 0, parent = 0x")
                && text.contains("time = 25769803788}"), text);
        assertTrue(text.endsWith("Value returned is $9 = 42"), text);
    }

    @Test
    void optimisedCodeIsDebuggedByItsSourceToo(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path program = program(folder, true);
        String text = Debugger.process(folder, program,
                "break Fork.java:" + line("to.pid = from.pid"),
                "break Fork.java:" + line("count += pages"),
                "continue",
                "backtrace",
                "print *from",
                "print factor",
                "info args",
                "continue",
                "print *to",
                "print to->parent->state",
                "next",
                "print Fork::count",
                "finish",
                "info locals");
        assertTrue(text.contains("#0  Fork.copy (from=0x"), text);
        assertTrue(text.contains("factor=6) at demo/Fork.java:"
                + line("to.pid = from.pid")), text);
        assertTrue(text.contains("in begin () at demo/Fork.java:"
                + line("int result = copy")), text);
        assertTrue(text.contains("$1 = {pid = 7, state = -3, parent = 0x0, time = 0}"), text);
        assertTrue(text.contains("$2 = 6\nfrom = 0x"), text);
        assertTrue(text.contains("$3 = {pid = 42, state = 0, parent = 0x")
                && text.contains("time = 25769803788}"), text);
        assertTrue(text.contains("$4 = -3"), text);
        assertTrue(text.contains("return to.pid;\n$5 = 7"), text);
        assertTrue(text.contains("Value returned is $6 = 42"), text);
        assertTrue(text.endsWith("result = 42"), text);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readelfFindsNoFaultInTheSections(boolean optimised, @TempDir Path folder)
            throws IOException, InterruptedException {
        Peer readelf = Peer.of("riscv64-unknown-elf-readelf", "binutils-riscv64-unknown-elf");
        Path program = program(folder, optimised);
        String info = readelf.runWithoutWarnings(folder, "--debug-dump=info,abbrev,loc,Ranges",
                program.toString());
        assertTrue(info.contains("DW_TAG_formal_parameter"), info);
        assertTrue(readelf.runWithoutWarnings(folder, "--debug-dump=decodedline",
                program.toString()).contains("Fork.java"));
        assertTrue(readelf.runWithoutWarnings(folder, "--debug-dump=frames-interp",
                program.toString()).contains("FDE"));
    }

    private static int line(String part) {
        return (int) SOURCE.substring(0, SOURCE.indexOf(part)).lines().count();
    }

    private static Path program(Path folder, boolean optimised) throws IOException {
        Path source = Files.createDirectories(folder.resolve("demo")).resolve("Fork.java");
        Files.writeString(source, SOURCE);
        Compilation compilation = Compiler.compile(Snippet.source(new JavaSource()
                        .add("demo/Fork.java", SOURCE).compile()),
                CompilerOptions.of("demo/Fork").withOptimise(optimised));
        Assembler assembler = new Assembler();
        assembler.function("_start");
        assembler.call(assembler.label("begin"));
        assembler.li(Register.A7, 93);
        assembler.li(Register.A0, 0);
        assembler.ecall();
        assembler.end();
        BackEnd backEnd = optimised ? new OptimisingBackEnd() : new NaiveBackEnd();
        compilation.emit(backEnd, assembler, "fork", folder.toString(), List.of());
        Path program = folder.resolve("fork.elf");
        Files.write(program, ElfWriter.write(assembler.assemble(
                Placement.at(USER_BASE).alignSectionsTo(PAGE)).toElf("_start")));
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }
}
