package cleave.toolchain.asm;

import static cleave.toolchain.isa.Register.A0;
import static cleave.toolchain.isa.Register.S0;
import static cleave.toolchain.isa.Register.S1;
import static cleave.toolchain.isa.Register.SP;
import static cleave.toolchain.isa.Register.T0;
import static cleave.toolchain.isa.Register.T1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.toolchain.Peer;
import cleave.toolchain.elf.ElfWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of the assembler's on a machine that is not ours. */
class QemuTest {
    private static final int RAM = 0x8000_0000;
    private static final int UART = 0x1000_0000;
    private static final int TEST_FINISHER = 0x10_0000;
    private static final int PASS = 0x5555;

    @TempDir
    private Path directory;

    private static Assembly program() {
        Assembler a = new Assembler();
        a.function("_start");
        a.la(SP, "stack_top");
        a.la(S0, "greeting");
        Label next = a.local("next");
        Label done = a.local("done");
        a.bind(next);
        a.lbu(A0, S0, 0);
        a.beqz(A0, done);
        a.call("put");
        a.addi(S0, S0, 1);
        a.j(next);
        a.bind(done);
        a.li(T0, TEST_FINISHER);
        a.li(T1, PASS);
        a.sw(T1, T0, 0);
        Label stop = a.here("stop");
        a.j(stop);

        a.function("put");
        a.la(S1, "uart");
        a.lw(S1, S1, 0);
        a.sb(A0, S1, 0);
        a.ret();

        a.rodata();
        a.object("greeting");
        a.asciz("written in Java\n");
        a.data();
        a.align(4);
        a.object("uart");
        a.word(UART);
        a.bss();
        a.align(16);
        a.space(1024);
        a.bind("stack_top");
        return a.assemble(RAM);
    }

    private String run(byte[] bios) throws Exception {
        Files.write(directory.resolve("program"), bios);
        return Peer.of("qemu-system-riscv32", "qemu-system-misc").run(directory, "-M", "virt",
                "-nographic", "-monitor", "none", "-bios", "program");
    }

    @Test
    void theExecutableRuns() throws Exception {
        assertEquals("written in Java\n",
                run(ElfWriter.write(program().toElf("_start"))));
    }

    @Test
    void theFlatImageRuns() throws Exception {
        assertEquals("written in Java\n", run(program().flat()));
    }
}
