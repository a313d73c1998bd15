package cleave.toolchain.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AluTest {
    private static final int[] CORNERS = {
        0, 1, -1, 2, -2, 31, 32, 33, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xff, 0x80, 0x8000,
        0xffff, 0x0001_0000, 0x0100_0000, 0x00ff_00ff, 0x5555_5555, 0xaaaa_aaaa,
    };

    private interface Pair {
        void check(int a, int b);
    }

    private static void forPairs(Pair pair) {
        for (int a : CORNERS) {
            for (int b : CORNERS) {
                pair.check(a, b);
            }
        }
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            pair.check(random.nextInt() >> random.nextInt(32),
                    random.nextInt() >> random.nextInt(32));
        }
    }

    private static BigInteger signed(int value) {
        return BigInteger.valueOf(value);
    }

    private static BigInteger unsigned(int value) {
        return BigInteger.valueOf(value & 0xffff_ffffL);
    }

    @Test
    void highProductsAreThoseOfTheFullProduct() {
        forPairs((a, b) -> {
            assertEquals(signed(a).multiply(signed(b)).shiftRight(32).intValue(),
                    Alu.mulh(a, b));
            assertEquals(signed(a).multiply(unsigned(b)).shiftRight(32).intValue(),
                    Alu.mulhsu(a, b));
            assertEquals(unsigned(a).multiply(unsigned(b)).shiftRight(32).intValue(),
                    Alu.mulhu(a, b));
            assertEquals(signed(a).multiply(signed(b)).intValue(), Alu.mul(a, b));
        });
    }

    @Test
    void divisionRoundsTowardsZero() {
        forPairs((a, b) -> {
            if (b != 0) {
                assertEquals(signed(a).divide(signed(b)).intValue(), Alu.div(a, b));
                assertEquals(signed(a).remainder(signed(b)).intValue(), Alu.rem(a, b));
                assertEquals(unsigned(a).divide(unsigned(b)).intValue(), Alu.divu(a, b));
                assertEquals(unsigned(a).remainder(unsigned(b)).intValue(), Alu.remu(a, b));
            }
        });
    }

    @Test
    void divisionByZeroGivesOnesAndTheDividend() {
        for (int a : CORNERS) {
            assertEquals(-1, Alu.div(a, 0));
            assertEquals(-1, Alu.divu(a, 0));
            assertEquals(a, Alu.rem(a, 0));
            assertEquals(a, Alu.remu(a, 0));
        }
    }

    @Test
    void overflowingDivisionGivesTheDividendAndNoRemainder() {
        assertEquals(Integer.MIN_VALUE, Alu.div(Integer.MIN_VALUE, -1));
        assertEquals(0, Alu.rem(Integer.MIN_VALUE, -1));
    }

    @Test
    void comparisonsAgreeWithUnboundedNumbers() {
        forPairs((a, b) -> {
            assertEquals(signed(a).compareTo(signed(b)) < 0, Condition.lt(a, b));
            assertEquals(unsigned(a).compareTo(unsigned(b)) < 0, Condition.ltu(a, b));
            assertEquals(!Condition.lt(a, b), Condition.ge(a, b));
            assertEquals(!Condition.ltu(a, b), Condition.geu(a, b));
            assertEquals(!Condition.eq(a, b), Condition.ne(a, b));
            assertEquals(Condition.lt(a, b) ? 1 : 0, Alu.slt(a, b));
            assertEquals(Condition.ltu(a, b) ? 1 : 0, Alu.sltu(a, b));
            assertEquals(signed(a).min(signed(b)).intValue(), Alu.min(a, b));
            assertEquals(signed(a).max(signed(b)).intValue(), Alu.max(a, b));
            assertEquals(unsigned(a).min(unsigned(b)).intValue(), Alu.minu(a, b));
            assertEquals(unsigned(a).max(unsigned(b)).intValue(), Alu.maxu(a, b));
            assertEquals(Alu.minu(a, b), AmoOperation.minu(a, b));
            assertEquals(Alu.maxu(a, b), AmoOperation.maxu(a, b));
        });
    }

    @Test
    void shiftsRotationsAndBitsUseFiveBitsOfTheAmount() {
        forPairs((a, b) -> {
            int n = Math.floorMod(b, 32);
            assertEquals(unsigned(a).shiftLeft(n).intValue(), Alu.sll(a, b));
            assertEquals(unsigned(a).shiftRight(n).intValue(), Alu.srl(a, b));
            assertEquals(signed(a).shiftRight(n).intValue(), Alu.sra(a, b));
            assertEquals(Alu.sll(a, n) | Alu.srl(Alu.srl(a, 31 - n), 1), Alu.rol(a, b));
            assertEquals(Alu.rol(a, 32 - n), Alu.ror(a, b));
            assertEquals(unsigned(a).testBit(n) ? 1 : 0, Alu.bext(a, b));
            assertEquals(unsigned(a).setBit(n).intValue(), Alu.bset(a, b));
            assertEquals(unsigned(a).clearBit(n).intValue(), Alu.bclr(a, b));
            assertEquals(unsigned(a).flipBit(n).intValue(), Alu.binv(a, b));
        });
    }

    @Test
    void bytewiseOperationsWorkByteByByte() {
        forPairs((a, b) -> {
            int or = 0;
            int reversed = 0;
            for (int i = 0; i < 32; i += 8) {
                or |= (a >>> i & 0xff) == 0 ? 0 : 0xff << i;
                reversed |= (a >>> i & 0xff) << 24 - i;
            }
            assertEquals(or, Alu.orcB(a));
            assertEquals(reversed, Alu.rev8(a));
        });
    }

    @Test
    void countsAndExtensionsFollowTheManual() {
        assertEquals(32, Alu.clz(0));
        assertEquals(32, Alu.ctz(0));
        assertEquals(0, Alu.clz(-1));
        assertEquals(4, Alu.ctz(0x50));
        assertEquals(32, Alu.cpop(-1));
        assertEquals(-128, Alu.sextB(0x180));
        assertEquals(-32768, Alu.sextH(0x1_8000));
        assertEquals(0x8000, Alu.zextH(0xffff_8000));
        assertEquals(0xf0, Alu.andn(0xff, 0x0f));
        assertEquals(-1, Alu.orn(0x0f, 0x0f));
        assertEquals(-1, Alu.xnor(7, 7));
        assertEquals(13, Alu.sh2add(2, 5));
    }
}
