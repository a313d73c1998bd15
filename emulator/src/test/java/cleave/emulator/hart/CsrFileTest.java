package cleave.emulator.hart;

import static cleave.emulator.hart.HartBench.trap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which values CSRs take (WARL) and who may access them. */
class CsrFileTest {
    private final HartBench bench = new HartBench();

    private HartBench.Trap illegal(int word) {
        return trap(Cause.ILLEGAL_INSTRUCTION, word);
    }

    private static int readOf(int number) {
        return Instruction.CSRRS.encode(7, 0, 0, number);
    }

    @Test
    void misaTellsTheExtensionsAndThatThereIsNoHypervisorAndCannotBeWritten() {
        int misa = 1 << 30 | 1 << 'A' - 'A' | 1 << 'B' - 'A' | 1 << 'C' - 'A' | 1 << 'I' - 'A'
                | 1 << 'M' - 'A' | 1 << 'S' - 'A' | 1 << 'U' - 'A';
        assertEquals(misa, bench.legal(Csr.MISA, 0));
        assertEquals(misa, bench.legal(Csr.MISA, ~0));
    }

    @Test
    void mstatusKeepsOnlyTheFieldsOfAHartWithoutFloatingPointAndVectors() {
        assertEquals(0x007e_19aa, bench.legal(Csr.MSTATUS, ~0));
        assertEquals(0, bench.legal(Csr.MSTATUS, 0));
        assertEquals(0, bench.legal(Csr.MSTATUSH, ~0));
    }

    @Test
    void sstatusShowsAndWritesOnlyTheSupervisorsFields() {
        bench.csr(Csr.MSTATUS, ~0);
        bench.read(Csr.SSTATUS);
        assertEquals(0x000c_0122, bench.result());
        assertEquals(0, bench.legal(Csr.SSTATUS, 0));
        assertEquals(0x007e_19aa & ~0x000c_0122, bench.csr(Csr.MSTATUS));
    }

    @Test
    void reservedPreviousPrivilegeBecomesUser() {
        bench.csr(Csr.MSTATUS, Status.MPP);
        assertEquals(0, bench.legal(Csr.MSTATUS, 2 << Status.MPP_SHIFT));
        assertEquals(1 << Status.MPP_SHIFT, bench.legal(Csr.MSTATUS, 1 << Status.MPP_SHIFT));
    }

    @Test
    void mieHoldsOnlyDefinedInterrupts() {
        assertEquals(0xaaa, bench.legal(Csr.MIE, ~0));
    }

    @Test
    void onlySupervisorInterruptsCanBeDelegatedOrSetPending() {
        assertEquals(0x222, bench.legal(Csr.MIDELEG, ~0));
        bench.csr(Csr.MIP, 0);
        int wires = bench.csr(Csr.MIP);
        assertEquals(wires | 0x222, bench.legal(Csr.MIP, ~0));
    }

    @Test
    void everyExceptionButTheCallFromMachineModeCanBeDelegated() {
        assertEquals(0xb3ff, bench.legal(Csr.MEDELEG, ~0));
        assertEquals(0xb3ff & 0xffff, bench.legal(Csr.MEDELEG, 0xffff));
    }

    @Test
    void sieAndSipShowOnlyWhatIsDelegated() {
        bench.csr(Csr.MIDELEG, 0x202).csr(Csr.MIE, ~0).csr(Csr.MIP, ~0);
        bench.read(Csr.SIE);
        assertEquals(0x202, bench.result());
        bench.read(Csr.SIP);
        assertEquals(0x202, bench.result());
        assertEquals(0, bench.legal(Csr.SIE, 0));
        assertEquals(0xaaa & ~0x202, bench.csr(Csr.MIE));
    }

    @Test
    void ofSipOnlyADelegatedSoftwareInterruptIsWritable() {
        bench.csr(Csr.MIDELEG, 0x222);
        assertEquals(0x002, bench.legal(Csr.SIP, ~0));
        bench.csr(Csr.MIDELEG, 0x220).csr(Csr.MIP, 0);
        bench.write(Csr.SIP, ~0);
        assertEquals(0, bench.csr(Csr.MIP) & 0x222);
    }

