package cleave.toolchain.disk.ext2;

import java.util.Optional;

/** Kinds of files: by mode, by number in a directory entry, and by the letter of {@code ls -l}. */
public enum FileType {
    FIFO(0x1000, 5, 'p', "a named pipe"),
    CHARACTER_DEVICE(0x2000, 3, 'c', "a character device"),
    DIRECTORY(0x4000, 2, 'd', "a directory"),
    BLOCK_DEVICE(0x6000, 4, 'b', "a block device"),
    REGULAR(0x8000, 1, '-', "a file"),
    LINK(0xa000, 7, 'l', "a symbolic link"),
    SOCKET(0xc000, 6, 's', "a socket");

    /** The bits of a mode that say which. */
    public static final int MASK = 0xf000;

    private final int mode;
    private final int entry;
    private final char letter;
    private final String words;

    FileType(int mode, int entry, char letter, String words) {
        this.mode = mode;
        this.entry = entry;
        this.letter = letter;
        this.words = words;
    }

    /** Empty for modes that mean nothing. */
    public static Optional<FileType> of(int mode) {
        for (FileType type : values()) {
            if (type.mode == (mode & MASK)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    public int mode() {
        return mode;
    }

    /** The number in directory entries. */
    public int entry() {
        return entry;
    }

    public char letter() {
        return letter;
    }

    public boolean isDevice() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }

    /** {@code a directory}. */
    public String words() {
        return words;
    }
}
