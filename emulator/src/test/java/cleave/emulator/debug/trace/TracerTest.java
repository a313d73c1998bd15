package cleave.emulator.debug.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cleave.emulator.debug.Guest;
import cleave.emulator.debug.Symbols;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.StopReason;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.PrivilegeMode;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TracerTest {
    private static final int START = Guest.START;

    private final Guest guest = new Guest();
    private final StringBuilder out = new StringBuilder();

    private static Symbols symbols() {
        return Guest.symbols(Guest.function("main", START, 0x40));
    }

    private Tracer trace(TraceFilter filter) {
        return listen(Tracer.of(guest.machine, symbols(), filter, out));
    }

    private Tracer listen(Tracer tracer) {
        guest.machine.setObserver(tracer);
        guest.hart.setTrapListener(tracer);
        return tracer;
    }

    /** An instruction of every kind, at the end an ecall. */
    private void program() {
        guest.lui("a1", START + 0x1000)
                .addi("a0", "zero", 0x77)
                .add(Instruction.SB, "zero", "a1", "a0", 1)
                .add(Instruction.LW, "a2", "a1", "zero", 0)
                .csrw(Csr.MSCRATCH, "a2")
                .csrr("a3", Csr.MSCRATCH)
                .add(Instruction.AMOADD_W, "a4", "a1", "a0", 0)
                .add(Instruction.LR_W, "a4", "a1", "zero", 0)
                .add(Instruction.SC_W, "a5", "a1", "a0", 0)
                .add(Instruction.SC_W, "a5", "a1", "a0", 0)
                .lui("t0", 0x1000_0000)
                .add(Instruction.SB, "zero", "t0", "a0", 7)
                .add(Instruction.LBU, "t1", "t0", "zero", 7)
                .add(Instruction.BEQ, "zero", "zero", "zero", 8)
                .word(0)
                .add(Instruction.ECALL);
        guest.set(Csr.MTVEC, START);
    }

    @Test
    void everyInstructionIsALineWithWhatItChanged() {
        program();
        trace(TraceFilter.EVERYTHING);
        guest.steps(15);
        assertEquals("""
                insn 0 M 80000000 main lui a1,0x80001 ; a1=80001000
                insn 1 M 80000004 main+0x4 li a0,119 ; a0=00000077
                insn 2 M 80000008 main+0x8 sb a0,1(a1) ; [80001001]=77
                insn 3 M 8000000c main+0xc lw a2,0(a1) ; a2=00007700
                insn 4 M 80000010 main+0x10 csrw mscratch,a2 ; mscratch=00007700
                insn 5 M 80000014 main+0x14 csrr a3,mscratch ; a3=00007700
                insn 6 M 80000018 main+0x18 amoadd.w a4,a0,(a1) ; a4=00007700 [80001000]=00007777
                insn 7 M 8000001c main+0x1c lr.w a4,(a1) ; a4=00007777
                insn 8 M 80000020 main+0x20 sc.w a5,a0,(a1) ; a5=00000000 [80001000]=00000077
                insn 9 M 80000024 main+0x24 sc.w a5,a0,(a1) ; a5=00000001 failed
                insn 10 M 80000028 main+0x28 lui t0,0x10000 ; t0=10000000
                insn 11 M 8000002c main+0x2c sb a0,7(t0) ; [10000007]=77
                insn 12 M 80000030 main+0x30 lbu t1,7(t0) ; t1=00000077
                insn 13 M 80000034 main+0x34 beqz zero,8000003c <main+0x3c>
                trap 14 M 8000003c main+0x3c environment_call_from_m tval=00000000 to M \
                80000000 main
                """, out.toString());
    }

    @Test
    void csrsAndDevicesHaveLinesOfTheirOwn() {
        program();
        trace(TraceFilter.of(TraceEvent.parse("csr, mmio")));
        guest.steps(15);
        assertEquals("""
                csr 4 M 80000010 main+0x10 write mscratch=00007700 was 00000000
                csr 5 M 80000014 main+0x14 read mscratch=00007700
                mmio 11 M 8000002c main+0x2c store uart0+0x7 width 1 value 00000077
                mmio 12 M 80000030 main+0x30 load uart0+0x7 width 1 value 00000077
                """, out.toString());
    }

    @Test
    void spikesFormatIsThatOfItsCommitLog() {
        program();
        listen(Tracer.likeSpike(guest.machine, TraceFilter.EVERYTHING, out));
        guest.word(0);
        guest.steps(15);
        assertEquals("""
                core   0: 3 0x80000000 (0x800015b7) x11 0x80001000
                core   0: 3 0x80000004 (0x07700513) x10 0x00000077
                core   0: 3 0x80000008 (0x00a580a3) mem 0x80001001 0x77
                core   0: 3 0x8000000c (0x0005a603) x12 0x00007700 mem 0x80001000
                core   0: 3 0x80000010 (0x34061073) c832_mscratch 0x00007700
                core   0: 3 0x80000014 (0x340026f3) x13 0x00007700
                core   0: 3 0x80000018 (0x00a5a72f) x14 0x00007700 mem 0x80001000 mem 0x80001000 \
                0x00007777
                core   0: 3 0x8000001c (0x1005a72f) x14 0x00007777 mem 0x80001000
                core   0: 3 0x80000020 (0x18a5a7af) x15 0x00000000 mem 0x80001000 0x00000077
                core   0: 3 0x80000024 (0x18a5a7af) x15 0x00000001
                core   0: 3 0x80000028 (0x100002b7) x5  0x10000000
                core   0: 3 0x8000002c (0x00a283a3) mem 0x10000007 0x77
                core   0: 3 0x80000030 (0x0072c303) x6  0x00000077 mem 0x10000007
                core   0: 3 0x80000034 (0x00000463)
                core   0: exception trap_machine_ecall, epc 0x8000003c
                """, out.toString());
        assertThrows(IllegalArgumentException.class, () -> Tracer.likeSpike(guest.machine,
                TraceFilter.of(EnumSet.allOf(TraceEvent.class)), out));
    }

    @Test
    void faultingInstructionIsATrapAndNoInstruction() {
        guest.add(Instruction.LW, "a0", "zero", "zero", 16).set(Csr.MTVEC, START + 8);
        listen(Tracer.likeSpike(guest.machine, TraceFilter.EVERYTHING, out));
        guest.machine.step();
        assertEquals("""
                core   0: exception trap_load_access_fault, epc 0x80000000
                core   0:           tval 0x00000010
                """, out.toString());
    }

    @Test
    void interruptIsALineBeforeItsHandler() {
        guest.set(Csr.MTVEC, START + 8).set(Csr.MIE, 1 << 3).set(Csr.MSTATUS, 1 << 3)
                .addi("a0", "zero", 1).word(0).addi("a0", "zero", 2);
        guest.hart.setWire(1 << 3, true);
        trace(TraceFilter.EVERYTHING);
        guest.steps(2);
        assertEquals("""
                trap 0 M 80000000 main machine_software_interrupt tval=00000000 to M 80000008 \
                main+0x8
                insn 0 M 80000008 main+0x8 li a0,2 ; a0=00000002
                """, out.toString());
    }

    @Test
    void onlyTheModesAndAddressesAskedForAreShown() {
        guest.openPmp().set(Csr.MEPC, START + 8).add(Instruction.MRET).word(0)
                .addi("a0", "zero", 1).addi("a0", "zero", 2).addi("a0", "zero", 3);
        trace(new TraceFilter(Set.of(TraceEvent.INSN), EnumSet.of(PrivilegeMode.USER),
                START, START + 12));
        guest.steps(4);
        assertEquals("insn 1 U 80000008 main+0x8 li a0,1 ; a0=00000001\n"
                + "insn 2 U 8000000c main+0xc li a0,2 ; a0=00000002\n", out.toString());
    }

    @Test
    void windowOfCyclesIsTracedAndTheRunIsTheSame() {
        guest.addi("a0", "a0", 1).add(Instruction.JAL, "zero", "zero", "zero", -4);
        Tracer tracer = Tracer.of(guest.machine, symbols(), TraceFilter.EVERYTHING, out);
        tracer.install(guest.machine, null, 1000, 3);
        assertEquals(new StopReason.CycleLimit(), guest.machine.run(5000));
        assertEquals("""
                insn 1000 M 80000000 main addi a0,a0,1 ; a0=000001f5
                insn 1001 M 80000004 main+0x4 j 80000000 <main>
                insn 1002 M 80000000 main addi a0,a0,1 ; a0=000001f6
                """, out.toString());
        assertEquals(2500, guest.hart.x[10]);
        assertEquals(Hart.M, guest.hart.mode());
    }

    @Test
    void unknownEventIsRefusedByName() {
        assertEquals("a trace shows insn, traps, csr and mmio, not 'everything'",
                assertThrows(IllegalArgumentException.class,
                        () -> TraceEvent.parse("insn,everything")).getMessage());
    }
}
