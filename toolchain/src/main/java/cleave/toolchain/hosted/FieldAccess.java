package cleave.toolchain.hosted;

/**
 * A field of a struct, or a static field, as rewritten code loads and stores it.
 *
 * @param kind   the first character of the descriptor; {@code 'L'} for addresses
 * @param offset of the field in the struct; of a static field, its address
 */
public record FieldAccess(HostedWorld world, String name, char kind, int offset) {
    private int address(int base) {
        if (base == 0) {
            throw Places.here(new NullPointerException(name + " of null" + Places.line()));
        }
        return base + offset;
    }

    public static int getInt(int base, FieldAccess field) {
        return field.world.memory().load(field.address(base), field.kind);
    }

    public static long getLong(int base, FieldAccess field) {
        return field.world.memory().loadLong(field.address(base));
    }

    public static void putInt(int base, int value, FieldAccess field) {
        field.world.memory().store(field.address(base), value, field.kind);
    }

    public static void putLong(int base, long value, FieldAccess field) {
        field.world.memory().storeLong(field.address(base), value);
    }

    /** Where an embedded struct or inline array is. */
    public static int addressOf(int base, FieldAccess field) {
        return field.address(base);
    }

    public static int getStaticInt(FieldAccess field) {
        return field.world.memory().load(field.offset, field.kind);
    }

    public static long getStaticLong(FieldAccess field) {
        return field.world.memory().loadLong(field.offset);
    }

    public static void putStaticInt(int value, FieldAccess field) {
        field.world.memory().store(field.offset, value, field.kind);
    }

    public static void putStaticLong(long value, FieldAccess field) {
        field.world.memory().storeLong(field.offset, value);
    }
}
