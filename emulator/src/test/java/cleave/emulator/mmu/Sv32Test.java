package cleave.emulator.mmu;

import static cleave.emulator.hart.HartBench.CODE;
import static cleave.emulator.hart.HartBench.DATA;
import static cleave.emulator.hart.HartBench.ROOT;
import static cleave.emulator.hart.HartBench.RWX;
import static cleave.emulator.hart.HartBench.trap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.emulator.device.Device;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartBench;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.Status;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import org.junit.jupiter.api.Test;

/** Sv32: what a PTE permits to whom, A and D, megapages, reserved encodings, wide addresses. */
class Sv32Test {
    private static final long PAGE = DATA & 0xffff_ffffL;
    private static final int NOP = Instruction.ADDI.encode(0, 0, 0, 0);
    private static final int VA = 0x1000;

    private final HartBench bench = new HartBench();

    /** Maps VA with those flags, and what the three kinds of access make of it: rwx or -. */
    private String permitted(int flags, int mode, int status) {
        bench.mode(Hart.M).word(DATA, NOP).map(VA, PAGE, flags).csr(Csr.MSTATUS, status);
        bench.paging(mode).mode(Hart.M).fence(-1, -1);
        String r = check(bench.mode(mode).load(VA), Cause.LOAD_PAGE_FAULT) ? "r" : "-";
        String w = check(bench.mode(mode).store(VA, NOP), Cause.STORE_PAGE_FAULT) ? "w" : "-";
        String x = check(bench.mode(mode).runAt(VA), Cause.INSTRUCTION_PAGE_FAULT) ? "x" : "-";
        return r + w + x;
    }

    private static boolean check(HartBench.Trap trap, Cause cause) {
        assertEquals(trap == null ? null : trap(cause, VA), trap);
        return trap == null;
    }

    @Test
    void permissionBitsPermitTheirKindOfAccess() {
        int used = Pte.V | Pte.A | Pte.D;
        assertEquals("r--", permitted(used | Pte.R, Hart.S, 0));
        assertEquals("rw-", permitted(used | Pte.R | Pte.W, Hart.S, 0));
        assertEquals("--x", permitted(used | Pte.X, Hart.S, 0));
        assertEquals("r-x", permitted(used | Pte.R | Pte.X, Hart.S, 0));
        assertEquals("rwx", permitted(used | Pte.R | Pte.W | Pte.X, Hart.S, 0));
        assertEquals("---", permitted(RWX & ~Pte.V, Hart.S, 0));
    }

    @Test
    void writableButNotReadableIsReserved() {
        assertEquals("---", permitted(RWX & ~Pte.R, Hart.S, 0));
        assertEquals("---", permitted(RWX & ~(Pte.R | Pte.X), Hart.S, Status.MXR));
    }

    @Test
    void userPagesAreForUserModeAndWithSumForSupervisorDataOnly() {
        assertEquals("rwx", permitted(RWX | Pte.U, Hart.U, 0));
        assertEquals("---", permitted(RWX | Pte.U, Hart.S, 0));
        assertEquals("rw-", permitted(RWX | Pte.U, Hart.S, Status.SUM));
        assertEquals("---", permitted(RWX, Hart.U, Status.SUM));
    }

    @Test
    void mxrMakesExecutablePagesReadable() {
        int used = Pte.V | Pte.A | Pte.D;
        assertEquals("r-x", permitted(used | Pte.X, Hart.S, Status.MXR));
        assertEquals("r-x", permitted(used | Pte.X | Pte.U, Hart.U, Status.MXR));
        assertEquals("---", permitted(used | Pte.X | Pte.U, Hart.S, Status.MXR));
        assertEquals("r--", permitted(used | Pte.X | Pte.U, Hart.S, Status.MXR | Status.SUM));
    }

