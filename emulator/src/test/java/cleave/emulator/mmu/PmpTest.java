package cleave.emulator.mmu;

import static cleave.emulator.hart.HartBench.CODE;
import static cleave.emulator.hart.HartBench.DATA;
import static cleave.emulator.hart.HartBench.ROOT;
import static cleave.emulator.hart.HartBench.RWX;
import static cleave.emulator.hart.HartBench.trap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartBench;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import org.junit.jupiter.api.Test;

/** Physical memory protection. The bench's entry 15 permits everything to all modes. */
class PmpTest {
    private static final int R = 1;
    private static final int W = 2;
    private static final int X = 4;
    private static final int TOR = 1 << 3;
    private static final int NA4 = 2 << 3;
    private static final int NAPOT = 3 << 3;
    private static final int LOCKED = 1 << 7;
    private static final int MPRV_TO_USER = 1 << 17;

    private final HartBench bench = new HartBench();

    private void entry0(int address, int config) {
        bench.csr(Csr.PMPADDR0, address >>> 2).csr(Csr.PMPCFG0, config);
    }

    private boolean mayLoad(int va) {
        HartBench.Trap trap = bench.load(va);
        assertEquals(trap == null ? null : trap(Cause.LOAD_ACCESS_FAULT, va), trap);
        return trap == null;
    }

    /** Which words from DATA - 16 to DATA + 15 S-mode may load, as a string of digits. */
    private String loadable() {
        StringBuilder text = new StringBuilder();
        for (int offset = -16; offset < 16; offset += 4) {
            bench.mode(Hart.S);
            text.append(mayLoad(DATA + offset) ? 1 : 0);
        }
        return text.toString();
    }

    @Test
    void na4IsFourBytes() {
        entry0(DATA, NA4);
        assertEquals("11110111", loadable());
    }

    @Test
    void napotOfEightBytes() {
        bench.csr(Csr.PMPADDR0, DATA >>> 2).csr(Csr.PMPCFG0, NAPOT);
        assertEquals("11110011", loadable());
        bench.csr(Csr.PMPADDR0, DATA >>> 2 | 1);
        assertEquals("11110000", loadable());
    }

    @Test
    void napotOfAllOnesIsTheWholeAddressSpace() {
        bench.csr(Csr.PMPADDR0, ~0).csr(Csr.PMPCFG0, NAPOT | X);
        assertEquals("00000000", loadable());
    }

    @Test
    void topOfRangeGoesFromTheEntryBelowOrFromZero() {
        bench.csr(Csr.PMPADDR0, DATA - 4 >>> 2).csr(Csr.PMPADDR1, DATA + 8 >>> 2)
                .csr(Csr.PMPCFG0, TOR << 8);
        assertEquals("11100011", loadable());
        bench.codeAt(CODE).csr(Csr.PMPADDR0, DATA + 4 >>> 2).csr(Csr.PMPCFG0, TOR | X);
        assertEquals("00000111", loadable());
    }

    @Test
    void emptyRangeMatchesNothing() {
        bench.csr(Csr.PMPADDR0, DATA + 8 >>> 2).csr(Csr.PMPADDR1, DATA - 8 >>> 2)
                .csr(Csr.PMPCFG0, TOR << 8);
        assertEquals("11111111", loadable());
        bench.csr(Csr.PMPADDR1, DATA + 8 >>> 2);
        assertEquals("11111111", loadable());
    }

    @Test
    void lowestNumberedEntryThatMatchesDecides() {
        bench.csr(Csr.PMPADDR0, DATA >>> 2).csr(Csr.PMPADDR1, DATA - 16 >>> 2 | 1)
                .csr(Csr.PMPADDR2, DATA >>> 2 | 1)
                .csr(Csr.PMPCFG0, NA4 | R | NAPOT << 8 | (NAPOT | R | W) << 16);
        assertEquals("00001111", loadable());
        bench.csr(Csr.PMPCFG0, NA4 | (NAPOT | R) << 8 | (NAPOT | W | R) << 16);
        assertEquals("11110111", loadable());
    }

