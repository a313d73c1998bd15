package cleave.emulator.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes what GNU's linker makes by default: a first segment that begins with the ELF header. */
final class WidenedElf {
    private static final int PAGE = 4096;

    private WidenedElf() {
    }

    /**
     * The same program, its first segment a page longer at the beginning: the header and zeroes.
     */
    static byte[] withHeaderInFirstSegment(byte[] elf) {
        ByteBuffer old = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        int programHeader = old.getInt(28);
        int offset = old.getInt(programHeader + 4);
        int size = old.getInt(programHeader + 16);
        ByteBuffer wide = ByteBuffer.allocate(PAGE + size).order(ByteOrder.LITTLE_ENDIAN);
        wide.put(elf, 0, programHeader + old.getShort(44) * 32);
        wide.put(PAGE, elf, offset, size);
        wide.putInt(programHeader + 4, 0);
        wide.putInt(programHeader + 8, old.getInt(programHeader + 8) - PAGE);
        wide.putInt(programHeader + 12, old.getInt(programHeader + 12) - PAGE);
        wide.putInt(programHeader + 16, PAGE + size);
        wide.putInt(programHeader + 20, PAGE + old.getInt(programHeader + 20));
        // Without section headers; one segment is enough.
        wide.putInt(32, 0).putShort(48, (short) 0).putShort(44, (short) 1);
        return wide.array();
    }
}
