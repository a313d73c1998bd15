package cleave.emulator.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.memory.Bytes;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import org.junit.jupiter.api.Test;

/** Which instruction after a load waits for it. */
class LoadUseTest {
    private static final int LOADED = 10;

    private final byte[] bytes = new byte[0x2000];

    private boolean stalls(int at, int length, int next) {
        if (at + length + 4 <= bytes.length) {
            Bytes.putInt(bytes, at + length, next);
        }
        return LoadUse.stalls(bytes, at, length, LOADED);
    }

    private static int add(int rs1, int rs2) {
        return Instruction.ADD.encode(1, rs1, rs2, 0);
    }

    @Test
    void readerOfTheLoadedRegisterWaits() {
        assertEquals(true, stalls(0, 4, add(LOADED, 2)));
        assertEquals(true, stalls(0, 4, add(2, LOADED)));
        assertEquals(false, stalls(0, 4, add(2, 3)));
        assertEquals(false, stalls(0, 4, Instruction.ADDI.encode(LOADED, 2, 0, 0)));
        // c.mv x1, x10 after a compressed load
        assertEquals(true, stalls(8, 2, 0x80aa));
    }

    @Test
    void immediateOfACsrInstructionIsNoRegister() {
        assertEquals(true, stalls(0, 4,
                Instruction.CSRRW.encode(0, LOADED, 0, Csr.MSCRATCH.number())));
        assertEquals(false, stalls(0, 4,
                Instruction.CSRRWI.encode(0, LOADED, 0, Csr.MSCRATCH.number())));
    }

    @Test
    void nothingWaitsAcrossTheEndOfAPage() {
        assertEquals(true, stalls(0xff8, 4, add(LOADED, 2)));
        assertEquals(false, stalls(0xffc, 4, add(LOADED, 2)));
        assertEquals(false, stalls(0xffa, 4, add(LOADED, 2)));
        assertEquals(false, stalls(0xffe, 4, add(LOADED, 2)));
        assertEquals(false, stalls(0x1ffe, 4, add(LOADED, 2)));
        assertEquals(false, stalls(0x1ffc, 4, add(LOADED, 2)));
        assertEquals(false, stalls(0x1ffa, 4, add(LOADED, 2)));
    }
}
