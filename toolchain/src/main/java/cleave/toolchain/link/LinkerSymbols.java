package cleave.toolchain.link;

import cleave.toolchain.elf.ElfSection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * The symbols that the linker defines when objects ask for them and do not define them: those of
 * GNU's linker script for RISC-V, and {@code __start_NAME} and {@code __stop_NAME} for sections
 * whose names are words of C.
 */
final class LinkerSymbols {
    static final String START = "__start_";
    static final String STOP = "__stop_";
    /** {@code gp} points into the middle of what 12 bits reach. */
    private static final int GLOBAL_POINTER_OFFSET = 0x800;

    private static final Predicate<OutputSection> CODE =
            section -> (section.flags() & ElfSection.EXECUTE) != 0;
    private static final Predicate<OutputSection> ZEROES =
            section -> section.isBlank() && (section.flags() & ElfSection.WRITE) != 0;

    private static final Map<String, ToIntFunction<Layout>> SYMBOLS = Map.ofEntries(
            Map.entry("__executable_start", Layout::base),
            Map.entry("etext", layout -> endOf(layout, CODE)),
            Map.entry("_etext", layout -> endOf(layout, CODE)),
            Map.entry("__etext", layout -> endOf(layout, CODE)),
            Map.entry("edata", layout -> endOf(layout, ZEROES.negate())),
            Map.entry("_edata", layout -> endOf(layout, ZEROES.negate())),
            Map.entry("__bss_start", LinkerSymbols::startOfZeroes),
            Map.entry("__BSS_END__", layout -> (int) layout.end()),
            Map.entry("end", layout -> (int) layout.end()),
            Map.entry("_end", layout -> (int) layout.end()),
            Map.entry("__end", layout -> (int) layout.end()),
            Map.entry("__global_pointer$", LinkerSymbols::globalPointer));

    /** Arrays of functions to call at start and end; empty when there are none. */
    private static final List<String> ARRAYS =
            List.of("preinit_array", "init_array", "fini_array");

    private LinkerSymbols() {
    }

    /** What {@code name} is called by; null when the linker does not define it. */
    static Definition definition(String name, Layout layout) {
        ToIntFunction<Layout> symbol = SYMBOLS.get(name);
        if (symbol != null) {
            return new Definition.Computed(() -> symbol.applyAsInt(layout));
        }
        for (String array : ARRAYS) {
            if (name.equals("__" + array + "_start")) {
                return bound(layout, "." + array, false);
            }
            if (name.equals("__" + array + "_end")) {
                return bound(layout, "." + array, true);
            }
        }
        String section = sectionOf(name);
        return section != null && layout.section(section).isPresent()
                ? bound(layout, section, name.startsWith(STOP)) : null;
    }

    /** The section whose beginning or end the symbol is by its name, or null. */
    static String sectionOf(String symbol) {
        for (String prefix : List.of(START, STOP)) {
            if (symbol.startsWith(prefix) && symbol.length() > prefix.length()) {
                return symbol.substring(prefix.length());
            }
        }
        return null;
    }

    private static Definition bound(Layout layout, String name, boolean end) {
        return new Definition.Computed(() -> {
            Optional<OutputSection> section = layout.section(name);
            return section.map(s -> end ? s.end() : s.address()).orElse(layout.base());
        });
    }

    private static int endOf(Layout layout, Predicate<OutputSection> wanted) {
        return layout.allocated().stream().filter(wanted).reduce((first, last) -> last)
                .map(OutputSection::end).orElse(layout.base());
    }

    private static int startOfZeroes(Layout layout) {
        return layout.allocated().stream().filter(ZEROES).findFirst()
                .map(OutputSection::address).orElse((int) layout.end());
    }

    private static int globalPointer(Layout layout) {
        Optional<OutputSection> section = layout.section(".sdata");
        return section.or(() -> layout.section(".data")).map(OutputSection::address)
                .orElseGet(() -> startOfZeroes(layout)) + GLOBAL_POINTER_OFFSET;
    }
}
