package cleave.emulator.boot;

import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The code in ROM with which the hart begins, word for word that of QEMU's {@code virt}: it passes
 * the hart's number in a0, the device tree in a1 and OpenSBI's {@code fw_dynamic_info} (version 2)
 * in a2, and jumps to what is to be started. Six instructions, then what they load.
 */
final class ResetVector {
    /** Where it is: the hart's program counter after reset. */
    static final long ADDRESS = 0x1000;

    private static final int WORDS = 16;
    private static final int START_AT = 24;
    private static final int DEVICE_TREE_AT = 32;
    private static final int INFO_AT = 40;
    private static final int INFO_MAGIC = 0x4942_534f;
    private static final int INFO_VERSION = 2;
    private static final int SUPERVISOR = 1;

    private ResetVector() {
    }

    /**
     * @param start of what is entered in M-mode
     * @param deviceTree physical address
     * @param next what firmware shall start in S-mode; 0 for nothing
     */
    static Piece make(long start, long deviceTree, long next) {
        int t0 = Register.T0.number();
        ByteBuffer words = ByteBuffer.allocate(WORDS * 4).order(ByteOrder.LITTLE_ENDIAN);
        words.putInt(Instruction.AUIPC.encode(t0, 0, 0, 0));
        words.putInt(Instruction.ADDI.encode(Register.A2.number(), t0, 0, INFO_AT));
        words.putInt(Instruction.CSRRS.encode(Register.A0.number(), 0, 0, Csr.MHARTID.number()));
        words.putInt(Instruction.LW.encode(Register.A1.number(), t0, 0, DEVICE_TREE_AT));
        words.putInt(Instruction.LW.encode(t0, t0, 0, START_AT));
        words.putInt(Instruction.JALR.encode(0, t0, 0, 0));
        words.putLong(start).putLong(deviceTree);
        words.putInt(INFO_MAGIC).putInt(INFO_VERSION);
        words.putInt((int) next).putInt(SUPERVISOR);
        return new Piece("reset vector", ADDRESS, words.array());
    }
}
