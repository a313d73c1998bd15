package cleave.toolchain.hosted;

/**
 * Arrays in memory, as rewritten code uses them: the length in the word before element 0. {@code
 * count} is the length of an inline array, which has no such word, and -1 for all others; {@code
 * kind} is the first character of the element's descriptor.
 */
public final class ArrayAccess {
    static final int LENGTH_BYTES = 4;

    private ArrayAccess() {
    }

    /** Bytes of an element. */
    static int size(char kind) {
        return switch (kind) {
            case 'Z', 'B' -> 1;
            case 'S', 'C' -> 2;
            case 'J' -> 8;
            default -> 4;
        };
    }

    public static int length(int array, HostedWorld world) {
        if (array == 0) {
            throw Places.here(new NullPointerException("length of null" + Places.line()));
        }
        return world.memory().loadInt(array - LENGTH_BYTES);
    }

    private static int element(int array, int index, int count, int size, HostedWorld world) {
        if (array == 0) {
            throw Places.here(new NullPointerException("element " + index + " of null"
                    + Places.line()));
        }
        int length = count < 0 ? world.memory().loadInt(array - LENGTH_BYTES) : count;
        if (Integer.compareUnsigned(index, length) >= 0) {
            throw Places.here(new ArrayIndexOutOfBoundsException("Index " + index
                    + " out of bounds for length " + length + Places.line()));
        }
        return array + index * size;
    }

    /** The struct at {@code index} of an array of structs in place. */
    public static int struct(int array, int index, int count, int size, HostedWorld world) {
        return element(array, index, count, size, world);
    }

    public static int loadInt(int array, int index, int count, char kind, HostedWorld world) {
        return world.memory().load(element(array, index, count, size(kind), world), kind);
    }

    public static long loadLong(int array, int index, int count, HostedWorld world) {
        return world.memory().loadLong(element(array, index, count, 8, world));
    }

    public static void storeInt(int array, int index, int value, int count, char kind,
            HostedWorld world) {
        world.memory().store(element(array, index, count, size(kind), world), value, kind);
    }

    public static void storeLong(int array, int index, long value, int count,
            HostedWorld world) {
        world.memory().storeLong(element(array, index, count, 8, world), value);
    }

    /** {@code new}; {@code build} in static initialisers, which run at build time. */
    public static int create(int length, char kind, boolean build, HostedWorld world) {
        if (length < 0) {
            throw Places.here(new NegativeArraySizeException(length + Places.line()));
        }
        int size = size(kind);
        int lead = Math.max(size, LENGTH_BYTES);
        long bytes = (long) length * size + lead;
        int start = world.allocate(bytes, build);
        if (start == 0) {
            return 0;
        }
        world.memory().storeInt(start + lead - LENGTH_BYTES, length);
        return start + lead;
    }

    /** {@code new int[a][b]}: an array of arrays. */
    public static int create(int length, int inner, char kind, boolean build, HostedWorld world) {
        int array = create(length, 'L', build, world);
        for (int i = 0; i < length && array != 0; i++) {
            world.memory().storeInt(array + 4 * i, create(inner, kind, build, world));
        }
        return array;
    }

    public static int copy(int array, char kind, HostedWorld world) {
        int length = length(array, world);
        int copy = create(length, kind, false, world);
        if (copy != 0) {
            world.memory().put(copy, world.memory().bytes(array, length * size(kind)));
        }
        return copy;
    }

    public static boolean isNotNull(int reference) {
        return reference != 0;
    }
}
