package cleave.emulator.mmu;

import static cleave.emulator.hart.HartBench.CODE;
import static cleave.emulator.hart.HartBench.DATA;
import static cleave.emulator.hart.HartBench.ROOT;
import static cleave.emulator.hart.HartBench.RWX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartBench;
import cleave.toolchain.isa.Csr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code sfence.vma} in all four forms, and what else orders translations. */
class FenceTest {
    private static final long OLD = DATA & 0xffff_ffffL;
    private static final long NEW = OLD + 0x1000;
    private static final int VA = 0x1000;
    private static final int OTHER = 0x2000;

    private final HartBench bench = new HartBench();

    @BeforeEach
    void twoPagesAreTranslatedAndThenMappedElsewhere() {
        bench.word((int) OLD, 1).word((int) NEW, 2);
        bench.map(VA, OLD, RWX).map(OTHER, OLD, RWX);
        bench.mapMegapage(CODE, CODE & 0xffff_ffffL, RWX).root(5).mode(Hart.S);
        assertEquals(1, at(VA));
        assertEquals(1, at(OTHER));
        bench.map(VA, NEW, RWX).map(OTHER, NEW, RWX);
    }

    private int at(int va) {
        assertNull(bench.mode(Hart.S).load(va));
        return bench.result();
    }

    @Test
    void changeIsNotSeenBeforeAFence() {
        assertEquals(1, at(VA));
    }

    @Test
    void fenceOfEverythingOrdersEverything() {
        bench.fence(-1, -1);
        assertEquals(2, at(VA));
        assertEquals(2, at(OTHER));
    }

    @Test
    void fenceOfAnAddressOrdersItsPage() {
        bench.fence(VA + 0x123, -1);
        assertEquals(2, at(VA));
        assertEquals(1, at(OTHER));
    }

    @Test
    void fenceOfAnAddressSpaceOrdersAllItsPages() {
        bench.fence(-1, 5);
        assertEquals(2, at(VA));
        assertEquals(2, at(OTHER));
    }

    @Test
    void fenceOfAnAddressInAnAddressSpaceOrdersThatPage() {
        bench.fence(VA, 5);
        assertEquals(2, at(VA));
        assertEquals(1, at(OTHER));
    }

    @Test
    void fenceOfAnotherAddressSpaceNeedNotOrderThisOne() {
        bench.fence(-1, 6);
        bench.fence(VA, 6);
        assertEquals(1, at(VA));
    }

    @Test
    void onlyTheImplementedBitsOfAnAsidCount() {
        bench.fence(-1, 5 | 1 << 9);
        assertEquals(2, at(VA));
    }

    @Test
    void fenceOfAnyAddressInAMegapageOrdersAllOfIt() {
        bench.mapMegapage(0x4000_0000, 0x8000_0000L, RWX);
        int va = 0x4000_0000 + (int) (OLD - 0x8000_0000L);
        assertEquals(1, at(va));
        assertEquals(2, at(va + 0x1000));
        bench.mapMegapage(0x4000_0000, 0x8040_0000L, RWX);
        bench.fence(0x4000_0000, -1);
        assertEquals(5, bench.load(va).cause());
        assertEquals(5, bench.load(va + 0x1000).cause());
    }

    @Test
    void fenceIsNotNeededToSeeAPteBecomeValid() {
        int fresh = 0x3000;
        assertEquals(13, bench.load(fresh).cause());
        bench.map(fresh, NEW, RWX);
        assertEquals(2, at(fresh));
    }

    @Test
    void otherRootShowsOtherPagesWithoutAFence() {
        int otherRoot = ROOT + 0x8000;
        bench.word(otherRoot + 4 * (CODE >>> 22), bench.word(ROOT + 4 * (CODE >>> 22)));
        bench.word(otherRoot, HartBench.pte(0x8000_0000L, RWX));
        bench.mode(Hart.M).write(Csr.SATP, 1 << 31 | 6 << 22 | otherRoot >>> 12);
        int offset = (int) (OLD - 0x8000_0000L);
        assertEquals(1, at(offset));
        bench.mode(Hart.M).write(Csr.SATP, 1 << 31 | 5 << 22 | ROOT >>> 12);
        assertEquals(13, bench.mode(Hart.S).load(offset).cause());
    }

    @Test
    void globalPagesAreFencedWithTheirPage() {
        bench.map(VA, OLD, RWX | Pte.G).fence(-1, -1);
        assertEquals(1, at(VA));
        bench.map(VA, NEW, RWX | Pte.G).fence(VA, -1);
        assertEquals(2, at(VA));
    }

    @Test
    void permissionsAreOrderedWithTheTranslation() {
        bench.map(VA, OLD, RWX & ~Pte.W).fence(VA, -1);
        assertEquals(1, at(VA));
        assertEquals(15, bench.store(VA, 0).cause());
    }
}
