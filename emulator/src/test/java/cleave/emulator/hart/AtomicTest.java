package cleave.emulator.hart;

import static cleave.emulator.hart.HartBench.DATA;
import static cleave.emulator.hart.HartBench.RWX;
import static cleave.emulator.hart.HartBench.trap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.emulator.mmu.Pte;
import cleave.toolchain.isa.Cause;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import org.junit.jupiter.api.Test;

/** LR, SC and AMOs: reservations, faults, and what is left in memory. */
class AtomicTest {
    private static final int DEVICE = 0x200_0000;

    private final HartBench bench = new HartBench();

    private int storeConditional(int va, int value) {
        assertNull(bench.atomic(Instruction.SC_W, va, value));
        return bench.result();
    }

    @Test
    void storeConditionalSucceedsAfterLoadReservedAndOnlyOnce() {
        bench.word(DATA, 41);
        assertNull(bench.atomic(Instruction.LR_W, DATA, 0));
        assertEquals(41, bench.result());
        assertEquals(0, storeConditional(DATA, 42));
        assertEquals(42, bench.word(DATA));
        assertEquals(1, storeConditional(DATA, 43));
        assertEquals(42, bench.word(DATA));
    }

    @Test
    void storeConditionalWithoutReservationOrElsewhereFails() {
        assertEquals(1, storeConditional(DATA, 1));
        bench.atomic(Instruction.LR_W, DATA, 0);
        assertEquals(1, storeConditional(DATA + 4, 1));
        assertEquals(0, bench.word(DATA + 4));
        assertEquals(1, storeConditional(DATA, 1));
    }

    @Test
    void laterLoadReservedReplacesTheReservation() {
        bench.atomic(Instruction.LR_W, DATA, 0);
        bench.atomic(Instruction.LR_W, DATA + 8, 0);
        assertEquals(1, storeConditional(DATA, 1));
    }

    @Test
    void storeByADeviceEndsTheReservation() {
        bench.atomic(Instruction.LR_W, DATA, 0);
        bench.machine.memory().writeByte((DATA & 0xffff_ffffL) + 3, 1);
        assertEquals(1, storeConditional(DATA, 1));
        bench.atomic(Instruction.LR_W, DATA, 0);
        bench.machine.memory().write((DATA & 0xffff_ffffL) + 4, new byte[8], 0, 8);
        assertEquals(0, storeConditional(DATA, 1));
    }

    @Test
    void reservationIsOnThePhysicalWord() {
        bench.map(0x1000, DATA & 0xffff_ffffL, RWX).map(0x5000, DATA & 0xffff_ffffL, RWX)
                .paging(Hart.S);
        bench.atomic(Instruction.LR_W, 0x1000, 0);
        assertEquals(0, storeConditional(0x5000, 7));
        assertEquals(7, bench.word(DATA));
    }

    @Test
    void trapEndsTheReservation() {
        bench.atomic(Instruction.LR_W, DATA, 0);
        bench.run(Instruction.ECALL);
        assertEquals(1, storeConditional(DATA, 1));
    }

    @Test
    void misalignedAtomicsAreNeverDoneInHardware() {
        assertEquals(trap(Cause.LOAD_ADDRESS_MISALIGNED, DATA + 2),
                bench.atomic(Instruction.LR_W, DATA + 2, 0));
        assertEquals(trap(Cause.STORE_ADDRESS_MISALIGNED, DATA + 1),
                bench.atomic(Instruction.SC_W, DATA + 1, 0));
        for (Instruction instruction : Instruction.values()) {
            if (instruction.effect() instanceof Effect.Amo) {
                assertEquals(trap(Cause.STORE_ADDRESS_MISALIGNED, DATA + 3),
                        bench.atomic(instruction, DATA + 3, 0), instruction.mnemonic());
            }
        }
    }

    @Test
    void amoFaultsAreStoreFaultsEvenWhereOnlyLoadingIsForbidden() {
        bench.map(0x1000, DATA & 0xffff_ffffL, RWX & ~Pte.W).map(0x2000, DATA & 0xffff_ffffL, 0)
                .map(0x3000, DATA & 0xffff_ffffL, RWX & ~(Pte.R | Pte.W)).paging(Hart.S);
        for (int va : new int[] {0x1000, 0x2000, 0x3000}) {
            assertEquals(trap(Cause.STORE_PAGE_FAULT, va),
                    bench.atomic(Instruction.AMOADD_W, va, 1));
            assertEquals(trap(Cause.STORE_PAGE_FAULT, va),
                    bench.atomic(Instruction.SC_W, va, 1));
        }
        assertNull(bench.atomic(Instruction.LR_W, 0x1000, 0));
        assertEquals(trap(Cause.LOAD_PAGE_FAULT, 0x2000),
                bench.atomic(Instruction.LR_W, 0x2000, 0));
    }

    @Test
    void atomicsOutsideMemoryAreAccessFaults() {
        for (int va : new int[] {DEVICE, 0x4000_0000}) {
            assertEquals(trap(Cause.LOAD_ACCESS_FAULT, va),
                    bench.atomic(Instruction.LR_W, va, 0));
            assertEquals(trap(Cause.STORE_ACCESS_FAULT, va),
                    bench.atomic(Instruction.AMOSWAP_W, va, 0));
            assertEquals(trap(Cause.STORE_ACCESS_FAULT, va),
                    bench.atomic(Instruction.SC_W, va, 0));
        }
    }

    @Test
    void amoSetsAccessedAndDirtyAndLoadReservedOnlyAccessed() {
        int flags = RWX & ~(Pte.A | Pte.D);
        bench.map(0x1000, DATA & 0xffff_ffffL, flags).map(0x2000, DATA & 0xffff_ffffL, flags)
                .paging(Hart.S);
        bench.atomic(Instruction.LR_W, 0x1000, 0);
        bench.atomic(Instruction.AMOOR_W, 0x2000, 0);
        assertEquals(Pte.A, bench.word(bench.pteAddress(0x1000)) & (Pte.A | Pte.D));
        assertEquals(Pte.A | Pte.D, bench.word(bench.pteAddress(0x2000)) & (Pte.A | Pte.D));
    }

    @Test
    void amoReturnsTheOldWordAndStoresTheNewEvenWithTheSameRegister() {
        bench.word(DATA, 10);
        bench.hart.x[5] = DATA;
        bench.run(Instruction.AMOADD_W.encode(5, 5, 5, 0));
        assertEquals(10, bench.hart.x[5]);
        assertEquals(10 + DATA, bench.word(DATA));
    }
}
