package cleave.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.hart.Hart;
import cleave.emulator.mmu.Pte;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final int START = Guest.START;

    private final Guest guest = new Guest();

    private List<String> history(int count) {
        return new History(guest.machine, Guest.symbols(
                Guest.function("main", START, 0x20))).lines(count);
    }

    private static String line(String mode, int offset, String text) {
        String name = offset == 0 ? "<main>" : "<main+0x" + Integer.toHexString(offset) + ">";
        return mode + String.format(" %08x %-24s ", START + offset, name) + text;
    }

    @Test
    void straightCodeFromTheStartIsShownWithoutAnyJump() {
        guest.addi("a0", "zero", 1).addi("a1", "a0", 2).steps(2);
        assertEquals(List.of(line("M", 0, "00100513  li       a0,1"),
                line("M", 4, "00250593  addi     a1,a0,2")), history(32));
    }

    @Test
    void loopShowsEachOfItsRoundsAndTheOldestAreLeftOut() {
        guest.addi("a0", "a0", 1)
                .add(Instruction.BNE, "zero", "a0", "a1", -4)
                .steps(6);
        String add = line("M", 0, "00150513  addi     a0,a0,1");
        String jump = line("M", 4, "feb51ee3  bne      a0,a1,80000000 <main>");
        assertEquals(List.of(add, jump, add, jump, add, jump), history(32));
        assertEquals(List.of(jump, add, jump), history(3));
    }

    @Test
    void moreJumpsThanAreRememberedStillGiveTheLastInstructions() {
        guest.addi("a0", "a0", 1).add(Instruction.BNE, "zero", "a0", "a1", -4).steps(1000);
        assertEquals(32, history(32).size());
        assertEquals(line("M", 4, "feb51ee3  bne      a0,a1,80000000 <main>"), history(1).get(0));
    }

    @Test
    void instructionThatTrapsIsFollowedByTheTrapInWords() {
        guest.set(Csr.MTVEC, START + 8).add(Instruction.LW, "a0", "zero", "zero", 0).word(0)
                .addi("a1", "zero", 7).steps(2);
        assertEquals(List.of(line("M", 0, "00002503  lw       a0,0(zero)"),
                "  ---- load access fault",
                line("M", 8, "00700593  li       a1,7")), history(32));
    }

    @Test
    void interruptStandsBetweenTheInstructionsItCameBetween() {
        guest.set(Csr.MTVEC, START + 8).addi("a0", "zero", 1).addi("a0", "zero", 2)
                .addi("a1", "zero", 7).steps(1);
        guest.hart.setWire(1 << 3, true);
        guest.set(Csr.MIE, 1 << 3).set(Csr.MSTATUS, 1 << 3).steps(2);
        assertEquals(List.of(line("M", 0, "00100513  li       a0,1"),
                "  ---- machine software interrupt",
                line("M", 8, "00700593  li       a1,7")), history(32));
    }

    @Test
    void codeOfTheInterruptedModeIsReadThroughThePageTable() {
        guest.openPmp().map(0x40_0000, START, Pte.V | Pte.R | Pte.X | Pte.U | Pte.A).pagingOn();
        guest.addi("a0", "zero", 1).add(Instruction.ECALL).addi("a1", "zero", 7);
        guest.set(Csr.MTVEC, START + 8).mode(Hart.U);
        guest.hart.pc = 0x40_0000;
        guest.hart.recorder().begin(guest.hart.pc);
        guest.steps(3);
        assertEquals(List.of("U 00400000                          00100513  li       a0,1",
                "U 00400004                          00000073  ecall",
                "  ---- environment call from U-mode",
                line("M", 8, "00700593  li       a1,7")), history(32));
    }

    @Test
    void modesAreKnownAcrossAReturnFromATrap() {
        guest.openPmp().set(Csr.MEPC, START + 8).add(Instruction.MRET).word(0)
                .addi("a1", "zero", 7).steps(2);
        assertEquals(List.of(line("M", 0, "30200073  mret"),
                line("U", 8, "00700593  li       a1,7")), history(32));
    }

    @Test
    void handlerThatTrapsAgainAndAgainIsShownOnceAndWhatLedThereIsKept() {
        guest.addi("a0", "zero", 1).word(0).steps(1000);
        assertEquals(List.of(line("M", 0, "00100513  li       a0,1"),
                line("M", 4, "    0000  unimp"),
                "  ---- illegal instruction",
                "M 00000000                                    (no memory)",
                "  ---- instruction access fault"), history(32));
    }
}
