package cleave.toolchain.asm;

import cleave.toolchain.elf.ElfSymbol;
import java.util.ArrayList;
import java.util.List;

/** A section while it is written: its items in order, and the symbols that have a size. */
final class Section {
    /** A function or object: from its label to before the item {@code end}. */
    record Extent(Label label, ElfSymbol.Type type, int end) {
    }

    private static final int WORD = 4;

    private final String name;
    private final SectionKind kind;
    private final List<Item> items = new ArrayList<>();
    private final List<Extent> extents = new ArrayList<>();
    private int alignment;
    private Label open;
    private ElfSymbol.Type openType;

    Section(String name, SectionKind kind) {
        this.name = name;
        this.kind = kind;
        this.alignment = kind.isAllocated() ? WORD : 1;
    }

    String name() {
        return name;
    }

    SectionKind kind() {
        return kind;
    }

    List<Item> items() {
        return items;
    }

    List<Extent> extents() {
        return extents;
    }

    /** Bytes, a power of two: the largest that was asked for, in memory at least a word. */
    int alignment() {
        return alignment;
    }

    void add(Item item) {
        if (item.isInstruction() && kind != SectionKind.TEXT) {
            throw new AssemblyException(item.origin(), "an instruction in " + name
                    + ", which is no text section");
        }
        if (kind == SectionKind.BSS && !item.isBlank()) {
            throw new AssemblyException(item.origin(), "data in " + name
                    + ", which holds only space");
        }
        items.add(item);
    }

    void align(int bytes, boolean compressed, Origin origin) {
        alignment = Math.max(alignment, bytes);
        add(new Item.Alignment(bytes, kind == SectionKind.TEXT, compressed, origin));
    }

    /** Begins a symbol with a size, which ends the one before. */
    void begin(Label label, ElfSymbol.Type type) {
        end();
        open = label;
        openType = type;
    }

    /** Ends the symbol that is open, if there is one. */
    void end() {
        if (open != null) {
            extents.add(new Extent(open, openType, items.size()));
            open = null;
        }
    }
}
