package cleave.toolchain.link;

import cleave.toolchain.elf.ElfRelocation;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.elf.ObjectSymbol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The symbols that objects share (gABI chapter 4, "Symbol Table"): one strong definition, or else
 * the first weak one; commons of one name are one variable, the largest; weak symbols that nobody
 * defines are 0.
 */
final class Symbols {
    private static final Definition NOTHING = new Definition.Absolute("",
            ObjectSymbol.undefined("", ElfSymbol.Binding.WEAK));

    private final Map<String, Definition> globals = new LinkedHashMap<>();
    private final Faults faults;

    Symbols(Faults faults) {
        this.faults = faults;
    }

    void add(InputObject object) {
        for (ObjectSymbol symbol : object.symbols()) {
            Definition definition = object.definition(symbol);
            if (!symbol.isLocal() && definition != null) {
                globals.merge(symbol.name(), definition,
                        (before, after) -> choose(symbol.name(), before, after));
            }
        }
    }

    private Definition choose(String name, Definition before, Definition after) {
        if (before instanceof Definition.Common first
                && after instanceof Definition.Common second) {
            return larger(first, second);
        }
        boolean beforeYields = before.isWeak() || before instanceof Definition.Common;
        boolean afterYields = after.isWeak() || after instanceof Definition.Common;
        if (!beforeYields && !afterYields) {
            faults.add(after.object() + ": " + name + " is defined in " + before.object()
                    + " already: rename one, make it static, or leave one object out");
        }
        return beforeYields && !after.isWeak() ? after : before;
    }

    private static Definition larger(Definition.Common first, Definition.Common second) {
        ObjectSymbol a = first.symbol();
        ObjectSymbol b = second.symbol();
        return new Definition.Common(first.object(), new ObjectSymbol(a.name(),
                Math.max(a.value(), b.value()), Math.max(a.size(), b.size()), a.type(),
                a.binding(), ObjectSymbol.COMMON));
    }

    boolean isDefined(String name) {
        return globals.containsKey(name);
    }

    /** Defines a symbol that no object has defined. */
    void define(String name, Definition definition) {
        globals.putIfAbsent(name, definition);
    }

    Definition global(String name) {
        return globals.get(name);
    }

    Map<String, Definition> globals() {
        return globals;
    }

    /** Gives commons their places: a section each. */
    List<InputSection> placeCommons() {
        List<InputSection> sections = new ArrayList<>();
        globals.replaceAll((name, definition) -> {
            if (!(definition instanceof Definition.Common common)) {
                return definition;
            }
            ObjectSymbol symbol = common.symbol();
            InputSection section = new InputSection(common.object(),
                    new ElfSection(".bss", ElfSection.NOBITS, ElfSection.ALLOC | ElfSection.WRITE,
                            0, 0, symbol.size(), Math.max(symbol.value(), 1),
                            ByteBuffer.allocate(0)), List.of());
            sections.add(section);
            return new Definition.InSection(section, new ObjectSymbol(name, 0, symbol.size(),
                    ElfSymbol.Type.OBJECT, symbol.binding(), 0));
        });
        return sections;
    }

    /** What a relocation's symbol stands for; null when nobody defines it. */
    Definition of(InputObject object, ElfRelocation relocation) {
        if (relocation.symbol() == ElfRelocation.NO_SYMBOL) {
            return NOTHING;
        }
        ObjectSymbol symbol = object.symbols().get(relocation.symbol());
        if (symbol.isLocal()) {
            return object.definition(symbol);
        }
        Definition definition = globals.get(symbol.name());
        return definition == null && symbol.isWeak() ? NOTHING : definition;
    }

    /** The symbol's name for messages: sections have none of their own. */
    static String name(InputObject object, ElfRelocation relocation) {
        if (relocation.symbol() == ElfRelocation.NO_SYMBOL) {
            return "nothing";
        }
        ObjectSymbol symbol = object.symbols().get(relocation.symbol());
        return symbol.type() == ElfSymbol.Type.SECTION && symbol.section() >= 0
                ? object.sections().get(symbol.section()).name() : symbol.name();
    }
}
