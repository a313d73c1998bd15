package cleave.emulator.memory;

/**
 * Physical RAM as a bus-mastering device sees it. Addresses are physical, at most 34 bits. Every
 * write keeps the engines coherent: translations of the written bytes are dropped.
 */
public interface GuestMemory {
    /** Whether all {@code length} bytes from {@code pa} are RAM. Nothing else may be accessed. */
    boolean contains(long pa, long length);

    int readByte(long pa);

    int readShort(long pa);

    int readInt(long pa);

    void writeByte(long pa, int value);

    void writeShort(long pa, int value);

    void writeInt(long pa, int value);

    /** Copies RAM to {@code destination}. */
    void read(long pa, byte[] destination, int offset, int length);

    /** Copies {@code source} to RAM. */
    void write(long pa, byte[] source, int offset, int length);
}