    @Test
    void eachPermissionIsForItsOwnKindOfAccess() {
        for (int permissions : new int[] {0, R, R | W, X, R | X, R | W | X}) {
            entry0(DATA, NA4 | permissions);
            bench.mode(Hart.U);
            assertEquals((permissions & R) != 0, bench.load(DATA) == null);
            assertEquals((permissions & W) != 0,
                    bench.mode(Hart.U).store(DATA, 0) == null);
            bench.word(DATA, Instruction.ADDI.encode(0, 0, 0, 0));
            HartBench.Trap fetch = bench.mode(Hart.U).runAt(DATA);
            assertEquals((permissions & X) != 0 ? null
                    : trap(Cause.INSTRUCTION_ACCESS_FAULT, DATA), fetch);
        }
    }

    @Test
    void writableButNotReadableIsReservedAndPermitsNothing() {
        assertEquals(NA4 | NAPOT << 8, bench.legal(Csr.PMPCFG0,
                NA4 | W | (NAPOT | W | X) << 8));
    }

    @Test
    void reservedBitsOfAConfigurationReadZero() {
        assertEquals(0x1f1f_1f1f, bench.legal(Csr.PMPCFG0, 0x7f7f_7f7f));
    }

    @Test
    void machineModeIsBoundByLockedEntriesOnly() {
        entry0(DATA, NA4);
        assertNull(bench.mode(Hart.M).load(DATA));
        entry0(DATA, NA4 | LOCKED | R);
        assertNull(bench.load(DATA));
        assertEquals(trap(Cause.STORE_ACCESS_FAULT, DATA), bench.store(DATA, 0));
        assertNull(bench.store(DATA + 4, 0));
    }

    @Test
    void lockedEntryIgnoresWritesUntilReset() {
        entry0(DATA, NA4 | LOCKED);
        assertEquals(DATA >>> 2, bench.legal(Csr.PMPADDR0, 0));
        assertEquals(NA4 | LOCKED | (NA4 | R) << 8,
                bench.legal(Csr.PMPCFG0, R | W | X | (NA4 | R) << 8));
        bench.machine.powerOn();
        bench.csr(Csr.PMPCFG0, 0);
        assertEquals(0, bench.csr(Csr.PMPCFG0));
    }

    @Test
    void lockedTopOfRangeLocksItsBaseToo() {
        bench.csr(Csr.PMPADDR0, 100).csr(Csr.PMPADDR1, 200);
        bench.csr(Csr.PMPCFG0, (TOR | LOCKED) << 8);
        assertEquals(100, bench.legal(Csr.PMPADDR0, 0));
        assertEquals(200, bench.legal(Csr.PMPADDR1, 0));
        assertEquals(NA4, bench.legal(Csr.PMPCFG0, NA4) & 0xff);
    }

    @Test
    void lockedEntryOfAnotherKindDoesNotLockItsNeighbour() {
        bench.csr(Csr.PMPADDR0, 100).csr(Csr.PMPCFG0, (NAPOT | LOCKED) << 8);
        assertEquals(7, bench.legal(Csr.PMPADDR0, 7));
    }

    @Test
    void withoutMatchOnlyMachineModeMayAccess() {
        bench.csr(Csr.PMPCFG3, 0);
        assertNull(bench.mode(Hart.M).load(DATA));
        bench.mode(Hart.S);
        assertEquals(trap(Cause.INSTRUCTION_ACCESS_FAULT, CODE), bench.load(DATA));
    }

    @Test
    void withoutAnyEntryEveryModeMayAccessEverything() {
        HartBench none = new HartBench(new HartOptions(0, false, true, TimingModel.UNIT));
        assertNull(none.mode(Hart.U).load(DATA));
        assertNull(none.mode(Hart.U).store(DATA, 1));
    }

