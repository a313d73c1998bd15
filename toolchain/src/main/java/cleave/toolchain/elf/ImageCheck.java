package cleave.toolchain.elf;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of an {@link ElfImage} before it is written; the first fault is thrown. */
final class ImageCheck {
    private ImageCheck() {
    }

    /** Checks the image, whose sections are given in the order in which they will be written. */
    static void check(ElfImage image, List<ElfSection> ordered) {
        Set<String> sectionNames = new HashSet<>();
        for (ElfSection section : ordered) {
            checkSection(section);
            if (!sectionNames.add(section.name())) {
                throw new IllegalArgumentException("two sections are called " + section.name());
            }
        }
        checkOverlap(ordered);
        if (ordered.stream().noneMatch(s -> (s.flags() & ElfSection.EXECUTE) != 0
                && s.contains(image.entry()))) {
            throw new IllegalArgumentException("the entry point " + ElfFormat.hex(image.entry())
                    + " is in no executable section");
        }
        Set<String> globals = new HashSet<>();
        for (ElfSymbol symbol : image.symbols()) {
            checkSymbol(symbol, sectionNames);
            if (symbol.binding() != ElfSymbol.Binding.LOCAL && !globals.add(symbol.name())) {
                throw new IllegalArgumentException("two global symbols are called "
                        + symbol.name());
            }
        }
    }

    private static void checkSection(ElfSection section) {
        int alignment = Math.max(section.alignment(), 1);
        if (Integer.bitCount(alignment) != 1 || (section.address() & alignment - 1) != 0) {
            throw new IllegalArgumentException(section.name() + " at "
                    + ElfFormat.hex(section.address()) + " is not aligned to " + alignment);
        }
        int bytes = section.type() == ElfSection.NOBITS ? 0 : section.size();
        if (section.data().capacity() != bytes) {
            throw new IllegalArgumentException(section.name() + " should have " + bytes
                    + " bytes in the file, and has " + section.data().capacity());
        }
        long highest = Math.max(ElfFormat.unsigned(section.address()),
                ElfFormat.unsigned(section.loadAddress()));
        if (highest + ElfFormat.unsigned(section.size()) > 1L << 32) {
            throw new IllegalArgumentException(section.name() + " ends beyond 0xffffffff");
        }
        if (section.type() == ElfSection.SYMTAB || section.type() == ElfSection.STRTAB) {
            throw new IllegalArgumentException(section.name()
                    + ": the writer makes symbol and string tables itself");
        }
    }

    private static void checkOverlap(List<ElfSection> ordered) {
        ElfSection lower = null;
        for (ElfSection section : ordered) {
            if (section.isAllocated() && section.size() != 0) {
                if (lower != null && lower.contains(section.address())) {
                    throw new IllegalArgumentException(lower.name() + " and " + section.name()
                            + " overlap at " + ElfFormat.hex(section.address()));
                }
                lower = section;
            }
        }
    }

    private static void checkSymbol(ElfSymbol symbol, Set<String> sectionNames) {
        if (symbol.type() == ElfSymbol.Type.OTHER || symbol.binding() == ElfSymbol.Binding.OTHER) {
            throw new IllegalArgumentException("symbol " + symbol.name()
                    + ": type or binding OTHER cannot be written");
        }
        if (!symbol.isAbsolute() && !sectionNames.contains(symbol.section())) {
            throw new IllegalArgumentException("symbol " + symbol.name() + " is in "
                    + symbol.section() + ", which is no section of this program");
        }
    }
}
