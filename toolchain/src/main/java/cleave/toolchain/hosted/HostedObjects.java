package cleave.toolchain.hosted;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The border between memory and JVM objects. Strings and enum constants are objects until memory
 * holds them; then they get the record that compiled code has: a string is its length, its
 * characters and a zero byte, an enum constant its ordinal and the address of its name.
 */
final class HostedObjects {
    private final HostedWorld world;
    private final Map<Object, Integer> addresses = new HashMap<>();
    private final Map<Integer, Object> objects = new HashMap<>();
    private final Map<Integer, Reference> references = new HashMap<>();
    private final Map<Integer, Reference> words = new HashMap<>();

    HostedObjects(HostedWorld world) {
        this.world = world;
    }

    /** What memory holds for an object. */
    int address(Object object) {
        if (object == null) {
            return 0;
        }
        if (object instanceof Reference reference) {
            return reference.bits();
        }
        Integer known = addresses.get(object);
        if (known == null) {
            known = object instanceof String text ? place(text)
                    : object instanceof Enum<?> constant ? place(constant) : none(object);
            addresses.put(object, known);
            objects.put(known, object);
        }
        return known;
    }

    private int place(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (!new String(bytes, StandardCharsets.US_ASCII).equals(text)) {
            throw Places.here(new UnsupportedHere("the text \"" + text + "\"" + Places.line()
                    + " is not ASCII: memory holds only ASCII"));
        }
        int start = world.allocate(ArrayAccess.LENGTH_BYTES + bytes.length + 1L, true);
        world.memory().storeInt(start, bytes.length);
        world.memory().put(start + ArrayAccess.LENGTH_BYTES, bytes);
        return start + ArrayAccess.LENGTH_BYTES;
    }

    private int place(Enum<?> constant) {
        int name = address(constant.name());
        int start = world.allocate(8, true);
        world.memory().storeInt(start, constant.ordinal());
        world.memory().storeInt(start + 4, name);
        return start;
    }

    private static int none(Object object) {
        throw Places.here(new UnsupportedHere("a " + object.getClass().getName() + Places.line()
                + " cannot be stored in memory: only structs, words, arrays, functions, strings and"
                + " enum constants can"));
    }

    /** The object of that address, or a reference to what lies there. */
    Object object(int address) {
        Object known = objects.get(address);
        return known != null ? known : box(address, "Object");
    }

    /** Null for address 0. */
    Reference box(int address, String type) {
        return address == 0 ? null
                : references.computeIfAbsent(address, bits -> new Reference(bits, type));
    }

    /** There is no null word. */
    Reference boxWord(int bits, String type) {
        return words.computeIfAbsent(bits, same -> new Reference(same, type));
    }
}
