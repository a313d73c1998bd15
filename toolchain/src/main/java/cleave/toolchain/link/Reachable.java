package cleave.toolchain.link;

import cleave.toolchain.elf.ElfRelocation;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ObjectSymbol;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which sections are kept: all, or those that the entry point and other roots lead to, as
 * GNU ld's {@code --gc-sections}. Notes, start-up code, arrays of initialisers and what is not in
 * memory (debugging information) are kept, and the last leads nowhere.
 */
final class Reachable {
    private static final List<String> ROOTS = List.of(".init", ".fini", ".preinit_array",
            ".init_array", ".fini_array", ".ctors", ".dtors", ".text.init");
    private static final String UNWINDING = ".eh_frame";

    private final Symbols symbols;
    private final List<InputObject> objects;
    private final Map<InputSection, InputObject> owners = new HashMap<>();
    private final Deque<InputSection> open = new ArrayDeque<>();

    private Reachable(List<InputObject> objects, Symbols symbols) {
        this.objects = objects;
        this.symbols = symbols;
        for (InputObject object : objects) {
            object.sections().forEach(section -> owners.put(section, object));
        }
    }

    static void keepAll(List<InputSection> sections) {
        sections.forEach(InputSection::keep);
    }

    /** Keeps what the symbols of these names lead to; the sections include those of commons. */
    static void keepUsed(List<InputObject> objects, List<InputSection> sections, Symbols symbols,
            List<String> roots) {
        Reachable reachable = new Reachable(objects, symbols);
        for (InputSection section : sections) {
            if (!section.isAllocated() || section.name().equals(UNWINDING)) {
                section.keep();
            } else if (isRoot(section)) {
                reachable.reach(section);
            }
        }
        roots.forEach(root -> reachable.reach(symbols.global(root)));
        reachable.follow();
    }

    private static boolean isRoot(InputSection section) {
        boolean named = ROOTS.stream().anyMatch(root -> section.name().equals(root)
                || section.name().startsWith(root + "."));
        return named || section.header().type() == ElfSection.NOTE
                || (section.header().flags() & ElfSection.RETAIN) != 0;
    }

    private void reach(InputSection section) {
        if (!section.isLive()) {
            section.keep();
            open.push(section);
        }
    }

    private void reach(Definition definition) {
        if (definition instanceof Definition.InSection place) {
            reach(place.section());
        }
    }

    private void follow() {
        while (!open.isEmpty()) {
            InputSection section = open.pop();
            InputObject object = owners.get(section);
            for (ElfRelocation relocation : section.relocations()) {
                reach(symbols.of(object, relocation));
                if (relocation.symbol() != ElfRelocation.NO_SYMBOL) {
                    reachNamedSections(object.symbols().get(relocation.symbol()));
                }
            }
        }
    }

    /** A use of {@code __start_NAME} is a use of all sections NAME. */
    private void reachNamedSections(ObjectSymbol symbol) {
        String name = LinkerSymbols.sectionOf(symbol.name());
        if (name != null && symbol.isUndefined()) {
            objects.forEach(object -> object.sections().stream()
                    .filter(section -> section.name().equals(name)).forEach(this::reach));
        }
    }
}
