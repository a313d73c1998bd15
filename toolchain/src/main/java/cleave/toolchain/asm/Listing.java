package cleave.toolchain.asm;

import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.isa.Disassembler;
import cleave.toolchain.isa.Operands;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * A listing of an assembled program: labels, then for each word of code its address, bytes,
 * instruction and Java line; data in rows of sixteen bytes.
 */
final class Listing {
    private static final int ROW = 16;

    private final Assembly assembly;
    private final Map<Integer, String> names = new HashMap<>();
    private final StringBuilder out = new StringBuilder();
    private final Disassembler disassembler;

    private Listing(Assembly assembly) {
        this.assembly = assembly;
        for (ElfSymbol symbol : assembly.symbols()) {
            names.merge(symbol.value(), symbol.name(), (a, b) -> a + ", " + b);
        }
        this.disassembler = Disassembler.readable().withNames(names::get);
    }

    static String of(Assembly assembly) {
        Listing listing = new Listing(assembly);
        for (Assembly.Placed section : assembly.sections()) {
            if (section.size() != 0 && section.kind().isAllocated()) {
                listing.section(section);
            }
        }
        return listing.out.toString();
    }

    private void section(Assembly.Placed section) {
        out.append(String.format("%s: %d bytes at 0x%08x%n", section.name(), section.size(),
                section.address()));
        for (Assembly.Line line : assembly.lines()) {
            if (line.size() != 0 && line.address() - section.address() >= 0
                    && line.address() + line.size() - section.end() <= 0) {
                label(line.address());
                line(section, line);
            }
        }
    }

    private void label(int address) {
        String name = names.get(address);
        if (name != null) {
            out.append(String.format("%08x <%s>:%n", address, name));
        }
    }

    private void line(Assembly.Placed section, Assembly.Line line) {
        int offset = line.address() - section.address();
        if (section.kind() == SectionKind.BSS || line.size() > ROW
                && isZero(section.bytes(), offset, line.size())) {
            row(line.address(), "(" + line.size() + " bytes of zero)", line);
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(section.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < line.size();) {
            int address = line.address() + done;
            if (line.code()) {
                int length = length(bytes, offset + done);
                row(address, code(address, word(bytes, offset + done, length), length), line);
                done += length;
            } else {
                int count = Math.min(ROW, line.size() - done);
                row(address, data(section.bytes(), offset + done, count), line);
                done += count;
            }
        }
    }

    private void row(int address, String text, Assembly.Line line) {
        out.append(String.format("%08x  %-52s  %s%n", address, text, line.origin()));
    }

    private static boolean isZero(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int length(ByteBuffer bytes, int at) {
        return Operands.isCompressed(bytes.getShort(at)) ? Item.COMPRESSED_SIZE
                : Item.INSTRUCTION_SIZE;
    }

    private static int word(ByteBuffer bytes, int at, int length) {
        return length == Item.COMPRESSED_SIZE ? Short.toUnsignedInt(bytes.getShort(at))
                : bytes.getInt(at);
    }

    private String code(int address, int word, int length) {
        Disassembler.Text text = disassembler.disassemble(address, word);
        String digits = length == Item.COMPRESSED_SIZE ? "%04x    " : "%08x";
        return String.format(digits + "  %-8s %s", word, text.mnemonic(), text.operands());
    }

    private static String data(byte[] bytes, int from, int count) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < count; i++) {
            row.append(String.format(i == 0 ? "%02x" : " %02x", bytes[from + i]));
        }
        return row.toString();
    }
}
