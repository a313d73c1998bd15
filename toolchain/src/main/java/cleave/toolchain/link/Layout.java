package cleave.toolchain.link;

import cleave.toolchain.elf.ElfSection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which sections the executable has and where they lie: code, constants, variables, variables that
 * start as zero, each permission on its own pages; then what is not loaded. Sections of objects
 * that are called {@code .text.f} or {@code .data.v} become part of {@code .text} and
 * {@code .data}, as GNU's linker script has it.
 */
final class Layout {
    private static final int PAGE = 0x1000;

    /** Names that gather those that begin with them and a dot, and their small-data forms. */
    private static final Map<String, String> GATHERED = new LinkedHashMap<>();

    static {
        for (String name : List.of(".text", ".rodata", ".data", ".sdata", ".sbss", ".bss",
                ".init_array", ".fini_array", ".preinit_array")) {
            GATHERED.put(name, name);
        }
        GATHERED.put(".srodata", ".rodata");
        GATHERED.put(".ctors", ".init_array");
        GATHERED.put(".dtors", ".fini_array");
    }

    /** Sections that come before or after their like, whatever object they are from. */
    private static final List<String> ORDER = List.of(".init", ".text", ".fini", ".rodata",
            ".preinit_array", ".init_array", ".fini_array", ".data", ".sdata", ".sbss", ".bss");

    private final int base;
    private final List<OutputSection> sections;
    private long end;

    private Layout(int base, List<OutputSection> sections) {
        this.base = base;
        this.sections = sections;
    }

    static Layout of(int base, List<InputSection> inputs) {
        Map<String, OutputSection> byName = new LinkedHashMap<>();
        List<InputSection> ordered = new ArrayList<>(inputs);
        ordered.sort(Comparator.comparing(input -> !isFirst(input.name())));
        for (InputSection input : ordered) {
            if (input.isLive()) {
                byName.computeIfAbsent(outputName(input), OutputSection::new).add(input);
            }
        }
        List<OutputSection> sections = new ArrayList<>(byName.values());
        sections.sort(Comparator.comparingInt(Layout::rank)
                .thenComparingInt(section -> place(section.name())));
        return new Layout(base, sections);
    }

    /** What starts a program goes before the rest of the text. */
    private static boolean isFirst(String name) {
        return name.equals(".text.init") || name.equals(".text.start") || name.equals(".head.text");
    }

    private static String outputName(InputSection input) {
        String name = input.name();
        if (!input.isAllocated()) {
            return name;
        }
        for (Map.Entry<String, String> gathered : GATHERED.entrySet()) {
            if (name.equals(gathered.getKey()) || name.startsWith(gathered.getKey() + ".")) {
                return gathered.getValue();
            }
        }
        return name;
    }

    private static int rank(OutputSection section) {
        if (!section.isAllocated()) {
            return 4;
        }
        if ((section.flags() & ElfSection.EXECUTE) != 0) {
            return 0;
        }
        if ((section.flags() & ElfSection.WRITE) == 0) {
            return 1;
        }
        return section.isBlank() ? 3 : 2;
    }

    private static int place(String name) {
        int place = ORDER.indexOf(name);
        return place < 0 ? ORDER.indexOf(".rodata") : place;
    }

    /** Gives everything its address, in the sizes that relaxation has reached. */
    void place() {
        end = Integer.toUnsignedLong(base);
        OutputSection before = null;
        for (OutputSection section : sections) {
            if (!section.isAllocated()) {
                section.place(0);
                continue;
            }
            long step = section.alignment();
            if (before != null && before.flags() != section.flags()) {
                step = Math.max(step, PAGE);
            }
            section.place((int) (end + step - 1 & -step));
            end = (end + step - 1 & -step) + section.size();
            before = section;
        }
    }

    /** The first address behind it all, beyond 32 bits when it does not fit. */
    long end() {
        return end;
    }

    int base() {
        return base;
    }

    List<OutputSection> sections() {
        return sections;
    }

    Optional<OutputSection> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /** The sections in memory, in order of address. */
    List<OutputSection> allocated() {
        return sections.stream().filter(OutputSection::isAllocated).toList();
    }
}
