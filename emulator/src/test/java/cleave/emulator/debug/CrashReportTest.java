package cleave.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.hart.Hart;
import cleave.emulator.machine.StopReason;
import cleave.emulator.mmu.Pte;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashReportTest {
    @Test
    void reportTellsDiagnosisRegistersHistoryAndTheWalkOfTheFault() {
        Guest guest = new Guest();
        guest.openPmp().map(0x40_0000, Guest.START, Pte.V | Pte.R | Pte.X | Pte.A).pagingOn();
        guest.lui("a0", 0x7000).add(Instruction.LW, "a1", "a0", "zero", 0)
                .add(Instruction.JAL, "zero", "zero", "zero", 0);
        guest.set(Csr.MTVEC, Guest.START + 8).mode(Hart.S);
        guest.hart.pc = 0x40_0000;
        guest.hart.recorder().begin(guest.hart.pc);
        StopReason.Stuck stuck = (StopReason.Stuck) guest.machine.run(Long.MAX_VALUE);
        CrashReport report = CrashReport.of(guest.machine, Guest.symbols(
                Guest.function("panic", Guest.START + 8, 4)), stuck.diagnosis());

        assertEquals("M", report.mode());
        assertEquals("0x80000008 <panic>", report.place());
        assertEquals(0x7000, report.registers().get("a0"));
        assertEquals(13, report.csrs().get("mcause"));
        assertEquals(1, report.traps().size());
        assertEquals("mcause: load page fault at 0x00007000, from 0x00400004",
                report.traps().get(0).title());
        List<String> walk = report.traps().get(0).walk();
        assertEquals("no physical address: the PTE is not valid (V=0)", walk.get(walk.size() - 1));
        assertEquals(List.of("S 00400000                          00007537  lui      a0,0x7",
                "S 00400004                          00052583  lw       a1,0(a0)",
                "  ---- load page fault"), report.history());
        String text = report.text();
        assertTrue(text.startsWith("The guest crashed: the instruction at 0x80000008 jumps to "
                + "itself and no interrupt is enabled: nothing can end this loop\n"
                + "at 0x80000008 <panic> in M-mode, cycle "), text);
        assertTrue(text.contains("  mcause   0000000d\n  scause   00000000  mtval    00007000"),
                text);
    }

    @Test
    void faultOfLongAgoIsNotShown() {
        Guest guest = new Guest();
        guest.set(Csr.MCAUSE, 13).set(Csr.MTVAL, 0x1234);
        guest.add(Instruction.JAL, "zero", "zero", "zero", 0).steps(3);
        assertEquals(List.of(),
                CrashReport.of(guest.machine, Symbols.NONE, "no reason").traps());
    }
}
