package cleave.toolchain.link;

import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfObject;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ObjectSection;
import cleave.toolchain.elf.ObjectSymbol;
import java.util.ArrayList;
import java.util.List;

/** An object that takes part in a link. */
final class InputObject {
    private final ElfObject object;
    private final List<InputSection> sections = new ArrayList<>();

    InputObject(ElfObject object) {
        this.object = object;
        for (ObjectSection section : object.sections()) {
            sections.add(new InputSection(object.name(), section.header(),
                    section.relocations()));
        }
    }

    String name() {
        return object.name();
    }

    ElfObject object() {
        return object;
    }

    List<InputSection> sections() {
        return sections;
    }

    List<ObjectSymbol> symbols() {
        return object.symbols();
    }

    /** What the object itself says of a symbol; null when it is to be found elsewhere. */
    Definition definition(ObjectSymbol symbol) {
        return switch (symbol.section()) {
            case ObjectSymbol.UNDEFINED -> null;
            case ObjectSymbol.ABSOLUTE -> new Definition.Absolute(name(), symbol);
            case ObjectSymbol.COMMON -> new Definition.Common(name(), symbol);
            default -> new Definition.InSection(sections.get(symbol.section()), symbol);
        };
    }

    /** Whether the code may be given compressed instructions. */
    boolean isCompressed() {
        return (object.flags() & ElfImage.RVC) != 0;
    }

    static boolean isThreadLocal(InputSection section) {
        return (section.header().flags() & ElfSection.THREAD_LOCAL) != 0;
    }
}
