package cleave.emulator.debug;

import cleave.emulator.platform.VirtPlatform;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSegment;
import cleave.toolchain.elf.SymbolTable;
import cleave.toolchain.elf.dwarf.LineTable;
import cleave.toolchain.elf.dwarf.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What addresses are called: the symbols and source lines of all programs that were loaded, the
 * first that knows an answer giving it. A program that runs where it was loaded, before it has
 * mapped itself to where it was linked, is recognised by its physical addresses.
 */
public final class Symbols {
    private static final int RAM_BASE = (int) VirtPlatform.RAM_BASE;

    /** Knows no address. */
    public static final Symbols NONE = new Symbols(List.of());

    /** A program, its line table read when first asked for. */
    private static final class Image {
        final ElfFile program;
        private LineTable lines;

        Image(ElfFile program) {
            this.program = program;
        }

        LineTable lines() {
            if (lines == null) {
                lines = LineTable.read(program);
            }
            return lines;
        }

        /**
         * The linked address of what was loaded at a physical address. A program that says to be
         * loaded where no RAM is has been loaded elsewhere.
         */
        OptionalInt linked(int pa) {
            for (ElfSegment segment : program.loadSegments()) {
                int offset = pa - segment.physicalAddress();
                boolean inRam = Integer.compareUnsigned(segment.physicalAddress(), RAM_BASE) >= 0;
                if (inRam && segment.virtualAddress() != segment.physicalAddress()
                        && Integer.compareUnsigned(offset, segment.memorySize()) < 0) {
                    return OptionalInt.of(segment.virtualAddress() + offset);
                }
            }
            return OptionalInt.empty();
        }
    }

    private final List<Image> images = new ArrayList<>();

    /** The names of these programs; an earlier one wins over a later. */
    public Symbols(List<ElfFile> programs) {
        programs.forEach(program -> images.add(new Image(program)));
    }

    /** The symbol an address belongs to, and how far behind its start. */
    public Optional<SymbolTable.Place> place(int address) {
        return find(address, (image, va) -> image.program.symbols().nearest(va));
    }

    /** {@code name} or {@code name+0x1c}; null when no program knows the address. */
    public String name(int address) {
        return place(address).map(SymbolTable.Place::toString).orElse(null);
    }

    /** The source line of the instruction at an address. */
    public Optional<SourceLine> line(int address) {
        return find(address, (image, va) -> image.lines().find(va));
    }

    /** {@code 0x80000010 <main+0x4>}, or the number alone. */
    public String address(int address) {
        String name = name(address);
        String number = String.format("0x%08x", address);
        return name == null ? number : number + " <" + name + ">";
    }

    /** The value of a symbol. */
    public OptionalInt valueOf(String symbol) {
        for (Image image : images) {
            OptionalInt value = image.program.symbol(symbol);
            if (value.isPresent()) {
                return value;
            }
        }
        return OptionalInt.empty();
    }

    /** What could not be read of the line tables, a sentence each. */
    public List<String> problems() {
        return images.stream().flatMap(image -> image.lines().problems().stream()
                .map(problem -> image.program.name() + ": " + problem)).toList();
    }

    private interface Lookup<T> {
        Optional<T> in(Image image, int va);
    }

    private <T> Optional<T> find(int address, Lookup<T> lookup) {
        Optional<T> linked = first(image -> lookup.in(image, address));
        return linked.isPresent() ? linked : first(image -> {
            OptionalInt va = image.linked(address);
            return va.isPresent() ? lookup.in(image, va.getAsInt()) : Optional.empty();
        });
    }

    private <T> Optional<T> first(Function<Image, Optional<T>> answer) {
        for (Image image : images) {
            Optional<T> found = answer.apply(image);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
