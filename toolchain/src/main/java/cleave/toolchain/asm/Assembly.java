package cleave.toolchain.asm;

import cleave.toolchain.elf.Attributes;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.isa.Extension;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An assembled program: bytes at addresses, symbols, and the Java line of each instruction.
 * Addresses are unsigned words.
 */
public final class Assembly {
    /** A section in its place; {@code bytes} are empty, but {@code size} is not, for BSS. */
    public record Placed(String name, SectionKind kind, int address, int size, int alignment,
            byte[] bytes) {
        /** The address behind it. */
        public int end() {
            return address + size;
        }
    }

    /** What one line of Java put where; {@code code} tells instructions from data. */
    public record Line(int address, int size, boolean code, Origin origin) {
    }

    private final List<Placed> sections;
    private final List<ElfSymbol> symbols;
    private final List<Line> lines;
    private final Set<Extension> extensions;
    private final Map<String, Integer> addresses;

    private Assembly(List<Placed> sections, List<ElfSymbol> symbols, List<Line> lines,
            Set<Extension> extensions) {
        this.sections = List.copyOf(sections);
        this.symbols = List.copyOf(symbols);
        this.lines = List.copyOf(lines);
        this.extensions = extensions;
        this.addresses = new HashMap<>();
        symbols.forEach(symbol -> addresses.put(symbol.name(), symbol.value()));
    }

