package cleave.guestos.kernel.file;

import cleave.guestos.abi.FileMode;

/** What opening FIFOs and the special files of devices gives, whichever file system names them. */
public final class SpecialFiles {
    private static final int MAJORS = 256;
    private static final int MAJOR_SHIFT = 8;
    private static final FileOperations[] CHARACTER = new FileOperations[MAJORS];
    private static FileOperations block;
    private static FileOperations fifo;

    private SpecialFiles() {
    }

    /** Sets the operations of all character devices of a major number. */
    public static void setCharacter(int major, FileOperations operations) {
        CHARACTER[major] = operations;
    }

    /** Sets the operations of all block devices. */
    public static void setBlock(FileOperations operations) {
        block = operations;
    }

    public static void setFifo(FileOperations operations) {
        fifo = operations;
    }

    /** What opening a file gives; null for what cannot be opened ({@code ENXIO}). */
    static FileOperations operations(Inode inode) {
        return switch (inode.type()) {
            case FileMode.S_IFCHR -> CHARACTER[inode.device >>> MAJOR_SHIFT & MAJORS - 1];
            case FileMode.S_IFBLK -> block;
            case FileMode.S_IFIFO -> inode.fileOperations != null ? inode.fileOperations : fifo;
            default -> inode.fileOperations;
        };
    }
}
