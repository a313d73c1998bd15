package cleave.toolchain.asm;

import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.isa.Extension;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * The section that tells disassemblers and debuggers which extensions a program uses (RISC-V ELF
 * psABI, "Attributes").
 */
final class Attributes {
    private static final int SECTION_TYPE = 0x7000_0003;
    private static final byte FORMAT_VERSION = 'A';
    private static final String VENDOR = "riscv\0";
    private static final byte TAG_FILE = 1;
    private static final byte TAG_STACK_ALIGN = 4;
    private static final byte TAG_ARCH = 5;
    private static final byte STACK_ALIGN = 16;

    private Attributes() {
    }

    static ElfSection section(Collection<Extension> extensions) {
        byte[] vendor = VENDOR.getBytes(StandardCharsets.US_ASCII);
        byte[] isa = (Extension.isaString(extensions) + "\0").getBytes(StandardCharsets.US_ASCII);
        int attributes = 2 + 1 + isa.length;
        int file = 1 + Integer.BYTES + attributes;
        int subsection = Integer.BYTES + vendor.length + file;
        ByteBuffer bytes = ByteBuffer.allocate(1 + subsection).order(ByteOrder.LITTLE_ENDIAN)
                .put(FORMAT_VERSION)
                .putInt(subsection).put(vendor)
                .put(TAG_FILE).putInt(file)
                .put(TAG_STACK_ALIGN).put(STACK_ALIGN)
                .put(TAG_ARCH).put(isa)
                .flip();
        return new ElfSection(".riscv.attributes", SECTION_TYPE, 0, 0, 0, bytes.limit(), 1, bytes);
    }
}
