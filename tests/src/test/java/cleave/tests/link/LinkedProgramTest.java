package cleave.tests.link;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.A1;
import static cleave.toolchain.isa.Register.SP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.boot.BootPlanner;
import cleave.emulator.boot.BootRequest;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.tests.Peer;
import cleave.tests.Run;
import cleave.toolchain.asm.Assembler;
import cleave.toolchain.elf.ElfObject;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.link.Linker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs linked from several objects, on Cleave and on QEMU. */
class LinkedProgramTest {
    private static final int RAM = 0x8000_0000;
    private static final int FINISHER = 0x10_0000;
    private static final int FAIL = 0x3333;
    private static final int CYCLES_MAX = 100_000;
    private static final int SECONDS_MAX = 300;

    @TempDir
    private Path folder;

    /** Ends with the exit code that {@code answer} returns. */
    private static ElfObject start(boolean compressed) {
        Assembler a = new Assembler().compressed(compressed);
        a.function("_start");
        a.la(SP, "stack_top");
        a.call("answer");
        a.slli(A0, A0, 16);
        a.li(A1, FAIL);
        a.or(A0, A0, A1);
        a.li(A1, FINISHER);
        a.sw(A0, A1, 0);
        a.j(a.here("stop"));
        a.bss();
        a.align(16);
        a.space(1024);
        a.bind("stack_top");
        return a.toObject("start.o");
    }

    private static ElfObject answer(boolean compressed) {
        Assembler a = new Assembler().compressed(compressed);
        a.function("answer");
        a.la(A1, "number");
        a.lw(A0, A1, 0);
        a.tail("increment");
        a.data();
        a.object("number");
        a.word(41);
        return a.toObject("answer.o");
    }

    private static ElfObject increment() {
        Assembler a = new Assembler();
        a.function("increment");
        a.addi(A0, A0, 1);
        a.ret();
        return a.toObject("increment.o");
    }

    private void assertAnswer(List<ElfObject> objects) throws Exception {
        Path file = Files.write(folder.resolve("linked.elf"),
                ElfWriter.write(Linker.at(RAM).link(objects)));
        Machine machine = Machine.builder().memory(1 << 20).build();
        BootPlanner.plan(BootRequest.of(file.toString()), machine).attach(machine);
        assertEquals(new StopReason.Exited(42), machine.run(CYCLES_MAX));
    }

    @Test
    void objectsOfOursRunTogether() throws Exception {
        for (boolean compressed : new boolean[] {false, true}) {
            assertAnswer(List.of(start(compressed), answer(!compressed), increment()));
        }
    }

    @Test
    void objectsOfGccRunWithOurs() throws Exception {
        Peer.need("riscv64-unknown-elf-gcc", "gcc-riscv64-unknown-elf");
        Files.writeString(folder.resolve("answer.c"), """
                static int numbers[] = {6, 7};
                static int product;
                int increment(int);
                __attribute__((noinline)) static int times(int a, int b) { return a * b; }
                int answer(void) {
                    product = times(numbers[0], numbers[1]) - 1;
                    return increment(product);
                }
                """);
        for (String level : List.of("-O0", "-O2", "-Os")) {
            List<String> command = new ArrayList<>(List.of("riscv64-unknown-elf-gcc",
                    "-march=rv32imac", "-mabi=ilp32", level, "-g", "-c",
                    folder.resolve("answer.c").toString(), "-o",
                    folder.resolve("answer.o").toString()));
            assertEquals(0, new Run.Command(SECONDS_MAX, command.toArray(new String[0]))
                    .run().exitCode());
            assertAnswer(List.of(start(true), ElfObject.read(folder.resolve("answer.o")),
                    increment()));
        }
    }

    @Test
    void qemuAgrees() throws Exception {
        assertAnswer(List.of(start(true), answer(true), increment()));
        Run run = Peer.qemu(SECONDS_MAX, "-bios", folder.resolve("linked.elf").toString());
        assertEquals(42, run.exitCode());
    }
}
