package cleave.toolchain.hosted;

/** What {@code cleave.magic.Address} does, over simulated memory. */
public final class AddressOperations {
    private AddressOperations() {
    }

    public static int of(int reference, HostedWorld world) {
        return reference;
    }

    public static int of(String literal, HostedWorld world) {
        return world.objects().address(literal);
    }

    public static int plus(int address, int bytes, HostedWorld world) {
        return address + bytes;
    }

    public static int minus(int address, int bytes, HostedWorld world) {
        return address - bytes;
    }

    public static boolean isBelow(int address, int other, HostedWorld world) {
        return Integer.compareUnsigned(address, other) < 0;
    }

    public static boolean isNull(int address, HostedWorld world) {
        return address == 0;
    }

    public static int loadByte(int address, int offset, HostedWorld world) {
        return world.memory().loadByte(address + offset);
    }

    public static int loadUnsignedByte(int address, int offset, HostedWorld world) {
        return world.memory().loadByte(address + offset) & 0xff;
    }

    public static int loadShort(int address, int offset, HostedWorld world) {
        return world.memory().loadShort(address + offset);
    }

    public static int loadUnsignedShort(int address, int offset, HostedWorld world) {
        return world.memory().loadShort(address + offset) & 0xffff;
    }

    public static int loadInt(int address, int offset, HostedWorld world) {
        return world.memory().loadInt(address + offset);
    }

    public static long loadLong(int address, int offset, HostedWorld world) {
        return world.memory().loadLong(address + offset);
    }

    public static int readByte(int address, int offset, HostedWorld world) {
        return loadByte(address, offset, world);
    }

    public static int readUnsignedByte(int address, int offset, HostedWorld world) {
        return loadUnsignedByte(address, offset, world);
    }

    public static int readShort(int address, int offset, HostedWorld world) {
        return loadShort(address, offset, world);
    }

    public static int readUnsignedShort(int address, int offset, HostedWorld world) {
        return loadUnsignedShort(address, offset, world);
    }

    public static int readInt(int address, int offset, HostedWorld world) {
        return loadInt(address, offset, world);
    }

    public static long readLong(int address, int offset, HostedWorld world) {
        return loadLong(address, offset, world);
    }

    public static void storeByte(int address, int offset, int value, HostedWorld world) {
        world.memory().storeByte(address + offset, value);
    }

    public static void storeShort(int address, int offset, int value, HostedWorld world) {
        world.memory().storeShort(address + offset, value);
    }

    public static void storeInt(int address, int offset, int value, HostedWorld world) {
        world.memory().storeInt(address + offset, value);
    }

    public static void storeLong(int address, int offset, long value, HostedWorld world) {
        world.memory().storeLong(address + offset, value);
    }

    public static void writeByte(int address, int offset, int value, HostedWorld world) {
        storeByte(address, offset, value, world);
    }

    public static void writeShort(int address, int offset, int value, HostedWorld world) {
        storeShort(address, offset, value, world);
    }

    public static void writeInt(int address, int offset, int value, HostedWorld world) {
        storeInt(address, offset, value, world);
    }

    public static void writeLong(int address, int offset, long value, HostedWorld world) {
        storeLong(address, offset, value, world);
    }
}
