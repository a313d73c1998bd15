package cleave.toolchain.compiler.ir;

/**
 * The name of a function, a data object or an assembly routine. Symbols are equal when their names
 * are; the linker sees exactly this name.
 */
public record Symbol(String name) {
    public SymbolAddress plus(int offset) {
        return new SymbolAddress(this, offset);
    }

    @Override
    public String toString() {
        return "@" + name;
    }
}
