package cleave.emulator.debug.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.debug.Guest;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProfilerTest {
    private static final int MAIN = Guest.START;
    private static final int LEAF = Guest.START + 0x40;
    private static final int TRAP = Guest.START + 0x80;

    private static final int RA = 1;
    private static final int A0 = 10;

    private final Guest guest = new Guest();
    private final Profiler profiler = new Profiler(guest.machine, Guest.symbols(
            Guest.function("main", MAIN, 0x40), Guest.function("leaf", LEAF, 0x40),
            Guest.function("trap", TRAP, 0x40)));

    private void listen() {
        guest.machine.setObserver(profiler);
        guest.hart.setTrapListener(profiler);
    }

    private String folded() throws IOException {
        StringBuilder out = new StringBuilder();
        profiler.writeFolded(out);
        return out.toString();
    }

    /** A call of {@code leaf}, which returns, from the second instruction on; then a trap. */
    private void program() {
        guest.addi("a0", "zero", 1)
                .add(Instruction.JAL, "ra", "zero", "zero", LEAF - MAIN - 4)
                .addi("a0", "a0", 1)
                .add(Instruction.ECALL);
        guest.poke(LEAF, Instruction.ADDI.encode(A0, A0, 0, 2))
                .poke(LEAF + 4, Instruction.ADDI.encode(A0, A0, 0, 3))
                .poke(LEAF + 8, Instruction.JALR.encode(0, RA, 0, 0))
                .poke(TRAP, Instruction.ADDI.encode(A0, A0, 0, 4))
                .poke(TRAP + 4, Instruction.ADDI.encode(A0, A0, 0, 5));
        guest.set(Csr.MTVEC, TRAP);
    }

    @Test
    void aCalleesCyclesAreCountedBelowItsCaller() throws IOException {
        program();
        listen();
        guest.steps(6);
        assertEquals("main 3\nmain;leaf 3\n", folded());
    }

    @Test
    void aTrapIsACallByTheInstructionThatTrapped() throws IOException {
        program();
        listen();
        guest.steps(9);
        String folded = folded();
        assertTrue(folded.contains("main;trap "), folded);
    }

    @Test
    void theSumIsTheCyclesOfTheRun() throws IOException {
        program();
        listen();
        guest.steps(9);
        long sum = folded().lines()
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1))).sum();
        assertEquals(guest.hart.cycle, sum);
    }

    @Test
    void theFlameGraphNamesEveryFunction() throws IOException {
        program();
        listen();
        guest.steps(6);
        StringBuilder page = new StringBuilder();
        profiler.writeHtml(page);
        assertTrue(page.toString().contains("leaf: 3 cycles (50.00 %), itself 3"), page.toString());
    }
}