    @Test
    void machineModeIsNotTranslatedUnlessMprvSaysSoAndFetchNeverIs() {
        bench.word(DATA, 77).map(VA, PAGE, RWX).root(0).mode(Hart.M);
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, 0x4000_0000), bench.load(0x4000_0000));
        bench.csr(Csr.MSTATUS, Status.MPRV | 1 << Status.MPP_SHIFT);
        assertNull(bench.load(VA));
        assertEquals(77, bench.result());
        assertEquals(trap(Cause.LOAD_PAGE_FAULT, 0x4000_0000), bench.load(0x4000_0000));
        bench.csr(Csr.MSTATUS, Status.MPRV | 3 << Status.MPP_SHIFT);
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, 0x4000_0000), bench.load(0x4000_0000));
    }

    @Test
    void mprvUsesTheUserAndSumRulesOfThePreviousMode() {
        bench.map(VA, PAGE, RWX | Pte.U).map(0x2000, PAGE, RWX).root(0);
        bench.csr(Csr.MSTATUS, Status.MPRV);
        assertNull(bench.load(VA));
        assertEquals(trap(Cause.LOAD_PAGE_FAULT, 0x2000), bench.load(0x2000));
        bench.csr(Csr.MSTATUS, Status.MPRV | 1 << Status.MPP_SHIFT);
        assertEquals(trap(Cause.LOAD_PAGE_FAULT, VA), bench.load(VA));
        bench.csr(Csr.MSTATUS, Status.MPRV | 1 << Status.MPP_SHIFT | Status.SUM);
        assertNull(bench.load(VA));
    }

    @Test
    void megapageCoversFourMebibytes() {
        bench.mapMegapage(0x4000_0000, 0x8000_0000L, RWX).paging(Hart.S);
        bench.word(DATA, 5);
        assertNull(bench.load(0x4000_0000 + (DATA - CODE)));
        assertEquals(5, bench.result());
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, 0x403f_fffc), bench.load(0x403f_fffc));
    }

    @Test
    void misalignedMegapageIsAPageFaultAndItsFlagsStayUntouched() {
        bench.mapMegapage(0x4000_0000, 0x8000_1000L, RWX & ~(Pte.A | Pte.D)).paging(Hart.S);
        assertEquals(trap(Cause.LOAD_PAGE_FAULT, 0x4000_0000), bench.load(0x4000_0000));
        assertEquals(trap(Cause.STORE_PAGE_FAULT, 0x4000_4000),
                bench.store(0x4000_4000, 0));
        assertEquals(0, bench.word(ROOT + 4 * 256) & (Pte.A | Pte.D));
    }

    @Test
    void pointerWithAccessedDirtyOrUserIsReserved() {
        bench.map(VA, PAGE, RWX).paging(Hart.S);
        int pointer = bench.word(ROOT);
        for (int bit : new int[] {Pte.A, Pte.D, Pte.U}) {
            bench.word(ROOT, pointer | bit);
            assertEquals(trap(Cause.LOAD_PAGE_FAULT, VA), bench.load(VA));
        }
        bench.word(ROOT, pointer | Pte.G | 3 << 8);
        assertNull(bench.load(VA));
    }

    @Test
    void pointerAtTheLastLevelIsAPageFault() {
        bench.map(VA, PAGE, Pte.V).paging(Hart.S);
        assertEquals(trap(Cause.LOAD_PAGE_FAULT, VA), bench.load(VA));
    }

    @Test
    void hardwareSetsAccessedAndDirtyOnlyWhenTheAccessIsPermitted() {
        int clean = Pte.V | Pte.R | Pte.X;
        bench.map(VA, PAGE, clean).map(0x2000, PAGE, clean | Pte.W).map(0x3000, PAGE, clean)
                .map(0x4000, PAGE, clean | Pte.W).paging(Hart.S);
        bench.store(VA, 0);
        assertEquals(0, flags(VA));
        bench.load(VA);
        assertEquals(Pte.A, flags(VA));
        bench.store(0x2000, NOP);
        assertEquals(Pte.A | Pte.D, flags(0x2000));
        bench.runAt(0x3000);
        assertEquals(Pte.A, flags(0x3000));
        bench.load(0x4000);
        bench.store(0x4000, 0);
        assertEquals(Pte.A | Pte.D, flags(0x4000));
    }

    private int flags(int va) {
        return bench.word(bench.pteAddress(va)) & (Pte.A | Pte.D);
    }

    @Test
    void megapagesPteIsUpdatedToo() {
        bench.mapMegapage(0x4000_0000, 0x8000_0000L, RWX & ~(Pte.A | Pte.D)).paging(Hart.S);
        bench.store(0x4000_4000, 1);
        assertEquals(Pte.A | Pte.D, bench.word(ROOT + 4 * 256) & (Pte.A | Pte.D));
    }

    @Test
    void svadeMakesMissingAccessedAndDirtyAPageFaultAndAdueTheHardwaresBusiness() {
        HartBench svade = new HartBench(new HartOptions(16, false, false, TimingModel.UNIT));
        svade.map(VA, PAGE, RWX & ~(Pte.A | Pte.D)).map(0x2000, PAGE, RWX & ~Pte.D)
                .paging(Hart.S);
        assertEquals(trap(Cause.LOAD_PAGE_FAULT, VA), svade.load(VA));
        assertEquals(trap(Cause.STORE_PAGE_FAULT, VA), svade.store(VA, 0));
        assertEquals(trap(Cause.INSTRUCTION_PAGE_FAULT, VA), svade.runAt(VA));
        assertNull(svade.load(0x2000));
        assertEquals(trap(Cause.STORE_PAGE_FAULT, 0x2000), svade.store(0x2000, 0));
        assertEquals(0, svade.word(svade.pteAddress(VA)) & (Pte.A | Pte.D));
        svade.mode(Hart.M).write(Csr.MENVCFGH, 1 << 29);
        svade.mode(Hart.S);
        assertNull(svade.store(VA, 0));
        assertEquals(Pte.A | Pte.D, svade.word(svade.pteAddress(VA)) & (Pte.A | Pte.D));
    }

    @Test
    void physicalAddressesHaveThirtyFourBits() {
        bench.map(VA, 0x3_8000_0000L, RWX).map(0x2000, 0x1_0000_0000L, RWX).paging(Hart.S);
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, VA), bench.load(VA));
        assertEquals(trap(Cause.STORE_ACCESS_FAULT, 0x2000),
                bench.store(0x2000, 0));
    }

    @Test
    void pageAboveFourGibibytesReachesTheDeviceThere() {
        HartBench wide = new HartBench(builder ->
                builder.device(new Echo(), 0x2_0000_1000L, 0x1000));
        wide.map(VA, 0x2_0000_1000L, RWX).paging(Hart.S);
        assertNull(wide.load(VA + 0x24));
        assertEquals(0x24, wide.result());
    }

    /** Every word of it reads as its own offset. */
    private static final class Echo implements Device {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public void reset() {
            // It has no state.
        }

        @Override
        public int read(int offset, int width) {
            return offset;
        }

        @Override
        public void write(int offset, int width, int value) {
            throw new AssertionError("nobody writes to it");
        }

        @Override
        public int peek(int offset, int width) {
            return offset;
        }

        @Override
        public void save(StateWriter out) {
            out.section(name());
        }

        @Override
        public void load(StateReader in) {
            in.section(name());
        }
    }

    @Test
    void tableAboveFourGibibytesIsNotFoundBelow() {
        bench.map(VA, PAGE, RWX).paging(Hart.S);
        bench.word(ROOT, bench.word(ROOT) | 1 << 30);
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, VA), bench.load(VA));
        bench.mode(Hart.M).csr(Csr.SATP, 1 << 31 | 1 << 20 | ROOT >>> 12).mode(Hart.S);
        assertEquals(trap(Cause.INSTRUCTION_ACCESS_FAULT, CODE), bench.runAt(CODE));
    }

    @Test
    void bareModeDoesNotTranslate() {
        bench.map(VA, PAGE, RWX).csr(Csr.SATP, ROOT >>> 12).mode(Hart.S);
        assertNull(bench.load(DATA));
        assertEquals(trap(Cause.LOAD_ACCESS_FAULT, 0x4000_0000), bench.load(0x4000_0000));
    }

    @Test
    void fetchAcrossAPageBoundaryTakesBothPages() {
        bench.map(VA, PAGE, RWX).map(0x2000, PAGE + 0x2000, RWX).paging(Hart.S);
        int instruction = Instruction.ADDI.encode(10, 0, 0, 123);
        bench.word(DATA + 0xffc, instruction << 16).word(DATA + 0x2000, instruction >>> 16);
        assertNull(bench.runAt(0x1ffe));
        assertEquals(123, bench.hart.x[10]);
        assertEquals(0x2002, bench.hart.pc);
    }

    @Test
    void fetchThatFaultsInTheSecondPageTellsItsAddress() {
        bench.map(VA, PAGE, RWX).map(0x2000, PAGE, RWX & ~Pte.X).paging(Hart.S);
        bench.word(DATA + 0xffc, NOP << 16);
        assertEquals(trap(Cause.INSTRUCTION_PAGE_FAULT, 0x2000), bench.runAt(0x1ffe));
        assertEquals(0x1ffe, bench.csr(Csr.MEPC));
    }

    @Test
    void compressedInstructionAtTheEndOfAPageDoesNotTouchTheNext() {
        bench.map(VA, PAGE, RWX).paging(Hart.S);
        bench.word(DATA + 0xffc, 0x0001_0000);
        assertNull(bench.runAt(0x1ffe));
    }

    @Test
    void fetchPermissionIsNotInheritedFromADataAccess() {
        bench.map(VA, PAGE, RWX & ~Pte.X).word(DATA, NOP).paging(Hart.S);
        assertNull(bench.load(VA));
        assertNull(bench.store(VA, NOP));
        assertEquals(trap(Cause.INSTRUCTION_PAGE_FAULT, VA), bench.runAt(VA));
    }
}