    @Test
    void settingBitsOfMipDoesNotCopyTheExternalWireIntoTheSoftwareBit() {
        bench.hart.setWire(Interrupts.SEI, true);
        bench.hart.x[5] = Interrupts.SSI;
        bench.run(Instruction.CSRRS.encode(7, 5, 0, Csr.MIP.number()));
        assertEquals(Interrupts.SEI, bench.result() & Interrupts.SEI);
        bench.hart.setWire(Interrupts.SEI, false);
        assertEquals(Interrupts.SSI, bench.csr(Csr.MIP) & Interrupts.SUPERVISOR);
    }

    @Test
    void satpKeepsTheModeNineBitsOfAsidAndAllOfThePpn() {
        assertEquals(0xffff_ffff, bench.legal(Csr.SATP, 0xffff_ffff));
        assertEquals(0x7fff_ffff, bench.legal(Csr.SATP, 0x7fff_ffff));
        assertEquals(0, bench.legal(Csr.SATP, 0));
    }

    @Test
    void trapVectorsAreDirectOrVectored() {
        for (Csr csr : new Csr[] {Csr.MTVEC, Csr.STVEC}) {
            assertEquals(0xffff_fffd, bench.legal(csr, ~0));
            assertEquals(0x8000_0004, bench.legal(csr, 0x8000_0006));
        }
    }

    @Test
    void exceptionProgramCountersAreEven() {
        for (Csr csr : new Csr[] {Csr.MEPC, Csr.SEPC}) {
            assertEquals(0xffff_fffe, bench.legal(csr, ~0));
            assertEquals(0x8000_0002, bench.legal(csr, 0x8000_0003));
        }
    }

    @Test
    void plainRegistersHoldEveryWord() {
        Random random = new Random(4711);
        for (Csr csr : new Csr[] {Csr.MSCRATCH, Csr.SSCRATCH, Csr.MCAUSE, Csr.SCAUSE, Csr.MTVAL,
            Csr.STVAL, Csr.MCOUNTEREN, Csr.SCOUNTEREN, Csr.STIMECMP, Csr.STIMECMPH}) {
            int value = random.nextInt();
            assertEquals(value, bench.legal(csr, value), csr.assemblyName());
            assertEquals(~value, bench.legal(csr, ~value), csr.assemblyName());
        }
    }

    @Test
    void environmentConfigurationHasFiomStceAndNoAdueWhereHardwareUpdatesAlways() {
        assertEquals(1, bench.legal(Csr.MENVCFG, ~0));
        assertEquals(1, bench.legal(Csr.SENVCFG, ~0));
        assertEquals(0x8000_0000, bench.legal(Csr.MENVCFGH, ~0));
    }

    @Test
    void adueExistsWhereTheMachineFaultsByDefault() {
        HartBench svade = new HartBench(new HartOptions(16, false, false, TimingModel.UNIT));
        assertEquals(0xa000_0000, svade.legal(Csr.MENVCFGH, ~0));
    }

    @Test
    void mcountinhibitHasNoBitForTime() {
        assertEquals(~2, bench.legal(Csr.MCOUNTINHIBIT, ~0));
    }

    @Test
    void identityIsZeroAndReadOnly() {
        for (Csr csr : new Csr[] {Csr.MVENDORID, Csr.MARCHID, Csr.MIMPID, Csr.MHARTID,
            Csr.MCONFIGPTR}) {
            assertNull(bench.read(csr));
            assertEquals(0, bench.result(), csr.assemblyName());
            assertEquals(Cause.ILLEGAL_INSTRUCTION.code(), bench.write(csr, 0).cause());
        }
    }

    @Test
    void debugTriggersReadZeroAndIgnoreWrites() {
        for (Csr csr : new Csr[] {Csr.TSELECT, Csr.TDATA1, Csr.TDATA2, Csr.TDATA3}) {
            assertNull(bench.write(csr, ~0));
            assertEquals(0, bench.legal(csr, ~0));
        }
    }

    @Test
    void performanceMonitorsReadZeroAndIgnoreWrites() {
        for (int i = 3; i < 32; i++) {
            for (int base : new int[] {0xb00, 0xb80, 0x320}) {
                Csr csr = Csr.of(base + i);
                assertNull(bench.write(csr, ~0));
                assertEquals(0, bench.legal(csr, ~0), csr.assemblyName());
            }
        }
    }

