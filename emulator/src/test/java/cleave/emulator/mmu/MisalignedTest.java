package cleave.emulator.mmu;

import static cleave.emulator.hart.HartBench.DATA;
import static cleave.emulator.hart.HartBench.RWX;
import static cleave.emulator.hart.HartBench.trap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartBench;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import org.junit.jupiter.api.Test;

/** Misaligned loads and stores, done in hardware or trapped. */
class MisalignedTest {
    private static final long LOW = DATA & 0xffff_ffffL;
    private static final long HIGH = LOW + 0x3000;

    private final HartBench bench = new HartBench();

    @Test
    void everyOffsetAndWidthLoadsAndStoresItsBytes() {
        for (int offset = 0; offset < 4; offset++) {
            bench.word(DATA, 0x8342_8180).word(DATA + 4, 0x8786_8584);
            byte[] bytes = new byte[8];
            bench.machine.memory().read(LOW, bytes, 0, 8);
            int half = bytes[offset] & 0xff | bytes[offset + 1] << 8;
            int word = half & 0xffff | (bytes[offset + 2] & 0xff) << 16 | bytes[offset + 3] << 24;
            assertNull(bench.access(Instruction.LH, DATA + offset));
            assertEquals(half, bench.result());
            assertNull(bench.access(Instruction.LHU, DATA + offset));
            assertEquals(half & 0xffff, bench.result());
            assertNull(bench.load(DATA + offset));
            assertEquals(word, bench.result());
            assertNull(bench.store(DATA + offset, 0x1122_3344));
            bench.load(DATA + offset);
            assertEquals(0x1122_3344, bench.result());
            assertNull(bench.store(Instruction.SH, DATA + offset, 0x5566));
            bench.load(DATA + offset);
            assertEquals(0x1122_5566, bench.result());
        }
    }

    @Test
    void trapsWhereTheMachineIsToldSo() {
        HartBench trapping = new HartBench(new HartOptions(16, true, true, TimingModel.UNIT));
        for (Instruction load : new Instruction[] {Instruction.LH, Instruction.LHU}) {
            assertEquals(trap(Cause.LOAD_ADDRESS_MISALIGNED, DATA + 1),
                    trapping.access(load, DATA + 1));
        }
        for (int offset = 1; offset < 4; offset++) {
            assertEquals(trap(Cause.LOAD_ADDRESS_MISALIGNED, DATA + offset),
                    trapping.load(DATA + offset));
            assertEquals(trap(Cause.STORE_ADDRESS_MISALIGNED, DATA + offset),
                    trapping.store(DATA + offset, 0));
        }
        assertEquals(trap(Cause.STORE_ADDRESS_MISALIGNED, DATA + 3),
                trapping.store(Instruction.SH, DATA + 3, 0));
        assertNull(trapping.access(Instruction.LB, DATA + 3));
        assertNull(trapping.load(DATA + 4));
    }

    private void twoPages(int firstFlags, int secondFlags) {
        bench.map(0x1000, LOW, firstFlags).map(0x2000, HIGH, secondFlags).paging(Hart.S);
    }

    @Test
    void accessAcrossPagesGoesToBothPhysicalPages() {
        twoPages(RWX, RWX);
        for (int bytesInFirst = 1; bytesInFirst < 4; bytesInFirst++) {
            assertNull(bench.store(0x2000 - bytesInFirst, 0x1234_5678));
            bench.load(0x2000 - bytesInFirst);
            assertEquals(0x1234_5678, bench.result());
            int bits = 8 * bytesInFirst;
            assertEquals(0x1234_5678 >>> bits, bench.word((int) HIGH) & -1 >>> bits);
            assertEquals(0x1234_5678 << 32 - bits, bench.word((int) LOW + 0xffc) & -1 << 32 - bits);
        }
    }

    @Test
    void faultInTheSecondPageTellsItsAddressAndStoresNothing() {
        twoPages(RWX, 0);
        assertEquals(trap(Cause.LOAD_PAGE_FAULT, 0x2000), bench.load(0x1ffe));
        assertEquals(trap(Cause.STORE_PAGE_FAULT, 0x2000), bench.store(0x1ffd, -1));
        assertEquals(0, bench.word((int) LOW + 0xffc));
    }

    @Test
    void faultInTheFirstPageComesFirst() {
        twoPages(0, 0);
        assertEquals(trap(Cause.LOAD_PAGE_FAULT, 0x1ffe), bench.load(0x1ffe));
        assertEquals(trap(Cause.STORE_PAGE_FAULT, 0x1fff), bench.store(0x1fff, -1));
    }

    @Test
    void storeThatFaultsInTheSecondPageHasDirtiedTheFirstOnly() {
        int clean = RWX & ~(Pte.A | Pte.D);
        twoPages(clean, clean & ~Pte.W);
        bench.store(0x1ffe, -1);
        assertEquals(Pte.A | Pte.D, bench.word(bench.pteAddress(0x1000)) & (Pte.A | Pte.D));
        assertEquals(0, bench.word(bench.pteAddress(0x2000)) & (Pte.A | Pte.D));
    }

    @Test
    void devicesAndVacantAddressesRefuseThem() {
        for (int base : new int[] {0x200_bff8, 0x4000_0000}) {
            assertEquals(trap(Cause.LOAD_ACCESS_FAULT, base + 2), bench.load(base + 2));
            assertEquals(trap(Cause.STORE_ACCESS_FAULT, base + 1), bench.store(base + 1, 0));
        }
    }

    @Test
    void endOfMemoryIsNotSilentlyCrossed() {
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, 0x8010_0000), bench.load(0x800f_fffe));
        assertEquals(trap(Cause.STORE_ACCESS_FAULT, 0x8010_0000), bench.store(0x800f_fffe, 1));
    }

    @Test
    void accessThatIsPartlyInAPmpEntryFailsAsAWhole() {
        bench.csr(Csr.PMPADDR0, DATA + 8 >>> 2).csr(Csr.PMPCFG0, 0x13).mode(Hart.S);
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, DATA + 6), bench.load(DATA + 6));
        assertEquals(trap(Cause.STORE_ACCESS_FAULT, DATA + 9), bench.store(DATA + 9, 0));
        assertNull(bench.load(DATA + 5 - 4));
        assertNull(bench.access(Instruction.LH, DATA + 9));
    }
}
