package cleave.toolchain.elf;

import java.util.List;

/**
 * A section of an object file.
 *
 * @param header      name, type, flags, alignment and bytes; its addresses are 0
 * @param relocations in order of offset
 */
public record ObjectSection(ElfSection header, List<ElfRelocation> relocations) {
    public ObjectSection {
        relocations = List.copyOf(relocations);
    }

    public String name() {
        return header.name();
    }
}
