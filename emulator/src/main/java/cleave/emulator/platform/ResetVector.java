package cleave.emulator.platform;

import static cleave.toolchain.isa.Instruction.ADDI;
import static cleave.toolchain.isa.Instruction.AUIPC;
import static cleave.toolchain.isa.Instruction.CSRRS;
import static cleave.toolchain.isa.Instruction.JALR;
import static cleave.toolchain.isa.Instruction.LW;

import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.PrivilegeMode;
import cleave.toolchain.isa.Register;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What is in the boot ROM, word for word as QEMU's {@code virt} has it: a few instructions that
 * pass the hart's number in a0, the device tree in a1 and, in a2, the address of the description
 * that OpenSBI's {@code fw_dynamic} wants (OpenSBI, docs/firmware/fw_dynamic.md), and jump.
 */
public final class ResetVector {
    /** "OSBI" in little-endian order. */
    private static final int DYNAMIC_MAGIC = 0x4942_534f;
    private static final int DYNAMIC_VERSION = 2;
    private static final int START = 24;
    private static final int DEVICE_TREE = 32;
    private static final int DYNAMIC_INFO = 40;
    private static final int LENGTH = DYNAMIC_INFO + 6 * Integer.BYTES;

    private static final int ZERO = Register.ZERO.number();
    private static final int T0 = Register.T0.number();
    private static final int A0 = Register.A0.number();
    private static final int A1 = Register.A1.number();
    private static final int A2 = Register.A2.number();

    private ResetVector() {
    }

    /**
     * The bytes for the start of the boot ROM.
     *
     * @param start the physical address to start at
     * @param deviceTree the physical address of the flattened device tree
     * @param next where firmware of the kind {@code fw_dynamic} finds the kernel, to be entered in
     *     S-mode; 0 if there is none
     */
    public static byte[] bytes(long start, long deviceTree, long next) {
        return ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(AUIPC.encode(T0, 0, 0, 0))
                .putInt(ADDI.encode(A2, T0, 0, DYNAMIC_INFO))
                .putInt(CSRRS.encode(A0, ZERO, 0, Csr.MHARTID.number()))
                .putInt(LW.encode(A1, T0, 0, DEVICE_TREE))
                .putInt(LW.encode(T0, T0, 0, START))
                .putInt(JALR.encode(ZERO, T0, 0, 0))
                .putLong(start)
                .putLong(deviceTree)
                .putInt(DYNAMIC_MAGIC)
                .putInt(DYNAMIC_VERSION)
                .putInt((int) next)
                .putInt(PrivilegeMode.SUPERVISOR.level())
                .putInt(0)
                .putInt(0)
                .array();
    }
}
