package cleave.toolchain.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        long seed = new Random().nextLong();
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

    @Test
    void aDecodedWordMatchesItsInstructionAndAnIllegalOneMatchesNone() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000_000; i++) {
            int word = random.nextInt();
            Instruction decoded = Instruction.decode(word);
            if (decoded == null) {
                for (Instruction instruction : Instruction.values()) {
                    assertTrue((word & instruction.mask()) != instruction.match(),
                            Integer.toHexString(word) + " seed " + seed);
                }
            } else {
                assertEquals(decoded.match(), word & decoded.mask(), "seed " + seed);
            }
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
