package cleave.toolchain.elf;

/**
 * A symbol of an object file, defined or not.
 *
 * @param value   offset in its section; of {@link #COMMON} ones the alignment
 * @param section index in {@link ElfObject#sections}, or {@link #UNDEFINED}, {@link #ABSOLUTE} or
 *                {@link #COMMON}
 */
public record ObjectSymbol(String name, int value, int size, ElfSymbol.Type type,
        ElfSymbol.Binding binding, int section) {
    /** To be found in another object. */
    public static final int UNDEFINED = -1;
    /** A number that is no address. */
    public static final int ABSOLUTE = -2;
    /** A variable of C without initial value, which several objects may declare. */
    public static final int COMMON = -3;

    /** A symbol that another object defines. */
    public static ObjectSymbol undefined(String name, ElfSymbol.Binding binding) {
        return new ObjectSymbol(name, 0, 0, ElfSymbol.Type.NOTYPE, binding, UNDEFINED);
    }

    public boolean isLocal() {
        return binding == ElfSymbol.Binding.LOCAL;
    }

    public boolean isWeak() {
        return binding == ElfSymbol.Binding.WEAK;
    }

    public boolean isUndefined() {
        return section == UNDEFINED;
    }
}
