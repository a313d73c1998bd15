package cleave.emulator.debug.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.debug.Guest;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.StopReason;
import cleave.emulator.mmu.Pte;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private static final int START = Guest.START;

    private final Guest guest = new Guest();
    private final List<String> asked = new ArrayList<>();
    private final Monitor monitor = new Monitor(guest.machine,
            Guest.symbols(Guest.function("main", START, 0x20)), new MonitorHost() {
                @Override
                public void pause() {
                    asked.add("pause");
                }

                @Override
                public void resume() {
                    asked.add("resume");
                }

                @Override
                public void quit() {
                    asked.add("quit");
                }

                @Override
                public boolean isPaused() {
                    return asked.contains("pause");
                }

                @Override
                public void stopped(StopReason reason) {
                    asked.add(reason.toString());
                }
            });

    private void answers(String command, String text) {
        assertEquals(text, monitor.execute(command));
    }

    private void paging() {
        guest.map(0x40_0000, START + 0x3000, Pte.V | Pte.R | Pte.X | Pte.U | Pte.A)
                .map(0x40_1000, START + 0x4000, Pte.V | Pte.R | Pte.X | Pte.U | Pte.A)
                .map(0x40_2000, START + 0x7000, Pte.V | Pte.R | Pte.U | Pte.A)
                .poke(Guest.ROOT + 4 * 0x40, 0x1000_0000 >>> 2 | 0xc7)
                .openPmp().pagingOn().mode(Hart.S);
    }

    @Test
    void memoryIsShownAsQemuShowsIt() {
        guest.poke(START, 0x297).poke(START + 4, 0x0b82_8293).poke(START + 8, 0x3052_9073);
        answers("x/3xw 0x80000000", "80000000: 0x00000297 0x0b828293 0x30529073\n");
        answers("x /4xb 0x80000000", "80000000: 0x97 0x02 0x00 0x00\n");
        answers("x/2dh 0x80000000", "80000000:   663     0\n");
        answers("x/2c 0x80000000", "80000000: '\\x97' '\\x02'\n");
        answers("x/1og 0x80000000", "80000000:  056024051140000001227\n");
        answers("xp/4xw 0x80000000",
                "0000000080000000: 0x00000297 0x0b828293 0x30529073 0x00000000\n");
        answers("x/5uw 0x80000ffc", "80000ffc:          0          0          0          0\n"
                + "8000100c:          0\n");
        answers("x/2x 0", "00000000: Cannot access memory\n");
    }

    @Test
    void negativeNumbersAndStringsAreShownAsSuch() {
        guest.poke(START, 0xff).poke(START + 4, 0x2722_4948).poke(START + 8, 0x000a);
        answers("x/2db 0x80000000", "80000000:  -1   0\n");
        answers("x/2s main+4", "80000004: \"HI\\\"'\\n\"\n8000000a: \"\"\n");
    }

    @Test
    void codeIsDisassembledWithItsNames() {
        guest.addi("a0", "zero", 1).add(Instruction.JAL, "zero", "zero", "zero", -4);
        answers("x/2i main",
                "M 80000000 <main>                   00100513  li       a0,1\n"
                + "M 80000004 <main+0x4>               ffdff06f  j        80000000 <main>\n");
    }

    @Test
    void valuesComeFromNumbersRegistersAndSymbolsByTheRulesOfC() {
        guest.set(Csr.MSCRATCH, 0x1234);
        guest.hart.setX(10, -1);
        answers("p/x 1+2*3", "0x7\n");
        answers("p 0x10", "0x10\n");
        answers("p/d -(5 - 7) << 4 | 1", "33\n");
        answers("p 010 & ~8", "0x0\n");
        answers("p $pc + 4", "0x80000004\n");
        answers("p $mscratch", "0x1234\n");
        answers("p $a0 ^ $x10", "0x0\n");
        answers("p/a main + 8", "0x80000008 <main+0x8>\n");
        answers("p $priv", "0x3\n");
    }

    @Test
    void whatCannotBeEvaluatedIsSaidInWords() {
        answers("p 1/0", "division by zero\n");
        answers("p $nothing", "unknown register $nothing: integer registers, CSRs, $pc and $priv "
                + "have names\n");
        answers("p nothing", "no symbol is called nothing\n");
        answers("p 1 +", "the expression ends too early\n");
        answers("p (1", "a closing bracket is missing in (1\n");
        answers("p 1 1", "cannot read '1' in the expression 1 1\n");
        answers("p 99999999999999999999", "99999999999999999999 is no number\n");
        answers("p/z 1", "print has the formats x d u o c a, not z\n");
        answers("x/4zw 0", "invalid char in format: 'z': a count, then one of x d u o c s i, then "
                + "one of b h w g\n");
    }

    @Test
    void pageTableIsShownWithNeighboursJoinedAsQemuDoes() {
        answers("info mem", "No translation or protection\n");
        paging();
        answers("info mem",
                "vaddr    paddr            size     attr\n"
                + "-------- ---------------- -------- -------\n"
                + "00400000 0000000080003000 00002000 r-xu-a-\n"
                + "00402000 0000000080007000 00001000 r--u-a-\n"
                + "10000000 0000000010000000 00400000 rw---ad\n");
        answers("gva2gpa 0x400123", "gpa: 0x80003123\n");
        answers("gva2gpa 0", "Unmapped\n");
    }

    @Test
    void wayToAnAddressIsShownStepByStepWithTheRuleThatFails() {
        paging();
        answers("pt 0x401234",
                "satp 0x80080080: Sv32, ASID 0, root table at 0x80080000; load as S-mode, SUM=0, "
                + "MXR=0\n"
                + "level 1: PTE 1 at 0x80080004 = 0x20020401 -------V: next table at 0x80081000\n"
                + "level 0: PTE 1 at 0x80081004 = 0x2000105b -A-UX-RV: page at 0x80004000\n"
                + "physical address 0x80004234: refused: S-mode may touch a user page (U=1) only "
                + "with sstatus.SUM=1\n");
        answers("pt w 0x10000000",
                "satp 0x80080080: Sv32, ASID 0, root table at 0x80080000; store/AMO as S-mode, "
                + "SUM=0, MXR=0\n"
                + "level 1: PTE 64 at 0x80080100 = 0x040000c7 DA---WRV: megapage at 0x10000000\n"
                + "physical address 0x10000000: pmp0 NAPOT 0x00000000 to 0x7ffffffff rwx decides\n"
                + "physical address 0x10000000: permitted\n");
        answers("pt 0",
                "satp 0x80080080: Sv32, ASID 0, root table at 0x80080000; load as S-mode, SUM=0, "
                + "MXR=0\n"
                + "level 1: PTE 0 at 0x80080000 = 0x00000000 --------: not valid\n"
                + "no physical address: the PTE is not valid (V=0)\n");
    }

    @Test
    void registersAreInQemusLayout() {
        guest.hart.setX(10, 0x1234);
        String text = monitor.execute("info registers");
        assertTrue(text.startsWith(" pc       80000000\n mhartid  00000000\n mstatus  00000000\n"),
                text);
        assertTrue(text.contains(
                " x8/s0    00000000 x9/s1    00000000 x10/a0   00001234 x11/a1   00000000\n"),
                text);
        assertTrue(monitor.execute("info registers -a").contains("\n misa     40141107\n"));
    }

    @Test
    void machineIsDescribed() {
        assertTrue(monitor.execute("info mtree").contains(
                "  0000000080000000-00000000800fffff (prio 0, ram): RAM\n"));
        assertTrue(monitor.execute("describe").contains(": uart0\n"));
        guest.set(Csr.MIE, 1 << 7);
        assertTrue(monitor.execute("info irq").contains(
                "machine timer interrupt          yes      yes      M-mode\n"),
                monitor.execute("info irq"));
        assertTrue(monitor.execute("info time").startsWith("cycle    0\nretired  0\n"));
        answers("info status", "VM status: running\n");
        answers("info cpus", "* CPU #0: pc = 0x80000000, " + guest.machine.engine().name()
                + " engine\n");
        answers("symbol 0x80000004", "0x80000004 <main+0x4>\n");
    }

    @Test
    void stepsAreDoneOneByOneAndTheNextInstructionIsShown() {
        guest.addi("a0", "zero", 1).addi("a0", "a0", 2).addi("a0", "a0", 3);
        answers("step", "M 80000004 <main+0x4>               00250513  addi     a0,a0,2\n");
        answers("step 2", "M 8000000c <main+0xc>                   0000  unimp\n");
        assertEquals(6, guest.hart.x[10]);
        answers("history 2", "M 80000004 <main+0x4>               00250513  addi     a0,a0,2\n"
                + "M 80000008 <main+0x8>               00350513  addi     a0,a0,3\n");
        answers("step 0", "step does 1 to 1000000 instructions\n");
    }

    @Test
    void stepOverTheEndOfTheRunTellsTheHost() {
        guest.lui("t0", 0x10_0000).lui("t1", 0x5000)
                .addi("t1", "t1", 0x555).add(Instruction.SW, "zero", "t0", "t1", 0);
        answers("step 10", "the guest ended with exit code 0\n");
        assertEquals(List.of("Exited[code=0]"), asked);
    }

    @Test
    void runningIsLeftToTheHost() {
        answers("stop", "");
        answers("cont", "");
        answers("q", "");
        assertEquals(List.of("pause", "resume", "quit"), asked);
        answers("info status", "VM status: paused\n");
    }

    @Test
    void unknownCommandGetsTheNearest() {
        answers("hsitory", "unknown command: 'hsitory'; did you mean 'history'?\n");
        answers("info registres", "unknown command: 'info registres'; did you mean "
                + "'info registers'?\n");
        answers("xyzzy", "unknown command: 'xyzzy'; 'help' lists all\n");
        answers("", "");
        assertTrue(monitor.execute("help").contains("gva2gpa ADDR"));
        answers("help x", "x/FMT ADDR               virtual memory: count, then x d u o c s i, "
                + "then b h w g\n");
    }
}