    @Test
    void whatFirmwareProbesAndTheMachineLacksIsIllegal() {
        for (int number : new int[] {0x3a4, 0x3c0, 0x3ef, 0xda0, 0xfb0, 0x30c, 0x10c, 0x321, 0x322,
            0x001, 0x002, 0x003, 0x015, 0x200, 0x600, 0x680, 0x747, 0x7a5, 0x7b0, 0x5a8, 0xb01,
            0xb81, 0x312, 0x340 + 10, 0xfff}) {
            assertEquals(illegal(readOf(number)), bench.run(readOf(number)),
                    Integer.toHexString(number));
        }
    }

    @Test
    void privilegeIsWhatTheNumberSays() {
        for (int mode : new int[] {Hart.U, Hart.S, Hart.M}) {
            bench.mode(Hart.M).csr(Csr.MCOUNTEREN, ~0).csr(Csr.SCOUNTEREN, ~0)
                    .csr(Csr.MENVCFGH, ~0).csr(Csr.MEDELEG, 0);
            for (Csr csr : Csr.inOrder()) {
                HartBench.Trap trap = bench.mode(mode).read(csr);
                boolean allowed = mode >= csr.minPrivilege().level();
                assertEquals(allowed ? null : illegal(readOf(csr.number())), trap,
                        csr.assemblyName() + " in mode " + mode);
            }
        }
    }

    @Test
    void writingAReadOnlyRegisterIsIllegalEvenWhenNothingWouldChange() {
        assertNotNull(bench.write(Csr.CYCLE, 0));
        bench.hart.x[5] = 0;
        assertNotNull(bench.run(Instruction.CSRRS.encode(7, 5, 0, Csr.CYCLE.number())));
        assertNotNull(bench.run(Instruction.CSRRCI.encode(7, 1, 0, Csr.CYCLE.number())));
        assertNull(bench.run(Instruction.CSRRS.encode(7, 0, 0, Csr.CYCLE.number())));
        assertNull(bench.run(Instruction.CSRRCI.encode(7, 0, 0, Csr.CYCLE.number())));
    }

    @Test
    void setAndClearWithoutOperandDoNotWrite() {
        bench.csr(Csr.MINSTRET, 100);
        bench.run(Instruction.CSRRSI.encode(0, 0, 0, Csr.MINSTRET.number()));
        bench.read(Csr.MINSTRET);
        int first = bench.result();
        bench.read(Csr.MINSTRET);
        assertEquals(first + 1, bench.result());
    }

    @Test
    void csrInstructionsReadBeforeTheyWriteTheSameRegister() {
        bench.csr(Csr.MSCRATCH, 17);
        bench.hart.x[5] = 4;
        bench.run(Instruction.CSRRW.encode(5, 5, 0, Csr.MSCRATCH.number()));
        assertEquals(17, bench.hart.x[5]);
        assertEquals(4, bench.csr(Csr.MSCRATCH));
        bench.run(Instruction.CSRRSI.encode(7, 8, 0, Csr.MSCRATCH.number()));
        bench.run(Instruction.CSRRCI.encode(7, 4, 0, Csr.MSCRATCH.number()));
        assertEquals(12, bench.result());
        assertEquals(8, bench.csr(Csr.MSCRATCH));
    }

    @Test
    void pmpRegistersDoNotExistWithoutPmpAndReadZeroBeyondItsEntries() {
        HartBench none = new HartBench(new HartOptions(0, false, true, TimingModel.UNIT));
        assertEquals(Cause.ILLEGAL_INSTRUCTION.code(), none.read(Csr.PMPADDR0).cause());
        assertEquals(Cause.ILLEGAL_INSTRUCTION.code(), none.read(Csr.PMPCFG3).cause());
        for (int entries : new int[] {4, 8, 16}) {
            HartBench some = new HartBench(
                    new HartOptions(entries, false, true, TimingModel.UNIT));
            for (int i = 0; i < 16; i++) {
                Csr csr = Csr.of(Csr.PMPADDR0.number() + i);
                assertEquals(i < entries ? ~0 : 0, some.legal(csr, ~0), csr.assemblyName());
            }
            for (int i = 0; i < 4; i++) {
                Csr csr = Csr.of(Csr.PMPCFG0.number() + i);
                assertEquals(4 * i < entries ? 0x1f1f_1f1f : 0, some.legal(csr, 0x7f7f_7f7f));
            }
        }
    }
}
