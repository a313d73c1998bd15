package cleave.toolchain.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompressedInstructionTest {
    @Test
    void everyHalfwordExpandsToItsTargetOrIsIllegal() {
        for (int halfword = 0; halfword < 0x1_0000; halfword++) {
            CompressedInstruction instruction = CompressedInstruction.decode(halfword);
            int word = CompressedInstruction.expand(halfword);
            if (instruction == null) {
                assertEquals(0, word);
            } else {
                assertSame(instruction.target(), Instruction.decode(word),
                        Integer.toHexString(halfword));
            }
        }
    }

    /** Counts follow from the manual's encodings and reserved values. */
    @Test
    void everyEncodingHasAsManyHalfwordsAsTheManualGivesIt() {
        Map<CompressedInstruction, Integer> counts = new EnumMap<>(CompressedInstruction.class);
        int illegal = 0;
        for (int halfword = 0; halfword < 0x1_0000; halfword++) {
            CompressedInstruction instruction = CompressedInstruction.decode(halfword);
            if (instruction != null) {
                counts.merge(instruction, 1, Integer::sum);
            } else if (Operands.isCompressed(halfword)) {
                illegal++;
            }
        }
        assertEquals(255 * 8, counts.get(CompressedInstruction.C_ADDI4SPN));
        assertEquals(2048, counts.get(CompressedInstruction.C_LW));
        assertEquals(2048, counts.get(CompressedInstruction.C_SW));
        assertEquals(64, counts.get(CompressedInstruction.C_NOP));
        assertEquals(64 * 31, counts.get(CompressedInstruction.C_ADDI));
        assertEquals(2048, counts.get(CompressedInstruction.C_JAL));
        assertEquals(2048, counts.get(CompressedInstruction.C_LI));
        assertEquals(63, counts.get(CompressedInstruction.C_ADDI16SP));
        assertEquals(63 * 31, counts.get(CompressedInstruction.C_LUI));
        assertEquals(256, counts.get(CompressedInstruction.C_SRLI));
        assertEquals(256, counts.get(CompressedInstruction.C_SRAI));
        assertEquals(512, counts.get(CompressedInstruction.C_ANDI));
        assertEquals(64, counts.get(CompressedInstruction.C_SUB));
        assertEquals(64, counts.get(CompressedInstruction.C_XOR));
        assertEquals(64, counts.get(CompressedInstruction.C_OR));
        assertEquals(64, counts.get(CompressedInstruction.C_AND));
        assertEquals(2048, counts.get(CompressedInstruction.C_J));
        assertEquals(2048, counts.get(CompressedInstruction.C_BEQZ));
        assertEquals(2048, counts.get(CompressedInstruction.C_BNEZ));
        assertEquals(1024, counts.get(CompressedInstruction.C_SLLI));
        assertEquals(31 * 64, counts.get(CompressedInstruction.C_LWSP));
        assertEquals(31, counts.get(CompressedInstruction.C_JR));
        assertEquals(31 * 32, counts.get(CompressedInstruction.C_MV));
        assertEquals(1, counts.get(CompressedInstruction.C_EBREAK));
        assertEquals(31, counts.get(CompressedInstruction.C_JALR));
        assertEquals(31 * 32, counts.get(CompressedInstruction.C_ADD));
        assertEquals(2048, counts.get(CompressedInstruction.C_SWSP));
        int legal = counts.values().stream().mapToInt(Integer::intValue).sum();
        assertEquals(3 * 0x4000, legal + illegal);
        int floatingPointAndReserved = 9 * 2048;
        int immediateZero = 8 + 32;
        int registerZero = 64 + 1;
        int shiftBit5 = 512 + 1024;
        int word64 = 256;
        assertEquals(floatingPointAndReserved + immediateZero + registerZero + shiftBit5 + word64,
                illegal);
    }

    @Test
    void expansionsAreTheManuals() {
        assertExpands(0x0001, Instruction.ADDI.encode(0, 0, 0, 0));
        assertExpands(0x1141, Instruction.ADDI.encode(2, 2, 0, -16));
        assertExpands(0xc606, Instruction.SW.encode(0, 2, 1, 12));
        assertExpands(0x40b2, Instruction.LW.encode(1, 2, 0, 12));
        assertExpands(0x8082, Instruction.JALR.encode(0, 1, 0, 0));
        assertExpands(0x9002, Instruction.EBREAK.encode(0, 0, 0, 0));
        assertExpands(0x715d, Instruction.ADDI.encode(2, 2, 0, -80));
        assertExpands(0x77fd, Instruction.LUI.encode(15, 0, 0, 0xffff_f000));
        assertExpands(0xa001, Instruction.JAL.encode(0, 0, 0, 0));
        assertExpands(0x3ffd, Instruction.JAL.encode(1, 0, 0, -2));
        assertExpands(0x1800, Instruction.ADDI.encode(8, 2, 0, 48));
        assertExpands(0x8d1d, Instruction.SUB.encode(10, 10, 15, 0));
        assertExpands(0xfffd, Instruction.BNE.encode(0, 15, 0, -2));
    }

    private static void assertExpands(int halfword, int word) {
        assertEquals(Integer.toHexString(word),
                Integer.toHexString(CompressedInstruction.expand(halfword)),
                Integer.toHexString(halfword));
    }

    @Test
    void hintsExpandToInstructionsWithoutEffect() {
        assertExpands(0x0081, Instruction.ADDI.encode(1, 1, 0, 0));
        assertExpands(0x4005, Instruction.ADDI.encode(0, 0, 0, 1));
        assertExpands(0x6005, Instruction.LUI.encode(0, 0, 0, 0x1000));
        assertExpands(0x8006, Instruction.ADD.encode(0, 0, 1, 0));
        assertExpands(0x0002, Instruction.SLLI.encode(0, 0, 0, 0));
        assertExpands(0x8001, Instruction.SRLI.encode(8, 8, 0, 0));
    }

    @Test
    void reservedCustomAndFloatingPointHalfwordsAreIllegal() {
        int[] illegal = {
            0x0000, // defined illegal
            0x0004, // c.addi4spn with immediate 0
            0x4002, // c.lwsp to x0
            0x6081, // c.lui with immediate 0
            0x6101, // c.addi16sp with immediate 0
            0x8002, // c.jr x0
            0x1082, // c.slli with shamt[5]
            0x9001, // c.srli with shamt[5]
            0x9401, // c.srai with shamt[5]
            0x9c01, // c.subw
            0x2000, // c.fld
            0x6000, // c.flw
            0xe000, // c.fsw
            0x2002, // c.fldsp
            0xe002, // c.fswsp
            0x8000, // reserved
        };
        for (int halfword : illegal) {
            assertNull(CompressedInstruction.decode(halfword), Integer.toHexString(halfword));
            assertEquals(0, CompressedInstruction.expand(halfword));
        }
    }

    @Test
    void onlyTheLowHalfwordMatters() {
        assertNotNull(CompressedInstruction.decode(0xabcd_0001));
        assertEquals(CompressedInstruction.expand(0x1141),
                CompressedInstruction.expand(0xffff_1141));
    }
}
