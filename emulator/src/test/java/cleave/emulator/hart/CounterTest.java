package cleave.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import org.junit.jupiter.api.Test;

/** {@code mcycle}, {@code minstret}, {@code time} and who may read them. */
class CounterTest {
    private static final int NOP = Instruction.ADDI.encode(0, 0, 0, 0);

    private final HartBench bench = new HartBench();

    private int readOf(Csr csr) {
        assertNull(bench.read(csr));
        return bench.result();
    }

    @Test
    void writtenValueIsWhatTheNextInstructionReads() {
        bench.write(Csr.MINSTRET, 1000);
        assertEquals(1000, readOf(Csr.MINSTRET));
        assertEquals(1001, readOf(Csr.INSTRET));
        bench.write(Csr.MCYCLE, 5000);
        assertEquals(5000, readOf(Csr.MCYCLE));
        assertEquals(5001, readOf(Csr.CYCLE));
    }

    @Test
    void writingTheHighWordDoesNotCountItselfEither() {
        bench.write(Csr.MINSTRET, 7);
        bench.write(Csr.MINSTRETH, 3);
        assertEquals(7, readOf(Csr.MINSTRET));
        assertEquals(3, readOf(Csr.MINSTRETH));
    }

    @Test
    void lowWordCarriesIntoTheHighWord() {
        bench.write(Csr.MINSTRETH, 1);
        bench.write(Csr.MINSTRET, -1);
        bench.run(NOP);
        assertEquals(2, readOf(Csr.MINSTRETH));
        assertEquals(1, readOf(Csr.MINSTRET));
    }

    @Test
    void inhibitedCountersStandStillAndCanBeWritten() {
        bench.write(Csr.MCOUNTINHIBIT, 5);
        bench.write(Csr.MCYCLE, 40);
        bench.write(Csr.MINSTRET, 30);
        bench.run(NOP);
        assertEquals(30, readOf(Csr.MINSTRET));
        assertEquals(40, readOf(Csr.MCYCLE));
        bench.write(Csr.MCOUNTINHIBIT, 0);
        int first = readOf(Csr.MINSTRET);
        assertEquals(first + 1, readOf(Csr.MINSTRET));
    }

    @Test
    void inhibitingOneCounterDoesNotStopTheOther() {
        bench.write(Csr.MCOUNTINHIBIT, 4);
        int instret = readOf(Csr.MINSTRET);
        int cycle = readOf(Csr.MCYCLE);
        bench.run(NOP);
        assertEquals(instret, readOf(Csr.MINSTRET));
        assertEquals(cycle + 3, readOf(Csr.MCYCLE));
    }

    @Test
    void instructionsThatRaiseAnExceptionDoNotRetire() {
        bench.write(Csr.MINSTRET, 0);
        assertNotNull(bench.run(Instruction.ECALL));
        assertNotNull(bench.run(Instruction.EBREAK));
        assertNotNull(bench.load(0x4000_0000));
        assertNotNull(bench.run(0));
        assertEquals(0, readOf(Csr.MINSTRET));
    }

    @Test
    void supervisorReadsOnlyWhatMcounterenOpens() {
        for (int i = 0; i < 32; i++) {
            for (int high : new int[] {0, 0x80}) {
                Csr csr = Csr.of(Csr.CYCLE.number() + high + i);
                bench.mode(Hart.M).csr(Csr.MCOUNTEREN, 1 << i).mode(Hart.S);
                assertNull(bench.read(csr), csr.assemblyName());
                bench.mode(Hart.M).csr(Csr.MCOUNTEREN, ~(1 << i)).mode(Hart.S);
                assertNotNull(bench.read(csr), csr.assemblyName());
            }
        }
    }

    @Test
    void userReadsOnlyWhatBothRegistersOpen() {
        for (int i = 0; i < 3; i++) {
            Csr csr = Csr.of(Csr.CYCLE.number() + i);
            bench.csr(Csr.MCOUNTEREN, 1 << i).csr(Csr.SCOUNTEREN, ~(1 << i));
            assertNotNull(bench.mode(Hart.U).read(csr));
            bench.csr(Csr.MCOUNTEREN, ~(1 << i)).csr(Csr.SCOUNTEREN, 1 << i);
            assertNotNull(bench.mode(Hart.U).read(csr));
            bench.csr(Csr.MCOUNTEREN, 1 << i).csr(Csr.SCOUNTEREN, 1 << i);
            assertNull(bench.mode(Hart.U).read(csr));
        }
    }

    @Test
    void timeIsTheTimebaseOfTheClint() {
        bench.machine.timer().setTicks(0x1_2345_6789L);
        assertEquals(0x2345_6789, readOf(Csr.TIME));
        assertEquals(1, readOf(Csr.TIMEH));
        bench.load(0x200_bff8);
        assertEquals(0x2345_6789, bench.result());
    }
}
