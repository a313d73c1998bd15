package cleave.toolchain.elf;

/**
 * A symbol that is defined (gABI chapter 4).
 *
 * @param name    as in the string table
 * @param value   virtual address, or any word when the section is {@link #ABSOLUTE}
 * @param size    bytes, 0 when not known
 * @param section name of the section it is defined in, or {@link #ABSOLUTE}
 */
public record ElfSymbol(String name, int value, int size, Type type, Binding binding,
        String section) {

    /** The section of symbols that are not addresses; also of those in reserved sections. */
    public static final String ABSOLUTE = "*ABS*";

    /** {@code STT_}, in the order of their numbers; {@link #OTHER} is what has no name here. */
    public enum Type { NOTYPE, OBJECT, FUNCTION, SECTION, FILE, COMMON, TLS, OTHER }

    /** {@code STB_}, in the order of their numbers; {@link #OTHER} is what has no name here. */
    public enum Binding { LOCAL, GLOBAL, WEAK, OTHER }

    public static ElfSymbol function(String name, int address, int size, String section) {
        return new ElfSymbol(name, address, size, Type.FUNCTION, Binding.GLOBAL, section);
    }

    public static ElfSymbol object(String name, int address, int size, String section) {
        return new ElfSymbol(name, address, size, Type.OBJECT, Binding.GLOBAL, section);
    }

    /** A place without a type, as an assembler's label. */
    public static ElfSymbol label(String name, int address, Binding binding, String section) {
        return new ElfSymbol(name, address, 0, Type.NOTYPE, binding, section);
    }

    /** A number that is no address. */
    public static ElfSymbol absolute(String name, int value) {
        return new ElfSymbol(name, value, 0, Type.NOTYPE, Binding.GLOBAL, ABSOLUTE);
    }

    public boolean isAbsolute() {
        return section.equals(ABSOLUTE);
    }

    /** Whether it says where something is; marks of assemblers (psABI: $x, $d), of files and of
     *  sections do not. */
    boolean namesAPlace() {
        boolean place = type == Type.FUNCTION || type == Type.OBJECT || type == Type.NOTYPE;
        return place && !isAbsolute() && !name.isEmpty() && !name.startsWith("$")
                && !name.startsWith(".L");
    }

    /** Whether it has a size and covers this virtual address. */
    boolean covers(int va) {
        return Integer.compareUnsigned(va - value, size) < 0;
    }
}
