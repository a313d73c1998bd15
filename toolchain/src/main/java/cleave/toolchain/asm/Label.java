package cleave.toolchain.asm;

import cleave.toolchain.elf.ElfSymbol;

/**
 * A place in the program, which may be referred to before it is bound. Made by
 * {@link Assembler#label} (a name that becomes a symbol) or {@link Assembler#local}.
 */
public final class Label {
    /** The item index of a label that stays at the end of its section. */
    private static final int END = -1;

    private final String name;
    private ElfSymbol.Binding binding;
    private Section section;
    private int item;
    private Origin bound;

    /** A null binding makes no symbol. */
    Label(String name, ElfSymbol.Binding binding) {
        this.name = name;
        this.binding = binding;
    }

    public String name() {
        return name;
    }

    /** Whether it becomes a symbol that other objects see. */
    public boolean isGlobal() {
        return isSymbol() && binding != ElfSymbol.Binding.LOCAL;
    }

    /** Whether it becomes a symbol. */
    boolean isSymbol() {
        return binding != null;
    }

    /** Whether another definition may take its place, and its absence counts as 0. */
    boolean isWeak() {
        return binding == ElfSymbol.Binding.WEAK;
    }

    ElfSymbol.Binding binding() {
        return binding;
    }

    void bindAs(ElfSymbol.Binding other) {
        binding = other;
    }

    public boolean isBound() {
        return section != null;
    }

    void bind(Section place, int itemIndex, Origin origin) {
        if (isBound()) {
            throw new AssemblyException(origin,
                    "label " + name + " is already bound at " + bound);
        }
        section = place;
        item = itemIndex;
        bound = origin;
    }

    void bindToEnd(Section place, Origin origin) {
        bind(place, END, origin);
    }

    Section section() {
        return section;
    }

    /** Index of the item it stands before, in its section. */
    int item() {
        return item == END ? section.items().size() : item;
    }

    @Override
    public String toString() {
        return name;
    }
}
