package cleave.toolchain.asm;

/**
 * A place in the program, which may be referred to before it is bound. Made by
 * {@link Assembler#label} (a name that becomes a symbol) or {@link Assembler#local}.
 */
public final class Label {
    /** The item index of a label that stays at the end of its section. */
    private static final int END = -1;

    private final String name;
    private final boolean global;
    private Section section;
    private int item;
    private Origin bound;

    Label(String name, boolean global) {
        this.name = name;
        this.global = global;
    }

    public String name() {
        return name;
    }

    /** Whether it becomes a symbol. */
    public boolean isGlobal() {
        return global;
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
