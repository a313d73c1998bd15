package cleave.toolchain.hosted;

import java.lang.reflect.Array;

/** Values that cross between memory and JVM objects, as rewritten code converts them. */
public final class Conversions {
    private Conversions() {
    }

    /** An address as an object. */
    public static Object box(int address, String type, HostedWorld world) {
        return world.objects().box(address, type);
    }

    public static Object boxWord(int bits, String type, HostedWorld world) {
        return world.objects().boxWord(bits, type);
    }

    /** A cast of an object to a type that lives in memory; {@code type} is its descriptor. */
    public static int unbox(Object object, String type, HostedWorld world) {
        if (object == null) {
            return 0;
        }
        if (object instanceof Reference reference) {
            return reference.bits();
        }
        if (object.getClass().descriptorString().equals(type)) {
            return fromArray(object, world);
        }
        throw Places.here(new ClassCastException(object.getClass().getName()
                + " cannot be cast to " + type + Places.line()));
    }

    public static boolean isInstance(Object object) {
        return object instanceof Reference;
    }

    /** The object that a field or element holds. */
    public static Object load(int address, HostedWorld world) {
        return world.objects().object(address);
    }

    public static int store(Object object, HostedWorld world) {
        return world.objects().address(object);
    }

    /** A copy of an array in memory, for code outside the world; {@code count} as elsewhere. */
    public static Object toArray(int array, int count, char kind, HostedWorld world) {
        if (array == 0) {
            return null;
        }
        int length = count < 0 ? ArrayAccess.length(array, world) : count;
        SimulatedMemory memory = world.memory();
        Object copy = Array.newInstance(component(kind), length);
        for (int i = 0; i < length; i++) {
            int address = array + i * ArrayAccess.size(kind);
            switch (kind) {
                case 'Z' -> Array.setBoolean(copy, i, memory.loadByte(address) != 0);
                case 'B' -> Array.setByte(copy, i, memory.loadByte(address));
                case 'S' -> Array.setShort(copy, i, memory.loadShort(address));
                case 'C' -> Array.setChar(copy, i, (char) memory.loadShort(address));
                case 'J' -> Array.setLong(copy, i, memory.loadLong(address));
                case 'I' -> Array.setInt(copy, i, memory.loadInt(address));
                default -> Array.set(copy, i, load(memory.loadInt(address), world));
            }
        }
        return copy;
    }

    private static Class<?> component(char kind) {
        return switch (kind) {
            case 'Z' -> boolean.class;
            case 'B' -> byte.class;
            case 'S' -> short.class;
            case 'C' -> char.class;
            case 'I' -> int.class;
            case 'J' -> long.class;
            default -> Object.class;
        };
    }

    /** Into the array that {@link #toArray} copied: the code outside may have changed its copy. */
    public static void copyBack(Object copy, int array, HostedWorld world) {
        if (copy != null) {
            put(copy, array, copy.getClass().descriptorString().charAt(1), world);
        }
    }

    private static int fromArray(Object object, HostedWorld world) {
        char kind = object.getClass().descriptorString().charAt(1);
        int array = ArrayAccess.create(Array.getLength(object), kind, true, world);
        put(object, array, kind, world);
        return array;
    }

    private static void put(Object from, int array, char kind, HostedWorld world) {
        SimulatedMemory memory = world.memory();
        for (int i = 0; i < Array.getLength(from); i++) {
            int address = array + i * ArrayAccess.size(kind);
            switch (kind) {
                case 'Z' -> memory.storeByte(address, Array.getBoolean(from, i) ? 1 : 0);
                case 'C' -> memory.storeShort(address, Array.getChar(from, i));
                case 'J' -> memory.storeLong(address, Array.getLong(from, i));
                case 'L' -> memory.storeInt(address, store(Array.get(from, i), world));
                default -> memory.store(address, Array.getInt(from, i), kind);
            }
        }
    }
}
