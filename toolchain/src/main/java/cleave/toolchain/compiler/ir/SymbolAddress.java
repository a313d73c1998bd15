package cleave.toolchain.compiler.ir;

/** An address near a symbol, {@code offset} bytes behind it. */
public record SymbolAddress(Symbol symbol, int offset) {
    public SymbolAddress plus(int bytes) {
        return new SymbolAddress(symbol, offset + bytes);
    }

    @Override
    public String toString() {
        return offset == 0 ? symbol.toString() : symbol + (offset > 0 ? "+" : "") + offset;
    }
}
