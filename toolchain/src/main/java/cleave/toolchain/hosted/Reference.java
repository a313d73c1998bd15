package cleave.toolchain.hosted;

/**
 * An address or word where Java needs an object: in assertions, in collections, in text. The same
 * bits are always the same object of a world: {@code assertSame} tells what {@code ==} does.
 */
final class Reference {
    private final int bits;
    private final String text;

    Reference(int bits, String type) {
        this.bits = bits;
        this.text = type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf('$')) + 1)
                + "@" + SimulatedMemory.hex(bits);
    }

    int bits() {
        return bits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reference reference && reference.bits == bits;
    }

    @Override
    public int hashCode() {
        return bits;
    }

    @Override
    public String toString() {
        return text;
    }
}
