package cleave.toolchain.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The defined symbols of a program, found by name and by address. By address, a function that
 * covers the address wins over a nearer label inside it; assemblers' mapping symbols ({@code $x},
 * {@code .L1}), file names and absolute numbers never answer.
 */
public final class SymbolTable {
    /** Largest value first seen last: unsigned address, then what makes the better name. */
    private static final Comparator<ElfSymbol> BY_ADDRESS =
            Comparator.<ElfSymbol>comparingLong(s -> ElfFormat.unsigned(s.value()))
                    .thenComparing(s -> s.type() == ElfSymbol.Type.FUNCTION)
                    .thenComparing(s -> s.size() != 0)
                    .thenComparing(s -> s.binding() == ElfSymbol.Binding.GLOBAL)
                    .thenComparing(ElfSymbol::name, Comparator.reverseOrder());

    private final List<ElfSymbol> symbols;
    private final List<ElfSection> sections;
    /** Made when somebody first asks: most programs run without. */
    private volatile Index index;

    /** The symbols in the order of their addresses. */
    private static final class Index {
        final List<ElfSymbol> functions = new ArrayList<>();
        final List<ElfSymbol> places = new ArrayList<>();

        Index(List<ElfSymbol> symbols) {
            for (ElfSymbol symbol : symbols) {
                if (symbol.namesAPlace()) {
                    places.add(symbol);
                    if (symbol.type() == ElfSymbol.Type.FUNCTION && symbol.size() != 0) {
                        functions.add(symbol);
                    }
                }
            }
            places.sort(BY_ADDRESS);
            functions.sort(BY_ADDRESS);
        }
    }

    SymbolTable(List<ElfSymbol> symbols, List<ElfSection> sections) {
        this.symbols = List.copyOf(symbols);
        this.sections = List.copyOf(sections);
    }

    private Index index() {
        Index made = index;
        if (made == null) {
            made = new Index(symbols);
            index = made;
        }
        return made;
    }

    /** A global symbol rather than a local one of the same name; else the first. */
    private static ElfSymbol better(ElfSymbol first, ElfSymbol second) {
        boolean firstLocal = first.binding() == ElfSymbol.Binding.LOCAL;
        return firstLocal && second.binding() != ElfSymbol.Binding.LOCAL ? second : first;
    }

    /** All defined symbols, in the order of the file. */
    public List<ElfSymbol> all() {
        return symbols;
    }

    public Optional<ElfSymbol> symbol(String name) {
        ElfSymbol best = null;
        for (ElfSymbol symbol : symbols) {
            if (symbol.name().equals(name)) {
                best = best == null ? symbol : better(best, symbol);
            }
        }
        return Optional.ofNullable(best);
    }

    /** The symbol that a virtual address belongs to; empty outside the sections of the program. */
    public Optional<Place> nearest(int va) {
        ElfSymbol function = floor(index().functions, va);
        if (function != null && function.covers(va)) {
            return Optional.of(new Place(function, va - function.value()));
        }
        ElfSymbol place = floor(index().places, va);
        if (place == null || !inOneSection(place.value(), va)) {
            return Optional.empty();
        }
        return Optional.of(new Place(place, va - place.value()));
    }

    private boolean inOneSection(int first, int second) {
        for (ElfSection section : sections) {
            if (section.isAllocated() && section.contains(first) && section.contains(second)) {
                return true;
            }
        }
        return false;
    }

    /** The last of the sorted symbols that does not lie above the address, or null. */
    private static ElfSymbol floor(List<ElfSymbol> sorted, int va) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Integer.compareUnsigned(sorted.get(middle).value(), va) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : sorted.get(low - 1);
    }

    /**
     * An address as a person reads it.
     *
     * @param offset bytes beyond the symbol, unsigned
     */
    public record Place(ElfSymbol symbol, int offset) {
        /** {@code name} or {@code name+0x1c}. */
        @Override
        public String toString() {
            return offset == 0 ? symbol.name() : symbol.name() + "+" + ElfFormat.hex(offset);
        }
    }
}
