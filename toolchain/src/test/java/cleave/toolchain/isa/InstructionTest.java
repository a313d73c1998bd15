package cleave.toolchain.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstructionTest {
    /** The encodings that lie inside another on purpose. */
    private static final Map<Instruction, Instruction> REFINEMENTS = Map.of(
            Instruction.PAUSE, Instruction.FENCE,
            Instruction.FENCE_TSO, Instruction.FENCE);

    @Test
    void noTwoEncodingsOverlapUnlessDeclared() {
        for (Instruction a : Instruction.values()) {
            for (Instruction b : Instruction.values()) {
                boolean overlap = ((a.match() ^ b.match()) & a.mask() & b.mask()) == 0;
                boolean declared = a == b || REFINEMENTS.get(a) == b || REFINEMENTS.get(b) == a;
                assertEquals(declared, overlap, a + " and " + b);
            }
        }
    }

    @Test
    void aRefinementFixesMoreBitsThanWhatItRefines() {
        REFINEMENTS.forEach((fine, coarse) -> {
            assertEquals(coarse.mask(), fine.mask() & coarse.mask());
            assertNotSame(fine.mask(), coarse.mask());
            assertSame(fine, Instruction.decode(fine.match()));
        });
    }

    @Test
    void everyInstructionRoundTripsWithRandomOperands() {
        long seed = Long.getLong("cleave.seed", 1);
        Random random = new Random(seed);
        for (Instruction instruction : Instruction.values()) {
            for (int i = 0; i < 2_000; i++) {
                int rd = instruction.hasRd() ? random.nextInt(32) : 0;
                int rs1 = instruction.hasRs1() ? random.nextInt(32) : 0;
                int rs2 = instruction.hasRs2() ? random.nextInt(32) : 0;
                int immediate = randomImmediate(instruction, random);
                int word = instruction.encode(rd, rs1, rs2, immediate);
                Instruction expected = REFINEMENTS.keySet().stream()
                        .filter(fine -> fine.match() == word).findFirst().orElse(instruction);
                String context = instruction + " " + Integer.toHexString(word) + " seed " + seed;
                assertSame(expected, Instruction.decode(word), context);
                if (instruction.hasRd()) {
                    assertEquals(rd, Operands.rd(word), context);
                }
                if (instruction.hasRs1()) {
                    assertEquals(rs1, Operands.rs1(word), context);
                }
                if (instruction.hasRs2()) {
                    assertEquals(rs2, Operands.rs2(word), context);
                }
                assertEquals(immediate, instruction.format().immediate(word), context);
            }
        }
    }

    private static int randomImmediate(Instruction instruction, Random random) {
        long minimum = instruction.immediateMinimum();
        long maximum = instruction.immediateMaximum();
        int choice = random.nextInt(8);
        if (choice < 2) {
            return (int) (choice == 0 ? minimum : maximum);
        }
        int immediate = (int) (minimum + Math.floorMod(random.nextLong(), maximum - minimum + 1));
        while (!instruction.immediateFits(immediate)) {
            immediate--;
        }
        return immediate;
    }

    /**
     * All 2^32 words by class: no encoding fixes part of rs1 or rd, so that zero and one other
     * value stand for all values of either; every other bit is tried in every combination.
     */
    @Test
    void everyWordDecodesToTheOneInstructionItMatchesOrIsIllegal() {
        Instruction[] all = Instruction.values();
        for (Instruction instruction : all) {
            int rd = instruction.mask() >>> 7 & 31;
            int rs1 = instruction.mask() >>> 15 & 31;
            assertTrue((rd == 0 || rd == 31) && (rs1 == 0 || rs1 == 31), instruction.name());
            assertEquals(0, instruction.match() & 0xf_8f80, instruction.name());
        }
        long seed = Long.getLong("cleave.seed", 1);
        Random random = new Random(seed);
        for (int bits = 0; bits < 1 << 20; bits++) {
            int word = (bits & 0xf_ff00) << 12 | (bits & 0xe0) << 7 | (bits & 0x1f) << 2 | 3;
            int registers = 1 + random.nextInt(31) << 15 | 1 + random.nextInt(31) << 7;
            for (int kept : new int[] {0, 31 << 15, 31 << 7, ~0}) {
                checkDecoding(word | registers & kept, all, seed);
            }
        }
    }

    private static void checkDecoding(int word, Instruction[] all, long seed) {
        Instruction decoded = Instruction.decode(word);
        for (Instruction instruction : all) {
            boolean matches = (word & instruction.mask()) == instruction.match();
            boolean expected = instruction == decoded
                    || decoded != null && REFINEMENTS.get(decoded) == instruction;
            if (matches != expected) {
                assertEquals(expected, matches, instruction + " and " + decoded + " for "
                        + Integer.toHexString(word) + " seed " + seed);
            }
        }
    }

    @Test
    void everyMeaningIsAMethodOfTheRightShape() {
        for (Instruction instruction : Instruction.values()) {
            Effect effect = instruction.effect();
            if (effect instanceof Effect.Alu alu) {
                assertNotNull(alu.operation(), instruction.name());
            } else if (effect instanceof Effect.Unary unary) {
                assertNotNull(unary.operation(), instruction.name());
            } else if (effect instanceof Effect.Branch branch) {
                assertNotNull(branch.condition(), instruction.name());
            } else if (effect instanceof Effect.Amo amo) {
                assertNotNull(amo.operation(), instruction.name());
            }
        }
        assertEquals(7, ((Effect.Alu) Instruction.SUB.effect()).operation().applyAsInt(9, 2));
        assertEquals("Alu.sub", ((Effect.Alu) Instruction.SUB.effect()).meaning().toString());
    }

    @Test
    void wordsWithoutTheLowBitsOfA32BitInstructionAreIllegal() {
        for (int low = 0; low < 3; low++) {
            assertNull(Instruction.decode(Instruction.ADDI.match() & ~3 | low));
        }
    }

    @Test
    void zeroesAndOnesAreIllegal() {
        assertNull(Instruction.decode(0));
        assertNull(Instruction.decode(-1));
    }

    @Test
    void mnemonicsAreTheManuals() {
        assertEquals("amoadd.w", Instruction.AMOADD_W.mnemonic());
        assertEquals("sfence.vma", Instruction.SFENCE_VMA.mnemonic());
        assertSame(Instruction.ORC_B, Instruction.byMnemonic("orc.b"));
        assertNull(Instruction.byMnemonic("fadd.s"));
    }

    @Test
    void knownWordsDecodeAsTheManualSays() {
        assertSame(Instruction.ADDI, Instruction.decode(0x0000_0013));
        assertSame(Instruction.EBREAK, Instruction.decode(0x0010_0073));
        assertSame(Instruction.MRET, Instruction.decode(0x3020_0073));
        assertSame(Instruction.WFI, Instruction.decode(0x1050_0073));
        assertSame(Instruction.PAUSE, Instruction.decode(0x0100_000f));
        assertSame(Instruction.FENCE_TSO, Instruction.decode(0x8330_000f));
        assertEquals(0xfe20_8ee3, Instruction.BEQ.encode(0, 1, 2, -4));
        assertEquals(0xffdf_f06f, Instruction.JAL.encode(0, 0, 0, -4));
    }

    @Test
    void reservedFieldsOfFencesAreIgnored() {
        assertSame(Instruction.FENCE_I, Instruction.decode(0xabcd_1f8f | 0x0005_0000));
        assertSame(Instruction.FENCE, Instruction.decode(0x0ff5_0f8f));
    }

    @Test
    void operandsThatDoNotFitAreRefusedByName() {
        assertRefused("addi: immediate 2048 is not in -2048 to 2047",
                () -> Instruction.ADDI.encode(1, 1, 0, 2048));
        assertRefused("beq: immediate 3 is not in -4096 to 4094 or no multiple of 2",
                () -> Instruction.BEQ.encode(0, 1, 2, 3));
        assertRefused("add: there is no register 32 for RD",
                () -> Instruction.ADD.encode(32, 1, 2, 0));
        assertRefused("clz has no operand RS2", () -> Instruction.CLZ.encode(1, 1, 2, 0));
        assertRefused("ecall: immediate 1 is not in 0 to 0",
                () -> Instruction.ECALL.encode(0, 0, 0, 1));
        assertRefused("lui: immediate 1 is not in -2147483648 to 2147479552"
                + " or no multiple of 4096", () -> Instruction.LUI.encode(1, 0, 0, 1));
    }

    private static void assertRefused(String message, Runnable encoding) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, encoding::run)
                .getMessage());
    }
}
