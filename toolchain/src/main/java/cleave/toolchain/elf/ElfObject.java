package cleave.toolchain.elf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A relocatable object of RV32 (gABI chapter 4, {@code ET_REL}): what a compiler or assembler makes
 * and a linker joins. {@link ObjectWriter} writes it.
 *
 * @param name    as messages call it
 * @param flags   {@code e_flags}, for example {@link ElfImage#RVC}
 */
public record ElfObject(String name, int flags, List<ObjectSection> sections,
        List<ObjectSymbol> symbols) {
    /** {@code EF_RISCV_FLOAT_ABI}: whether floating-point registers pass arguments. */
    public static final int FLOAT_ABI = 6;
    /** {@code EF_RISCV_RVE}: only sixteen registers. */
    public static final int RVE = 8;

    public ElfObject {
        sections = List.copyOf(sections);
        symbols = List.copyOf(symbols);
    }

    /** Reads an object; messages call it by its file name. */
    public static ElfObject read(Path path) throws IOException {
        return read(Files.readAllBytes(path), path.getFileName().toString());
    }

    /**
     * Reads an object from memory, where messages call it {@code name}. Refused, with a message
     * that names the cure, are RV64, floating-point ABIs, other machines, executables, C++'s
     * section groups, and what is damaged.
     */
    public static ElfObject read(byte[] content, String name) throws ElfException {
        return new ObjectReader(new ElfBytes(name, content)).read();
    }

    /** The same object under another name. */
    public ElfObject named(String other) {
        return new ElfObject(other, flags, sections, symbols);
    }
}
