package cleave.emulator.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The header at the start of a RISC-V Linux {@code Image} (Linux, Documentation/riscv/boot-image-
 * header).
 *
 * @param textOffset where the image wants to be, in bytes from the start of RAM; 0 in kernels built
 *     for M-mode
 * @param imageSize bytes in memory, with what the kernel clears itself; 0 in very old kernels
 */
public record LinuxHeader(long textOffset, long imageSize) {
    private static final int SIZE = 64;
    private static final int MAGIC_AT = 0x30;
    private static final long MAGIC = 0x0000_0056_4353_4952L;
    private static final int MAGIC2_AT = 0x38;
    private static final int MAGIC2 = 0x0543_5352;

    /** The header at the beginning of {@code content}, if there is one. */
    public static Optional<LinuxHeader> read(byte[] content) {
        if (content.length < SIZE) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        boolean old = header.getLong(MAGIC_AT) == MAGIC;
        if (!old && header.getInt(MAGIC2_AT) != MAGIC2) {
            return Optional.empty();
        }
        return Optional.of(new LinuxHeader(header.getLong(8), header.getLong(16)));
    }
}
