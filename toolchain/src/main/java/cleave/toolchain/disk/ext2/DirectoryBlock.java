package cleave.toolchain.disk.ext2;

import cleave.toolchain.disk.Names;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A block of a directory: a chain of entries, each with the number of bytes to the next. An entry
 * whose inode is 0 is free.
 *
 * @param bytes the whole block
 */
public record DirectoryBlock(ByteBuffer bytes) {
    public static final int HEADER = 8;
    private static final int ALIGNMENT = 4;
    private static final int LARGEST_BLOCK = 0x1_0000;
    private static final int LENGTH_OF_LARGEST = 0xffff;

    /** Bytes that an entry with a name of so many needs. */
    public static int need(int nameLength) {
        return (HEADER + nameLength + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Bytes from this entry to the next. */
    public int length(int at) {
        int length = (int) Structure.get(bytes, at, Ext2Field.D_REC_LEN);
        // 64 KiB do not fit into the field.
        return bytes.limit() == LARGEST_BLOCK && (length == LENGTH_OF_LARGEST || length == 0)
                ? LARGEST_BLOCK : length;
    }

    public int nameLength(int at) {
        return (int) Structure.get(bytes, at, Ext2Field.D_NAME_LEN);
    }

    public long inode(int at) {
        return Structure.get(bytes, at, Ext2Field.D_INODE);
    }

    public byte[] name(int at) {
        byte[] name = new byte[nameLength(at)];
        bytes.get(at + HEADER, name);
        return name;
    }

    /** Whether the entry at {@code at} has this name. */
    public boolean isNamed(int at, byte[] name) {
        return nameLength(at) == name.length
                && bytes.slice(at + HEADER, name.length).equals(ByteBuffer.wrap(name));
    }

    public DirectoryEntry entry(int at) {
        return new DirectoryEntry(inode(at),
                (int) Structure.get(bytes, at, Ext2Field.D_FILE_TYPE), Names.text(name(at)));
    }

    /** What is wrong with the entry at {@code at}; the chain ends at such an entry. */
    public Optional<String> fault(int at) {
        if (at + HEADER > bytes.limit()) {
            return Optional.of("an entry that does not fit into its block");
        }
        int length = length(at);
        if (length < HEADER || length % ALIGNMENT != 0 || at + length > bytes.limit()) {
            return Optional.of("an entry of " + length + " bytes");
        }
        if (HEADER + nameLength(at) > length) {
            return Optional.of("a name of " + nameLength(at) + " bytes in an entry of " + length);
        }
        return Optional.empty();
    }

    /** Writes an entry. */
    public void put(int at, long inode, int length, int type, byte[] name) {
        Structure.set(bytes, at, Ext2Field.D_INODE, inode);
        Structure.set(bytes, at, Ext2Field.D_REC_LEN, length);
        Structure.set(bytes, at, Ext2Field.D_NAME_LEN, name.length);
        Structure.set(bytes, at, Ext2Field.D_FILE_TYPE, type);
        bytes.put(at + HEADER, name);
    }

    /** Makes an entry shorter or longer. */
    public void setLength(int at, int length) {
        Structure.set(bytes, at, Ext2Field.D_REC_LEN, length);
    }

    /** Makes an entry name another inode, or with 0 none. */
    public void setInode(int at, long inode) {
        Structure.set(bytes, at, Ext2Field.D_INODE, inode);
    }
}