    @Test
    void loadsOfMachineModeWithMprvCountAsThoseOfTheOtherMode() {
        entry0(DATA, NA4);
        bench.csr(Csr.MSTATUS, MPRV_TO_USER);
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, DATA), bench.load(DATA));
        bench.csr(Csr.MSTATUS, MPRV_TO_USER | 3 << 11);
        assertNull(bench.load(DATA));
    }

    @Test
    void wordPartlyInAnEntryFailsWhateverTheEntryPermitsEvenInMachineMode() {
        entry0(DATA + 8, NA4 | R | W | X);
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, DATA + 6),
                bench.mode(Hart.M).load(DATA + 6));
        assertNull(bench.access(Instruction.LH, DATA + 6));
    }

    @Test
    void changeIsSeenByTheNextAccess() {
        bench.mode(Hart.S);
        assertNull(bench.load(DATA));
        bench.csr(Csr.PMPADDR0, DATA >>> 2).csr(Csr.PMPCFG0, NA4);
        assertNotNull(bench.load(DATA));
        bench.mode(Hart.S).csr(Csr.PMPCFG0, 0);
        assertNull(bench.load(DATA));
    }

    @Test
    void fetchOfAnInstructionPartlyForbiddenTellsTheSecondParcel() {
        entry0(DATA, NA4 | R);
        bench.word(DATA - 4, 0x0013_0001).word(DATA, 0);
        assertEquals(trap(Cause.INSTRUCTION_ACCESS_FAULT, DATA),
                bench.mode(Hart.S).runAt(DATA - 2));
        assertEquals(DATA - 2, bench.csr(Csr.MEPC));
    }

    @Test
    void pageWalkThatIsForbiddenIsAnAccessFaultOfTheOriginalKind() {
        bench.map(0x1000, DATA & 0xffff_ffffL, RWX).paging(Hart.S);
        for (int table : new int[] {ROOT, bench.pteAddress(0x1000) & -4096}) {
            entry0(table, 0);
            bench.csr(Csr.PMPADDR0, table >>> 2 | 0x1ff).csr(Csr.PMPCFG0, NAPOT);
            if (table == ROOT) {
                bench.mode(Hart.S);
                assertEquals(trap(Cause.INSTRUCTION_ACCESS_FAULT, CODE), bench.runAt(CODE));
                bench.csr(Csr.PMPADDR0, ROOT >>> 2).csr(Csr.PMPCFG0, NA4);
            }
            bench.fence(-1, -1);
            assertEquals(trap(Cause.LOAD_ACCESS_FAULT, 0x1000), bench.load(0x1000));
            assertEquals(trap(Cause.STORE_ACCESS_FAULT, 0x1004),
                    bench.store(0x1004, 0));
            assertEquals(trap(Cause.STORE_ACCESS_FAULT, 0x1008),
                    bench.atomic(Instruction.AMOADD_W, 0x1008, 0));
            assertEquals(trap(Cause.INSTRUCTION_ACCESS_FAULT, 0x1000),
                    bench.runAt(0x1000));
        }
    }

    @Test
    void pageWalksHaveSupervisorRightsEvenWhereMachineModeWalksWithMprv() {
        bench.map(0x1000, DATA & 0xffff_ffffL, RWX).root(0);
        bench.csr(Csr.PMPADDR0, ROOT >>> 2 | 0x1ff).csr(Csr.PMPCFG0, NAPOT);
        bench.csr(Csr.MSTATUS, MPRV_TO_USER | 1 << 11).mode(Hart.M);
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, 0x1000), bench.load(0x1000));
        bench.csr(Csr.PMPCFG0, NAPOT | R);
        assertNull(bench.load(0x1000));
    }

    @Test
    void updateOfAPteThatMayNotBeWrittenIsAnAccessFault() {
        bench.map(0x1000, DATA & 0xffff_ffffL, RWX & ~(Pte.A | Pte.D)).paging(Hart.S);
        int table = bench.pteAddress(0x1000) & -4096;
        bench.csr(Csr.PMPADDR0, table >>> 2 | 0x1ff).csr(Csr.PMPCFG0, NAPOT | R);
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, 0x1000), bench.load(0x1000));
        assertEquals(0, bench.word(bench.pteAddress(0x1000)) & (Pte.A | Pte.D));
        bench.mode(Hart.S).csr(Csr.PMPCFG0, NAPOT | R | W);
        assertNull(bench.load(0x1000));
        bench.csr(Csr.PMPCFG0, NAPOT | R);
        assertNull(bench.load(0x1000));
        assertEquals(trap(Cause.STORE_ACCESS_FAULT, 0x1000), bench.store(0x1000, 1));
    }
}
