package cleave.guestos.libc;

import cleave.guestos.abi.DirectoryEntry;
import cleave.guestos.abi.OpenFlags;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** Directories read entry by entry. */
public final class Directories {
    private static final int BUFFER = 2048;

    /** Kinds of files as {@link DirectoryEntry#type} has them; 0 is unknown. */
    public static final int DT_FIFO = 1;
    public static final int DT_CHR = 2;
    public static final int DT_DIR = 4;
    public static final int DT_BLK = 6;
    public static final int DT_REG = 8;
    public static final int DT_LNK = 10;
    public static final int DT_SOCK = 12;

    /** An open directory, on the heap. */
    public static final class Directory extends Struct {
        int descriptor;
        int position;
        int limit;
        int reserved;
        @Inline(BUFFER)
        byte[] buffer;

        public int descriptor() {
            return descriptor;
        }
    }

    private Directories() {
    }

    /** Opens a directory; null if it cannot be read. */
    public static Directory opendir(Address path) {
        int descriptor = Files.open(path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY
                | OpenFlags.O_CLOEXEC);
        return descriptor < 0 ? null : fdopendir(descriptor);
    }

    /** Takes an open directory over; null if there is no memory. */
    public static Directory fdopendir(int descriptor) {
        Address memory = Heap.malloc(Struct.sizeOf(Directory.class));
        if (memory.isNull()) {
            return null;
        }
        Directory directory = Struct.at(memory, Directory.class);
        directory.descriptor = descriptor;
        directory.position = 0;
        directory.limit = 0;
        return directory;
    }

    /** The next entry, good until the next call; null at the end, and with errno for an error. */
    public static DirectoryEntry readdir(Directory directory) {
        if (directory.position == directory.limit) {
            int bytes = FileCalls.getdents(directory.descriptor, Address.of(directory.buffer),
                    BUFFER);
            directory.position = 0;
            directory.limit = Math.max(0, bytes);
            if (bytes <= 0) {
                Errors.errno = -bytes;
                return null;
            }
        }
        DirectoryEntry entry = Struct.at(Address.of(directory.buffer)
                .plus(directory.position), DirectoryEntry.class);
        directory.position += entry.length & 0xffff;
        return entry;
    }

    public static Address name(DirectoryEntry entry) {
        return Address.of(entry).plus(DirectoryEntry.NAME);
    }

    /** Whether it is {@code .} or {@code ..}. */
    public static boolean isDots(DirectoryEntry entry) {
        Address name = name(entry);
        return Strings.equal(name, ".") || Strings.equal(name, "..");
    }

    /** Begins again. */
    public static void rewinddir(Directory directory) {
        Files.lseek(directory.descriptor, 0, OpenFlags.SEEK_SET);
        directory.position = 0;
        directory.limit = 0;
    }

    public static int closedir(Directory directory) {
        int result = Files.close(directory.descriptor);
        Heap.free(directory);
        return result;
    }
}
