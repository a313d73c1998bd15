package cleave.magic;

/**
 * Raw memory with named fields, laid out as a C compiler for ilp32 lays it out: a final subclass
 * declares its fields in order, and a reference to the struct is its address. There is no header,
 * and null is address 0.
 *
 * <ul>
 * <li>{@code int short char byte boolean long}: 4, 2, 2, 1, 1 and 8 bytes, little-endian, aligned
 *     to their size;
 * <li>a reference to a struct or an array, a {@link Word} or a {@link Fn}: 4 bytes;
 * <li>{@link Embedded} structs and {@link Inline} arrays: in place.
 * </ul>
 *
 * <p>The size of a struct is a multiple of its largest alignment.
 */
public abstract class Struct {
    protected Struct() {
    }

    /** The struct of that type at {@code address}; {@code type} is a class literal. */
    public static <T extends Struct> T at(Address address, Class<T> type) {
        throw Hosted.notHere();
    }

    /** The struct {@code index} elements behind {@code first} in an array of structs in place. */
    public static <T extends Struct> T element(T first, int index) {
        throw Hosted.notHere();
    }

    /** How many elements {@code element} lies behind {@code first}. */
    public static <T extends Struct> int indexOf(T first, T element) {
        throw Hosted.notHere();
    }

    /** Bytes of a struct; {@code type} is a class literal, and the result a constant. */
    public static int sizeOf(Class<? extends Struct> type) {
        throw Hosted.notHere();
    }

    /** Bytes before the field; both arguments are literals, and the result is a constant. */
    public static int offsetOf(Class<? extends Struct> type, String field) {
        throw Hosted.notHere();
    }

    /** The address of a field; {@code field} is a literal. */
    public static Address addressOf(Struct struct, String field) {
        throw Hosted.notHere();
    }
}
