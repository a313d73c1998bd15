package cleave.toolchain.asm;

import cleave.toolchain.elf.Attributes;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfObject;
import cleave.toolchain.elf.ElfRelocation;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.elf.ObjectSection;
import cleave.toolchain.elf.ObjectSymbol;
import cleave.toolchain.elf.RelocationType;
import cleave.toolchain.isa.Extension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a relocatable object of what was assembled (RISC-V ELF psABI, "Relocations"). Distances
 * within a section are final, for nothing in it is offered to the linker for relaxation; everything
 * else becomes a relocation. Labels without a name are told by their section's symbol.
 */
final class ObjectBuilder {
    private final String name;
    private final List<Section> sections;
    private final List<Label> labels;
    private final Set<Extension> extensions;
    private final Addresses addresses;
    private final List<ObjectSymbol> symbols = new ArrayList<>();
    private final Map<Label, Integer> symbolOf = new HashMap<>();
    private final Map<Section, Integer> indices = new HashMap<>();

    ObjectBuilder(String name, List<Section> sections, List<Label> labels,
            Set<Extension> extensions) {
        this.name = name;
        this.sections = sections;
        this.labels = labels;
        this.extensions = extensions;
        this.addresses = Addresses.relocatable(sections);
    }

    ElfObject build() {
        List<Assembly.Placed> placed = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Section section : sections) {
            byte[] bytes = Assembly.bytes(section, addresses, Assembly.alignment(extensions),
                    new ArrayList<>(), faults);
            indices.put(section, placed.size());
            symbols.add(new ObjectSymbol("", 0, 0, ElfSymbol.Type.SECTION,
                    ElfSymbol.Binding.LOCAL, placed.size()));
            placed.add(new Assembly.Placed(section.name(), section.kind(), 0,
                    addresses.end(section), section.alignment(),
                    section.kind() == SectionKind.BSS ? new byte[0] : bytes));
        }
        if (!faults.isEmpty()) {
            throw new AssemblyException(faults);
        }
        nameLabels();
        Map<Section, List<ElfRelocation>> relocations = relocations();
        List<ObjectSection> content = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            content.add(new ObjectSection(Assembly.toElf(placed.get(i)),
                    relocations.getOrDefault(sections.get(i), List.of())));
        }
        content.add(new ObjectSection(Attributes.section(Extension.isaString(extensions)),
                List.of()));
        return new ElfObject(name, extensions.contains(Extension.C) ? ElfImage.RVC : 0, content,
                symbols);
    }

    private void nameLabels() {
        Map<Label, Section.Extent> extents = new HashMap<>();
        sections.forEach(section -> section.extents()
                .forEach(extent -> extents.put(extent.label(), extent)));
        for (Label label : labels) {
            if (label.isBound()) {
                symbolOf.put(label, symbols.size());
                symbols.add(symbol(label, extents.get(label)));
            }
        }
    }

    private ObjectSymbol symbol(Label label, Section.Extent extent) {
        Section section = label.section();
        int value = addresses.of(section, label.item());
        int size = extent == null ? 0 : addresses.of(section, extent.end()) - value;
        return new ObjectSymbol(label.name(), value, size,
                extent == null ? ElfSymbol.Type.NOTYPE : extent.type(), label.binding(),
                indices.get(section));
    }

    private Map<Section, List<ElfRelocation>> relocations() {
        Map<Section, List<ElfRelocation>> relocations = new HashMap<>();
        for (Addresses.Fixup fixup : addresses.fixups()) {
            relocations.computeIfAbsent(fixup.section(), unused -> new ArrayList<>())
                    .add(relocation(fixup));
        }
        return relocations;
    }

    private ElfRelocation relocation(Addresses.Fixup fixup) {
        Label label = fixup.label();
        boolean ofAuipc = fixup.type() == RelocationType.PCREL_LO12_I
                || fixup.type() == RelocationType.PCREL_LO12_S;
        if (label.isSymbol() || ofAuipc) {
            return new ElfRelocation(fixup.offset(), fixup.type(), symbolOf(label),
                    fixup.addend());
        }
        int offset = addresses.of(label.section(), label.item());
        return new ElfRelocation(fixup.offset(), fixup.type(), indices.get(label.section()),
                fixup.addend() + offset);
    }

    /**
     * What is used and not bound is another object's; an {@code auipc} must have a symbol of its
     * own, by which its other half finds it.
     */
    private int symbolOf(Label label) {
        return symbolOf.computeIfAbsent(label, unused -> {
            symbols.add(label.isBound() ? ofAuipc(label)
                    : ObjectSymbol.undefined(label.name(), label.binding()));
            return symbols.size() - 1;
        });
    }

    private ObjectSymbol ofAuipc(Label label) {
        return new ObjectSymbol(".L" + label.name() + symbols.size(),
                addresses.of(label.section(), label.item()), 0, ElfSymbol.Type.NOTYPE,
                ElfSymbol.Binding.LOCAL, indices.get(label.section()));
    }
}
