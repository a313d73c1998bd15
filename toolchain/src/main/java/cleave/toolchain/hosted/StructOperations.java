package cleave.toolchain.hosted;

import cleave.toolchain.compiler.ir.StructLayout;

/** What {@code cleave.magic.Struct} does; {@code size} is that of the type seen by javac. */
public final class StructOperations {
    private StructOperations() {
    }

    /** {@code new}; {@code build} in static initialisers, which run at build time. */
    public static int allocate(int size, boolean build, HostedWorld world) {
        return world.allocate(size, build);
    }

    public static int at(int address, Class<?> type, HostedWorld world) {
        return address;
    }

    public static int element(int first, int index, int size, HostedWorld world) {
        return first + index * size;
    }

    public static int indexOf(int first, int element, int size, HostedWorld world) {
        return (element - first) / size;
    }

    public static int sizeOf(Class<?> type, HostedWorld world) {
        return world.layout(type.getName().replace('.', '/')).size();
    }

    public static int offsetOf(Class<?> type, String field, HostedWorld world) {
        return offset(type.getName().replace('.', '/'), field, world);
    }

    public static int addressOf(int struct, String field, String type, HostedWorld world) {
        return struct + offset(type, field, world);
    }

    private static int offset(String type, String name, HostedWorld world) {
        StructLayout.Field field = world.layout(type).field(name);
        if (field == null) {
            throw Places.here(new UnsupportedHere(type.replace('/', '.') + " has no field " + name
                    + Places.line() + ": name one of its fields"));
        }
        return field.offset();
    }
}
