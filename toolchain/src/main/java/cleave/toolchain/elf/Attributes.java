package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The section that tells disassemblers, debuggers and linkers which extensions a program uses
 * (RISC-V ELF psABI, "Attributes"). Of the attributes, the ISA string and the stack's alignment are
 * written and the first is read.
 */
public final class Attributes {
    /** The section's name. */
    public static final String SECTION = ".riscv.attributes";

    private static final byte FORMAT_VERSION = 'A';
    private static final String VENDOR = "riscv\0";
    private static final byte TAG_FILE = 1;
    private static final byte TAG_STACK_ALIGN = 4;
    private static final byte TAG_ARCH = 5;
    private static final byte STACK_ALIGN = 16;

    private Attributes() {
    }

    /** For an ISA string such as {@code rv32i2p1_m2p0}. */
    public static ElfSection section(String isaString) {
        byte[] vendor = VENDOR.getBytes(StandardCharsets.US_ASCII);
        byte[] isa = (isaString + "\0").getBytes(StandardCharsets.US_ASCII);
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
        return new ElfSection(SECTION, ElfSection.ATTRIBUTES, 0, 0, 0, bytes.limit(),
                1, bytes);
    }

    /** The ISA string in such a section; empty when there is none, or not in this format. */
    public static Optional<String> isaString(ElfSection section) {
        ByteBuffer bytes = section.data();
        int start = 1 + Integer.BYTES + VENDOR.length();
        if (bytes.capacity() < start + 1 + Integer.BYTES || bytes.get(0) != FORMAT_VERSION
                || bytes.get(start) != TAG_FILE) {
            return Optional.empty();
        }
        bytes.position(start + 1 + Integer.BYTES);
        while (bytes.hasRemaining()) {
            int tag = uleb128(bytes);
            // Odd tags are strings, even ones numbers.
            if (tag % 2 == 0) {
                uleb128(bytes);
                continue;
            }
            String text = string(bytes);
            if (tag == TAG_ARCH) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    private static int uleb128(ByteBuffer bytes) {
        int value = 0;
        for (int shift = 0; bytes.hasRemaining(); shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }

    private static String string(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder();
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
