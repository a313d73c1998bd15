package cleave.toolchain.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DisassemblerTest {
    private static final int ADDRESS = 0x8000_0100;

    private static String exact(int word) {
        return Disassembler.exact().disassemble(ADDRESS, word).toString();
    }

    private static String readable(int word) {
        return Disassembler.readable().disassemble(ADDRESS, word).toString();
    }

    @Test
    void theExactSpellingNamesTheInstructionAndAllOperands() {
        assertEquals("addi zero,zero,0", exact(0x0000_0013));
        assertEquals("jalr zero,0(ra)", exact(0x0000_8067));
        assertEquals("c.jr ra", exact(0x8082));
        assertEquals("lw a0,-4(sp)", exact(Instruction.LW.encode(10, 2, 0, -4)));
        assertEquals("amoadd.w.aqrl a0,a1,(a2)", exact(Instruction.AMOADD_W.encode(10, 12, 11, 3)));
        assertEquals("lr.w.aq a0,(a2)", exact(Instruction.LR_W.encode(10, 12, 0, 2)));
        assertEquals("fence rw,w", exact(Instruction.FENCE.encode(0, 0, 0, 0x31)));
        assertEquals("csrrwi zero,satp,31", exact(Instruction.CSRRWI.encode(0, 31, 0, 0x180)));
        assertEquals("lui a0,0xfffff", exact(Instruction.LUI.encode(10, 0, 0, -4096)));
    }

    @Test
    void theReadableSpellingSaysWhatPeopleWrite() {
        assertEquals("nop", readable(0x0000_0013));
        assertEquals("ret", readable(0x0000_8067));
        assertEquals("ret", readable(0x8082));
        assertEquals("li a0,-1", readable(Instruction.ADDI.encode(10, 0, 0, -1)));
        assertEquals("mv a0,a1", readable(Instruction.ADDI.encode(10, 11, 0, 0)));
        assertEquals("beqz a0,800000fc", readable(Instruction.BEQ.encode(0, 10, 0, -4)));
        assertEquals("bgtz a0,800000fc", readable(Instruction.BLT.encode(0, 0, 10, -4)));
        assertEquals("csrr a0,mhartid", readable(Instruction.CSRRS.encode(10, 0, 0, 0xf14)));
        assertEquals("csrw satp,a0", readable(Instruction.CSRRW.encode(0, 10, 0, 0x180)));
        assertEquals("unimp", readable(0xc000_1073));
        assertEquals("sfence.vma", readable(0x1200_0073));
        assertEquals("addi a0,a1,1", readable(Instruction.ADDI.encode(10, 11, 0, 1)));
    }

    @Test
    void compressedInstructionsReadAsWhatTheyExpandTo() {
        assertEquals("addi sp,sp,-16", readable(0x1141));
        assertEquals("sw ra,12(sp)", readable(0xc606));
        assertEquals("ebreak", readable(0x9002));
        assertEquals(2, Disassembler.readable().disassemble(0, 0x1141).length());
    }

    @Test
    void illegalWordsReadAsData() {
        assertEquals(".4byte 0xffffffff", exact(-1));
        assertEquals(".2byte 0x8002", exact(0xabcd_8002));
        assertEquals("unimp", readable(0));
        assertEquals("c.unimp", exact(0));
    }

    @Test
    void targetsCarryTheirNameWhenThereIsOne() {
        Disassembler named = Disassembler.readable()
                .withNames(address -> address == ADDRESS + 8 ? "main+0x4" : null);
        assertEquals("j 80000108 <main+0x4>",
                named.disassemble(ADDRESS, Instruction.JAL.encode(0, 0, 0, 8)).toString());
        assertEquals("j 8000010c",
                named.disassemble(ADDRESS, Instruction.JAL.encode(0, 0, 0, 12)).toString());
    }

    @Test
    void everyPseudoInstructionLiesWithinItsTarget() {
        for (PseudoInstruction pseudo : PseudoInstruction.values()) {
            assertEquals(pseudo.target(), Instruction.decode(pseudo.match()), pseudo.name());
            assertEquals(pseudo.target().mask(), pseudo.mask() & pseudo.target().mask());
        }
    }
}
