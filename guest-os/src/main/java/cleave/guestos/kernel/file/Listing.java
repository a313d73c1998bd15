package cleave.guestos.kernel.file;

import cleave.guestos.abi.DirectoryEntry;
import cleave.guestos.abi.Errno;
import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** Entries of a directory on their way to a program: what {@code getdents64} fills. */
public final class Listing extends Struct {
    private static final int NAME_MAX = 255;
    private static final int ALIGNMENT = 8;

    private OpenFile file;
    private int address;
    private int room;
    private int written;
    /** What ended it; 0 for lack of room. */
    private int error;
    /** The entry, and behind it room for its name. */
    @Embedded
    private DirectoryEntry entry;
    @Inline(NAME_MAX + ALIGNMENT)
    private byte[] name;

    /** Fills a program's memory with entries of a directory: bytes written, or an error. */
    public static int list(OpenFile directory, int to, int bytes) {
        if (!directory.inode.isDirectory() || directory.operations.iterate == null) {
            return -Errno.ENOTDIR;
        }
        if (directory.inode.links == 0) {
            return -Errno.ENOENT;
        }
        Listing listing = new Listing();
        if (listing == null) {
            return -Errno.ENOMEM;
        }
        listing.begin(directory, to, bytes);
        directory.retain();
        Lock lock = directory.inode.superblock.names;
        lock.take();
        int result = directory.operations.iterate.iterate(directory, listing);
        lock.give();
        Attributes.accessed(directory.inode);
        directory.release();
        result = listing.written > 0 ? listing.written : result < 0 ? result : listing.error;
        Heap.free(listing, Struct.sizeOf(Listing.class));
        return result;
    }

    /** Begins to fill a program's memory. */
    private void begin(OpenFile directory, int to, int bytes) {
        file = directory;
        address = to;
        room = bytes;
        written = 0;
        error = 0;
    }

    /**
     * Adds an entry, and moves the file's offset to {@code next}.
     *
     * @param type as in {@code FileMode.directoryType}
     * @param next where the following entry is; above 0
     * @return whether there may be room for more; if not, this one was not added
     */
    public boolean add(Address text, int length, int number, int type, long next) {
        int bytes = DirectoryEntry.NAME + length + 1 + ALIGNMENT - 1 & -ALIGNMENT;
        if (bytes > room) {
            error = written == 0 ? -Errno.EINVAL : 0;
            return false;
        }
        Address start = Address.of(entry);
        entry.number = Integer.toUnsignedLong(number);
        entry.next = next;
        entry.length = (short) bytes;
        entry.type = (byte) type;
        Bytes.copy(start.plus(DirectoryEntry.NAME), text, length);
        Bytes.clear(start.plus(DirectoryEntry.NAME + length),
                bytes - DirectoryEntry.NAME - length);
        int result = UserMemory.copyOut(address, start, bytes);
        if (result < 0) {
            error = result;
            return false;
        }
        address += bytes;
        room -= bytes;
        written += bytes;
        file.offset = next;
        return true;
    }

    /** Adds {@code .} at offset 0 and {@code ..} at offset 1; then the offset is 2 or more. */
    public boolean addDots(Inode directory) {
        if (file.offset == 0 && !add(Address.of("."), 1, directory.number,
                FileMode.directoryType(directory.mode), 1)) {
            return false;
        }
        if (file.offset == 1) {
            Inode parent = Path.parent(directory);
            int number = parent.number;
            int mode = parent.mode;
            parent.release();
            return add(Address.of(".."), 2, number,
                    FileMode.directoryType(mode), 2);
        }
        return true;
    }
}