    static Assembly of(List<Section> sections, List<Label> labels, Set<Extension> extensions,
            Addresses addresses) {
        List<Placed> placed = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Section section : sections) {
            byte[] bytes = bytes(section, addresses, alignment(extensions), lines, faults);
            int start = addresses.start(section);
            int size = addresses.end(section) - start;
            placed.add(new Placed(section.name(), section.kind(), start, size,
                    section.alignment(), section.kind() == SectionKind.BSS ? new byte[0] : bytes));
        }
        if (!faults.isEmpty()) {
            throw new AssemblyException(faults);
        }
        return new Assembly(placed, symbols(sections, labels, addresses), lines, extensions);
    }

    /** Where instructions may begin: halfwords will do if there are 16-bit ones. */
    static int alignment(Set<Extension> extensions) {
        return extensions.contains(Extension.C) ? Item.COMPRESSED_SIZE : Item.INSTRUCTION_SIZE;
    }

    /** A section's bytes; its lines and faults are added to the lists. */
    static byte[] bytes(Section section, Addresses addresses, int alignment, List<Line> lines,
            List<String> faults) {
        int start = addresses.start(section);
        ByteBuffer out = ByteBuffer.allocate(addresses.end(section) - start)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < section.items().size(); i++) {
            Item item = section.items().get(i);
            int address = addresses.of(section, i);
            int size = item.size(address);
            if (section.kind().isAllocated()) {
                lines.add(new Line(address, size, item.isCode(address), item.origin()));
            }
            try {
                if (item.isInstruction() && address % alignment != 0) {
                    throw new AssemblyException(item.origin(), "an instruction at 0x"
                            + Integer.toHexString(address) + ": align(" + alignment
                            + ") is missing before it");
                }
                item.write(out, new Item.Place(section, address), addresses);
            } catch (AssemblyException fault) {
                faults.add(fault.getMessage());
            }
            out.position(address + size - start);
        }
        return out.array();
    }

    private static List<ElfSymbol> symbols(List<Section> sections, List<Label> labels,
            Addresses addresses) {
        Map<Label, ElfSymbol> symbols = new HashMap<>();
        for (Section section : sections) {
            for (Section.Extent extent : section.extents()) {
                Label label = extent.label();
                int address = addresses.of(section, label.item());
                symbols.put(label, new ElfSymbol(label.name(), address,
                        addresses.of(section, extent.end()) - address, extent.type(),
                        label.binding(), section.name()));
            }
        }
        List<ElfSymbol> ordered = new ArrayList<>();
        for (Label label : labels) {
            if (symbols.containsKey(label)) {
                ordered.add(symbols.get(label));
            } else if (label.isBound()) {
                ordered.add(ElfSymbol.label(label.name(),
                        addresses.of(label.section(), label.item()), label.binding(),
                        label.section().name()));
            }
        }
        return ordered;
    }

    /** The sections, also empty ones, in the order of {@link SectionKind}. */
    public List<Placed> sections() {
        return sections;
    }

    /** The named labels that are bound, in order of first mention. */
    public List<ElfSymbol> symbols() {
        return symbols;
    }

    /** Where each line's bytes are, section by section, of those in memory. */
    public List<Line> lines() {
        return lines;
    }

    /** The address of a global label. */
    public int address(String label) {
        Integer address = addresses.get(label);
        if (address == null) {
            throw new IllegalArgumentException("no label is called " + label);
        }
        return address;
    }

    /** The lowest address of a section that is not empty: where {@link #flat} is to be loaded. */
    public int base() {
        return filled().get(0).address();
    }

    /**
     * The program as it lies in memory from {@link #base} on, gaps zero, without BSS at its end.
     * Refused with {@link IllegalStateException} when sections overlap.
     */
    public byte[] flat() {
        List<Placed> filled = filled();
        int base = base();
        int size = 0;
        Placed below = null;
        for (Placed section : filled) {
            if (below != null && Integer.compareUnsigned(section.address(), below.end()) < 0) {
                throw new IllegalStateException(below.name() + " and " + section.name()
                        + " overlap");
            }
            below = section;
            if (section.kind() != SectionKind.BSS) {
                size = section.end() - base;
            }
        }
        byte[] flat = new byte[size];
        for (Placed section : filled) {
            System.arraycopy(section.bytes(), 0, flat, section.bytes().length == 0 ? 0
                    : section.address() - base, section.bytes().length);
        }
        return flat;
    }

    private List<Placed> filled() {
        List<Placed> filled = sections.stream()
                .filter(section -> section.kind().isAllocated() && section.size() != 0)
                .sorted(Comparator.comparingLong(s -> Integer.toUnsignedLong(s.address())))
                .toList();
        if (filled.isEmpty()) {
            throw new IllegalStateException("nothing was assembled");
        }
        return filled;
    }

    /**
     * An executable that begins at the label {@code entry}, with a section that names the
     * extensions it uses; empty sections are left out.
     */
    public ElfImage toElf(String entry) {
        List<ElfSection> elf = new ArrayList<>();
        for (Placed section : sections) {
            boolean named = symbols.stream().anyMatch(s -> s.section().equals(section.name()));
            if (section.size() != 0 || named) {
                elf.add(toElf(section));
            }
        }
        elf.add(Attributes.section(Extension.isaString(extensions)));
        int flags = extensions.contains(Extension.C) ? ElfImage.RVC : 0;
        return new ElfImage(address(entry), flags, elf, symbols);
    }

    static ElfSection toElf(Placed section) {
        ElfSection elf = switch (section.kind()) {
            case TEXT -> ElfSection.text(section.name(), section.address(), section.bytes());
            case RODATA -> constants(section);
            case DATA -> ElfSection.data(section.name(), section.address(), section.bytes());
            case BSS -> ElfSection.bss(section.name(), section.address(), section.size());
            case DEBUG -> ElfSection.debug(section.name(), section.bytes());
        };
        return elf.alignedTo(section.alignment());
    }

    /** As GNU's assembler has it, the name tells notes. */
    private static ElfSection constants(Placed section) {
        ElfSection constants =
                ElfSection.rodata(section.name(), section.address(), section.bytes());
        return section.name().startsWith(".note") ? constants.ofType(ElfSection.NOTE) : constants;
    }

    /** Addresses, bytes, instructions and Java lines, for people. */
    public String listing() {
        return Listing.of(this);
    }
}
